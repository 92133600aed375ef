"""Incidents and requests over REST: which route calls which action."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.edges.rest.loose import Files, Names
from fettle.edges.rest.routes import Step, routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.references import ToPerson, ToRecord
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Line, Number, Option, Text
from fettle.kernel.workflow import Ask
from fettle.processes.incidents import actions, time_api
from fettle.processes.incidents.records import INCIDENT, REQUEST, UNTIL_CLOSED
from fettle.processes.incidents.workflow import CONFIRM, REASON, WORK

CUSTOM = Field("custom", Names(), _("fields of the category"), register=True, edit=UNTIL_CLOSED)
PRIORITY = Ask("priority", Number(1, 9), _("Priority"), needed=False)
WHY = Ask("reason", REASON.type, _("Reason for another priority than the scheme's"), needed=False)
WORDS = Ask("text", Text(100_000), _("Text"))
THEN = Ask("then", Choice(lambda: [Option("wait", _("Wait for the requester"))]), _("Afterwards"), needed=False)
FOLLOW = "incidents.follow"
ENTRY = Ask("entry", Number(1), _("Which entry; the last unless given"), needed=False)
REPORTER = (
    Ask("person", ToPerson(), _("Who reports it too")),
    Ask("text", Text(20_000), _("What they said"), needed=False),
)
PART = (
    Ask("title", Line(200), _("Subject of the new record")),
    Ask("details", Text(), _("Details, which the people on the new record read"), needed=False),
    Ask("requester", ToPerson(), _("Requester; the same unless given"), needed=False),
    Ask("affected", ToPerson(), _("Affected person"), needed=False),
    Ask("service", ToRecord("service", among=("live",)), _("Service; the same unless given"), needed=False),
)
FORWARD = (
    Ask("supplier", ToRecord("supplier", among=("active",)), _("Supplier")),
    Ask("text", Text(100_000), _("What the supplier reads")),
    Ask("address", Line(254), _("To; needed where the supplier has several addresses"), needed=False),
    Ask("subject", Line(200), _("Subject behind the number; the title unless given"), needed=False),
    Ask("files", Files(), _("Ids of the record's files that go along"), needed=False),
    Ask("then", Choice(lambda: [Option("wait", _("Wait for the supplier"))]), _("Afterwards"), needed=False),
)
SPENT = Ask("minutes", Number(), _("Minutes of work to note beside it"), needed=False)
TALK = (
    Step("reply", _("Reply"), FOLLOW, actions.reply, (WORDS, THEN, SPENT)),
    Step("note", _("Note for staff"), WORK, actions.note, (WORDS, SPENT)),
    Step("follow_up", _("Follow up"), CONFIRM, actions.follow_up, (Ask("details", Text(), _("Details")),), makes=True),
    Step("forward", _("Forward to a supplier"), WORK, actions.forward, FORWARD),
    Step("add_report", _("Somebody else reports it too"), WORK, actions.add_report, REPORTER),
    Step("split", _("Split off a new record"), WORK, actions.split, PART, makes=True),
    Step("note_time", _("Note time spent"), WORK, actions.note_time, time_api.NOTE),
    Step("correct_time", _("Correct time spent"), WORK, actions.correct_time, (time_api.ENTRY, *time_api.NOTE)),
    Step(
        "withdraw_time",
        _("Withdraw time spent"),
        WORK,
        actions.withdraw_time,
        (time_api.ENTRY, time_api.REASON),
    ),
    Step("undo", _("Take back one's own last step"), WORK, actions.undo, (ENTRY,)),
)


def _register(kind: Kind) -> Callable[..., Record]:
    def register(actor: Actor, **values: Any) -> Record:
        return actions.register(actor, kind, **{name: value for name, value in values.items() if value is not None})

    return register


incidents, requests = (
    routes(
        kind,
        register=_register(kind),
        revise=actions.revise,
        verbs=actions.VERBS,
        more=TALK,
        also=(PRIORITY, WHY),
        extra=(CUSTOM,),
        first=partial(tables.add, kind=kind),
    )
    for kind in (INCIDENT, REQUEST)
)
