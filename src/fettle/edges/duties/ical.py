"""Duties as a calendar file (RFC 5545): one whole day each. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST = 75
"""Octets of a line, its end not counted."""


@dataclass(frozen=True)
class Event:
    """``key`` stays the same for the same duty, so that a calendar that reads the file again moves it."""

    key: str
    day: date
    summary: str
    url: str


def calendar(events: Iterable[Event], made_at: datetime) -> str:
    """The file. ``made_at`` in UTC."""
    stamp = made_at.strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fettle//Duties//EN", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.key}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.summary)}",
            f"URL:{event.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


def escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and new line are marked."""
    for char, told in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(char, told)
    return text


def folded(line: str) -> str:
    """A line of at most 75 octets, gone on with a blank; no character is cut in two."""
    parts: list[str] = []
    left = ""
    for char in line:
        most = LONGEST if not parts else LONGEST - 1
        if len((left + char).encode()) > most:
            parts.append(left)
            left = ""
        left += char
    return "\r\n ".join([*parts, left])
