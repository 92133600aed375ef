"""A calendar as values of JSON: what is kept in a version, exported, and sent by a form.

    {"zone": "Europe/Prague",
     "week": {"monday": [["09:00", "12:00"], ["13:00", "17:00"]], "saturday": []},
     "holidays": {"2026-12-25": "Christmas Day"},
     "special": {"2026-12-24": [["09:00", "12:00"]]}}

A day that is not named in the week has no working time; holidays and special may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fettle.kernel.clock import hours, wording
from fettle.kernel.clock.hours import Hours
from fettle.kernel.clock.zones import known_zone

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FIELDS = ("zone", "week", "holidays", "special")


def read(data: object) -> dict[str, Any]:
    """The fields of a WorkingCalendar. Raises BadCalendar with a sentence that names the field and the remedy."""
    if not isinstance(data, Mapping):
        raise wording.BadCalendar(wording.not_an_object())
    _only_known(data, _FIELDS)
    week = _mapping(data, "week")
    _only_known(week, DAYS, "week.")
    return {
        "zone": known_zone(data.get("zone")),
        "week": tuple(hours.read(f"week.{name}", week.get(name, [])) for name in DAYS),
        "holidays": {_date("holidays", day): _name(day, name) for day, name in _mapping(data, "holidays").items()},
        "special": {
            _date("special", day): hours.read(f"special.{day}", spans)
            for day, spans in _mapping(data, "special").items()
        },
    }


def write(
    zone: str, week: tuple[Hours, ...], holidays: Mapping[date, str], special: Mapping[date, Hours]
) -> dict[str, Any]:
    """The inverse of `read`, with days and dates in order."""
    return {
        "zone": zone,
        "week": {name: hours.write(spans) for name, spans in zip(DAYS, week, strict=True)},
        "holidays": {day.isoformat(): holidays[day] for day in sorted(holidays)},
        "special": {day.isoformat(): hours.write(special[day]) for day in sorted(special)},
    }


def _only_known(data: Mapping[Any, Any], known: tuple[str, ...], prefix: str = "") -> None:
    for name in data:
        if name not in known:
            raise wording.BadCalendar(wording.unknown_field(f"{prefix}{name}"))


def _mapping(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = data.get(name, {})
    if not isinstance(value, Mapping):
        raise wording.BadCalendar(wording.not_a_mapping(name))
    return value


def _date(field: str, text: object) -> date:
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        raise wording.BadCalendar(wording.not_a_date(field, text)) from None
    if day.isoformat() != text:
        raise wording.BadCalendar(wording.not_a_date(field, text))
    return day


def _name(day: str, name: object) -> str:
    if not isinstance(name, str):
        raise wording.BadCalendar(wording.not_text(f"holidays.{day}"))
    return name
