"""Major incidents: the criteria, and the steps that one has beside all others (PR9.S7, PR9.A1.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToPerson
from fettle.kernel.records import Field
from fettle.kernel.records.values import Choice, Line, Moment, Number, Option, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Table
from fettle.kernel.workflow import Ask, Verb, Workflow
from fettle.processes.announcements import queries as announcements
from fettle.processes.incidents import defaults, leading, procedures, reviewing, rules
from fettle.processes.incidents.definitions import ACTIVE, CODE, LABEL, MANAGE
from fettle.processes.incidents.workflow import REASON, UNDONE, WORK

DECLARED, REVIEWED = "declared", "reviewed"
CLOSING = ("close", "confirm")
AFFECTED, EVERYBODY = "affected", "everybody"
STANDING = UNDONE | {"resolved"}

CRITERIA = Definition(
    key="incidents.major",
    title=_("Criteria of a major incident"),
    process="PR9",
    fitsm=("PR9.S7",),
    may=MANAGE,
    shape=Table(
        (
            CODE,
            LABEL,
            Field("update_minutes", Number(0, 1440, _("minutes")), _("an update at least every")),
            ACTIVE,
        )
    ),
    default=defaults.MAJOR,
    procedure=procedures.MAJOR,
)


def oneself(actor: Any, record: Any) -> Any:
    """Whoever declares it coordinates it until somebody else does."""
    return actor.person


def audience() -> list[Option]:
    """Who gets an update."""
    return [
        Option(AFFECTED, _now("Those who are affected")),
        Option(EVERYBODY, _now("Everybody to whom it is announced")),
    ]


MEETING = (
    Ask("meeting", Line(500), _("Meeting link or number"), needed=False),
    Ask("meeting_place", Line(200), _("Place"), needed=False),
)
TEXT = Ask(
    "text",
    Text(5_000),
    _("What people should know"),
    _("What does not work, what is being done, what they can do meanwhile"),
)
DECLARE = Verb(
    "declare_major",
    _("Declare major incident"),
    UNDONE,
    None,
    WORK,
    (rules.is_not_major_yet,),
    asks=(
        Ask("criterion", Choice(lambda: options(CRITERIA.key)), _("Which criterion is met?")),
        REASON,
        Ask("coordinator", ToPerson(), _("Incident manager"), _("You, unless named."), needed=False, first=oneself),
        Ask("communicator", ToPerson(), _("Communication lead"), needed=False),
        Ask("technician", ToPerson(), _("Technical lead"), needed=False),
        *MEETING,
    ),
    icon="flame",
)
UPDATE = Verb(
    "send_update",
    _("Send update"),
    STANDING,
    None,
    WORK,
    (rules.is_led_as_major,),
    asks=(
        Ask("stage", Choice(announcements.stages, tiles=True), _("How far is it?")),
        TEXT,
        Ask("next_update_at", Moment(), _("Next update at"), _("In the agreed interval, unless given."), needed=False),
        Ask("audience", Choice(audience), _("Who gets it"), needed=False),
    ),
    icon="message",
    quiet=True,
)
APPOINT = Verb(
    "appoint",
    _("Settle who leads"),
    STANDING,
    None,
    WORK,
    (rules.is_led_as_major,),
    asks=(
        Ask("lead", Choice(leading.roles, tiles=True), _("Role")),
        Ask("person", ToPerson(), _("Who"), _("Empty: nobody any more."), needed=False),
        Ask("reason", REASON.type, _("Reason"), needed=False),
    ),
    icon="users",
    quiet=True,
)
MEET = Verb(
    "set_meeting",
    _("Settle where to meet"),
    STANDING,
    None,
    WORK,
    (rules.is_led_as_major,),
    asks=MEETING,
    icon="video",
    quiet=True,
)
INTERVAL = Verb(
    "set_interval",
    _("Change how often there is an update"),
    STANDING,
    None,
    WORK,
    (rules.is_led_as_major,),
    asks=(Ask("update_minutes", Number(0, 1440, _("minutes")), _("An update at least every")), REASON),
    icon="rotate",
    quiet=True,
)
NOT_MAJOR = Verb(
    "undeclare_major",
    _("Not major after all"),
    UNDONE | {"resolved", "closed"},
    None,
    MANAGE,
    (rules.is_led_as_major, rules.is_not_reviewed_yet),
    asks=(REASON,),
    icon="x",
    quiet=True,
)
FINDINGS = Ask(
    "review",
    Text(20_000),
    _("Findings"),
    _("What happened and why, what helped, what did not, and who changes what until when."),
    first=reviewing.begun,
)
WRITE = Verb(
    "write_review",
    _("Write the review"),
    UNDONE | {"resolved", "closed"},
    None,
    WORK,
    (rules.is_led_as_major, rules.is_not_reviewed_yet),
    asks=(FINDINGS,),
    icon="pencil",
    quiet=True,
)
REVIEW = Verb(
    "review_major",
    _("Finish the review"),
    {"resolved", "closed"},
    None,
    MANAGE,
    (rules.is_major,),
    asks=(FINDINGS,),
    icon="clipboard-check",
    quiet=True,
)


def standings() -> list[Option]:
    """Where a major incident stands with its review."""
    return [Option(DECLARED, _now("Declared, review to come")), Option(REVIEWED, _now("Reviewed"))]


def with_major(flow: Workflow) -> Workflow:
    """The workflow with all of these steps; closing waits for the review."""
    verbs = (
        replace(verb, needs=(*verb.needs, rules.a_major_incident_is_reviewed)) if verb.name in CLOSING else verb
        for verb in flow.verbs
    )
    steps = (DECLARE, UPDATE, APPOINT, MEET, INTERVAL, WRITE, REVIEW, NOT_MAJOR)
    return Workflow(flow.states, (*verbs, *steps))
