"""Services with what is expected of them, what was measured, and how far apart the two are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import staff_reads
from fettle.kernel.figures import Period, Scope
from fettle.kernel.records.models import Record
from fettle.processes.levels.estimates import counting, measured, standing
from fettle.processes.levels.estimates.counting import Cell, Limits
from fettle.processes.levels.estimates.definitions import limits
from fettle.processes.levels.estimates.measured import Measured
from fettle.processes.levels.evaluation.spans import MONTHS, Span, today, zone
from fettle.processes.levels.models import LevelEstimate
from fettle.processes.services import queries as services

LAST = 12
"""So many months are looked at beside each other."""


@dataclass(frozen=True)
class Row:
    """A service in a period."""

    service: int
    number: str
    title: str
    span: Span
    estimate: LevelEstimate | None
    cells: list[Cell]
    afterwards: bool = False
    """It was estimated when the period was over already."""

    @property
    def worst(self) -> Cell | None:
        return counting.worst(self.cells)

    @property
    def far(self) -> bool:
        return any(cell.far for cell in self.cells)


def live(actor: Actor) -> QuerySet[Record]:
    """The live services of which the actor reads what is meant for staff, by name."""
    return services.live(actor).filter(staff_reads(actor, services.SERVICE)).order_by("title", "pk")


def overview(actor: Actor, span: Span) -> list[Row]:
    """All live services in a period: a fixed number of statements, however many there are."""
    period = span.moments(zone())
    listed = list(live(actor).values_list("pk", "number", "title"))
    estimates = standing.counting(span.last) if listed else {}
    told = measured.of_all(period, Scope(actor))
    shares = measured.shares(actor, [span])
    held = _Held(span, period, _allowed(span, today(), limits()))
    return [
        held.row(pk, number, title, estimates.get(pk), told.of(pk, shares.get((pk, span.start))))
        for pk, number, title in listed
    ]


def history(actor: Actor, record: Record, last: Span, estimates: Iterable[LevelEstimate]) -> list[Row]:
    """One service in the months up to one, the latest first: by as many statements as one month."""
    rows, spans, there, now = list(estimates), list(last.before(LAST)), zone(), today()
    scope, shares = Scope(actor, service_id=record.pk), measured.shares(actor, spans, record.pk)
    periods, usual = [span.moments(there) for span in spans], limits()
    measured.ahead(periods, scope)
    found = []
    for span, period in zip(spans, periods, strict=True):
        said = measured.of_one(period, scope, shares.get((record.pk, span.start)))
        held = _Held(span, period, _allowed(span, now, usual))
        found.append(held.row(record.pk, record.number, record.title, standing.on(rows, span.last), said))
    return found


@dataclass(frozen=True)
class _Held:
    """A period against which services are held. Without limits nothing is compared."""

    span: Span
    period: Period
    allowed: Limits | None

    def row(self, service: int, number: str, title: str, estimate: LevelEstimate | None, said: Measured) -> Row:
        months = Decimal(MONTHS[self.span.unit])
        hours = Decimal((self.period.end - self.period.start).total_seconds()) / 3600
        expected = standing.values(estimate)
        cells = counting.cells(expected, said.values, said.because, months, hours, self.allowed)
        afterwards = estimate is not None and estimate.at >= self.period.end
        return Row(service, number, title, self.span, estimate, cells, afterwards)


def _allowed(span: Span, now: date, usual: Limits) -> Limits | None:
    """A period that is not over has not come to all that is expected of it."""
    return usual if span.end <= now else None
