"""A workflow that a room knows for a record: what its process manager wrote down, as steps."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORKFLOWS = "tasks.workflows"
"""The slot in which rooms bring their workflows: functions of a record that give those that fit it."""
LONGEST_TITLE = 200
ITEM = re.compile(r"\s{0,3}\d{1,3}[.)]\s+(.+)")
OWNER = re.compile(r"\s*(?:→|->)\s*([^→>]+?)\s*$")


@dataclass(frozen=True)
class Planned:
    """A step to be. ``team`` is the name that stands after the arrow at its end; "" falls to the record's team."""

    title: str
    text: str = ""
    team: str = ""


@dataclass(frozen=True)
class Workflow:
    """``version`` is the one of the setting that it stands in. ``in_order``: each step waits for the one before."""

    code: str
    label: str
    version: int
    steps: tuple[Planned, ...]
    in_order: bool = False


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
    first = lines[0]
    owner = OWNER.search(first)
    if owner:
        first = first[: owner.start()].rstrip()
    title, further = first, list(lines[1:])
    if len(first) > LONGEST_TITLE:
        cut = first.rfind(" ", 0, LONGEST_TITLE)
        cut = cut if cut > 0 else LONGEST_TITLE - 1
        title, further = f"{first[:cut]}…", [first, *further]
    return Planned(title, "\n".join(further).strip(), owner[1] if owner else "")
