"""The measurements that incident and service request management offers: INC-1 to INC-12, REQ-1 to REQ-10 (FITS reactive
block).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from operator import attrgetter
from statistics import mean, median
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Team
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.incidents.standing import Stood, known_before, standing

Rows = list[Stood]
DIMENSIONS = ("priority", "category", "service", "team", "channel", "location")
AGES = ((1, _("up to 1 day")), (2, _("up to 2 days")), (5, _("up to 5 days")))


def _names(rows: Iterable[Stood], scope: Scope) -> dict[str, Mapping[Any, str]]:
    """Names of the services and teams that the rows mention; read once for a report."""
    if "names" not in scope.read:
        scope.read["names"] = {
            "service": dict(Record.objects.filter(kind="service").values_list("pk", "title")),
            "team": dict(Team.objects.values_list("pk", "name")),
        }
    return scope.read["names"]


def by_dimension(rows: Rows, scope: Scope) -> dict[str, dict[str, int]]:
    """How many rows each member of each dimension has, most first. What is not given is named so."""
    names = _names(rows, scope)
    counted: dict[str, dict[str, int]] = {}
    for dimension in DIMENSIONS:
        counts: dict[str, int] = {}
        column = attrgetter("rank" if dimension == "priority" else dimension)
        for value, count in Counter(map(column, rows)).items():
            label = f"P{value}" if dimension == "priority" else names.get(dimension, {}).get(value, value)
            label = str(label) if label not in (None, "") else _now("not given")
            counts[label] = counts.get(label, 0) + count
        counted[dimension] = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return counted


def _counting(kind: Kind, keep: Callable[[Stood, Period], bool]) -> Callable[[Period, Scope], Reading]:
    """A count of records, with the records behind it and their split."""

    def compute(period: Period, scope: Scope) -> Reading:
        if not measured(kind, period, scope):
            return Reading(None)
        rows = [row for row in standing(kind, period, scope) if keep(row, period)]
        return Reading(len(rows), tuple(row.pk for row in rows), by_dimension(rows, scope))

    return compute


def _of_resolved(kind: Kind, value: Callable[[Rows], float | None]) -> Callable[[Period, Scope], Reading]:
    """A measure over what was resolved in the period."""

    def compute(period: Period, scope: Scope) -> Reading:
        rows = [row for row in standing(kind, period, scope) if resolved(row, period)]
        return Reading(value(rows) if rows else None, tuple(row.pk for row in rows), _by_rank(rows, value))

    return compute


def _by_rank(rows: Rows, value: Callable[[Rows], float | None]) -> dict[str, dict[str, float | None]]:
    ranks = sorted({row.rank for row in rows})
    return {"priority": {f"P{rank}": value([row for row in rows if row.rank == rank]) for rank in ranks}}


def measured(kind: Kind, period: Period, scope: Scope) -> bool:
    """Whether the source existed in the period: the desk was set up, or a record was opened, before its end."""
    key = ("measured", kind.key, period.end)
    if key not in scope.read:
        begun = (
            Entry.objects.filter(fact="settings.defined")
            .order_by("happened_at")
            .values_list("happened_at", flat=True)
            .first()
        )
        live = begun is not None and begun < period.end and kind is INCIDENT
        scope.read[key] = live or known_before(kind, period.end, scope)
    return scope.read[key]


def opened(row: Stood, period: Period) -> bool:
    return period.start <= row.opened_at < period.end


def resolved(row: Stood, period: Period) -> bool:
    """Resolved or closed at the end of the period, and the last move there lies in it."""
    return row.is_done and row.done_at is not None and period.start <= row.done_at < period.end


def closed(row: Stood, period: Period) -> bool:
    return row.state == "closed" and row.closed_at is not None and period.start <= row.closed_at < period.end


def open_at_end(row: Stood, period: Period) -> bool:
    return row.is_open


def _minutes(of: Callable[[list[int]], float]) -> Callable[[Rows], float | None]:
    def value(rows: Rows) -> float | None:
        minutes = [row.minutes for row in rows if row.minutes is not None]
        return round(of(minutes), 1) if minutes else None

    return value


def _share_within(rows: Rows) -> float | None:
    judged = [row.within for row in rows if row.within is not None]
    return round(100 * sum(judged) / len(judged), 1) if judged else None


def _ages(kind: Kind) -> Callable[[Period, Scope], Reading]:
    """The open ones by age at the end of the period, in bands of FITS."""

    def compute(period: Period, scope: Scope) -> Reading:
        if not measured(kind, period, scope):
            return Reading(None)
        rows = [row for row in standing(kind, period, scope) if row.is_open]
        bands = {str(label): 0 for _days, label in AGES} | {_now("over 5 days"): 0}
        for row in rows:
            age = period.end - row.opened_at
            label = next((str(label) for days, label in AGES if age <= timedelta(days=days)), _now("over 5 days"))
            bands[label] += 1
        return Reading(len(rows), tuple(row.pk for row in rows), {"age": bands})

    return compute


def _first_contact(kind: Kind) -> Callable[[Period, Scope], Reading]:
    """Known only of what was resolved here: an imported past does not say it."""

    def compute(period: Period, scope: Scope) -> Reading:
        rows = [row for row in standing(kind, period, scope) if resolved(row, period)]
        live = Entry.objects.filter(
            fact="incidents.resolved", record__kind=kind.key, happened_at__lt=period.end, happened_at__gte=period.start
        )
        if not rows or not live.exists():
            return Reading(None)
        kept = [row for row in rows if row.first_contact]
        return Reading(len(kept), tuple(row.pk for row in kept))

    return compute


def _not_yet(period: Period, scope: Scope) -> Reading:
    """Nobody declares major incidents here yet."""
    return Reading(None)


def _set(prefix: str, kind: Kind, words: Mapping[str, Any], numbers: Mapping[str, int]) -> tuple[Figure, ...]:
    computes = {
        "opened": ("", _counting(kind, opened), True),
        "resolved": ("", _counting(kind, resolved), True),
        "closed": ("", _counting(kind, closed), True),
        "open": ("", _counting(kind, open_at_end), True),
        "reopened": ("", _counting(kind, lambda row, period: row.reopened), True),
        "handed_over": ("", _counting(kind, lambda row, period: row.handed_over), True),
        "mean": ("min", _of_resolved(kind, _minutes(mean)), False),
        "median": ("min", _of_resolved(kind, _minutes(median)), False),
        "within": ("%", _of_resolved(kind, _share_within), False),
        "ages": ("", _ages(kind), True),
        "first_contact": ("", _first_contact(kind), True),
        "major": ("", _not_yet, True),
    }
    return tuple(
        Figure(
            f"{prefix}-{number}",
            words[name],
            computes[name][0],
            "reactive",
            computes[name][1],
            counts=computes[name][2],
        )
        for name, number in numbers.items()
    )


ORDER = ("opened", "resolved", "closed", "open", "reopened", "handed_over", "mean", "median", "within", "ages")
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
    },
    {name: at for at, name in enumerate((*ORDER, "first_contact", "major"), start=1)},
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
    },
    {name: at for at, name in enumerate(ORDER, start=1)},
)
FIGURES = (*INCIDENT_FIGURES, *REQUEST_FIGURES)
