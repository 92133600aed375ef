"""What a row of a log may say: texts as long as the column that keeps them, times that a calendar reaches. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from fettle.edges.transfer.models import SourceRow
from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.records.values import EARLIEST, whole
from fettle.processes.incidents.models import Incident
from fettle.processes.incidents.servicenow.mapping import MAPPING

SOURCE = "servicenow-events"
TIMES = ("sys_updated_at", "opened_at")
IDENTITY = ("sys_mod_count", "sys_updated_at")


def _room(model: type[Model], column: str) -> int:
    """Characters that a column holds."""
    field: Any = model._meta.get_field(column)
    return int(field.max_length)


def prefix(organisation: int) -> str:
    """With what the key of somebody begins whom this log knows by a label."""
    return f"{SOURCE}:{organisation}:"


PERSON = min(_room(Person, "name"), _room(Person, "source_key") - len(prefix(2**31)))
LONGEST: Mapping[str, int] = {
    "number": _room(SourceRow, "group"),
    "contact_type": _room(Incident, "channel"),
    "assignment_group": _room(Team, "name"),
    **dict.fromkeys(("caller_id", "assigned_to", "sys_updated_by"), PERSON),
    **{theirs: _room(Incident, ours) for ours, theirs in MAPPING.texts.items()},
}
"""Characters that a cell of the log may have, where a column of ours keeps it."""


@dataclass(frozen=True)
class Span:
    """In which zone the log tells the time, and up to when it can."""

    zone: tzinfo
    latest: datetime

    def reaches(self, wall: datetime) -> bool:
        """Whether a wall time is one that the log can tell: from 1970 on, and not after ``latest``."""
        if not EARLIEST <= wall.year <= self.latest.year + 1:
            return False
        return wall.replace(tzinfo=self.zone).astimezone(UTC) <= self.latest


def wrong(values: Mapping[str, str], told: Span) -> str:
    """Why the values cannot be an event, in a sentence that says how to mend it; or nothing."""
    if values["number"] in ("", MAPPING.missing):
        return _("number: the incident's number is missing.")
    if any("\x00" in value or "\ufffd" in value for value in values.values()):
        return _("The line holds bytes that are not text.")
    for name, most in LONGEST.items():
        if len(values.get(name, "")) > most:
            told_of = {"name": name, "count": len(values[name]), "most": most}
            return _("%(name)s: the text has %(count)s characters, at most %(most)s fit: shorten it.") % told_of
    for name in TIMES:
        if values[name] == MAPPING.missing and name == "opened_at":
            continue
        if reason := _wrong_time(values[name], told):
            return reason % {"name": name, "value": values[name][:40], "first": EARLIEST}
    if not readable("sys_mod_count", values["sys_mod_count"]):
        return _("sys_mod_count: “%(value)s” is not a number.") % {"value": values["sys_mod_count"][:40]}
    return ""


def _wrong_time(text: str, told: Span) -> str:
    try:
        wall = datetime.strptime(text, MAPPING.time)
    except ValueError:
        return _("%(name)s: “%(value)s” is not a time such as 29-02-2016 01:16.")
    if told.reaches(wall):
        return ""
    return _("%(name)s: “%(value)s” lies before %(first)s or in the future, of which no log tells: correct it.")


def readable(name: str, cell: str) -> bool:
    """Whether a cell of the identity says what its column should."""
    if name == "sys_mod_count":
        return whole(cell) is not None
    try:
        return bool(datetime.strptime(cell, MAPPING.time))
    except ValueError:
        return False
