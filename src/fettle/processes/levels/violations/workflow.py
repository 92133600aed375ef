"""The life of a violation: noted when the evaluation is confirmed, told to the other side, acknowledged by it, closed
when what follows is done; or withdrawn, because nothing was missed after all.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToPerson
from fettle.kernel.records.values import Choice, Day, Line, Option, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.customers.queries import signatories
from fettle.processes.levels.violations import rules

NOTED, TOLD, ACKNOWLEDGED, CLOSED, WITHDRAWN = "noted", "told", "acknowledged", "closed", "withdrawn"
SEE, ACKNOWLEDGE = "violations.see", "violations.acknowledge"
WORK, FOLLOW = "levels.manage", "levels.follow"
REASON = Ask("reason", Line(500), _("Reason"))
CAUSES = "levels.violation_causes"


def causes() -> list[Option]:
    """Why targets are missed, as it is settled."""
    return options(CAUSES)


def contact(actor: Any, record: Any) -> Any:
    """Who of a customer is usually told: whoever signs for it, else its main contact, if they may sign in."""
    found = signatories(record.organisation)
    return next((person for person in found if person.is_active and person.may_sign_in), None)


def today(actor: Any, record: Any) -> Any:
    """The usual day on which somebody writes down that it was acknowledged."""
    return timezone.localdate()


FLOW = Workflow(
    states=(
        State(NOTED, _("Noted"), shape="new"),
        State(TOLD, _("Told"), shape="half"),
        State(ACKNOWLEDGED, _("Acknowledged"), shape="ring"),
        State(CLOSED, _("Closed"), shape="done", open=False),
        State(WITHDRAWN, _("Withdrawn"), shape="stop", open=False, final=True),
    ),
    verbs=(
        Verb(
            "notify",
            _("Send the notice"),
            NOTED,
            TOLD,
            may=WORK,
            needs=(rules.it_was_not_sent_before,),
            asks=(
                Ask(
                    "person",
                    ToPerson(),
                    _("Who is told"),
                    _("Somebody of the other party who may sign in: they get the notice and acknowledge it here."),
                    needed=False,
                    first=contact,
                ),
                Ask(
                    "how",
                    Line(200),
                    _("or how they were told"),
                    _("Such as: by letter to the contact point. Then write down their acknowledgement when it comes."),
                    needed=False,
                ),
                Ask("notice", Text(10_000), _("Notice"), _("As the other side reads it.")),
            ),
            primary=True,
            icon="send",
        ),
        Verb("confirm_reading", _("I have read it"), TOLD, ACKNOWLEDGED, may=ACKNOWLEDGE, primary=True, icon="check"),
        Verb(
            "note_acknowledgement",
            _("Write down their acknowledgement"),
            TOLD,
            ACKNOWLEDGED,
            may=WORK,
            asks=(
                Ask("name", Line(200), _("Who acknowledged it")),
                Ask("how", Line(200), _("In which way"), _("Such as: on the phone, by mail of a day.")),
                Ask("acknowledged_on", Day(), _("Acknowledged on"), first=today),
            ),
            icon="check",
        ),
        Verb(
            "close",
            _("Close"),
            ACKNOWLEDGED,
            CLOSED,
            may=WORK,
            needs=(rules.its_follow_ups_are_done,),
            asks=(Ask("cause", Choice(causes), _("why the targets were missed")),),
            primary=True,
            icon="archive",
        ),
        Verb("reopen", _("Reopen"), CLOSED, ACKNOWLEDGED, may=WORK, asks=(REASON,), icon="arrow-back-up"),
        Verb("withdraw", _("Withdraw"), (NOTED, TOLD, ACKNOWLEDGED), WITHDRAWN, may=WORK, asks=(REASON,), icon="x"),
    ),
)
