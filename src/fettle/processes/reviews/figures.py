"""The measurement that reviews offer: how many were held."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fettle.facilities.tasks.models import Step
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.processes.reviews.definitions import KEYS
from fettle.processes.reviews.facts import Held
from fettle.processes.reviews.records import REVIEW


def held(period: Period, scope: Scope) -> Reading:
    """Those written down as held in the period. Not measured before it was settled how they are held."""
    laid_down = Entry.objects.filter(
        fact="settings.defined", record__setting__key__in=KEYS.values(), happened_at__lt=period.end
    )
    if not laid_down.exists():
        return Reading(None)
    records = visible(scope.actor, REVIEW)
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    happened = Entry.objects.filter(fact=Held.name, happened_at__gte=period.start, happened_at__lt=period.end)
    found = happened.filter(record__in=records.order_by().values("pk")).order_by().values_list("record_id", flat=True)
    ids = tuple(sorted(set(found)))
    return Reading(len(ids), lambda: ids)


def follow_ups(period: Period, scope: Scope) -> Reading:
    """What reviews held by the end of the period left to be done and is still open. Not measured before one was."""
    records = visible(scope.actor, REVIEW).filter(review__held_on__lt=timezone.localdate(period.end))
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    if not records.exists():
        return Reading(None)
    found = Step.objects.filter(record__in=records.order_by().values("pk"), state=Step.State.OPEN)
    rows = list(found.order_by().values_list("record_id", flat=True))
    ids = tuple(sorted(set(rows)))
    return Reading(len(rows), lambda: ids)


FIGURES = (
    Figure("REV-1", _("Reviews held"), "", "reviews", held),
    Figure("REV-2", _("Follow-ups of reviews still open"), "", "reviews", follow_ups, counts=False),
)
