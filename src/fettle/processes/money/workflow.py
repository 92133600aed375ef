"""A cost is estimated, committed, spent; a budget is drawn up, approved, and replaced by its next version. Either is
withdrawn, never deleted.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask, State, Verb, Workflow

SEE, ENTER, APPROVE = "money.see", "money.enter", "money.approve"
ESTIMATED, COMMITTED, SPENT, WITHDRAWN = "estimated", "committed", "spent", "withdrawn"
DRAFT, APPROVED, OVER = "draft", "approved", "over"
REASON = Ask("reason", Line(500), _("Reason"))

COSTS = Workflow(
    states=(
        State(ESTIMATED, _("Estimated"), shape="new", open=False),
        State(COMMITTED, _("Committed"), shape="half", open=False),
        State(SPENT, _("Spent"), shape="done", open=False),
        State(WITHDRAWN, _("Withdrawn"), shape="stop", open=False, final=True),
    ),
    verbs=(
        Verb("commit", _("Note as committed"), ESTIMATED, COMMITTED, may=ENTER, primary=True, icon="check"),
        Verb("spend", _("Note as spent"), (ESTIMATED, COMMITTED), SPENT, may=ENTER, primary=True, icon="check"),
        Verb("withdraw", _("Withdraw"), (ESTIMATED, COMMITTED, SPENT), WITHDRAWN, may=ENTER, asks=(REASON,), icon="x"),
    ),
)
BUDGETS = Workflow(
    states=(
        State(DRAFT, _("Draft"), shape="new", open=False),
        State(APPROVED, _("Approved"), shape="done", open=False),
        State(OVER, _("No longer in force"), shape="closed", open=False, final=True),
    ),
    verbs=(
        Verb(
            "approve",
            _("Approve"),
            DRAFT,
            APPROVED,
            may=APPROVE,
            primary=True,
            icon="check",
        ),
        Verb("withdraw", _("Withdraw"), (DRAFT, APPROVED), OVER, may=ENTER, asks=(REASON,), icon="x"),
    ),
)
