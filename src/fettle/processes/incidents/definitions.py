"""What the incident and service request manager defines on a screen, with the procedure beside the data (PR9.S1–S6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.orgs.models import Team
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Day, Flag, Line, Number, Option, Text, Value
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Form, Table
from fettle.kernel.settings.read import current
from fettle.kernel.settings.scheme import every_pair, ranks_in_order
from fettle.processes.incidents import defaults, procedures

MANAGE = "incidents.manage"
CODE = Field("code", Line(40), _("code"), needed=True)
LABEL = Field("label", Line(80), _("name"), needed=True)
ACTIVE = Field("active", Flag(), _("in use"))


def row_of(key: str, code: str) -> dict[str, Any]:
    """One row of a table, empty when nobody defined it."""
    return next((row for row in current()[key] if row["code"] == code), {})


def _codes(key: str) -> Choice:
    return Choice(lambda: options(key))


def _kinds() -> list[Option]:
    return [Option("incident", _now("Incidents")), Option("request", _now("Requests"))]


def services() -> list[Option]:
    rows = Record.objects.filter(kind="service").order_by("title").values_list("number", "title", "state")
    return [Option(number, title, state == "live") for number, title, state in rows]


def types() -> list[Option]:
    """The types that a field has which the process manager adds."""
    return [
        Option("line", _now("Line of text")),
        Option("text", _now("Text")),
        Option("number", _now("Number")),
        Option("flag", _now("Yes or no")),
        Option("day", _now("Date")),
        Option("choice", _now("Choice")),
    ]


def type_of(row: Mapping[str, Any]) -> Value:
    """The value type of such a field, from its ``type`` and ``choices``."""
    choices = [Option(text.strip(), text.strip()) for text in (row.get("choices") or "").split(",") if text.strip()]
    known: dict[str, Value] = {
        "text": Text(5000),
        "number": Number(),
        "flag": Flag(),
        "day": Day(),
        "choice": Choice(lambda: choices),
    }
    return known.get(row["type"], Line())


def _teams() -> list[Option]:
    return [Option(name, name, active) for name, active in Team.objects.order_by("name").values_list("name", "active")]


def watched() -> list[Option]:
    """The clocks that rules speak of: both of the customer's SLA, both of each team's OLA, that of a supplier's UA."""
    return [
        Option("response", _now("First response")),
        Option("resolution", _now("Resolution")),
        Option("ola_response", _now("First response of the team (OLA)")),
        Option("ola", _now("Time with the team (OLA)")),
        Option("ua", _now("Time with the supplier (UA)")),
    ]


