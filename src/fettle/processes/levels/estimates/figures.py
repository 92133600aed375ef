"""How many services have a level estimate, and how far off these are: SLM-1 and SLM-2 (FITS).

Both say what was known at the end of the period. An estimate is made for all who use a service, so for one customer's
share of it nothing is said.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.processes.levels.estimates import counting, measured, standing
from fettle.processes.levels.estimates.definitions import limits
from fettle.processes.levels.evaluation.spans import MONTH, Span, zone
from fettle.processes.levels.models import LevelEstimate
from fettle.processes.services.figures import in_operation

NO_ESTIMATE, NOTHING_TO_COMPARE = _("no service has an estimate"), _("nothing was measured that is estimated")
SERVICE = "service"


def _known(period: Period, scope: Scope) -> tuple[list[int], dict[int, LevelEstimate]] | None:
    """The services that were live at the end, and the estimates that counted then; None where no estimate was made
    before the end.
    """

    def read() -> tuple[list[int], dict[int, LevelEstimate]] | None:
        if not LevelEstimate.objects.filter(at__lt=period.end).exists():
            return None
        live = list(in_operation(period, scope).records())
        _first, last = period.days(ZoneInfo(zone()))
        return live, standing.known(last, period.end, live)

    return scope.once(("level estimates", period), read)


def with_estimate(period: Period, scope: Scope) -> Reading:
    """The share of the services live at the end that had an estimate, in per cent."""
    told = _known(period, scope)
    if told is None or not told[0]:
        return Reading(None)
    live, estimates = told
    having = tuple(pk for pk in live if pk in estimates)
    return Reading(round(100 * len(having) / len(live), 1), lambda: having)


def mean_deviation(period: Period, scope: Scope) -> Reading:
    """How far counts and times were from their estimates, in whichever direction, in per cent of the estimate: the mean
    over the values of a service, and of that over the services.
    """
    told = _known(period, scope)
    if told is None:
        return Reading(None)
    estimates = told[1]
    if not estimates:
        return Reading(None, because=NO_ESTIMATE)
    found = _deviations(period, scope, estimates)
    if not found:
        return Reading(None, because=NOTHING_TO_COMPARE)
    names = visible(scope.actor).filter(pk__in=found).values_list("pk", "title", "number")
    by: dict[str, float] = {}
    keys: dict[str, str] = {}
    for pk, title, number in sorted(names, key=lambda row: (-found[row[0]], row[1])):
        label = title if title not in by else f"{title} ({number})"
        by[label], keys[label] = round(float(found[pk]), 1), str(pk)
    return Reading(
        round(float(sum(found.values()) / len(found)), 1),
        lambda: tuple(found),
        {SERVICE: by},
        keys={SERVICE: keys},
        within=lambda _service, members: tuple(pk for pk in found if str(pk) in members),
    )


def _deviations(period: Period, scope: Scope, estimates: dict[int, LevelEstimate]) -> dict[int, Decimal]:
    """By service. All that was measured of it counts, whoever asked for it."""
    whole = replace(scope, organisation_path="", service_id=None, team_id=None, read={})
    everything = measured.of_all(period, whole)
    months, allowed = months_of(period, zone()), limits()
    found = {}
    for service, estimate in estimates.items():
        said = everything.of(service, None)
        cells = counting.cells(standing.values(estimate), said.values, {}, months, Decimal(0), allowed)
        off = counting.mean_off(cells)
        if off is not None:
            found[service] = off
    return found


def months_of(period: Period, there: str) -> Decimal:
    """How many months a period lasts: each calendar month by the part of it that lies in the period."""
    first, last = period.days(ZoneInfo(there))
    span, months = Span(MONTH, first.replace(day=1)), Decimal(0)
    while span.start <= last:
        month = span.moments(there)
        within = (min(period.end, month.end) - max(period.start, month.start)).total_seconds()
        months += Decimal(within) / Decimal((month.end - month.start).total_seconds())
        span = span.moved(1)
    return months


FIGURES = (
    Figure("SLM-1", _("Services with a level estimate"), "%", "levels", with_estimate, counts=False),
    Figure("SLM-2", _("Mean deviation from level estimates"), "%", "levels", mean_deviation, counts=False),
)
