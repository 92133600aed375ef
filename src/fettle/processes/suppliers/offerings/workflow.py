"""What is offered can be had, or no longer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask, State, Verb, Workflow

OFFERED, WITHDRAWN = "offered", "withdrawn"
MANAGE = "suppliers.manage"
REASON = Ask("reason", Line(500), _("Reason"))

FLOW = Workflow(
    states=(
        State(OFFERED, _("Offered"), shape="done", open=False),
        State(WITHDRAWN, _("No longer offered"), shape="closed", open=False),
    ),
    verbs=(
        Verb("withdraw", _("No longer offered"), OFFERED, WITHDRAWN, may=MANAGE, asks=(REASON,), icon="archive"),
        Verb("offer_again", _("Offered again"), WITHDRAWN, OFFERED, may=MANAGE, asks=(REASON,), icon="arrow-back-up"),
    ),
)
