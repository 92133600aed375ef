"""How soon users got a first answer: INC-15 and INC-16, REQ-15 and REQ-16, in elapsed minutes, of what was answered in
the period.

Who answered first, and when, does not change later, so nothing is replayed; the priority, service and team of each are
those that it has now. Where nothing was promised no answer is noted, and such records are not among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.plans import planned_for_these_values
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.incidents.figures import measured
from fettle.processes.incidents.members import named
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.incidents.standing import within

COLUMNS = {"priority": "rank", "service": "service_id", "team": "team_id"}
DIMENSIONS = tuple(COLUMNS)
NOTHING_ANSWERED = _("nothing answered")
QUESTION = """
    SELECT GROUPING(priority, service, team), priority, service, team, avg(minutes),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)
      FROM (SELECT priority, service, team, floor(extract(epoch FROM answered - opened) / 60)::int AS minutes
              FROM known) AS timed
     GROUP BY GROUPING SETS ((), (priority), (service), (team))
"""
PLACES = {0b011: 0, 0b101: 1, 0b110: 2}
"""What GROUPING says, with a bit for each dimension that a row is not about, and which one it is about."""


@dataclass(frozen=True)
class Times:
    """In minutes; None where nothing was answered."""

    mean: float | None = None
    median: float | None = None


@dataclass(frozen=True)
class Answers:
    """In all, and by the members of each dimension."""

    total: Times
    members: dict[str, dict[Any, Times]]


def _records(kind: Kind, period: Period, scope: Scope) -> QuerySet[Record]:
    """What was answered in the period."""
    moment = f"{kind.accessor}__responded_at"
    found = within(kind, scope).filter(updated_at__gte=period.start, opened_at__lt=period.end)
    return found.filter(**{f"{moment}__gte": period.start, f"{moment}__lt": period.end}).order_by()


def answers(kind: Kind, period: Period, scope: Scope) -> Answers:
    """Read once for a report."""
    ahead(kind, [period], scope)
    found: Answers = scope.read[_key(kind, period)]
    return found


def ahead(kind: Kind, periods: Sequence[Period], scope: Scope) -> None:
    """Several periods by one statement: from then on ``answers`` has them."""
    rows: dict[Period, list[Any]] = {period: [] for period in periods if _key(kind, period) not in scope.read}
    asked: list[str] = []
    values: list[Any] = []
    left = list(rows)
    lookups = (*COLUMNS.values(), "opened_at", f"{kind.accessor}__responded_at")
    for at, period in enumerate(left):
        try:
            known, given = _records(kind, period, scope).values_list(*lookups).query.sql_with_params()
        except EmptyResultSet:
            continue
        counted = f"WITH known (priority, service, team, opened, answered) AS ({known}) {QUESTION}"
        asked.append(f"SELECT {at}, of_{at}.* FROM ({counted}) AS of_{at}")  # noqa: S608 - our own words
        values += given
    if asked:
        with planned_for_these_values(), connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked), values)
            for at, *row in cursor.fetchall():
                rows[left[at]].append(row)
    scope.read.update({_key(kind, period): _read(told) for period, told in rows.items()})


def _key(kind: Kind, period: Period) -> tuple[str, str, Period]:
    return "answers", kind.key, period


def _read(rows: Iterable[Sequence[Any]]) -> Answers:
    total = Times()
    members: dict[str, dict[Any, Times]] = {dimension: {} for dimension in DIMENSIONS}
    for grouping, *keys, mean, median in rows:
        times = Times(None if mean is None else float(mean), median)
        if grouping in PLACES:
            members[DIMENSIONS[PLACES[grouping]]][keys[PLACES[grouping]]] = times
        else:
            total = times
    return Answers(total, members)


def _compute(kind: Kind, of: Callable[[Times], float | None]) -> Callable[[Period, Scope], Reading]:
    def rounded(times: Times) -> float | None:
        value = of(times)
        return None if value is None else round(value, 1)

    def compute(period: Period, scope: Scope) -> Reading:
        if not measured(kind, period, scope):
            return Reading(None)
        told = answers(kind, period, scope)
        split = {each: named(each, told.members[each], rounded, False, scope) for each in DIMENSIONS}
        return Reading(
            value := rounded(told.total),
            lambda: tuple(_records(kind, period, scope).values_list("pk", flat=True)),
            {dimension: values for dimension, (values, _keys) in split.items()},
            because=NOTHING_ANSWERED if value is None else "",
            keys={dimension: keys for dimension, (_values, keys) in split.items()},
            within=lambda dimension, members: tuple(
                pk
                for pk, member in _records(kind, period, scope).values_list("pk", COLUMNS[dimension])
                if ("" if member is None else str(member)) in members
            ),
        )

    return compute


def _figures(prefix: str, kind: Kind, mean: Any, median: Any) -> tuple[Figure, ...]:
    def several(periods: Sequence[Period], scope: Scope) -> None:
        ahead(kind, [period for period in periods if measured(kind, period, scope)], scope)

    said: dict[str, Any] = {"unit": "min", "block": "reactive", "counts": False, "ahead": several}
    return (
        Figure(f"{prefix}-15", mean, compute=_compute(kind, lambda times: times.mean), **said),
        Figure(f"{prefix}-16", median, compute=_compute(kind, lambda times: times.median), **said),
    )


FIGURES = (
    *_figures("INC", INCIDENT, _("Mean time to respond to incidents"), _("Median time to respond to incidents")),
    *_figures("REQ", REQUEST, _("Mean time to respond to requests"), _("Median time to respond to requests")),
)
