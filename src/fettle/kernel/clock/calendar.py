"""Working calendars: when a service is worked on, in the wall time of one zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from fettle.kernel.clock import calendar_data, hours
from fettle.kernel.clock.hours import WHOLE_DAY, Hours
from fettle.kernel.clock.instants import day_of, to_moment, to_seconds, year_of
from fettle.kernel.clock.wording import BadCalendar, NoWorkingTime, never_works, not_seven_days
from fettle.kernel.clock.worked import Piece, WorkingYear, laid_out
from fettle.kernel.clock.zones import known_zone

PATIENCE = 10
"""Years without any working time after which a calendar is taken never to work again."""


@dataclass(frozen=True)
class WorkingCalendar:
    """A week of working hours, the holidays that close it, and the special days that replace both.

    `week` starts with Monday. `holidays` gives each closed date its name. A date in `special` has exactly the hours
    given there, also when it is a holiday. Raises BadCalendar for an unknown zone and reversed or overlapping spans.
    """

    zone: str
    week: tuple[Hours, ...]
    holidays: Mapping[date, str] = field(default_factory=dict)
    special: Mapping[date, Hours] = field(default_factory=dict)
    _years: dict[int, WorkingYear] = field(default_factory=dict, init=False, repr=False, compare=False)
    _closed: dict[int, tuple[Piece, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known_zone(self.zone)
        if len(self.week) != 7:
            raise BadCalendar(not_seven_days())
        week = tuple(
            hours.checked(f"week.{name}", spans) for name, spans in zip(calendar_data.DAYS, self.week, strict=True)
        )
        special = {day: hours.checked(f"special.{day}", spans) for day, spans in self.special.items()}
        object.__setattr__(self, "week", week)
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))
        object.__setattr__(self, "special", MappingProxyType(special))

    def __hash__(self) -> int:
        return hash((self.zone, self.week, frozenset(self.holidays.items()), frozenset(self.special.items())))

    @classmethod
    def from_data(cls, data: object) -> WorkingCalendar:
        """From what `to_data` gives or a person wrote. Raises BadCalendar, naming the field and the remedy."""
        return cls(**calendar_data.read(data))

    def to_data(self) -> dict[str, Any]:
        """As values of JSON, always written the same way."""
        return calendar_data.write(self.zone, self.week, self.holidays, self.special)

    def hours_on(self, day: date) -> Hours:
        """The working hours of this local date."""
        if day in self.special:
            return self.special[day]
        return () if day in self.holidays else self.week[day.weekday()]

    def holiday_on(self, day: date) -> str | None:
        """The name of the holiday that closes this local date; None when it is an ordinary or a special day."""
        return None if day in self.special else self.holidays.get(day)

    def year(self, year: int) -> WorkingYear:
        """The table of this UTC year, made once."""
        if year not in self._years:
            self._years[year] = WorkingYear(laid_out(self.zone, year, lambda number: self.hours_on(day_of(number))))
        return self._years[year]

    def holidays_of(self, year: int) -> tuple[Piece, ...]:
        """The instants of this UTC year that a holiday closes, one piece for each, made once."""
        if year not in self._closed:
            self._closed[year] = tuple(laid_out(self.zone, year, self._holiday_hours))
        return self._closed[year]

    def _holiday_hours(self, number: int) -> Hours:
        return () if self.holiday_on(day_of(number)) is None else WHOLE_DAY


ALWAYS = WorkingCalendar(zone="UTC", week=(WHOLE_DAY,) * 7)
"""Day and night, all year."""


def working_intervals(cal: WorkingCalendar, start: datetime, end: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The longest working spans between two instants, in UTC and in order; none when the end is not after the start."""
    return tuple((to_moment(a), to_moment(b)) for a, b in spans_between(cal, to_seconds(start), to_seconds(end)))


def working_seconds(cal: WorkingCalendar, start: datetime, end: datetime) -> int:
    """Seconds of working time between two instants; 0 when the end is not after the start."""
    return seconds_between(cal, to_seconds(start), to_seconds(end))


def add_working(cal: WorkingCalendar, start: datetime, seconds: int) -> datetime:
    """The first instant (UTC) until which this many seconds have been worked since the start; the start itself for 0.

    Raises NoWorkingTime when the calendar does not work any more.
    """
    return to_moment(after_working(cal, to_seconds(start), seconds))


def due_after(cal: WorkingCalendar, start: datetime, seconds: int) -> datetime | None:
    """As `add_working`; None when the calendar does not work any more: then nothing ever becomes due."""
    try:
        return add_working(cal, start, seconds)
    except NoWorkingTime:
        return None


def spans_between(cal: WorkingCalendar, start: int, end: int) -> list[tuple[int, int]]:
    """As `working_intervals`, in seconds since the epoch."""
    found: list[tuple[int, int]] = []
    if end <= start:
        return found
    for year in range(year_of(start), year_of(end) + 1):
        for first, last in cal.year(year).between(start, end):
            if found and found[-1][1] == first:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
    return found


def holidays_between(cal: WorkingCalendar, start: int, end: int) -> list[Piece]:
    """The holidays between two seconds since the epoch, cut to them."""
    found: list[Piece] = []
    for year in range(year_of(start), year_of(end) + 1) if start < end else ():
        for first, last, day in cal.holidays_of(year):
            first, last = max(first, start), min(last, end)
            if found and found[-1].end == first and found[-1].day == day:
                found[-1] = Piece(found[-1].start, last, day)
            elif first < last:
                found.append(Piece(first, last, day))
    return found


def seconds_between(cal: WorkingCalendar, start: int, end: int) -> int:
    """As `working_seconds`, in seconds since the epoch."""
    if end <= start:
        return 0
    first, last = year_of(start), year_of(end)
    whole_years = sum(cal.year(year).total for year in range(first, last))
    return whole_years + cal.year(last).before(end) - cal.year(first).before(start)


def after_working(cal: WorkingCalendar, start: int, seconds: int) -> int:
    """As `add_working`, in seconds since the epoch."""
    if seconds <= 0:
        return start
    year, idle = year_of(start), 0
    seconds += cal.year(year).before(start)
    while seconds > cal.year(year).total:
        idle = 0 if cal.year(year).total else idle + 1
        seconds -= cal.year(year).total
        year += 1
        if idle > PATIENCE:
            raise NoWorkingTime(never_works(PATIENCE))
    return cal.year(year).when(seconds)
