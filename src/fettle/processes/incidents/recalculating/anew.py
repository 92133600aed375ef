"""What another calendar or agreement makes of one record: the promise that holds now, the columns that follow from it,
and what that means for whoever waits. Pure but for what is agreed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from fettle.kernel.records.models import Record
from fettle.processes.incidents.catalogue import queries as catalogue
from fettle.processes.incidents.clocks import Happened, Happening, promised
from fettle.processes.levels import queries as levels
from fettle.processes.levels.facts import ClockSet, TargetsSet

NEWLY_LATE, NO_LONGER_LATE, SOONER, LATER, SAME = "newly_late", "no_longer_late", "sooner", "later", "same"
NOW_MISSED, NOW_KEPT = "now_missed", "now_kept"
EFFECTS = (NEWLY_LATE, NO_LONGER_LATE, SOONER, LATER, NOW_MISSED, NOW_KEPT, SAME)
Promise = TargetsSet | ClockSet


@dataclass
class Correction:
    """What was corrected: a calendar, of which the ids of earlier versions are replaced by that of the newest; or an
    agreement, whose records are promised what holds now. ``known`` remembers what was asked for others alike, and
    ``replaced`` the same promise by the newest hours: many records share one.
    """

    earlier: frozenset[int] = frozenset()
    newest: int = 0
    agreement: str = ""
    known: dict[tuple[Any, ...], TargetsSet | ClockSet | None] = field(default_factory=dict)
    replaced: dict[TargetsSet | ClockSet, TargetsSet | ClockSet] = field(default_factory=dict)

    def promised(self, record: Record, said: Sequence[Promise]) -> list[Promise]:
        """The promises that become others, as they are from now on."""
        fresh = [self._calendar(each) if self.newest else self._agreement(record, each) for each in said]
        return [new for old, new in zip(said, fresh, strict=True) if new is not None and _differ(old, new)]

    def _calendar(self, said: Promise) -> Promise:
        if said.calendar not in self.earlier:
            return said
        if said not in self.replaced:
            self.replaced[said] = replace(said, calendar=self.newest)
        return self.replaced[said]

    def _agreement(self, record: Record, said: Promise) -> Promise | None:
        if isinstance(said, ClockSet):
            return self._of_party(record, said) if said.agreement == self.agreement else said
        standard = getattr(record.item, "standard", "")
        key = (record.kind, record.rank, record.service_id, record.organisation_id, standard)
        if key not in self.known:
            alike = Record.objects.select_related("service", "organisation").get(pk=record.pk)
            service, home = alike.service, alike.organisation
            self.known[key] = catalogue.promise(record.kind, record.rank, service, home, standard, "")
        found = self.known[key]
        if found is None or self.agreement not in (said.agreement, found.agreement):
            return said
        return found

    def _of_party(self, record: Record, said: ClockSet) -> Promise | None:
        key = (said.type, said.whom, record.kind, record.rank, record.service_id)
        if key not in self.known:
            self.known[key] = levels.supporting(said.type, said.whom, record.kind, record.rank, record.service_id)
        return self.known[key]


@dataclass(frozen=True)
class Anew:
    """One record that changes: its new promises, its columns, and what that means. ``old`` and ``new`` are when it was
    and is due.
    """

    promises: tuple[Promise, ...]
    values: Mapping[str, Any]
    effect: str
    old: datetime | None
    new: datetime | None


def anew(correction: Correction, record: Record, entries: Sequence[Happened], now: datetime) -> Anew | None:
    """None where nothing is promised otherwise. ``entries`` in the order of replay."""
    fresh = tuple(correction.promised(record, _said(entries)))
    if not fresh:
        return None
    values = following(record, entries, fresh, now)
    return Anew(fresh, values, _effect(record, values, now), record.due_at, values["due_at"])


def following(record: Record, entries: Sequence[Happened], fresh: Sequence[Promise], now: datetime) -> dict[str, Any]:
    """The columns as they are once these promises hold."""
    past = [*entries, Happening(now, record.version + 1, [_stored(each) for each in fresh], {})]
    past.sort(key=lambda entry: (entry.happened_at, entry.seq))
    return promised(past)


@lru_cache(maxsize=512)
def _stored(promise: Promise) -> dict[str, Any]:
    """Many records get the same one."""
    return promise.stored()


def _said(entries: Sequence[Happened]) -> list[Promise]:
    """The last promise to the customer, and the last one of each team and supplier."""
    last: dict[Any, Promise] = {}
    for entry in entries:
        for stored in entry.facts:
            if stored["name"] == TargetsSet.name:
                last[""] = TargetsSet(**stored.get("data", {}))
            elif stored["name"] == ClockSet.name:
                fact = ClockSet(**stored.get("data", {}))
                last[fact.type, fact.whom] = fact
    return list(last.values())


def _differ(old: Promise, new: Promise) -> bool:
    names = ("agreement", "version_of", "calendar", "response", "resolution")
    return any(getattr(old, name) != getattr(new, name) for name in names)


def _effect(record: Record, values: Mapping[str, Any], now: datetime) -> str:
    kept, keeps = record.item.within_target, values["within_target"]
    if kept != keeps and keeps is not None:
        return NOW_KEPT if keeps else NOW_MISSED
    old, new = record.due_at, values["due_at"]
    if old is None or new is None or old == new:
        return SAME
    if (old < now) != (new < now):
        return NEWLY_LATE if new < now else NO_LONGER_LATE
    return SOONER if new < old else LATER
