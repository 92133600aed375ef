"""A workflow that a room knows for a record: what its process manager wrote down, as steps."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from fettle.kernel.clock.calendar import WorkingCalendar

WORKFLOWS = "tasks.workflows"
"""The slot in which rooms bring their workflows: functions of a record that give those that fit it."""
LONGEST_TITLE = 200
ITEM = re.compile(r"\s{0,3}\d{1,3}[.)]\s+(.+)")
HOURS = re.compile(r"\s*\(\s*([1-9]\d{0,3})\s*h\s*\)\s*$")
OWNER = re.compile(r"\s*(?:→|->)\s*([^→>]+?)\s*$")


@dataclass(frozen=True)
class Planned:
    """A step to be. ``team`` is the name that stands after the arrow at its end; "" falls to the record's team.
    ``hours`` of working time are allowed for it, counted from when it can be begun; None sets no time.
    """

    title: str
    text: str = ""
    team: str = ""
    hours: int | None = None


def around_the_clock() -> WorkingCalendar | None:
    """No calendar: an hour is an hour."""
    return None


@dataclass(frozen=True)
class Workflow:
    """``version`` is the one of the setting that it stands in. ``in_order``: each step waits for the one before.
    ``calendar`` finds the one by which the hours of its steps count; None counts around the clock.
    """

    code: str
    label: str
    version: int
    steps: tuple[Planned, ...]
    in_order: bool = False
    calendar: Callable[[], WorkingCalendar | None] = around_the_clock


def steps_of(text: str) -> tuple[Planned, ...]:
    """The numbered items of a Markdown text, one step each. Lines below an item belong to it; what stands before the
    first is no step. A long first line goes on in the step's text, so that nothing that was written is lost.
    """
    items: list[list[str]] = []
    for line in text.splitlines():
        if begins := ITEM.fullmatch(line.rstrip()):
            items.append([begins[1]])
        elif items:
            items[-1].append(line.strip())
    return tuple(_planned(lines) for lines in items)


def _planned(lines: list[str]) -> Planned:
    first, hours = _timed(lines[0])
    owner = OWNER.search(first)
    if owner:
        first, before = _timed(first[: owner.start()].rstrip())
        hours = hours or before
    title, further = first, list(lines[1:])
    if len(first) > LONGEST_TITLE:
        cut = first.rfind(" ", 0, LONGEST_TITLE)
        cut = cut if cut > 0 else LONGEST_TITLE - 1
        title, further = f"{first[:cut]}…", [first, *further]
    return Planned(title, "\n".join(further).strip(), owner[1] if owner else "", hours)


def _timed(line: str) -> tuple[str, int | None]:
    """A line without the time at its end, such as `(4 h)`, and that time in hours."""
    found = HOURS.search(line)
    return (line[: found.start()], int(found[1])) if found and found.start() else (line, None)
