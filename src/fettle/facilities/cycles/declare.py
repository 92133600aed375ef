"""Cycle: a kind of duty, declared by the room that brings it and listed in ``site/assembly.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Usual = Callable[[Any], tuple[int, str]]


def yearly(record: Any) -> tuple[int, str]:
    return 1, "years"


def always(record: Any) -> bool:
    return True


@dataclass(frozen=True)
class Cycle:
    """``kinds``: keys of the kinds whose records may have this duty. ``usual``: its interval unless somebody chooses
    another one, from the record. ``lead_days``: the responsible are told so many days before.
    ``suits``: which records of these kinds may have it.
    """

    code: str
    label: Any
    kinds: tuple[str, ...]
    usual: Usual = yearly
    lead_days: int = 14
    suits: Callable[[Any], bool] = always
