"""What was measured of services in a period: counts and times by the figures of the desk, availability by what was
entered for the agreements that name a service. As every figure: of what the reader sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.figures import Period, Reading, Scope
from fettle.processes.levels.estimates.measures import MEASURES
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.models import Cover, Measurement
from fettle.processes.levels.records import AGREEMENT

AVAILABILITY = "availability"
SERVICE = "service"
Shares = Mapping[tuple[int, date], Decimal]
LACKING = {measure.name: measure.lacking for measure in MEASURES}
MEASURED_BY = tuple(measure for measure in MEASURES if measure.figure)


@dataclass(frozen=True)
class Measured:
    """By name of what is estimated: the value, and why there is none."""

    values: dict[str, Decimal | None]
    because: dict[str, Any]


@dataclass(frozen=True)
class Everything:
    """What figures say of all services in a period: for each name whether it was measured at all, and by service."""

    known: dict[str, bool]
    values: dict[str, dict[int, Decimal]]
    counts: frozenset[str]

    def of(self, service: int, share: Decimal | None) -> Measured:
        """A count of which nothing is told is nought, once it was measured at all."""
        values: dict[str, Decimal | None] = dict.fromkeys(LACKING)
        for name, known in self.known.items():
            nothing = Decimal(0) if known and name in self.counts else None
            values[name] = self.values[name].get(service, nothing)
        values[AVAILABILITY] = share
        return Measured(values, LACKING)


def of_all(period: Period, scope: Scope) -> Everything:
    """All services at once: as many statements for one as for ten thousand."""
    known: dict[str, bool] = {}
    values: dict[str, dict[int, Decimal]] = {}
    for measure in MEASURED_BY:
        reading = assembly().figure_by_code[measure.figure].compute(period, scope)
        known[measure.name] = reading.value is not None
        values[measure.name] = _by_service(reading)
    counts = frozenset(each.name for each in MEASURED_BY if assembly().figure_by_code[each.figure].counts)
    return Everything(known, values, counts)


def _by_service(reading: Reading) -> dict[int, Decimal]:
    said, keys = reading.by.get(SERVICE, {}), reading.keys.get(SERVICE, {})
    return {int(keys[label]): _exact(value) for label, value in said.items() if keys[label] and value is not None}


def ahead(periods: Sequence[Period], scope: Scope) -> None:
    """What figures need of several periods, read at once."""
    for measure in MEASURED_BY:
        if (several := assembly().figure_by_code[measure.figure].ahead) is not None:
            several(periods, scope)


def of_one(period: Period, scope: Scope, share: Decimal | None) -> Measured:
    """One service, which the scope names."""
    values: dict[str, Decimal | None] = dict.fromkeys(LACKING)
    because: dict[str, Any] = dict(LACKING)
    for measure in MEASURED_BY:
        reading = assembly().figure_by_code[measure.figure].compute(period, scope)
        values[measure.name] = None if reading.value is None else _exact(reading.value)
        because[measure.name] = reading.because
    values[AVAILABILITY] = share
    return Measured(values, because)


def _exact(value: float) -> Decimal:
    return Decimal(str(value))


def shares(actor: Actor, spans: Sequence[Span], service: int | None = None) -> Shares:
    """The availability that was entered, by service and first day of the period: for SLAs of which a version that
    names the service held in it. Where several were measured the lowest counts.
    """
    promised = Cover.objects.filter(component="", version__agreement__type="sla", version__agreed_at__isnull=False)
    promised = promised.filter(version__agreement__in=visible(actor, AGREEMENT).order_by().values("pk"))
    if service is not None:
        promised = promised.filter(service_id=service)
    entered = Measurement.objects.filter(
        code=AVAILABILITY,
        unit=spans[0].unit,
        start__in=[span.start for span in spans],
        agreement__in=promised.order_by().values("version__agreement"),
    )
    newest = {
        (agreement, start): value
        for agreement, start, value in entered.order_by("pk").values_list("agreement_id", "start", "value")
    }
    if not newest:
        return {}
    found: dict[tuple[int, date], Decimal] = {}
    named = promised.filter(version__agreement__in={agreement for agreement, _start in newest})
    for covered, agreement, first, last in named.values_list(
        "service_id", "version__agreement_id", "version__valid_from", "version__valid_until"
    ):
        for span in spans:
            value = newest.get((agreement, span.start))
            if value is None or first is None or first > span.last or (last is not None and last < span.start):
                continue
            found[covered, span.start] = min(value, found.get((covered, span.start), value))
    return found
