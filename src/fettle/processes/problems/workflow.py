"""The life of a problem: recorded, looked into, its cause known, a known error, resolved, closed (PR10.A2); or
withdrawn, because it was none.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToPerson, ToTeam
from fettle.kernel.records.values import Choice, Line, Option, Rank, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.problems import rules
from fettle.processes.problems.values import Causes

RECORDED, IN_WORK, CAUSE_KNOWN, KNOWN_ERROR, RESOLVED, CLOSED, WITHDRAWN = (
    "recorded",
    "in_work",
    "cause_known",
    "known_error",
    "resolved",
    "closed",
    "withdrawn",
)
UNSOLVED = (RECORDED, IN_WORK, CAUSE_KNOWN, KNOWN_ERROR)
STANDING = (*UNSOLVED, RESOLVED)
SEE, WORK, MANAGE = "problems.see", "problems.work", rules.KEEPS
SOURCES, IMPACTS, URGENCIES = "problems.sources", "problems.impacts", "problems.urgencies"
PRIORITIES, MATRIX = "problems.priorities", "problems.matrix"
WAYS, OUTCOMES = "problems.ways", "problems.outcomes"
REASON = Ask("reason", Line(500), _("Reason"))
CAUSES = Ask(
    "causes",
    Causes(),
    _("why, and why that"),
    _("A line for each answer, the nearest cause first. The last one leads to the root cause."),
    needed=False,
)


def escalation_ways() -> list[Option]:
    """Functional: to those who can; hierarchical: to those who decide."""
    return [
        Option("functional", _("Functional: to those who can help")),
        Option("hierarchical", _("Hierarchical: to those who decide")),
    ]


FLOW = Workflow(
    states=(
        State(RECORDED, _("Recorded"), shape="new"),
        State(IN_WORK, _("Being investigated"), shape="half"),
        State(CAUSE_KNOWN, _("Cause known"), shape="half"),
        State(KNOWN_ERROR, _("Known error"), shape="ring"),
        State(RESOLVED, _("Resolved"), shape="done"),
        State(CLOSED, _("Closed"), shape="closed", open=False),
        State(WITHDRAWN, _("Withdrawn"), shape="stop", open=False, final=True),
    ),
    verbs=(
        Verb("take", _("Look into it"), RECORDED, IN_WORK, may=WORK, primary=True, icon="player-play"),
        Verb(
            "assign",
            _("Assign"),
            UNSOLVED,
            None,
            may=WORK,
            asks=(
                Ask("team", ToTeam(), _("Team"), needed=False),
                Ask("assignee", ToPerson(), _("Owner"), needed=False),
            ),
            icon="user-plus",
        ),
        Verb(
            "name_cause",
            _("Name the cause"),
            (RECORDED, IN_WORK),
            CAUSE_KNOWN,
            may=WORK,
            asks=(CAUSES, Ask("root_cause", Text(20_000), _("root cause"))),
            primary=True,
            icon="search",
        ),
        Verb(
            "declare",
            _("Is a known error"),
            (RECORDED, IN_WORK, CAUSE_KNOWN),
            KNOWN_ERROR,
            may=WORK,
            needs=(rules.there_is_a_way_round,),
            primary=True,
            icon="check",
        ),
        Verb(
            "prioritise",
            _("Change priority"),
            UNSOLVED,
            None,
            may=WORK,
            asks=(
                Ask(
                    "impact",
                    Choice(lambda: options(IMPACTS), tiles=True),
                    _("How much does it disturb?"),
                    needed=False,
                ),
                Ask("urgency", Choice(lambda: options(URGENCIES), tiles=True), _("How soon?"), needed=False),
                Ask("priority", Rank(lambda: options(PRIORITIES)), _("Another priority"), needed=False),
                Ask(
                    "reason",
                    Line(500),
                    _("Reason"),
                    _("Needed where the priority becomes lower."),
                    needed=False,
                ),
            ),
            icon="flag",
        ),
        Verb(
            "escalate",
            _("Escalate"),
            UNSOLVED,
            None,
            may=WORK,
            asks=(
                Ask("way", Choice(escalation_ways, tiles=True), _("Way")),
                Ask("to", ToPerson(), _("To whom"), _("They are told at once."), needed=False),
                Ask("team", ToTeam(), _("To which team"), _("It takes the problem over."), needed=False),
                REASON,
            ),
            icon="arrow-big-up",
        ),
        Verb(
            "resolve",
            _("Resolve"),
            (IN_WORK, CAUSE_KNOWN, KNOWN_ERROR),
            RESOLVED,
            may=WORK,
            asks=(
                Ask("way", Choice(lambda: options(WAYS)), _("In which way")),
                Ask("root_cause", Text(20_000), _("root cause"), needed=False),
                Ask("solution", Text(20_000), _("What was done, or why it is accepted")),
            ),
            primary=True,
            icon="check",
        ),
        Verb(
            "close",
            _("Close"),
            RESOLVED,
            CLOSED,
            may=WORK,
            whose=(rules.they_own_it_or_keep_the_process,),
            needs=(rules.its_steps_are_done,),
            asks=(Ask("outcome", Choice(lambda: options(OUTCOMES)), _("What came of it")),),
            primary=True,
            icon="lock",
        ),
        Verb("reopen", _("Reopen"), (RESOLVED, CLOSED), IN_WORK, may=WORK, asks=(REASON,), icon="rotate"),
        Verb("withdraw", _("Withdraw"), UNSOLVED, WITHDRAWN, may=WORK, asks=(REASON,), icon="x"),
    ),
)
