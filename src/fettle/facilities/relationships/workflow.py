"""The life of a relationship: it is there, it has ended, it can be taken up again. A room asks for it with its own
permission.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask, State, Verb, Workflow

ACTIVE, ENDED = "active", "ended"
REASON = Ask("reason", Line(500), _("Reason"))


def flow(may: str) -> Workflow:
    """Nothing is ever to be done in a state: what is due again is a duty."""
    return Workflow(
        states=(
            State(ACTIVE, _("Active"), shape="done", open=False),
            State(ENDED, _("Ended"), shape="closed", open=False),
        ),
        verbs=(
            Verb("end", _("End the relationship"), ACTIVE, ENDED, may, asks=(REASON,), icon="archive"),
            Verb("take_up", _("Take up again"), ENDED, ACTIVE, may, asks=(REASON,), icon="arrow-back-up"),
        ),
    )
