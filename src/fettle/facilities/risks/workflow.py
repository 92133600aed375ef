"""The life of a risk: identified, assessed, treated or accepted for a time, closed; or withdrawn with a reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.risks import rules
from fettle.facilities.risks.definitions import MANAGE, codes, steps
from fettle.facilities.risks.rules import ACCEPTING
from fettle.kernel.records.values import Choice, Day, Line, Option, Text
from fettle.kernel.workflow import Ask, State, Verb, Workflow

IDENTIFIED, ASSESSED, TREATED, ACCEPTED, CLOSED, WITHDRAWN = (
    "identified",
    "assessed",
    "treated",
    "accepted",
    "closed",
    "withdrawn",
)
HELD = (IDENTIFIED, ASSESSED, TREATED, ACCEPTED)
"""The states in which it is a risk."""
SEE, NOTE, ACCEPT = "risks.see", "risks.note", "risks.accept"
LIKELIHOOD, IMPACT = codes("risks.likelihoods"), codes("risks.impacts")
HOW_LIKELY, HOW_BAD = steps("risks.likelihoods"), steps("risks.impacts")
REASON = Ask("reason", Line(500), _("Reason"))


def treatments() -> list[Option]:
    """What is done about a risk."""
    return [
        Option("avoid", _("Avoid")),
        Option("reduce", _("Reduce")),
        Option("transfer", _("Transfer")),
        Option(ACCEPTING, _("Accept")),
    ]


def doing() -> list[Option]:
    """The treatments by which something is done."""
    return [option for option in treatments() if option.code != ACCEPTING]


MEANT = _("Avoid: give up what it comes from. Reduce: less likely, or less bad. Transfer: somebody else bears it.")
REMAINS = _("With the measures that are planned. Empty: not judged yet.")
FLOW = Workflow(
    states=(
        State(IDENTIFIED, _("Identified"), shape="new"),
        State(ASSESSED, _("Assessed"), shape="ring"),
        State(TREATED, _("Treated"), shape="done", open=False),
        State(ACCEPTED, _("Accepted"), shape="pause", open=False),
        State(CLOSED, _("Closed"), shape="closed", open=False),
        State(WITHDRAWN, _("Withdrawn"), shape="closed", open=False, final=True),
    ),
    verbs=(
        Verb(
            "treat",
            _("Note as treated"),
            ASSESSED,
            TREATED,
            may=MANAGE,
            needs=(rules.it_has_an_owner, rules.its_measures_are_done),
            asks=(
                Ask("treatment", Choice(doing), _("treatment"), MEANT),
                Ask("residual_likelihood", HOW_LIKELY, _("likelihood that remains")),
                Ask("residual_impact", HOW_BAD, _("impact that remains")),
                Ask("reason", Line(500), _("What was done, and what shows it")),
            ),
            primary=True,
            icon="check",
        ),
        Verb(
            "accept",
            _("Accept the risk"),
            ASSESSED,
            ACCEPTED,
            may=ACCEPT,
            needs=(rules.it_has_an_owner,),
            asks=(
                Ask("until", Day(), _("accepted until"), _("After this day the risk is open again.")),
                Ask("reason", Text(500), _("Why it is borne")),
            ),
            icon="player-pause",
        ),
        Verb(
            "assess",
            _("Assess"),
            HELD,
            ASSESSED,
            may=MANAGE,
            asks=(
                Ask("likelihood", HOW_LIKELY, _("likelihood"), _("Without measures.")),
                Ask("impact", HOW_BAD, _("impact"), _("Without measures.")),
                Ask("residual_likelihood", HOW_LIKELY, _("likelihood that remains"), REMAINS, needed=False),
                Ask("residual_impact", HOW_BAD, _("impact that remains"), REMAINS, needed=False),
                Ask("reason", Line(500), _("What this judgement rests on")),
            ),
            primary=True,
            icon="chart-bar",
        ),
        Verb("close", _("Close"), (TREATED, ACCEPTED), CLOSED, may=MANAGE, asks=(REASON,), icon="archive"),
        Verb("reopen", _("Reopen"), CLOSED, ASSESSED, may=MANAGE, asks=(REASON,), icon="arrow-back-up"),
        Verb("withdraw", _("Withdraw"), (IDENTIFIED, ASSESSED), WITHDRAWN, may=MANAGE, asks=(REASON,), icon="x"),
    ),
)
