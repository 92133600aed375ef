"""The period of a report: whole days ``[first, last)`` in one time zone, and the period of as many days before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid
from fettle.kernel.figures import Period

LONGEST_DAYS = 3660
FIRST_YEAR, LAST_YEAR = 1990, 2100
AHEAD, RUNNING, OVER = "not_begun", "running", "over"
"""How a period can stand, as JSON says it."""


@dataclass(frozen=True)
class Days:
    """``start`` is the first day, ``end`` the day after the last. A day is as long as its time zone says."""

    start: date
    end: date
    zone: str

    @property
    def moments(self) -> Period:
        return Period(_midnight(self.start, self.zone), _midnight(self.end, self.zone), ZoneInfo(self.zone))

    def passed(self, now: datetime) -> Period | None:
        """The part of it that has passed, of which alone something can be said; None before it begins."""
        whole = self.moments
        return Period(whole.start, min(whole.end, now), whole.zone) if whole.start < now else None

    def state(self, now: datetime) -> str:
        """AHEAD, RUNNING or OVER."""
        passed = self.passed(now)
        return AHEAD if passed is None else OVER if passed == self.moments else RUNNING

    @property
    def count(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day that belongs to it, as people write it."""
        return self.end - timedelta(days=1)

    @property
    def previous(self) -> Days:
        """As many days, ending where this one starts."""
        return Days(self.start - timedelta(days=self.count), self.start, self.zone)

    @property
    def query(self) -> str:
        """As the part of an address behind the question mark."""
        return f"from={self.start}&to={self.end}&zone={self.zone}"


def read(given: Mapping[str, Any], zone: str) -> Days:
    """``from``, ``to`` and ``zone`` as they come from a command or an address; without a zone ``zone`` is taken.

    Raises Invalid with a sentence for each that cannot be.
    """
    problems: dict[str, str] = {}
    days = {name: _day(given.get(name), name, problems) for name in ("from", "to")}
    wanted = str(given.get("zone") or zone)
    if not is_zone(wanted):
        problems["zone"] = _("“%(zone)s” is no time zone: give a name such as Europe/Prague.") % {"zone": wanted[:60]}
    start, end = days["from"], days["to"]
    if start and end and end <= start:
        problems["to"] = _("The period ends where it starts or before: give a later day; it is the first one left out.")
    elif start and end and (end - start).days > LONGEST_DAYS:
        problems["to"] = _("A period has at most %(count)s days.") % {"count": LONGEST_DAYS}
    if problems or start is None or end is None:
        raise Invalid(problems)
    return Days(start, end, wanted)


def _day(raw: Any, name: str, problems: dict[str, str]) -> date | None:
    try:
        day = date.fromisoformat(str(raw or "").strip())
    except ValueError:
        problems[name] = _("%(name)s: give a day as 2026-03-31.") % {"name": name}
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        problems[name] = _("%(name)s: give a year from %(first)s to %(last)s.") % {
            "name": name,
            "first": FIRST_YEAR,
            "last": LAST_YEAR,
        }
        return None
    return day


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


def usual(today: date, zone: str) -> list[tuple[str, Days]]:
    """The periods that people ask for, by name: the present month, and those that ended."""
    month = today.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    year = month.replace(month=1)
    return [
        (_("This month"), Days(month, _months_later(month, 1), zone)),
        (_("Last month"), Days(_months_later(month, -1), month, zone)),
        (_("Last quarter"), Days(_months_later(quarter, -3), quarter, zone)),
        (_("Last twelve months"), Days(_months_later(month, -12), month, zone)),
        (_("Last year"), Days(_months_later(year, -12), year, zone)),
    ]


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)


def last_month(today: date, zone: str) -> Days:
    """The whole month before ``today``: what a monthly report is about."""
    end = today.replace(day=1)
    return Days((end - timedelta(days=1)).replace(day=1), end, zone)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
