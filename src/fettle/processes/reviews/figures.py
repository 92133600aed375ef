"""The measurement that reviews offer: how many were held."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.processes.reviews.definitions import KEY
from fettle.processes.reviews.facts import Held
from fettle.processes.reviews.records import REVIEW


def held(period: Period, scope: Scope) -> Reading:
    """Those written down as held in the period. Not measured before it was settled how they are held."""
    laid_down = Entry.objects.filter(fact="settings.defined", record__setting__key=KEY, happened_at__lt=period.end)
    if not laid_down.exists():
        return Reading(None)
    records = visible(scope.actor, REVIEW)
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    happened = Entry.objects.filter(fact=Held.name, happened_at__gte=period.start, happened_at__lt=period.end)
    found = happened.filter(record__in=records.order_by().values("pk")).order_by().values_list("record_id", flat=True)
    ids = tuple(sorted(set(found)))
    return Reading(len(ids), lambda: ids)


FIGURES = (Figure("REV-1", _("Reviews held"), "", "reviews", held),)
