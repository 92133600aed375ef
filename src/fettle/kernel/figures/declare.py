"""Figure, Period, Scope and Reading: what a measurement is, before any number is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Period:
    """``[start, end)``, two aware moments. ``previous`` is of equal length and ends where this one starts."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("A period must end after it starts: give a later end.")

    @property
    def previous(self) -> Period:
        return Period(self.start - (self.end - self.start), self.start)


@dataclass(frozen=True)
class Scope:
    """Which records count: the whole provider, or one organisation's tree, one service, one team, and only what
    ``actor`` sees.
    """

    actor: Any
    organisation_path: str = ""
    service_id: int | None = None
    team_id: int | None = None
    read: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Reading:
    """The outcome. ``value`` None is "not yet measured": its source did not exist in that period; 0 is a real nought.

    ``records`` are the ids of the records behind a count; ``by`` maps a dimension to values per member.
    """

    value: float | int | None
    records: tuple[int, ...] = ()
    by: Mapping[str, Mapping[str, float | int | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """One measurement a process offers. ``compute(period, scope)`` must not look at anything that happened after the
    period's end.
    """

    code: str
    label: Any
    unit: str
    block: str
    compute: Callable[[Period, Scope], Reading]
    source: str = ""
    counts: bool = True
