"""By when a problem should be solved: so many working days after it was recorded, by its priority."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.clock.queries import latest
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.settings.read import current
from fettle.processes.problems.definitions import HANDLING, row_of
from fettle.processes.problems.workflow import PRIORITIES

PATIENCE = 1500
"""Days after which a calendar is taken never to work again."""
LAST = 5
"""From a fifth of the time on little is left."""


def due(rank: int, start: datetime, home: Organisation) -> datetime | None:
    """The end of the last of its working days, in the zone of the calendar, else of its organisation; None where the
    priority is scheduled, or the calendar never works.
    """
    days = row_of(PRIORITIES, str(rank)).get("days")
    if not days:
        return None
    key = current()[HANDLING.key]["calendar"]
    version = latest(key) if key else None
    calendar = WorkingCalendar.from_data(version.data) if version else None
    zone = ZoneInfo(calendar.zone if calendar else home.zone)
    works = (lambda day: bool(calendar.hours_on(day))) if calendar else _weekday
    day = day_after(start.astimezone(zone).date(), int(days), works)
    return datetime.combine(day, time(23, 59), zone) if day else None


def day_after(start: date, days: int, works: Callable[[date], bool]) -> date | None:
    """The last of so many working days after a day, which is not counted itself. Pure."""
    day = start
    for _each in range(PATIENCE):
        day += timedelta(days=1)
        days -= works(day)
        if not days:
            return day
    return None


def _weekday(day: date) -> bool:
    return day.weekday() < 5


def soon(due_at: datetime | None, now: datetime) -> datetime | None:
    """From when on a fifth of the time that is left now is left."""
    return max(now, due_at - (due_at - now) / LAST) if due_at else None
