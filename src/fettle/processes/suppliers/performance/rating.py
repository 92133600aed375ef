"""How a supplier is rated: points for each criterion and period, and one number of them (PR8.A2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from fettle.facilities.relationships.rules import it_is_active
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.models import Record
from fettle.kernel.settings.choices import label
from fettle.kernel.settings.read import current
from fettle.processes.suppliers import rules
from fettle.processes.suppliers.facts import FellShort, Rated
from fettle.processes.suppliers.models import Rating
from fettle.processes.suppliers.records import SUPPLIER

CRITERIA, ENOUGH = "suppliers.criteria", "suppliers.performance"


@dataclass(frozen=True)
class Criterion:
    """By what a supplier is rated, and how much it counts beside the others."""

    code: str
    label: str
    weight: int
    active: bool


@dataclass(frozen=True)
class Period:
    """A period that was rated: rows by criterion, and the whole in per cent; None where nothing of it counts."""

    first: date
    last: date
    rows: Sequence[tuple[Criterion, Rating]]
    score: int | None

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """What was remarked, each once, after the criteria that it is about; these are empty where it is about all."""
        found: dict[str, list[str]] = {}
        for by, row in self.rows:
            if row.remark:
                found.setdefault(row.remark, []).append(by.label)
        return [("" if len(about) == len(self.rows) else ", ".join(about), said) for said, about in found.items()]


def criteria() -> list[Criterion]:
    """In the order of the screen."""
    return [
        Criterion(row["code"], label(CRITERIA, row), row["weight"], row.get("active") is not False)
        for row in current()[CRITERIA]
    ]


def score(points: Mapping[str, int], by: Iterable[Criterion]) -> int | None:
    """The weighted mean in per cent: all 5 is 100, all 1 is 0. What nobody rated does not count; what is no criterion
    any more counts for nothing. None where nothing counts.
    """
    counted = [(row.weight, points[row.code]) for row in by if row.code in points and row.weight]
    whole = sum(weight for weight, _given in counted)
    if not whole:
        return None
    span = rules.MOST - rules.LEAST
    return round(sum(100 * weight * (given - rules.LEAST) / span for weight, given in counted) / whole)


def periods(record: Record, count: int = 0) -> list[Period]:
    """What was rated, the newest first; ``count`` of them, all without."""
    by = {row.code: row for row in criteria()}
    found: dict[tuple[date, date], list[Rating]] = {}
    for row in Rating.objects.filter(record=record).select_related("person").order_by("-last", "-first", "pk"):
        found.setdefault((row.first, row.last), []).append(row)
    made = []
    for (first, last), rows in found.items():
        named = [(by.get(row.criterion, Criterion(row.criterion, row.criterion, 0, False)), row) for row in rows]
        reached = score({row.criterion: row.points for row in rows}, by.values())
        made.append(Period(first, last, named, reached))
    return made[:count] if count else made


@transaction.atomic
def rate(
    actor: Actor, number: str, *, first: date, last: date, points: Mapping[str, int], remark: str | None = None
) -> Record:
    """Give points for what was delivered in a period; the same days once more replace those given before. Where it is
    not enough those who should know are told. Raises Invalid, Refusal, Forbidden.
    """
    record = history.lock(actor, number, SUPPLIER)
    require(actor, SUPPLIER.may.revise, record)
    it_is_active(record)
    rules.the_days_are_over(first, last, timezone.localdate())
    by = criteria()
    rules.something_is_rated(points, [row.code for row in by if row.active])
    there = Rating.objects.filter(record=record, first=first, last=last, criterion__in=points)
    before = dict(there.values_list("criterion", "points"))
    said = (remark or "").strip()[:500]
    for code, given in points.items():
        values: dict[str, Any] = {"points": given, "remark": said, "person_id": actor.person_id}
        Rating.objects.update_or_create(record=record, first=first, last=last, criterion=code, defaults=values)
    newest = periods(record, 1)[0]
    facts: list[Fact] = [Rated(first.isoformat(), last.isoformat(), dict(points), before, said)]
    enough = current()[ENOUGH]["enough"]
    if (newest.first, newest.last) == (first, last) and newest.score is not None and newest.score < enough:
        facts.append(FellShort(newest.score, enough))
    history.write(actor, record, *facts, set={"score": newest.score})
    return record
