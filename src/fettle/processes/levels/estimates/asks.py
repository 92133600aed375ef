"""What is asked about level estimates, for pages and REST alike."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Choice, Day, Flag, Line, Number
from fettle.kernel.workflow import Ask
from fettle.processes.levels.estimates.measures import confidences
from fettle.processes.levels.estimates.rules import MOST_MINUTES
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.evaluation.asks import Amount


def today(actor: Any, record: Any) -> Any:
    """The provider's."""
    return spans.today()


ELAPSED = _("The usual time, in minutes around the clock: nights and weekends too, as the desk reports it.")
ESTIMATE = (
    Ask(
        "counts_from",
        Day(),
        _("Counts from"),
        _("In the month of this day it counts already, and until the next estimate begins."),
        first=today,
    ),
    Ask("incidents", Amount(), _("Incidents a month"), _("Each value may be left out; one is needed."), needed=False),
    Ask("requests", Amount(), _("Requests a month"), needed=False),
    Ask("respond", Number(0, MOST_MINUTES, "min"), _("Time to respond to an incident"), ELAPSED, needed=False),
    Ask("resolve", Number(0, MOST_MINUTES, "min"), _("Time to fix an incident"), ELAPSED, needed=False),
    Ask("availability", Amount(), _("Availability, per cent"), needed=False),
    Ask("changes", Amount(), _("Changes a month"), needed=False),
    Ask("confidence", Choice(confidences), _("How sure is it?")),
    Ask(
        "basis",
        Line(500),
        _("What it rests on"),
        _("Such as the experience of the desk, figures of the makers, last year's list."),
    ),
    Ask(
        "shown",
        Flag(),
        _("Shown to customers in the portal"),
        _("As an estimate that is no promise."),
        needed=False,
    ),
)
WITHDRAW = (Ask("reason", Line(500), _("Reason"), _("It stays readable, and counts no more.")),)
