"""Working calendars over REST: list, look at, add, change; the public holidays of a country as a proposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router

from fettle.administration.definitions.calendar_views import SEE, YEARS
from fettle.edges.rest import described, given, shapes, things
from fettle.edges.rest.answers import Answer, etag
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.loose import Names
from fettle.edges.rest.parameters import only
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_everywhere
from fettle.kernel.clock import holidays_of, queries
from fettle.kernel.clock.calendar_data import DAYS
from fettle.kernel.clock.models import Calendar, CalendarVersion
from fettle.kernel.clock.wording import BadCalendar
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.records.values import Line
from fettle.kernel.settings import calendars

CALENDARS = Router(tags=["settings"])
PARTS = ("zone", "week", "holidays", "special")
NAME = given.Takes("name", "name", Line(120), "Name", needed=True)
DATA = (
    given.Takes("zone", "zone", Line(60), "Time zone of its hours", needed=True),
    given.Takes("week", "week", Names(), 'Hours by day: {"monday": [["08:00", "17:00"]]}', needed=True),
    given.Takes("holidays", "holidays", Names(), 'Days without work: {"2026-12-25": "Christmas Day"}'),
    given.Takes("special", "special", Names(), 'Days with hours of their own: {"2026-12-24": [["08:00", "12:00"]]}'),
)
REASON = given.Takes("reason", "reason", Line(500), "Why; it stays with the version", needed=True)
SPANS = shapes.listed(shapes.listed(shapes.TEXT))
ONE = shapes.thing(
    {
        "key": shapes.TEXT,
        "name": shapes.TEXT,
        "version": shapes.WHOLE,
        "zone": shapes.TEXT,
        "week": shapes.thing(dict.fromkeys(DAYS, SPANS)),
        "holidays": {"type": "object", "additionalProperties": shapes.TEXT},
        "special": {"type": "object", "additionalProperties": SPANS},
        "reason": shapes.TEXT,
        "made_at": shapes.MOMENT,
        "made_by": shapes.TEXT,
    },
    ["key", "name", "version", *PARTS],
)
LISTED = shapes.thing({"items": shapes.listed(ONE)}, ["items"])
HOLIDAYS = shapes.thing({"holidays": {"type": "object", "additionalProperties": shapes.TEXT}}, ["holidays"])


def _found(actor: Actor, key: str) -> Calendar:
    require(actor, SEE)
    version = queries.latest(key.replace("\x00", ""))
    if version is None:
        raise NotSeen(_("There is no such calendar."))
    return version.calendar


def _changeable(actor: Actor, key: str) -> Calendar:
    found = _found(actor, key)
    require_everywhere(actor, calendars.MANAGE)
    return found


def _anything(actor: Actor) -> None:
    require_everywhere(actor, calendars.MANAGE)


def _in_force(calendar: Calendar) -> CalendarVersion:
    return CalendarVersion.objects.select_related("calendar").filter(calendar=calendar).latest("version")


def _body(version: CalendarVersion) -> dict[str, Any]:
    return {
        "key": version.calendar.key,
        "name": version.calendar.name,
        "version": version.version,
        **{part: version.data[part] for part in PARTS},
        "reason": version.reason,
        "made_at": version.made_at.isoformat(),
        "made_by": version.made_by_label,
    }


def _shown(actor: Actor, calendar: Calendar) -> Answer:
    version = _in_force(calendar)
    return Answer(_body(version), headers={"ETag": etag(version.version)})


def _versions(actor: Actor, calendar: Calendar) -> Answer:
    return Answer({"items": [_body(version) for version in queries.versions(calendar.key)]})


def _add(actor: Actor, nothing: None, name: str, reason: str, **data: Any) -> Calendar:
    return calendars.define(actor, "", name, data, reason).calendar


def _change(actor: Actor, calendar: Calendar, reason: str = "", name: str = "", **data: Any) -> Calendar:
    """The next version: what is not given stays as it is."""
    if not reason:
        raise Invalid({"reason": _("Give a value.")})
    last = _in_force(calendar)
    whole = {**last.data, **data}
    return calendars.define(actor, calendar.key, name or calendar.name, whole, reason, last.version).calendar


@CALENDARS.get(
    "/calendars",
    operation_id="calendars_list",
    summary="List: working calendars, by name",
    openapi_extra=described.operation({200: LISTED}, (401, 403, 405, 422)),
)
def browse(request: HttpRequest) -> HttpResponse:
    """Each in its version in force."""
    actor = actor_of(request)
    only(request.GET)
    require(actor, SEE)
    return Answer({"items": [_body(version) for version in queries.in_force()]}).response()


def _proposed(actor: Actor, country: str, part: str | None = None) -> list[holidays_of.Holiday]:
    require_everywhere(actor, calendars.MANAGE)
    this = date.today().year
    spoken = (get_language() or "en")[:2]
    try:
        return holidays_of.propose(country.upper(), range(this, this + YEARS), (part or "").upper(), spoken)
    except BadCalendar as problem:
        raise Invalid({"part" if part else "country": str(problem)}) from None


def _told(actor: Actor, found: list[holidays_of.Holiday]) -> Answer:
    return Answer({"holidays": {day.isoformat(): name for day, name in found}})


CALENDAR = things.Thing(CALENDARS, _found, _shown, ONE)
replace(CALENDAR, find=_anything).post(
    "/calendars", "calendars_add", "Add a working calendar", _add, (NAME, *DATA, REASON), made="/calendars/{key}"
)
CALENDAR.get("/calendars/{calendar}", "calendars_show", "Show: a working calendar in the version in force")
things.Thing(CALENDARS, _found, _versions, LISTED).get(
    "/calendars/{calendar}/versions", "calendars_versions", "What a working calendar said, the newest version first"
)
replace(CALENDAR, find=_changeable).patch(
    "/calendars/{calendar}",
    "calendars_change",
    "Change a working calendar: its next version",
    _change,
    (NAME, *DATA, REASON),
)
things.Thing(CALENDARS, _proposed, _told, HOLIDAYS).get(
    "/holidays/{country}",
    "holidays",
    "The public holidays of a country, this year and the next two, as a calendar takes them",
    [described.query("part", {"type": "string", "maxLength": 6}, "The code of a part of the country, such as BY.")],
)
