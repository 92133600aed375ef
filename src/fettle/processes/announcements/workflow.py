"""An announcement stands, is over, or was wrong."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Choice, Flag, Line, Moment, Text
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.announcements import rules
from fettle.processes.announcements.wording import stages

SEE, JOIN, MANAGE = "announcements.see", "announcements.join", "announcements.manage"
STANDS, ENDED, WITHDRAWN = "stands", "ended", "withdrawn"
REASON = Ask("reason", Line(500), _("Reason"))
WRITE = Ask(
    "write",
    Flag(),
    _("Write to everybody it is for"),
    _("Otherwise those who said that they are affected get it, and everybody reads it in the portal."),
    needed=False,
)
NEWS = Text(5_000)

FLOW = Workflow(
    states=(
        State(STANDS, _("Up"), _("Running"), "half"),
        State(ENDED, _("Over"), _("Over"), "done", open=False),
        State(WITHDRAWN, _("Withdrawn"), _("Withdrawn"), "stop", open=False, final=True),
    ),
    verbs=(
        Verb(
            "tell",
            _("Tell the news"),
            {STANDS},
            None,
            MANAGE,
            (rules.its_incident_tells_the_news,),
            asks=(
                Ask("stage", Choice(stages, tiles=True), _("How far is it?"), needed=False),
                Ask("text", NEWS, _("What people should know")),
                Ask("next_update_at", Moment(), _("Next update at"), needed=False),
                WRITE,
            ),
            primary=True,
            icon="message",
        ),
        Verb(
            "end",
            _("End"),
            {STANDS},
            ENDED,
            MANAGE,
            asks=(Ask("text", NEWS, _("Last words, if any"), needed=False),),
            icon="check",
        ),
        Verb("put_up_again", _("Put up again"), {ENDED}, STANDS, MANAGE, asks=(REASON,), icon="rotate"),
        Verb("withdraw", _("Withdraw"), {STANDS, ENDED}, WITHDRAWN, MANAGE, asks=(REASON,), icon="x"),
    ),
)
