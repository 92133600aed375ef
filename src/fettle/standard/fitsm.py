"""The items of FitSM-2, read from ``fitsm-2.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language

from fettle.standard import shipped

OBJECTIVE = "objective"


@dataclass(frozen=True)
class Item:
    """One activity, input, output or objective. ``process`` is GR1–GR7 or PR1–PR14; ``parent`` what it is part of."""

    id: str
    process: str
    kind: str
    text: str
    parent: str = ""

    @property
    def said(self) -> str:
        """The text in the reader's language, as far as it is known in it."""
        language = (get_language() or "en").partition("-")[0]
        return translated(language).get(self.id, self.text)


@cache
def translated(language: str) -> Mapping[str, str]:
    """The texts of the items in another language, by id; none for a language without a file."""
    path = files(__package__).joinpath(f"fitsm-2.{language}.yaml")
    return shipped.read(path) if path.is_file() else {}


@cache
def items() -> tuple[Item, ...]:
    """All items with the objectives, in the order of the standard."""
    return tuple(Item(**row) for row in shipped.read(files(__package__).joinpath("fitsm-2.yaml")))


@cache
def by_id() -> dict[str, Item]:
    return {item.id: item for item in items()}


@cache
def processes() -> tuple[str, ...]:
    """GR1 to GR7, then PR1 to PR14."""
    return tuple(dict.fromkeys(item.process for item in items()))


def to_cover() -> tuple[Item, ...]:
    """The items that a system can support: all but the objectives."""
    return tuple(item for item in items() if item.kind != OBJECTIVE)
