"""Generated lives of incidents, as plain data on whole minutes: calendars as JSON, marks as tuples. Seeded."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

# Local dates on which the clocks of the zone change, forward and back.
CHANGES = {
    "Europe/Prague": ["2024-03-31", "2024-10-27", "2025-03-30"],
    "America/New_York": ["2024-03-10", "2024-11-03", "2025-11-02"],
    "Australia/Lord_Howe": ["2024-04-07", "2024-10-06", "2025-04-06"],
    "America/Sao_Paulo": ["2018-02-18", "2018-11-04"],
    "Asia/Kathmandu": [],
    "UTC": [],
}
ORDINARY = ["2024-02-29", "2024-12-25", "2024-12-31", "2025-07-14", "2016-02-29"]
PATTERNS = [
    [["09:00", "17:00"]],
    [["08:00", "12:00"], ["12:30", "16:30"]],
    [["00:00", "24:00"]],
    [["00:00", "06:00"], ["22:00", "24:00"]],
    [["01:15", "02:45"], ["02:50", "03:20"]],
]
ODD = [[["07:00", "07:01"], ["23:59", "24:00"]], [["02:00", "02:30"]], [["11:11", "23:00"]], []]


@dataclass(frozen=True)
class History:
    """`marks`: (minute, seq, what, calendar number or None, target in minutes); `moments`: minutes to read it at."""

    seed: int
    calendars: list[dict]
    marks: list[tuple[int, int, str, int | None, int | None]]
    moments: list[int]


def history(seed: int) -> History:
    """The life with this number."""
    dice = random.Random(seed)
    zone = dice.choice(list(CHANGES))
    around = date.fromisoformat(dice.choice(CHANGES[zone] * 2 + ORDINARY))
    calendars = [calendar(dice, zone, around) for _ in range(dice.randint(1, 2))]
    if dice.random() < 0.3:
        calendars.append(calendar(dice, dice.choice(list(CHANGES)), around))
    start = minute(around) + dice.randint(-3 * 1440, 1440)
    length = dice.choice([600, 2 * 1440, 4 * 1440, 9 * 1440])
    marks = life(dice, len(calendars), start, length)
    dice.shuffle(marks)
    return History(seed, calendars, marks, moments(dice, marks, start, length))


def calendar(dice: random.Random, zone: str, around: date) -> dict:
    """Some hours on most days, with holidays and special days near the date; it always works again within a week."""
    if dice.random() < 0.15:
        return {"zone": zone, "week": dict.fromkeys(DAYS, PATTERNS[2])}
    usual = dice.choice(PATTERNS)
    week = {day: usual if dice.random() < 0.9 else dice.choice(PATTERNS) for day in DAYS[:5]}
    if dice.random() < 0.5:
        week[dice.choice(DAYS[5:])] = dice.choice(PATTERNS + ODD)
    near = [(around + timedelta(days=offset)).isoformat() for offset in range(-3, 10)]
    return {
        "zone": zone,
        "week": week,
        "holidays": dict.fromkeys(dice.sample(near, dice.randint(0, 3)), "Closed"),
        "special": {day: dice.choice(PATTERNS + ODD) for day in dice.sample(near, dice.randint(0, 2))},
    }


def life(dice: random.Random, calendars: int, start: int, length: int) -> list[tuple]:
    """A start, then what happens to an incident, in an order that is mostly sensible and sometimes not. "merge": it is
    put to another one; a clock is told so by the mark "cancel".
    """

    def terms() -> tuple[int, int | None]:
        return dice.randrange(calendars), dice.choice(
            [None, 1, 15, 60, 240, 480, 480, 960, 1440, dice.randint(1, 2400)]
        )

    marks: list[tuple] = [(start, 1, "start", *terms())]
    likely = {
        "pause": 5,
        "resume": 5,
        "retarget": 3,
        "stop": 2,
        "restart": 2,
        "cancel": 0.4,
        "merge": 0.4,
        "start": 0.2,
    }
    for seq in range(2, 2 + dice.randint(0, 12)):
        what = dice.choices(list(likely), list(likely.values()))[0]
        at = dice.choice(marks)[0] if dice.random() < 0.15 else start + dice.randint(0, length)
        if dice.random() < 0.4:
            at -= at % 60
        if dice.random() < 0.1:
            at = start + (marks[0][4] or 60)  # under a calendar without nights this is the due minute itself
        if dice.random() < 0.03:
            at = start - dice.randint(1, 300)
        marks.append((at, seq, what, *(terms() if what in ("start", "retarget") else (None, None))))
    return marks


def moments(dice: random.Random, marks: list[tuple], start: int, length: int) -> list[int]:
    """Once in the middle (what was back-dated is not known before), once at a mark, once after everything."""
    return [start + dice.randint(-60, length), dice.choice(marks)[0], start + length + dice.randint(0, 3000)]


@lru_cache
def minute(day: date) -> int:
    return (datetime(day.year, day.month, day.day, tzinfo=UTC) - BEGIN) // timedelta(minutes=1)
