"""The life of a service: proposed, designed, brought into use, live, retired; or withdrawn before it was ever live."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.services import rules

PROPOSAL, DESIGN, TRANSITION, LIVE, RETIRED, WITHDRAWN = (
    "proposal",
    "design",
    "transition",
    "live",
    "retired",
    "withdrawn",
)
PLANNED = (PROPOSAL, DESIGN, TRANSITION)
"""What customers are not told of yet."""
MANAGE = "services.manage"
REASON = Ask("reason", Line(500), _("Reason"))

FLOW = Workflow(
    states=(
        State(PROPOSAL, _("Proposal"), shape="new"),
        State(DESIGN, _("Design"), shape="ring"),
        State(TRANSITION, _("Transition"), shape="half"),
        State(LIVE, _("Live"), _("Working"), shape="done", open=False),
        State(RETIRED, _("Retired"), _("No longer offered"), shape="closed", open=False),
        State(WITHDRAWN, _("Withdrawn"), shape="closed", open=False, final=True),
    ),
    verbs=(
        Verb(
            "accept",
            _("Accept the proposal"),
            PROPOSAL,
            DESIGN,
            may=MANAGE,
            needs=(rules.proposal_is_weighed,),
            asks=(Ask("reason", Line(500), _("Decision, and why")),),
            primary=True,
            icon="check",
        ),
        Verb(
            "start_transition",
            _("Start transition"),
            DESIGN,
            TRANSITION,
            may=MANAGE,
            needs=(rules.a_package_is_approved,),
            primary=True,
            icon="player-play",
        ),
        Verb("give_back", _("Back to design"), TRANSITION, DESIGN, may=MANAGE, asks=(REASON,), icon="arrow-back-up"),
        Verb(
            "go_live",
            _("Go live"),
            TRANSITION,
            LIVE,
            may=MANAGE,
            needs=(rules.a_package_is_approved, rules.acceptance_criteria_are_met),
            primary=True,
            icon="check",
        ),
        Verb("withdraw", _("Withdraw proposal"), PLANNED, WITHDRAWN, may=MANAGE, asks=(REASON,), icon="x"),
        Verb("retire", _("Retire service"), LIVE, RETIRED, may=MANAGE, asks=(REASON,), icon="archive"),
        Verb("revive", _("Bring back"), RETIRED, LIVE, may=MANAGE, asks=(REASON,), icon="arrow-back-up"),
    ),
)
