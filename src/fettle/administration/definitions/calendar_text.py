"""A working calendar as the lines of a form, and back: a day's hours are `08:00-12:00, 13:00-17:00`, a holiday is a
date and its name, a special day a date and its hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.clock.calendar_data import DAYS
from fettle.kernel.errors import Invalid
from fettle.kernel.settings.wording import hours

Data = dict[str, Any]
CLOSED = "-"


def fields_of(data: Data) -> dict[str, str]:
    """What stands in the form for a calendar."""
    week = data.get("week", {})
    return {
        "zone": data.get("zone", "UTC"),
        **{day: hours(week.get(day, [])) for day in DAYS},
        "holidays": "\n".join(f"{day} {name}" for day, name in data.get("holidays", {}).items()),
        "special": "\n".join(f"{day} {hours(spans) or CLOSED}" for day, spans in data.get("special", {}).items()),
    }


def data_of(given: Mapping[str, str]) -> Data:
    """The calendar that a form describes. Raises Invalid with the field's name."""
    errors: dict[str, str] = {}
    week: dict[str, Any] = {}
    for day in DAYS:
        try:
            week[day] = _spans(given.get(day, ""))
        except ValueError as problem:
            errors[day] = str(problem)
    holidays = _lines(given, "holidays", errors, lambda rest: rest)
    special = _lines(given, "special", errors, lambda rest: [] if rest == CLOSED else _spans(rest))
    if errors:
        raise Invalid(errors)
    return {"zone": given.get("zone", ""), "week": week, "holidays": holidays, "special": special}


def _lines(given: Mapping[str, str], field: str, errors: dict[str, str], read: Any) -> dict[str, Any]:
    found = {}
    for at, line in enumerate(given.get(field, "").splitlines(), start=1):
        if not line.strip():
            continue
        day, _space, rest = line.strip().partition(" ")
        try:
            found[day] = read(rest.strip())
        except ValueError as problem:
            errors[field] = _("Line %(line)s: %(problem)s") % {"line": at, "problem": problem}
    return found


def _spans(text: str) -> list[list[str]]:
    """`8:00-12:00, 13:00–17:00` → spans. Raises ValueError with a sentence."""
    spans = []
    for part in filter(None, (piece.strip() for piece in text.replace("–", "-").split(","))):
        start, dash, end = part.partition("-")
        if not dash:
            raise ValueError(_("Write the hours as 08:00-12:00, 13:00-17:00; leave a day without work empty."))
        spans.append([_time(start), _time(end)])
    return spans


def _time(text: str) -> str:
    """`8:00` → `08:00`; what is no time stays as it is and is refused by the calendar."""
    text = text.strip()
    return f"0{text}" if len(text) == 4 and text[1:2] == ":" else text
