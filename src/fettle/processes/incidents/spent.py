"""Reads of time spent: what stands on a record, from its entries; and who spent how much, for the process manager."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import in_order
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents.facts import TimeCorrected, TimeSpent, TimeWithdrawn
from fettle.processes.incidents.records import DESK

FACTS = (TimeSpent.name, TimeCorrected.name, TimeWithdrawn.name)


@dataclass(frozen=True)
class Stands:
    """Time as it stands now: ``entry`` is the number of the entry that noted it first."""

    entry: int
    person: int | None
    who: str
    minutes: int
    day: str
    what: str
    corrected: bool = False


def on(record: Record) -> list[Stands]:
    """What was noted on a record and not withdrawn, in the order of noting."""
    found: dict[int, Stands] = {}
    for entry in in_order(record):
        for fact in entry.said() if entry.fact in FACTS else ():
            if isinstance(fact, TimeSpent):
                found[entry.seq] = Stands(entry.seq, entry.actor_id, entry.who, fact.minutes, fact.day, fact.what)
            elif isinstance(fact, TimeCorrected) and fact.of in found:
                said: dict[str, Any] = {"minutes": fact.minutes, "day": fact.day, "what": fact.what}
                found[fact.of] = replace(found[fact.of], **said, corrected=True)
            elif isinstance(fact, TimeWithdrawn):
                found.pop(fact.of, None)
    return list(found.values())


def one(record: Record, entry: int) -> Stands:
    """What an entry noted, as it stands. Raises Invalid when that is nothing, or was withdrawn."""
    stands = next((each for each in on(record) if each.entry == entry), None)
    if stands is None:
        raise Invalid({"entry": _("No time stands there any more: choose one of those on the record.")})
    return stands


@dataclass(frozen=True)
class Sum:
    """Minutes that somebody spent, and on how many records."""

    person: Person
    minutes: int
    records: int


def by_person(actor: Actor, start: datetime, end: datetime) -> list[Sum]:
    """Who spent how much in a period on the records that the actor sees, most first. A correction counts when it was
    made.
    """
    entries = Entry.objects.filter(fact__in=FACTS, happened_at__gte=start, happened_at__lt=end)
    rows = entries.filter(record__in=visible(actor, *DESK)).order_by().values_list("actor_id", "record_id", "facts")
    minutes: dict[int, int] = defaultdict(int)
    records: dict[int, set[int]] = defaultdict(set)
    for who, record, facts in rows.iterator():
        data = facts[0].get("data", {})
        if person := data.get("person") or who:
            minutes[person] += difference(facts)
            records[person].add(record)
    people = Person.objects.select_related("organisation").in_bulk(list(minutes))
    sums = [Sum(people[pk], total, len(records[pk])) for pk, total in minutes.items() if pk in people]
    return sorted(sums, key=lambda row: (-row.minutes, row.person.name))


def difference(facts: Iterable[Mapping[str, Any]]) -> int:
    """By how many minutes an entry changes the sum."""
    said = [stored.get("data", {}) for stored in facts if stored["name"] in FACTS]
    return sum(data.get("minutes", 0) - data.get("was", 0) for data in said)
