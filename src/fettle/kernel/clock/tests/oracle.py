"""The oracle: reads a clock by walking every minute of its life with open eyes. It shares no code with the clock.

It takes calendars as JSON data and marks as plain tuples, knows only datetime and zoneinfo, and is right because it is
too simple to be wrong. Times are on whole minutes; a minute is named by its number since 1970-01-01 UTC.
"""

from __future__ import annotations

from array import array
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@cache
def wall(zone: str, utc_day: int) -> tuple[list[date], array[int]]:
    """For each minute of a UTC day: what the calendar on the wall and the clock on the wall show."""
    first, there = BEGIN + timedelta(days=utc_day), ZoneInfo(zone)
    shown = [(first + timedelta(minutes=minute)).astimezone(there) for minute in range(1440)]
    return [time.date() for time in shown], array("H", (time.hour * 60 + time.minute for time in shown))


class Hours:
    """Whether anybody works, minute by minute, by the data of a calendar."""

    def __init__(self, data: dict) -> None:
        self.data, self.zone = data, data["zone"]
        self.days: dict[date, list[bool]] = {}
        self.utc_days: dict[int, list[bool]] = {}

    def on(self, day: date) -> list[bool]:
        if day not in self.days:
            name = day.isoformat()
            if name in self.data.get("special", {}):
                spans = self.data["special"][name]
            elif name in self.data.get("holidays", {}):
                spans = []
            else:
                spans = self.data["week"].get(WEEKDAYS[day.weekday()], [])
            open_minutes = [False] * 1440
            for start, end in spans:
                for minute in range(number(start), number(end)):
                    open_minutes[minute] = True
            self.days[day] = open_minutes
        return self.days[day]

    def works(self, minute: int) -> bool:
        utc_day = minute // 1440
        if utc_day not in self.utc_days:
            shown = zip(*wall(self.zone, utc_day), strict=True)
            self.utc_days[utc_day] = [self.on(day)[clock] for day, clock in shown]
        return self.utc_days[utc_day][minute % 1440]


def number(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def ask(history: list[tuple], as_of: int) -> dict:
    """Reads at minute `as_of` of a history of (minute, seq, what, terms), terms = (target in minutes, Hours)."""
    happened = sorted((m for m in history if m[0] <= as_of), key=lambda m: (m[0], m[1]))
    target, hours, begun = None, None, False
    for _minute, _seq, what, terms in happened:
        if terms and not (begun and what == "start"):
            target, hours = terms
        begun = begun or what == "start"
    at: dict[int, list[str]] = {}
    for minute, _seq, what, _terms in happened:
        at.setdefault(minute, []).append(what)

    running = paused = finished = cancelled = started = False
    counted, breached, ended = 0, None, None
    for here, then in pairwise([*sorted(at), as_of + 1]):
        for what in at[here]:
            if what == "start" and not started:
                started = running = True
            elif not started or what in ("start", "retarget"):
                continue
            elif what == "restart":
                if finished or cancelled:
                    finished = cancelled = False
                    running, ended = True, None
            elif finished or cancelled:
                continue
            elif what == "pause":
                running, paused = False, True
            elif what == "resume":
                running, paused = True, False
            elif what == "stop":
                running = paused = False
                finished, ended = True, here
            elif what in ("cancel", "merge"):
                running = paused = False
                cancelled, ended = True, here
        for minute in range(here, min(then, as_of)) if running else ():
            if target is not None and counted >= target and breached is None:
                breached = minute
            if hours.works(minute):
                counted += 1

    due = None
    if started and target is not None and not paused and not cancelled:
        due, total = (ended if finished else as_of), counted
        while breached is None and total < target:
            total += hours.works(due)
            due += 1
        due = due if breached is None else breached
    if not started:
        state = "not_started"
    elif cancelled:
        state, breached = "cancelled", None
    elif finished:
        state = "met" if breached is None else "missed"
    else:
        state = "paused" if paused else "running"
    return {"state": state, "elapsed": counted, "due": due, "breached": breached}
