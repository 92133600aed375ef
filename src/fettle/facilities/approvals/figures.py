"""The measurements that approvals offer: on how many records one was asked for, given, refused, and overdue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fettle.facilities.approvals.definitions import HANDLING
from fettle.facilities.approvals.facts import Overdue
from fettle.facilities.approvals.models import Round
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record

Behind = Callable[[Period, QuerySet[Record]], QuerySet[Any]]


def asked(period: Period, records: QuerySet[Record]) -> QuerySet[Any]:
    """Rounds that began in the period."""
    return Round.objects.filter(asked_at__gte=period.start, asked_at__lt=period.end, record__in=records.values("pk"))


def ended(state: Round.State) -> Behind:
    """Rounds that came to this end in the period; how a round ended is final."""

    def behind(period: Period, records: QuerySet[Record]) -> QuerySet[Any]:
        over = Round.objects.filter(ended_at__gte=period.start, ended_at__lt=period.end, state=state)
        return over.filter(record__in=records.values("pk"))

    return behind


def overdue(period: Period, records: QuerySet[Record]) -> QuerySet[Any]:
    """Nobody decided after the reminder either, which was told in the period."""
    told = Entry.objects.filter(fact=Overdue.name, happened_at__gte=period.start, happened_at__lt=period.end)
    return told.filter(record__in=records.values("pk"))


def _compute(behind: Behind) -> Callable[[Period, Scope], Reading]:
    """A count of records: one that was asked about twice counts once. Not measured before the handling of approvals was
    laid down.
    """

    def compute(period: Period, scope: Scope) -> Reading:
        if not scope.once(("approvals laid down", period.end), lambda: _laid_down(period)):
            return Reading(None)
        found = behind(period, _within(scope)).order_by().values_list("record_id", flat=True).distinct()
        ids = tuple(sorted(found))
        return Reading(len(ids), lambda: ids)

    return compute


def _laid_down(period: Period) -> bool:
    begun = Entry.objects.filter(fact="settings.defined", record__setting__key=HANDLING.key)
    return begun.filter(happened_at__lt=period.end).exists()


def _within(scope: Scope) -> QuerySet[Record]:
    records = visible(scope.actor)
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    if scope.service_id:
        records = records.filter(service_id=scope.service_id)
    if scope.team_id:
        records = records.filter(team_id=scope.team_id)
    return records.order_by()


def _figure(number: int, label: Any, behind: Behind) -> Figure:
    return Figure(f"APR-{number}", label, "", "approvals", _compute(behind))


FIGURES = (
    _figure(1, _("Records with an approval asked for"), asked),
    _figure(2, _("Records with an approval given"), ended(Round.State.APPROVED)),
    _figure(3, _("Records with an approval refused"), ended(Round.State.REFUSED)),
    _figure(4, _("Records with an approval overdue"), overdue),
)
