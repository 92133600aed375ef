"""The life of a package: written, submitted for approval, approved, in operation. The approval itself is a round of
`facilities.approvals`; its outcome moves the package (`packages/approving.py`).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents import rules as texts
from fettle.facilities.documents.workflow import DRAFT, IN_REVIEW, NOTE, PUBLISHED, REASON, TEXT, WITHDRAWN
from fettle.kernel.access.references import ToPerson
from fettle.kernel.records.values import Choice, Option, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.services.packages import rules
from fettle.processes.services.packages.standing import COMPLETED
from fettle.processes.services.workflow import MANAGE

POLICIES = "services.approval_policies"
SUBMIT = "submit"


def policies() -> list[Option]:
    """Each policy once, though it may have several steps."""
    return list({option.code: option for option in options(POLICIES) if option.active}.values())


ASKED = (
    Ask("policy", Choice(policies), _("Policy"), _("Who is asked to approve, step by step."), needed=False),
    Ask("person", ToPerson(), _("or one person"), _("If no policy fits."), needed=False),
    Ask("question", Text(5_000), _("What is to be approved, and why"), needed=False),
)
FLOW = Workflow(
    states=(
        State(DRAFT, _("Draft"), shape="ring"),
        State(IN_REVIEW, _("Waits for approval"), shape="pause"),
        State(PUBLISHED, _("Approved"), shape="half"),
        State(COMPLETED, _("In operation"), shape="done", open=False, final=True),
        State(WITHDRAWN, _("Withdrawn"), shape="closed", open=False, final=True),
    ),
    verbs=(
        Verb("write", _("Write"), (DRAFT, PUBLISHED), DRAFT, MANAGE, asks=(TEXT, NOTE), icon="pencil"),
        Verb(
            SUBMIT,
            _("Submit for approval"),
            DRAFT,
            IN_REVIEW,
            MANAGE,
            needs=(texts.has_a_draft, rules.it_has_criteria),
            asks=ASKED,
            primary=True,
            icon="send",
        ),
        Verb(
            "send_back",
            _("Back to draft"),
            IN_REVIEW,
            DRAFT,
            MANAGE,
            asks=(REASON,),
            icon="arrow-back-up",
        ),
        Verb("discard", _("Give up the draft"), DRAFT, PUBLISHED, MANAGE, needs=(texts.one_is_in_force,), icon="x"),
        Verb(
            "complete",
            _("Bring into operation"),
            PUBLISHED,
            COMPLETED,
            MANAGE,
            needs=(rules.the_service_is_ready, rules.criteria_are_met, rules.its_steps_are_done),
            primary=True,
            icon="check",
        ),
        Verb(
            "withdraw",
            _("Withdraw"),
            (DRAFT, PUBLISHED),
            WITHDRAWN,
            MANAGE,
            asks=(REASON,),
            icon="archive",
        ),
    ),
)
