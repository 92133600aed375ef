"""How agreements are evaluated, and what a notice of violation says, with the procedures beside it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Number, Text
from fettle.kernel.settings.declare import Definition, Form

EVALUATING = Definition(
    key="levels.evaluating",
    title=_("Evaluating agreements, and telling of violations"),
    process="PR2",
    fitsm=("PR2.A2", "PR2.A3"),
    may="levels.manage",
    shape=Form(
        (
            Field(
                "percent",
                Number(1, 100, "%"),
                _("a time is kept when so many per cent of the records kept it"),
                _("For agreements that say nothing else."),
                needed=True,
            ),
            Field(
                "days",
                Number(1, 28, _("days")),
                _("days after the end of a month in which it is evaluated"),
                _("The duty is due then."),
                needed=True,
            ),
            Field(
                "notice",
                Text(10_000),
                _("what a notice of violation begins with"),
                _("In braces: {party}, {agreement}, {number}, {period}, {missed}."),
                needed=True,
            ),
        )
    ),
    default={
        "percent": 90,
        "days": 10,
        "notice": (
            "{party},\n\nin {period} we missed what {agreement} ({number}) promises:\n\n{missed}\n\n"
            "We look into the cause, and tell you what we do so that it does not happen again. Please confirm that you "
            "have read this."
        ),
    },
    procedure=_(
        "On the first days of a month the service level manager looks at the evaluation of the month before: each "
        "target with what was measured. What no record says, such as availability, is entered with its source. Then "
        "the evaluation is confirmed, and stays as it was; if a record is corrected later it is evaluated anew with a "
        "reason, and both are kept. For missed targets the other side is told once, by the notice of violation, and "
        "says that it has read it. What follows is a step with an owner and a day. Where targets are missed again and "
        "again, the rules of the agreement say what follows."
    ),
)
