"""The counts and times of a period, in all and by each dimension, from one pass over how the records stood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from fettle.kernel.figures import Period, Scope
from fettle.kernel.records.declare import Kind
from fettle.processes.incidents.standing import FLAGS, asked_together, standing

DIMENSIONS = ("priority", "category", "service", "team", "channel", "location")
AGE = "age"
COLUMNS = {"rank": "priority", **{dimension: dimension for dimension in (*DIMENSIONS[1:], AGE)}}
"""The columns of ``counted`` that are added up by, and the dimensions they are."""

COLUMN = {dimension: column for column, dimension in COLUMNS.items()}


@dataclass(frozen=True)
class Tally:
    """What one member of a dimension adds up to. ``minutes`` is the sum over the ``timed`` ones, ``median`` theirs;
    ``kept`` of ``judged`` stayed within the target; ``spent`` are minutes of work; ``restored`` ones came from
    another system's log.
    """

    opened: int
    resolved: int
    closed: int
    open: int
    reopened: int
    handed_over: int
    merged: int
    first_contact: int
    major: int
    spent: int
    timed: int
    minutes: int | None
    median: float | None
    judged: int
    kept: int
    restored: int


COUNTED = {flag: f"count(*) FILTER (WHERE {flag})" for flag in FLAGS} | {
    "first_contact": "count(*) FILTER (WHERE resolved AND first_contact)",
    "major": "count(*) FILTER (WHERE major)",
    "spent": "coalesce(sum(spent), 0)",
    "timed": "count(minutes) FILTER (WHERE resolved)",
    "minutes": "sum(minutes) FILTER (WHERE resolved)",
    "median": "percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes) FILTER (WHERE resolved)",
    "judged": "count(within) FILTER (WHERE resolved)",
    "kept": "count(*) FILTER (WHERE resolved AND within)",
    "restored": f"count(*) FILTER (WHERE restored AND ({' OR '.join(FLAGS)}))",
}
QUESTION = (
    f"SELECT GROUPING({', '.join(COLUMNS)}), {', '.join(COLUMNS)}, "  # noqa: S608 - our own words
    f"{', '.join(COUNTED[field.name] for field in fields(Tally))} "
    f"FROM counted GROUP BY GROUPING SETS ((), {', '.join(f'({column})' for column in COLUMNS)})"
)
NOTHING = Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, None, 0, 0, 0)


@dataclass(frozen=True)
class Tallies:
    """``members`` maps each dimension to its members as they are stored; ages are 0 to 3."""

    total: Tally
    members: dict[str, dict[Any, Tally]]


def tallies(kind: Kind, period: Period, scope: Scope) -> Tallies:
    """All of a period. Read once for a report."""
    return scope.once(_key(kind, period), lambda: _read(standing(kind, period, scope).ask(QUESTION)))


def ahead(kind: Kind, periods: Sequence[Period], scope: Scope) -> None:
    """Several periods by as many statements as one: from then on ``tallies`` has them."""
    rows: dict[Period, list[Any]] = {period: [] for period in periods if _key(kind, period) not in scope.read}
    for period, row in asked_together(kind, list(rows), scope, QUESTION):
        rows[period].append(row)
    scope.read.update({_key(kind, period): _read(told) for period, told in rows.items()})


def _key(kind: Kind, period: Period) -> tuple[str, str, Period]:
    return "tallies", kind.key, period


def behind(
    kind: Kind, period: Period, scope: Scope, flag: str, dimension: str = "", members: Sequence[str] = ()
) -> tuple[int, ...]:
    """The ids of the records that a flag is true of; with a dimension, of those that are one of its members, said as
    text: "" is what is not given. Raises KeyError for an unknown dimension.
    """
    question, values = f"SELECT id FROM counted WHERE {flag}", []  # noqa: S608 - our own condition, see MEASURES
    if dimension:
        question += f" AND coalesce({COLUMN[dimension]}::text, '') = ANY(%s)"
        values.append(list(members))
    return tuple(pk for (pk,) in standing(kind, period, scope).ask(question, *values))


def _read(rows: Iterable[tuple[Any, ...]]) -> Tallies:
    """GROUPING has one bit for each column, the first the highest; it is set for those that a row is not about."""
    dimensions, whole = tuple(COLUMNS.values()), 2 ** len(COLUMNS) - 1
    places = {whole - 2 ** (len(COLUMNS) - 1 - place): place for place in range(len(COLUMNS))}
    total = NOTHING
    members: dict[str, dict[Any, Tally]] = {dimension: {} for dimension in dimensions}
    for grouping, *row in rows:
        tally = Tally(*row[len(COLUMNS) :])
        if grouping == whole:
            total = tally
        else:
            place = places[grouping]
            members[dimensions[place]][row[place]] = tally
    return Tallies(total, members)
