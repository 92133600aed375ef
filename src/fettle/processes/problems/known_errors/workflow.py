"""The life of a known error: current and offered; solved with its cause; or removed. None of them is open: what is to
be done about it is the work of its problem, and its review a duty.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.problems.standing import CURRENT, SOLVED
from fettle.processes.problems.workflow import WORK

REMOVED = "removed"
REASON = Ask("reason", Line(500), _("Reason"))

FLOW = Workflow(
    states=(
        State(CURRENT, _("Current"), shape="ring", open=False),
        State(SOLVED, _("Solved"), shape="closed", open=False),
        State(REMOVED, _("Removed"), shape="closed", open=False),
    ),
    verbs=(
        Verb(
            "confirm",
            _("Still right"),
            CURRENT,
            None,
            may=WORK,
            asks=(Ask("remark", Line(500), _("What was looked at"), needed=False),),
            icon="clipboard-check",
        ),
        Verb(
            "solve",
            _("Cause is removed"),
            CURRENT,
            SOLVED,
            may=WORK,
            asks=(Ask("reason", Line(500), _("By what it was removed")),),
            icon="check",
        ),
        Verb("remove", _("Remove"), (CURRENT, SOLVED), REMOVED, may=WORK, asks=(REASON,), icon="archive"),
        Verb("bring_back", _("Bring back"), (SOLVED, REMOVED), CURRENT, may=WORK, asks=(REASON,), icon="arrow-back-up"),
    ),
)
