"""Agreements over REST: to read, the first default agreement, and the next version of an agreement."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.edges.rest import shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import get
from fettle.kernel.access.references import ToCalendar
from fettle.kernel.clock.models import Calendar
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask
from fettle.processes.levels import actions
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.targets import ROW, Targets

TARGETS = Ask("targets", Targets(), _("Targets, all of them"))
CALENDAR = Ask("calendar", ToCalendar(), _("Working calendar, by key or name"))
TEXTS = tuple(
    Ask(field.name, field.type, field.label, needed=field.name == "title")
    for field in AGREEMENT.fields
    if field.name in ("title", "terms", "reporting")
)
CHANGED = (
    Ask("targets", Targets(), TARGETS.label, needed=False),
    Ask("calendar", ToCalendar(), CALENDAR.label, needed=False),
    Ask("reason", Line(500), _("Reason")),
)
VERSION = shapes.thing(
    {
        "version": shapes.WHOLE,
        "made_at": shapes.MOMENT,
        "calendar": shapes.thing({"key": shapes.TEXT, "version": shapes.WHOLE}, ["key", "version"]),
        "targets": shapes.listed(shapes.thing(ROW, ROW)),
    },
    ["version", "made_at", "calendar", "targets"],
)


def _register(actor: Actor, *, calendar: Calendar, **values: Any) -> Record:
    given = {name: value for name, value in values.items() if value is not None}
    return actions.agree_default(actor, calendar=actions.latest(calendar), **given)


def _revise(actor: Actor, number: str, **values: Any) -> Record:
    return actions.revise(actor, number, **{name: value for name, value in values.items() if value is not None})


def _seen(actor: Actor, number: str) -> Record:
    return get(actor, number, AGREEMENT)


def _versions(actor: Actor, record: Record) -> Answer:
    rows = record.item.versions.select_related("calendar__calendar").order_by("-version")
    items = [
        {
            "version": each.version,
            "made_at": each.made_at.isoformat(),
            "calendar": {"key": each.calendar.calendar.key, "version": each.calendar.version},
            "targets": each.targets,
        }
        for each in rows
    ]
    return Answer({"items": items})


agreements = routes(
    AGREEMENT,
    register=_register,
    revise=_revise,
    also=(*TEXTS, TARGETS, CALENDAR),
    revising=CHANGED,
    first=lambda router: tables.add(router, AGREEMENT),
)
ITEMS = shapes.thing({"items": shapes.listed(VERSION)}, ["items"])
things.Thing(agreements, _seen, _versions, ITEMS).get(
    "/agreements/{number}/versions", "agreements_versions", "What it promised and by which calendar, newest first"
)
