"""A report is agreed, then ended; its specification stays readable."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask, State, Verb, Workflow

AGREED, ENDED = "agreed", "ended"

FLOW = Workflow(
    states=(
        State(AGREED, _("Agreed"), shape="done", open=False),
        State(ENDED, _("Ended"), shape="closed", open=False, final=True),
    ),
    verbs=(
        Verb(
            "terminate",
            _("End this report"),
            AGREED,
            ENDED,
            may="reporting.manage",
            asks=(Ask("reason", Line(500), _("Reason")),),
            icon="archive",
        ),
    ),
)