HANDLING = Definition(
    key="incidents.handling",
    title=_("The desk's tool: recording and handling"),
    process="PR9",
    fitsm=("PR9.S1",),
    may=MANAGE,
    shape=Form(
        (
            Field("category_needed", Flag(), _("resolve only what has a category")),
            Field("service_needed", Flag(), _("resolve only what has a service")),
            Field("steps_done", Flag(), _("resolve only when every step is done or left out")),
            Field("time_shown", Flag(), _("show the people on a record how much time was spent on it")),
        )
    ),
    default={"category_needed": False, "service_needed": False, "steps_done": True, "time_shown": False},
    procedure=procedures.HANDLING,
)
CHANNELS = Definition(
    key="incidents.channels",
    title=_("Sources and channels"),
    process="PR9",
    fitsm=("PR9.S2",),
    may=MANAGE,
    shape=Table((CODE, LABEL, Field("responds", Flag(), _("answers at once")), ACTIVE)),
    default=defaults.CHANNELS,
    procedure=procedures.RECORDING,
)
CATEGORIES = Definition(
    key="incidents.categories",
    title=_("Classification scheme"),
    process="PR9",
    fitsm=("PR9.S3",),
    may=MANAGE,
    shape=Table((CODE, LABEL, Field("group", Line(80), _("group")), ACTIVE)),
    default=defaults.CATEGORIES,
    procedure=procedures.CLASSIFICATION,
)
CUSTOM_FIELDS = Definition(
    key="incidents.custom_fields",
    title=_("Fields of categories"),
    process="PR9",
    fitsm=("PR9.S3",),
    may=MANAGE,
    shape=Table(
        (
            CODE,
            LABEL,
            Field("category", _codes("incidents.categories"), _("category"), needed=True),
            Field("type", Choice(types), _("type"), needed=True),
            Field("choices", Line(500), _("choices"), _("Separated by commas")),
            Field("needed", Flag(), _("needed")),
            ACTIVE,
        )
    ),
    default=[],
    procedure=procedures.CUSTOM_FIELDS,
)
PRIORITIES = Definition(
    key="incidents.priorities",
    title=_("Priorities"),
    process="PR9",
    fitsm=("PR9.S4",),
    may=MANAGE,
    shape=Table((CODE, LABEL, ACTIVE)),
    default=defaults.PRIORITIES,
    procedure=procedures.PRIORITISATION,
    check=ranks_in_order,
)
IMPACTS = Definition(
    key="incidents.impacts",
    title=_("Impact: who is affected?"),
    process="PR9",
    fitsm=("PR9.S4",),
    may=MANAGE,
    shape=Table((CODE, LABEL, ACTIVE)),
    default=defaults.IMPACTS,
    procedure=procedures.PRIORITISATION,
)
URGENCIES = Definition(
    key="incidents.urgencies",
    title=_("Urgency: how soon?"),
    process="PR9",
    fitsm=("PR9.S4",),
    may=MANAGE,
    shape=Table((CODE, LABEL, ACTIVE)),
    default=defaults.URGENCIES,
    procedure=procedures.PRIORITISATION,
)
MATRIX = Definition(
    key="incidents.matrix",
    title=_("Priority from impact and urgency"),
    process="PR9",
    fitsm=("PR9.S4",),
    may=MANAGE,
    shape=Table(
        (
            Field("impact", _codes("incidents.impacts"), _("impact"), needed=True),
            Field("urgency", _codes("incidents.urgencies"), _("urgency"), needed=True),
            Field("priority", _codes("incidents.priorities"), _("priority"), needed=True),
        ),
        key=("impact", "urgency"),
    ),
    default=defaults.MATRIX,
    procedure=procedures.PRIORITISATION,
    check=every_pair("incidents.impacts", "incidents.urgencies"),
)
STOPS = Field("stops_clock", Flag(), _("clocks stand still"))
STOPS_TEAM = Field(
    "stops_team",
    Flag(),
    _("that of the team (OLA) stands still, too"),
    _("What makes all clocks stand still makes this one, too."),
)
PAUSE_REASONS = Definition(
    key="incidents.pause_reasons",
    title=_("Reasons to wait"),
    process="PR9",
    may=MANAGE,
    shape=Table((CODE, LABEL, STOPS, STOPS_TEAM, ACTIVE)),
    default=defaults.PAUSE_REASONS,
    procedure=procedures.WAITING,
)
CLOSURE_CODES = Definition(
    key="incidents.closure_codes",
    title=_("Closure codes"),
    process="PR9",
    fitsm=("PR9.S6",),
    may=MANAGE,
    shape=Table((CODE, LABEL, ACTIVE)),
    default=defaults.CLOSURE_CODES,
    procedure=procedures.CLOSURE,
)
CLOSURE = Definition(
    key="incidents.closure",
    title=_("Closing and the time of grace"),
    process="PR9",
    fitsm=("PR9.S6",),
    may=MANAGE,
    shape=Form(
        (
            Field(
                "close_after_days",
                Number(0, 365, _("days")),
                _("close a resolved record after"),
                _("Calendar days in which the user may object; 0 closes at once."),
                needed=True,
            ),
            Field(
                "reopen_within_days",
                Number(0, 365, _("days")),
                _("reopen a closed record within"),
                _("Calendar days after closing; later a new linked record is made."),
                needed=True,
            ),
        )
    ),
    default={"close_after_days": 3, "reopen_within_days": 7},
    procedure=procedures.CLOSURE,
)
ESCALATION = Definition(
    key="incidents.escalation",
    title=_("Escalation rules"),
    hint=_(
        "When something is said. Who is told of it, at 50, 75, 90 and 100 % or any other part, stands in the "
        "notification rules."
    ),
    process="PR9",
    fitsm=("PR9.S5",),
    may=MANAGE,
    shape=Table(
        (
            CODE,
            Field(
                "clock",
                Choice(watched),
                _("clock"),
                needed=True,
            ),
            Field("percent", Number(1, 500, "%"), _("at this part of the target"), needed=True),
            Field("most_urgent", Number(1, 9), _("for priorities up to"), needed=True),
            Field(
                "way",
                Choice(
                    lambda: [
                        Option("warning", _now("Warn: those whom the notification rules name for this part")),
                        Option("functional", _now("Functional: the whole team")),
                        Option("hierarchical", _now("Hierarchical: team leader and process manager")),
                    ]
                ),
                _("way"),
                needed=True,
            ),
            ACTIVE,
        )
    ),
    default=defaults.ESCALATION,
    procedure=procedures.ESCALATION,
)
CANNED_REPLIES = Definition(
    key="incidents.canned_replies",
    title=_("Saved answers"),
    process="PR9",
    may="incidents.work",
    hint=_("{caller}, {number}, {title}, {agent}, {service}, {team} and {due} are filled in when it is used."),
    shape=Table(
        (
            CODE,
            LABEL,
            Field("text", Text(5000), _("text"), needed=True),
            Field("kind", Choice(_kinds), _("only for")),
            Field("service", Choice(services), _("only for the service")),
            Field("team", Choice(_teams), _("only for the team")),
            ACTIVE,
        )
    ),
    default=defaults.CANNED_REPLIES,
    procedure=procedures.CANNED_REPLIES,
)
DEFINITIONS = (
    HANDLING,
    CHANNELS,
    CATEGORIES,
    CUSTOM_FIELDS,
    PRIORITIES,
    IMPACTS,
    URGENCIES,
    MATRIX,
    PAUSE_REASONS,
    CLOSURE_CODES,
    CLOSURE,
    ESCALATION,
    CANNED_REPLIES,
)
