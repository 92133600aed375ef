"""A report is agreed, then ended; its specification stays readable."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToPerson
from fettle.kernel.records.values import Choice, Day, Line, Option, Text
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.reporting import rules
from fettle.processes.reporting.due import last_whole

AGREED, ENDED = "agreed", "ended"

RIGHT = "as_specified"


def outcomes() -> list[Option]:
    """What a check of a report finds (PR3.A2.1)."""
    return [
        Option(RIGHT, _("Delivered as specified")),
        Option("late", _("Delivered late")),
        Option("missing", _("Not delivered")),
        Option("inaccurate", _("Incomplete or wrong")),
    ]


NEEDED, OPEN, DONE = "needed", "open", "done"


def follow_ups() -> list[Option]:
    """Where the follow-up of a report stands, once a check has found something."""
    return [Option(NEEDED, _("To be started")), Option(OPEN, _("Under way")), Option(DONE, _("Done"))]


def begins(actor: Any, record: Any) -> date:
    """Of the newest period that is over."""
    return last_whole(record.item.frequency, timezone.localdate())[0]


def ends(actor: Any, record: Any) -> date:
    return last_whole(record.item.frequency, timezone.localdate())[1]


PERIOD = (
    Ask("period_from", Day(), _("First day of its period"), first=begins),
    Ask("period_until", Day(), _("Last day of its period"), first=ends),
)
FLOW = Workflow(
    states=(
        State(AGREED, _("Agreed"), shape="done", open=False),
        State(ENDED, _("Ended"), shape="closed", open=False, final=True),
    ),
    verbs=(
        Verb(
            "deliver",
            _("Deliver a report"),
            AGREED,
            None,
            may="reporting.manage",
            asks=(
                *PERIOD,
                Ask("remark", Text(2000), _("Remark"), _("Whom you sent it to, what to look at."), needed=False),
            ),
            icon="mail",
        ),
        Verb(
            "verify",
            _("Check a report"),
            AGREED,
            None,
            may="reporting.manage",
            asks=(
                *PERIOD,
                Ask("outcome", Choice(outcomes, tiles=True), _("What was found?")),
                Ask("remark", Text(2000), _("Remark"), needed=False),
            ),
            icon="clipboard-check",
        ),
        Verb(
            "follow_up",
            _("Start follow-up"),
            AGREED,
            None,
            may="reporting.manage",
            asks=(
                Ask("follow_up", Text(2000), _("What is to be done?")),
                Ask("follow_up_by", ToPerson(), _("Who sees to it?")),
                Ask("follow_up_until", Day(), _("Until when?")),
            ),
            icon="flag",
        ),
        Verb(
            "settle",
            _("End follow-up"),
            AGREED,
            None,
            may="reporting.manage",
            needs=(rules.a_follow_up_is_open,),
            asks=(Ask("remark", Text(2000), _("What was done?")),),
            icon="check",
        ),
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
