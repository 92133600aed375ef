"""Filters of a list on a page: one value of the address, parted at commas, becomes one condition and one chip.
What they mean is ``edges/filtering.py``, as for REST.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fettle.edges import filtering
from fettle.edges.filtering import Chosen, common, condition, names, offered, problems
from fettle.edges.pages.asked import Asked
from fettle.edges.pages.lists import Chip
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.declare import Kind

__all__ = ["Chosen", "chips", "choose", "common", "condition", "names", "offered", "problems"]
WHOLE = ("q",)
"""Words are not taken apart at commas."""


def choose(kinds: Sequence[Kind], actor: Actor, filters: Mapping[str, str]) -> list[Chosen]:
    """Every filter of an address, understood or with its problem."""
    asked = {name: [raw] if name in WHOLE else raw.split(",") for name, raw in filters.items()}
    return filtering.choose(kinds, actor, asked)


def chips(asked: Asked, chosen: Sequence[Chosen]) -> list[Chip]:
    return [Chip(each.label, each.text, asked.without(each.name)) for each in chosen]
