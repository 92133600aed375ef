"""Figure, Period, Scope and Reading: what a measurement is, before any number is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, TypeVar, cast

T = TypeVar("T")


@dataclass(frozen=True)
class Period:
    """``[start, end)``, two aware moments. ``previous`` is of equal length and ends where this one starts. ``zone`` is
    that in which whole days were asked for.
    """

    start: datetime
    end: datetime
    zone: tzinfo | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("A period must end after it starts: give a later end.")

    @property
    def previous(self) -> Period:
        return Period(self.start - (self.end - self.start), self.start, self.zone)

    def days(self, zone: tzinfo) -> tuple[date, date]:
        """The first and the last day of which a part lies in it: by its own zone, where it has none by ``zone``."""
        there = self.zone or zone
        return self.start.astimezone(there).date(), (self.end - timedelta(microseconds=1)).astimezone(there).date()


@dataclass(frozen=True)
class Scope:
    """Which records count: the whole provider, or one organisation's tree, one service, one team, and only what
    ``actor`` sees. What a figure reads ``once`` in it, the others of the same report need not read again.
    """

    actor: Any
    organisation_path: str = ""
    service_id: int | None = None
    team_id: int | None = None
    read: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """What ``make`` gives, the first time for a key."""
        if key not in self.read:
            self.read[key] = make()
        return cast(T, self.read[key])


@dataclass(frozen=True)
class Reading:
    """The outcome. ``value`` None is "not yet measured": its source did not exist in that period; 0 is a real nought.

    ``because`` says why there is no value although the source existed: of nothing there is no mean. ``records()`` are
    the ids of the records behind a count, looked up when asked for; ``by`` maps a dimension to values per member.
    ``keys`` maps the same members to how an address names them, and ``within(dimension, keys)`` gives the ids behind
    some of them; ``members`` are the labels of those that it was narrowed to. ``restored``: records of another system's
    log are among them, so that its source is named.
    """

    value: float | int | None
    records: Callable[[], tuple[int, ...]] = tuple
    by: Mapping[str, Mapping[str, float | int | None]] = field(default_factory=dict)
    restored: bool = False
    because: Any = ""
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    within: Callable[[str, Sequence[str]], tuple[int, ...]] = lambda dimension, keys: ()

    members: tuple[str, ...] = ()

    def of(self, dimension: str, members: Sequence[str]) -> Reading:
        """What is said of one member, or of several together where they can be added up. Raises KeyError for a
        dimension by which it is not split.
        """
        labels = [label for label, key in self.keys[dimension].items() if key in members]
        values = [value for label in labels if (value := self.by[dimension].get(label)) is not None]
        whole = len(members) == 1 or all(isinstance(value, int) for value in values)
        return Reading(
            sum(values) if values and whole else None, lambda: self.within(dimension, members), members=tuple(labels)
        )


@dataclass(frozen=True)
class Figure:
    """One measurement a process offers. ``compute(period, scope)`` must not look at anything that happened after the
    period's end. ``ahead(periods, scope)`` reads what it needs of several periods at once into the scope, where
    ``compute`` finds it.
    """

    code: str
    label: Any
    unit: str
    block: str
    compute: Callable[[Period, Scope], Reading]
    source: str = ""
    counts: bool = True
    ahead: Callable[[Sequence[Period], Scope], None] | None = None
