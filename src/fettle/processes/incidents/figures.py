"""The measurements that incident and service request management offers: INC-1 to INC-12, REQ-1 to REQ-10 (FITS reactive
block), and beside those of FITS what was merged and the time spent
(INC-13, INC-14, REQ-13, REQ-14); times to respond follow in ``answered`` (INC-15, INC-16, REQ-15, REQ-16).

INC-1 counts what was opened in the period and known before its end. What was opened before midnight and written down
after it is therefore opened in neither of the two days, only in a period that holds both: adjacent periods add up to at
most the whole, and miss just those. Were it counted in the later one, that period would have opened what it did not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.records.declare import Kind
from fettle.processes.incidents.major import CRITERIA
from fettle.processes.incidents.members import named
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.incidents.standing import known_since
from fettle.processes.incidents.tally import AGE, DIMENSIONS, Tally, ahead, behind, tallies

Number = float | int | None
BANDS = (_("up to 1 day"), _("up to 2 days"), _("up to 5 days"), _("over 5 days"))


@dataclass(frozen=True)
class Measure:
    """A number that is drawn from a tally, the flag of the records behind it, and when it was measured at all."""

    of: Callable[[Tally], Number]
    flag: str
    unit: str = ""
    counts: bool = True
    source: Callable[[Kind, Period, Scope], bool] = lambda kind, period, scope: measured(kind, period, scope)


def _mean(tally: Tally) -> Number:
    return round(tally.minutes / tally.timed, 1) if tally.minutes is not None else None


def _median(tally: Tally) -> Number:
    return round(tally.median, 1) if tally.median is not None else None


def _share_kept(tally: Tally) -> Number:
    return round(100 * tally.kept / tally.judged, 1) if tally.judged else None


def measured(kind: Kind, period: Period, scope: Scope) -> bool:
    """Whether the source existed in the period: the desk was set up, or a record was opened, before its end. Of a
    service without a record there is none, once there are any of that kind: the desk records for all services.
    """

    def begun() -> datetime | None:
        found = Entry.objects.filter(fact="settings.defined").order_by("happened_at")
        return found.values_list("happened_at", flat=True).first()

    def known() -> datetime | None:
        return known_since(kind, replace(scope, service_id=None))

    if kind is INCIDENT and _before(scope.once("desk set up", begun), period.end):
        return True
    return _before(scope.once(("known since", kind.key), known), period.end)


def _before(moment: datetime | None, end: datetime) -> bool:
    return moment is not None and moment < end


def criteria_laid_down(kind: Kind, period: Period, scope: Scope) -> bool:
    """Nobody can declare a major incident before it was laid down here what one is."""
    laid_down = Entry.objects.filter(fact="settings.defined", record__setting__key=CRITERIA.key)
    return laid_down.filter(happened_at__lt=period.end).exists()


def worked_here(kind: Kind, period: Period, scope: Scope) -> bool:
    """First contact is known once a desk was set up here, or resolved something: an imported past does not say it."""
    told = Q(fact="settings.defined") | Q(fact="incidents.resolved", record__kind=kind.key)
    return Entry.objects.filter(told, happened_at__lt=period.end).exists()


MEASURES = {
    "opened": Measure(lambda tally: tally.opened, "opened"),
    "resolved": Measure(lambda tally: tally.resolved, "resolved"),
    "closed": Measure(lambda tally: tally.closed, "closed"),
    "open": Measure(lambda tally: tally.open, "open"),
    "reopened": Measure(lambda tally: tally.reopened, "reopened"),
    "handed_over": Measure(lambda tally: tally.handed_over, "handed_over"),
    "mean": Measure(_mean, "resolved AND minutes IS NOT NULL", "min", counts=False),
    "median": Measure(_median, "resolved AND minutes IS NOT NULL", "min", counts=False),
    "within": Measure(_share_kept, "resolved AND within IS NOT NULL", "%", counts=False),
    "ages": Measure(lambda tally: tally.open, "open"),
    "first_contact": Measure(lambda tally: tally.first_contact, "resolved AND first_contact", source=worked_here),
    "major": Measure(lambda tally: tally.major, "major", source=criteria_laid_down),
    "merged": Measure(lambda tally: tally.merged, "merged"),
    "spent": Measure(lambda tally: tally.spent, "spent <> 0", "min"),
}
"""In the order of their codes: the first is INC-1, or REQ-1."""
NOTHING_DONE = {INCIDENT.key: _("nothing resolved"), REQUEST.key: _("nothing fulfilled")}
"""Why there is no mean, median or share in a period in which all was measured."""


def _compute(kind: Kind, name: str) -> Callable[[Period, Scope], Reading]:
    measure = MEASURES[name]

    def compute(period: Period, scope: Scope) -> Reading:
        if not measure.source(kind, period, scope):
            return Reading(None)
        told = tallies(kind, period, scope)
        split = {
            dimension: named(dimension, told.members[dimension], measure.of, measure.counts, scope)
            for dimension in DIMENSIONS
        }
        if name == "ages":
            split = {AGE: _bands(told.members[AGE]), **split}
        return Reading(
            value := measure.of(told.total),
            lambda: behind(kind, period, scope, measure.flag),
            {dimension: values for dimension, (values, _keys) in split.items()},
            told.total.restored > 0,
            because=NOTHING_DONE[kind.key] if value is None and not told.total.resolved else "",
            keys={dimension: keys for dimension, (_values, keys) in split.items()},
            within=lambda dimension, members: behind(kind, period, scope, measure.flag, dimension, members),
        )

    return compute


def _bands(members: Mapping[Any, Tally]) -> tuple[dict[str, Number], dict[str, str]]:
    """Every band of FITS, also an empty one; and what an address calls it."""
    told: dict[str, Number] = {str(label): members[at].open if at in members else 0 for at, label in enumerate(BANDS)}
    return told, {label: str(at) for at, label in enumerate(told)}


def _set(prefix: str, kind: Kind, words: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The figures that have words for a kind, numbered in the order of MEASURES."""

    def several(periods: Sequence[Period], scope: Scope) -> None:
        ahead(kind, [period for period in periods if measured(kind, period, scope)], scope)

    return tuple(
        Figure(
            f"{prefix}-{number}",
            words[name],
            measure.unit,
            "reactive",
            _compute(kind, name),
            counts=measure.counts,
            ahead=several,
        )
        for number, (name, measure) in enumerate(MEASURES.items(), start=1)
        if name in words
    )


