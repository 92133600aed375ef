"""A review is planned, held, and closed when what follows from it is done; or cancelled."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fettle.kernel.records.values import Day, Line, Text
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.reviews import rules

PLANNED, HELD, CLOSED, CANCELLED = "planned", "held", "closed", "cancelled"
SEE, WORK = "reviews.see", "reviews.work"
REASON = Ask("reason", Line(500), _("Reason"))


def today(actor: Any, record: Any) -> Any:
    """The usual day on which somebody writes down that it was held."""
    return timezone.localdate()


FLOW = Workflow(
    states=(
        State(PLANNED, _("Planned"), shape="new"),
        State(HELD, _("Held"), shape="half"),
        State(CLOSED, _("Closed"), shape="done", open=False),
        State(CANCELLED, _("Cancelled"), shape="stop", open=False, final=True),
    ),
    verbs=(
        Verb(
            "hold",
            _("Record that it was held"),
            PLANNED,
            HELD,
            may=WORK,
            asks=(
                Ask("held_on", Day(), _("held on"), first=today),
                Ask("participants", Text(2_000), _("who took part")),
                Ask(
                    "minutes",
                    Text(50_000),
                    pgettext_lazy("a review", "minutes"),
                    _("What was said and decided, in Markdown. What follows from it becomes steps with owner and day."),
                ),
            ),
            primary=True,
            icon="check",
        ),
        Verb("prepare", _("Fill the agenda anew"), PLANNED, None, may=WORK, icon="refresh"),
        Verb(
            "close",
            _("Close"),
            HELD,
            CLOSED,
            may=WORK,
            needs=(rules.its_follow_ups_are_done,),
            primary=True,
            icon="check",
        ),
        Verb("reopen", _("Reopen"), CLOSED, HELD, may=WORK, asks=(REASON,), icon="arrow-back-up"),
        Verb("cancel", _("Cancel the review"), PLANNED, CANCELLED, may=WORK, asks=(REASON,), icon="x"),
    ),
)
