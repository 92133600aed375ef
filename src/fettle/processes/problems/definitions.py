"""What the problem manager defines on a screen, with the procedure beside the data (PR10.S1, PR10.S2)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.kernel.clock.queries import calendars
from fettle.kernel.records import Field
from fettle.kernel.records.values import Choice, Flag, Line, Number, Option
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Form, Table
from fettle.kernel.settings.read import current
from fettle.kernel.settings.scheme import every_pair, ranks_in_order
from fettle.processes.problems import defaults, procedures
from fettle.processes.problems import workflow as keys
from fettle.processes.problems.workflow import MANAGE

CODE = Field("code", Line(20), _("code"), needed=True)
LABEL = Field("label", Line(80), _("name"), needed=True)
ACTIVE = Field("active", Flag(), _("in use"))


def _codes(key: str) -> Choice:
    return Choice(lambda: options(key))


def _calendars() -> list[Option]:
    return [Option(calendar.key, calendar.name) for calendar in calendars()]


HANDLING = Definition(
    key="problems.handling",
    title=_("Problems: recording and handling"),
    process="PR10",
    fitsm=("PR10.S2",),
    may=MANAGE,
    shape=Form(
        (
            Field(
                "calendar",
                Choice(_calendars),
                _("working days by the calendar"),
                _("Targets are counted in its days. Empty: Monday to Friday."),
            ),
            *(
                Field(f"band_{at}", Number(1, 2000, _("days")), label)
                for at, label in (
                    (1, _("times to solve, first band up to")),
                    (2, _("second band up to")),
                    (3, _("third band up to")),
                )
            ),
        )
    ),
    default={"calendar": None, "band_1": 5, "band_2": 20, "band_3": 60},
    procedure=procedures.HANDLING,
)
KEEPING = Definition(
    key="problems.keeping",
    title=_("Keeping of known errors"),
    process="PR10",
    fitsm=("PR10.S1",),
    may=MANAGE,
    shape=Form(
        (
            Field(
                "review_months",
                Number(1, 60, _("months")),
                _("known errors are reviewed every"),
                needed=True,
            ),
            Field(
                "offer", Flag(), _("offer known errors"), _("Beside incidents, while staff type, and in the portal.")
            ),
        )
    ),
    default={"review_months": 6, "offer": True},
    procedure=procedures.KEEPING,
)
SOURCES = Definition(
    key=keys.SOURCES,
    title=_("Problems: how they are found"),
    process="PR10",
    fitsm=("PR10.S2",),
    may=MANAGE,
    shape=Table((CODE, LABEL, Field("proactive", Flag(), _("before users notice")), ACTIVE)),
    default=defaults.SOURCES,
    procedure=procedures.SOURCES,
)
IMPACTS = Definition(
    key=keys.IMPACTS,
    title=_("Problems: impact"),
    process="PR10",
    fitsm=("PR10.S2",),
    may=MANAGE,
    shape=Table((CODE, LABEL, ACTIVE)),
    default=defaults.IMPACTS,
    procedure=procedures.PRIORITISATION,
)
URGENCIES = Definition(
    key=keys.URGENCIES,
    title=_("Problems: urgency"),
    process="PR10",
    fitsm=("PR10.S2",),
    may=MANAGE,
    shape=Table((CODE, LABEL, ACTIVE)),
    default=defaults.URGENCIES,
    procedure=procedures.PRIORITISATION,
)
PRIORITIES = Definition(
    key=keys.PRIORITIES,
    title=_("Problems: priorities and targets"),
    hint=_("Without days a problem is scheduled: its owner sets the day."),
    process="PR10",
    fitsm=("PR10.S2",),
    may=MANAGE,
    shape=Table((CODE, LABEL, Field("days", Number(1, 250, _("working days")), _("to be solved within")), ACTIVE)),
    default=defaults.PRIORITIES,
    procedure=procedures.PRIORITISATION,
    check=ranks_in_order,
)
MATRIX = Definition(
    key=keys.MATRIX,
    title=_("Problems: priority from impact and urgency"),
    process="PR10",
    fitsm=("PR10.S2",),
    may=MANAGE,
    shape=Table(
        (
            Field("impact", _codes(keys.IMPACTS), _("impact"), needed=True),
            Field("urgency", _codes(keys.URGENCIES), _("urgency"), needed=True),
            Field("priority", _codes(keys.PRIORITIES), _("priority"), needed=True),
        ),
        key=("impact", "urgency"),
    ),
    default=defaults.MATRIX,
    procedure=procedures.PRIORITISATION,
    check=every_pair(keys.IMPACTS, keys.URGENCIES),
)
WAYS = Definition(
    key=keys.WAYS,
    title=_("Problems: ways to resolve them"),
    process="PR10",
    fitsm=("PR10.S2",),
    may=MANAGE,
    shape=Table((CODE, LABEL, Field("removes", Flag(), _("the cause is there no more")), ACTIVE)),
    default=defaults.WAYS,
    procedure=procedures.CLOSURE,
)
OUTCOMES = Definition(
    key=keys.OUTCOMES,
    title=_("Problems: what comes of them"),
    process="PR10",
    fitsm=("PR10.S2",),
    may=MANAGE,
    shape=Table((CODE, LABEL, ACTIVE)),
    default=defaults.OUTCOMES,
    procedure=procedures.CLOSURE,
)
DEFINITIONS = (HANDLING, KEEPING, SOURCES, IMPACTS, URGENCIES, PRIORITIES, MATRIX, WAYS, OUTCOMES)


def row_of(key: str, code: str) -> dict[str, Any]:
    """One row of a table, empty when nobody defined it."""
    return next((row for row in current()[key] if str(row["code"]) == str(code)), {})