INCIDENT_FIGURES = _set(
    "INC",
    INCIDENT,
    {
        "opened": _("Incidents opened"),
        "resolved": _("Incidents resolved"),
        "closed": _("Incidents closed"),
        "open": _("Incidents open at the end"),
        "reopened": _("Incidents reopened"),
        "handed_over": _("Incidents handed over"),
        "mean": _("Mean time to resolve"),
        "median": _("Median time to resolve"),
        "within": _("Resolved within target"),
        "ages": _("Open incidents by age"),
        "first_contact": _("Resolved at first contact"),
        "major": _("Major incidents"),
        "merged": _("Incidents merged into others"),
        "spent": _("Time spent on incidents"),
    },
)
REQUEST_FIGURES = _set(
    "REQ",
    REQUEST,
    {
        "opened": _("Requests opened"),
        "resolved": _("Requests fulfilled"),
        "closed": _("Requests closed"),
        "open": _("Requests open at the end"),
        "reopened": _("Requests reopened"),
        "handed_over": _("Requests handed over"),
        "mean": _("Mean time to fulfil"),
        "median": _("Median time to fulfil"),
        "within": _("Fulfilled within target"),
        "ages": _("Open requests by age"),
        "merged": _("Requests merged into others"),
        "spent": _("Time spent on requests"),
    },
)
FIGURES = (*INCIDENT_FIGURES, *REQUEST_FIGURES)
