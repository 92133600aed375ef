"""How incidents or requests stood at the end of a period, said by the database in one statement (``standing.sql``).

What happened after the end is not looked at. A record that has not moved since stands as its columns say; one that has
is replayed from its entries. Both are done set-wise, so a year of a hundred thousand takes no row through Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from itertools import groupby
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet, Value

from fettle.kernel.access.read import visible
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.plans import planned_for_these_values
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.incidents.clocks import DONE, OPEN, derive
from fettle.processes.levels.facts import TargetsSet

COLUMNS = {
    "id": "pk",
    "opened_at": "opened_at",
    "updated_at": "updated_at",
    "state": "state",
    "is_open": "is_open",
    "closed_at": "closed_at",
    "rank": "rank",
    "service": "service_id",
    "team": "team_id",
}
OWN = {
    "resolved_at": "resolved_at",
    "within": "within_target",
    "category": "category",
    "channel": "channel",
    "location": "location",
    "external_ref": "external_ref",
    "reopened": "reopened",
    "handed_over": "handed_over",
    "spent": "spent_minutes",
}
"""The names of the statement, and the columns of the record and of its own table behind them."""

FLAGS = ("opened", "resolved", "closed", "open", "reopened", "handed_over", "merged")
PLACE = re.compile(r"%\((\w+)\)s")
REPLAY = re.sub(r"--.*", "", files(__package__).joinpath("standing.sql").read_text("utf-8"))


@dataclass(frozen=True)
class Standing:
    """The records of a kind in a period, of which one can ask. ``values`` fill the places of ``statement``."""

    statement: str
    values: tuple[Any, ...]

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a SELECT over ``counted``, whose own places are filled with ``values``."""
        if not self.statement:
            return []
        with planned_for_these_values(), connection.cursor() as cursor:
            cursor.execute(f"{self.statement} {question}", (*self.values, *values))
            return list(cursor.fetchall())


NOBODY = Standing("", ())
"""Of a reader who may see nothing."""


def standing(kind: Kind, period: Period, scope: Scope) -> Standing:
    """The records that were open at the end of a period or moved in it, as its end saw them."""
    (found,) = _standings(kind, [period], scope)
    return found


def asked_together(
    kind: Kind, periods: Sequence[Period], scope: Scope, question: str
) -> Iterator[tuple[Period, list[Any]]]:
    """The rows of one question over several periods, by one statement."""
    asked = [(at, one) for at, one in enumerate(_standings(kind, periods, scope)) if one.statement]
    rows = [
        f"SELECT {at}, of_{at}.* FROM ({one.statement} {question}) AS of_{at}"  # noqa: S608 - our own words
        for at, one in asked
    ]
    if rows:
        with planned_for_these_values(), connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(rows), [value for _at, one in asked for value in one.values])
            for at, *row in cursor.fetchall():
                yield periods[at], row


def _standings(kind: Kind, periods: Sequence[Period], scope: Scope) -> list[Standing]:
    """What is closed now and has no entry since the start says nothing of a period; ``updated_at`` is never before an
    entry's time.
    """
    records = within(kind, scope)
    known = [records.filter(opened_at__lt=period.end) for period in periods]
    judged = _judged_again(kind, list(zip(periods, known, strict=True)))
    return [_standing(kind, *each) for each in zip(periods, known, judged, strict=True)]


def _standing(kind: Kind, period: Period, records: QuerySet[Record], judged: Mapping[int, bool | None]) -> Standing:
    lively = records.filter(Q(is_open=True) | Q(updated_at__gte=period.start)).order_by()
    lookups = [*COLUMNS.values(), *(f"{kind.accessor}__{name}" for name in OWN.values())]
    try:
        known, values = lively.values_list(*lookups).query.sql_with_params()
    except EmptyResultSet:
        return NOBODY
    replay, further = _placed(
        REPLAY,
        {
            "start": period.start,
            "end": period.end,
            "open": sorted(OPEN),
            "done": sorted(DONE),
            "judged": list(judged),
            "kept": list(judged.values()),
        },
    )
    names = ", ".join((*COLUMNS, *OWN))
    return Standing(f"WITH known ({names}) AS MATERIALIZED ({known}) {replay}", (*values, *further))


def known_since(kind: Kind, scope: Scope) -> datetime | None:
    """When the first thing was opened that could be measured."""
    return within(kind, scope).order_by("opened_at").values_list("opened_at", flat=True).first()


def within(kind: Kind, scope: Scope) -> QuerySet[Record]:
    """The records that count in a scope."""
    records = visible(scope.actor, kind)
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    if scope.service_id:
        records = records.filter(service_id=scope.service_id)
    if scope.team_id:
        records = records.filter(team_id=scope.team_id)
    return records


def _placed(text: str, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """A text with named places, and its values in their order: it follows a statement whose places have no names."""
    return PLACE.sub("%s", text), [values[name] for name in PLACE.findall(text)]


def _judged_again(kind: Kind, asked: Sequence[tuple[Period, QuerySet[Record]]]) -> list[dict[int, bool | None]]:
    """For each period whether the target was kept, as its end saw it, of what was done then and came back or got
    another target since.

    Only these need their working time counted anew; what was done under a promise was answered, too.
    """
    found: list[dict[int, bool | None]] = [{} for _each in asked]
    parts = [_came_back(kind, *each).annotate(place=Value(at)) for at, each in enumerate(asked)]
    if parts:
        entries = list(parts[0].union(*parts[1:], all=True)) if parts[1:] else list(parts[0])
        entries.sort(key=lambda each: (each.place, each.record_id, each.happened_at, each.seq))
        for (at, pk), told in groupby(entries, key=lambda each: (each.place, each.record_id)):
            found[at][pk] = _kept(list(told))
    return found


def _came_back(kind: Kind, period: Period, records: QuerySet[Record]) -> QuerySet[Entry]:
    """Their entries before the end."""
    own = kind.accessor
    done = Q(**{f"{own}__resolved_at__lt": period.end}) | Q(**{f"{own}__reopened__gt": 0})
    done &= Q(**{f"{own}__responded_at__isnull": False})
    since = Q(changes__state__1__in=OPEN) | Q(facts__contains=[{"name": TargetsSet.name}])
    later = Entry.objects.filter(since, happened_at__gte=period.end)
    changed = later.filter(record__in=records.filter(done, updated_at__gte=period.end)).values("record")
    return Entry.objects.filter(happened_at__lt=period.end, record__in=changed).order_by()


def _kept(entries: Sequence[Entry]) -> bool | None:
    kept: bool | None = derive(entries)["within_target"]
    return kept
