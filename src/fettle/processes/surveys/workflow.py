"""A survey is drawn up, run and closed; a follow-up is open until somebody says what came of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fettle.kernel.records.values import Line, Text
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.surveys import rules

DRAFT, RUNNING, CLOSED, CANCELLED = "draft", "running", "closed", "cancelled"
OPEN, SETTLED = "open", "settled"
SEE, MANAGE, WORK = "surveys.see", "surveys.manage", "surveys.work"
READ = "satisfaction.see"
"""Reads what single people answered."""
REASON = Ask("reason", Line(500), _("Reason"))

SURVEYING = Workflow(
    states=(
        State(DRAFT, _("Being drawn up"), shape="new"),
        State(RUNNING, _("Running"), shape="half"),
        State(CLOSED, _("Closed"), shape="done", open=False, final=True),
        State(CANCELLED, _("Cancelled"), shape="stop", open=False, final=True),
    ),
    verbs=(
        Verb("start", _("Ask them now"), DRAFT, RUNNING, may=MANAGE, primary=True, icon="send"),
        Verb("remind", _("Remind who has not answered"), RUNNING, None, may=MANAGE, icon="bell"),
        Verb("close", _("Close the survey"), RUNNING, CLOSED, may=MANAGE, primary=True, icon="check"),
        Verb("cancel", _("Cancel the survey"), (DRAFT, RUNNING), CANCELLED, may=MANAGE, asks=(REASON,), icon="x"),
    ),
)
FOLLOWING = Workflow(
    states=(
        State(OPEN, pgettext_lazy("a state", "Open"), shape="new"),
        State(SETTLED, _("Settled"), shape="done", open=False),
    ),
    verbs=(
        Verb(
            "settle",
            _("Settle"),
            OPEN,
            SETTLED,
            may=WORK,
            needs=(rules.its_steps_are_done,),
            asks=(
                Ask(
                    "outcome",
                    Text(10_000),
                    _("what came of it"),
                    _("What they told you, and what is done about it."),
                ),
            ),
            primary=True,
            icon="check",
        ),
        Verb("reopen", _("Reopen"), SETTLED, OPEN, may=WORK, asks=(REASON,), icon="arrow-back-up"),
    ),
)
