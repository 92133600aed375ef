"""The items of FitSM-2, read from ``fitsm-2.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

OBJECTIVE = "objective"


@dataclass(frozen=True)
class Item:
    """One activity, input, output or objective. ``process`` is GR1–GR7 or PR1–PR14; ``parent`` what it is part of."""

    id: str
    process: str
    kind: str
    text: str
    parent: str = ""


@cache
def items() -> tuple[Item, ...]:
    """All items with the objectives, in the order of the standard."""
    text = files(__package__).joinpath("fitsm-2.yaml").read_text("utf-8")
    return tuple(Item(**row) for row in yaml.safe_load(text))


@cache
def by_id() -> dict[str, Item]:
    return {item.id: item for item in items()}


def to_cover() -> tuple[Item, ...]:
    """The items that a system can support: all but the objectives."""
    return tuple(item for item in items() if item.kind != OBJECTIVE)
