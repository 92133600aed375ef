"""The version that is negotiated as a form: its promises apart from the table of times, to and from rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToCalendar
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Field
from fettle.kernel.records.values import Choice, Day, Number, Option, Text, Value, storable
from fettle.processes.levels.models import AgreementVersion
from fettle.processes.levels.promises import MOST, MOST_HOURS, Promises, of


def periods() -> list[Option]:
    """Over which time a promise is counted."""
    return [Option("month", _("a month")), Option("quarter", _("a quarter")), Option("year", _("a year"))]


@dataclass(frozen=True)
class Share(Value):
    """Per cent, with a point or a comma."""

    widget = "line"

    def clean(self, raw: Any, actor: Any) -> int | float:
        return number(storable(str(raw)), 100)


def number(text: str, most: int) -> int | float:
    """Raises ValueError."""
    try:
        value = float(text.strip().rstrip("%").strip().replace(",", "."))
    except ValueError:
        raise ValueError(_now("Give a number from %(least)s to %(most)s.") % {"least": 0, "most": most}) from None
    if not 0 <= value <= most:
        raise ValueError(_now("Give a number from %(least)s to %(most)s.") % {"least": 0, "most": most})
    return int(value) if value.is_integer() else value


PROMISED = (
    Field("percent", Share(), _("availability, at least"), _("Per cent, such as 99.5; empty: not promised.")),
    Field("percent_period", Choice(periods), _("availability is counted over")),
    Field("interruptions", Number(0, 10_000), _("interruptions, at most")),
    Field("interruptions_period", Choice(periods), _("interruptions are counted over")),
    Field(
        "hours_between",
        Number(1, MOST_HOURS, _("hours")),
        _("time between two interruptions, at least"),
        _("In hours."),
    ),
    Field(
        "capacity",
        Text(4_000),
        _("capacity, at least"),
        _("One in a line: what; how much; unit. For example: storage; 500; GB"),
    ),
    Field(
        "notice_hours",
        Number(1, MOST_HOURS, _("hours")),
        _("maintenance is announced before, at least"),
        _("In hours."),
    ),
    Field("report_days", Number(1, 366, _("days")), _("days between two reports, at most")),
)
"""What any agreement may promise beside times."""
FIELDS = (
    Field("calendar", ToCalendar(), _("support hours"), _("The calendar that its times are counted by."), needed=True),
    Field("valid_from", Day(), _("valid from"), needed=True),
    Field("valid_until", Day(), _("valid until"), _("Empty: until somebody gives notice.")),
    *PROMISED,
)


def values(version: AgreementVersion) -> dict[str, Any]:
    """What stands in the form."""
    rows = version.promises
    share, steady, notice, report = (
        of(rows, kind) or {} for kind in ("availability", "reliability", "notice", "reporting")
    )
    lines = [f"{row['name']}; {row['amount']}; {row['unit']}" for row in rows if row["kind"] == "capacity"]
    return {
        "calendar": version.calendar.calendar,
        "valid_from": version.valid_from,
        "valid_until": version.valid_until,
        "percent": share.get("percent"),
        "percent_period": share.get("period", "month"),
        "interruptions": steady.get("interruptions"),
        "interruptions_period": steady.get("period", "month"),
        "hours_between": steady.get("hours_between"),
        "capacity": "\n".join(lines),
        "notice_hours": notice.get("hours"),
        "report_days": report.get("days"),
    }


def promised(given: Mapping[str, Any], actor: Any) -> list[dict[str, Any]]:
    """The rows of a form. Raises Invalid."""
    rows: list[dict[str, Any]] = []
    if given["percent"] is not None:
        rows.append({"kind": "availability", "percent": given["percent"], "period": given["percent_period"] or "month"})
    if given["interruptions"] is not None:
        period = given["interruptions_period"] or "month"
        between = {"hours_between": given["hours_between"]}
        rows.append({"kind": "reliability", "interruptions": given["interruptions"], "period": period} | between)
    elif given["hours_between"] is not None:
        raise Invalid({"interruptions": _now("Say how many interruptions are allowed, too.")})
    rows += _capacity(given["capacity"] or "")
    if given["notice_hours"] is not None:
        rows.append({"kind": "notice", "hours": given["notice_hours"]})
    if given["report_days"] is not None:
        rows.append({"kind": "reporting", "days": given["report_days"]})
    try:
        return Promises().clean(rows, actor)
    except ValueError as problem:
        raise Invalid({"capacity": str(problem)}) from None


def _capacity(text: str) -> list[dict[str, Any]]:
    rows = []
    for at, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        parts = [part.strip() for part in line.split(";")]
        if len(parts) != 3 or not all(parts):
            sentence = _now("Line %(line)s: give what, how much and the unit, with semicolons between them.")
            raise Invalid({"capacity": sentence % {"line": at}})
        try:
            rows.append({"kind": "capacity", "name": parts[0], "amount": number(parts[1], MOST), "unit": parts[2]})
        except ValueError as problem:
            raise Invalid({"capacity": _now("Line %(line)s: %(problem)s") % {"line": at, "problem": problem}}) from None
    return rows
