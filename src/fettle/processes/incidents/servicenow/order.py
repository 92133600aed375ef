"""Where an event stands among its incident's events, and when it happened. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from fettle.processes.incidents.servicenow.holes import BEGINNING, Hole, counter, misfit, repaired, time
from fettle.processes.incidents.servicenow.rows import Event

Key = TypeVar("Key", bound=Hashable)
Slots = list[str | Hole]


def merge(known: Mapping[str, int], coming: Sequence[Event], holes: Sequence[Hole] = ()) -> list[str]:
    """All keys in one order: that of the file, fitted to what is ``known`` already (key and the run it came with).

    New keys that stand in the file between two that are neighbours here keep their place between them. Else a damaged
    line that an earlier file had there says where its repaired row belongs (``holes``: they are marked as filled, and
    those left stand behind what came before them). Else a new key stays beside the one before it in the file; new keys
    with no known one beside them go to the end, as the next piece of a log does.
    """
    slots = _slots(known, holes)
    for stretch in _stretches(list(known), coming):
        _place(slots, known, stretch)
    before = BEGINNING
    for slot in slots:
        if isinstance(slot, Hole):
            slot.after = before
        else:
            before = slot
    return [slot for slot in slots if isinstance(slot, str)]


def _slots(known: Mapping[str, int], holes: Sequence[Hole]) -> Slots:
    """What is known, and the holes in it."""
    behind: dict[str, list[Hole]] = {}
    for hole in sorted(holes, key=lambda hole: (hole.run, hole.line)):
        behind.setdefault(hole.after, []).append(hole)
    slots: Slots = [*behind.get(BEGINNING, ())]
    for key in known:
        slots += [key, *behind.get(key, ())]
    return slots


class Stretch:
    """New events that follow each other in the file, between two known ones (None: the file's end). ``tight``: nothing
    that is known lies between those two.
    """

    def __init__(self, after: str | None, order: Sequence[str]) -> None:
        self.after, self.order = after, order
        self.before: str | None = None
        self.events: list[Event] = []

    @property
    def tight(self) -> bool:
        if self.after is None and self.before is None:
            return not self.order
        first = -1 if self.after is None else self.order.index(self.after)
        return (len(self.order) if self.before is None else self.order.index(self.before)) == first + 1


def _stretches(order: Sequence[str], coming: Sequence[Event]) -> list[Stretch]:
    present, found = set(order), [Stretch(None, order)]
    for event in coming:
        if event.key not in present:
            found[-1].events.append(event)
            present.add(event.key)
        elif event.key in order:
            found[-1].before = event.key
            found.append(Stretch(event.key, order))
    return [stretch for stretch in found if stretch.events]


def _place(slots: Slots, known: Mapping[str, int], stretch: Stretch) -> None:
    """Put the events of a stretch into ``slots``: first those of which a line surely tells where they belong."""
    tight = stretch.tight
    sure = repaired([slot for slot in slots if isinstance(slot, Hole)], stretch.events)
    for key, hole in list(sure.items()):
        at = slots.index(hole)
        if tight and not _low(slots, stretch.after) <= at < _high(slots, stretch.before):
            del slots[at], sure[key]
        else:
            slots[at] = key
    low, used = stretch.after, set[int]()
    for number, event in enumerate(stretch.events):
        if event.key not in sure:
            bound = next((later.key for later in stretch.events[number + 1 :] if later.key in sure), None)
            bound = bound or stretch.before
            likely = None if tight else _likely(slots, known, event, (_low(slots, low), _high(slots, bound)), used)
            beside = stretch.before if tight else stretch.after
            other = _low(slots, low) if beside is not None else _high(slots, bound)
            slots.insert(other if likely is None else likely, event.key)
        low = event.key


def _low(slots: Slots, after: str | None) -> int:
    return 0 if after is None else slots.index(after) + 1


def _high(slots: Slots, before: str | None) -> int:
    return len(slots) if before is None else slots.index(before)


def _likely(
    slots: Slots, known: Mapping[str, int], event: Event, bounds: tuple[int, int], used: set[int]
) -> int | None:
    """A place where a line too damaged to be told stood, and where the event fits between its neighbours best. At the
    very end none is needed: the event may as well be one of the next piece.
    """
    found: list[tuple[bool, int, int, Hole]] = []
    for at, hole in enumerate(slots):
        if not isinstance(hole, Hole) or hole.nameless or hole.names_another(event) or not bounds[0] <= at < bounds[1]:
            continue
        place = at
        while place > bounds[0] and _came_later(slots[place - 1], known, hole, event.key):
            place -= 1
        before = next((slot for slot in reversed(slots[:place]) if isinstance(slot, str)), None)
        behind = next((slot for slot in slots[place:] if isinstance(slot, str)), None)
        if behind is not None and (off := misfit(before, event.key, behind)) < 3:
            found.append((hole.pk in used, off, place, hole))
    if not found:
        return None
    _used, _off, place, hole = min(found, key=lambda each: each[:3])
    used.add(hole.pk)
    return place


def _came_later(slot: str | Hole, known: Mapping[str, int], hole: Hole, key: str) -> bool:
    """Whether a neighbour filled such a place after the hole was made, and belongs behind the event."""
    if isinstance(slot, Hole):
        return True
    return known.get(slot, hole.run + 1) > hole.run and (counter(slot), time(slot)) > (counter(key), time(key))


def settled_times(times: Sequence[datetime]) -> list[datetime]:
    """Each event's time, or the earliest of those that follow it in the file where that is earlier."""
    settled: list[datetime] = []
    earliest: datetime | None = None
    for moment in reversed(times):
        earliest = moment if earliest is None or moment < earliest else earliest
        settled.append(earliest)
    return settled[::-1]


def grouped(events: Sequence[Key], group_of: Callable[[Key], str]) -> dict[str, list[Key]]:
    """Events by incident, both in the order of the file."""
    groups: dict[str, list[Key]] = {}
    for event in events:
        groups.setdefault(group_of(event), []).append(event)
    return groups
