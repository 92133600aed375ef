"""A complaint is received, looked into, answered, closed; or withdrawn by whoever complained."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Choice, Day, Line, Option, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.customers.complaints import rules

RECEIVED, IN_WORK, ANSWERED, CLOSED, WITHDRAWN = "received", "in_work", "answered", "closed", "withdrawn"
STANDING = (RECEIVED, IN_WORK, ANSWERED)
SEE, REGISTER, RECORD = "complaints.see", "complaints.register", "complaints.record"
"""Everybody may complain; ``RECORD`` is for those who write down what somebody else complains of."""
WORK, FOLLOW = "complaints.work", "complaints.follow"
REASON = Ask("reason", Line(500), _("Reason"))


OUTCOMES = "customers.complaint_outcomes"


def outcomes() -> list[Option]:
    """Whether the customer was right, as it is settled."""
    return options(OUTCOMES)


FLOW = Workflow(
    states=(
        State(RECEIVED, _("Received"), _("Received"), shape="new"),
        State(IN_WORK, _("Being looked into"), _("Being looked into"), shape="half"),
        State(ANSWERED, _("Answered"), _("Answered"), shape="ring"),
        State(CLOSED, _("Closed"), _("Closed"), shape="done", open=False),
        State(WITHDRAWN, _("Withdrawn"), _("Withdrawn"), shape="stop", open=False, final=True),
    ),
    verbs=(
        Verb("take", _("Look into it"), RECEIVED, IN_WORK, may=WORK, primary=True, icon="player-play"),
        Verb(
            "answer",
            _("Answer"),
            (RECEIVED, IN_WORK),
            ANSWERED,
            may=WORK,
            asks=(
                Ask("answer", Text(20_000), _("answer"), _("Whoever complained reads it, and is told by mail.")),
                Ask("outcome", Choice(outcomes), _("was the complaint justified?")),
            ),
            primary=True,
            icon="send",
        ),
        Verb(
            "follow_up",
            _("Go on with it"),
            ANSWERED,
            IN_WORK,
            may=WORK,
            asks=(
                Ask("reason", Line(500), _("What is still to be done, and why")),
                Ask("until", Day(), _("answered anew by"), needed=False),
            ),
            icon="arrow-back-up",
        ),
        Verb(
            "close",
            _("Close"),
            ANSWERED,
            CLOSED,
            may=WORK,
            needs=(rules.its_measures_are_done,),
            primary=True,
            icon="check",
        ),
        Verb("reopen", _("Reopen"), CLOSED, IN_WORK, may=WORK, asks=(REASON,), icon="arrow-back-up"),
        Verb("withdraw", _("Withdraw"), STANDING, WITHDRAWN, may=FOLLOW, asks=(REASON,), icon="x"),
    ),
)
