"""The life of a controlled text (GR2.4). A room asks for it with its own permissions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents import rules
from fettle.kernel.access.references import ToPerson
from fettle.kernel.records.values import Day, Line, Text
from fettle.kernel.workflow import Ask, State, Verb, Workflow

DRAFT, IN_REVIEW, PUBLISHED, WITHDRAWN = "draft", "in_review", "published", "withdrawn"
REVIEW = ".review"
"""How the code of the duty to review a text ends, whichever room declares it."""
LONGEST = 100_000
"""Characters of one version."""

TEXT = Ask("text", Text(LONGEST), _("text"), _("Markdown: an empty line begins a paragraph, - a list, ## a heading."))
NOTE = Ask("note", Line(500), _("what is different"), needed=False)
REASON = Ask("reason", Line(500), _("Reason"))
REVIEWER = Ask("reviewer", ToPerson(), _("reviewer"), _("They are told, and find it in their work."), needed=False)
EFFECTIVE = Ask("effective_on", Day(), _("holds from"), _("Empty: from today on."), needed=False)
REVIEW_ON = Ask(
    "review_on", Day(), _("next review"), _("Empty: as set for this document, else in a year."), needed=False
)


def flow(manage: str, approve: str) -> Workflow:
    """``manage``: the permission of who writes; ``approve``: of who approves. A text that is published stays in force
    while a new draft is written beside it.
    """
    return Workflow(
        states=(
            State(DRAFT, _("Draft"), shape="ring"),
            State(IN_REVIEW, _("In review"), shape="half"),
            State(PUBLISHED, _("Published"), shape="done", open=False),
            State(WITHDRAWN, _("Withdrawn"), shape="closed", open=False, final=True),
        ),
        verbs=(
            Verb("write", _("Write"), (DRAFT, PUBLISHED), DRAFT, manage, asks=(TEXT, NOTE), icon="pencil"),
            Verb(
                "submit",
                _("Submit for review"),
                DRAFT,
                IN_REVIEW,
                manage,
                needs=(rules.has_a_draft,),
                asks=(REVIEWER,),
                primary=True,
                icon="send",
            ),
            Verb(
                "approve",
                _("Approve and publish"),
                IN_REVIEW,
                PUBLISHED,
                approve,
                asks=(EFFECTIVE, REVIEW_ON),
                primary=True,
                icon="check",
            ),
            Verb("send_back", _("Send back"), IN_REVIEW, DRAFT, approve, asks=(REASON,), icon="arrow-back-up"),
            Verb("discard", _("Give up the draft"), DRAFT, PUBLISHED, manage, needs=(rules.one_is_in_force,), icon="x"),
            Verb(
                "withdraw",
                _("Withdraw"),
                (DRAFT, IN_REVIEW, PUBLISHED),
                WITHDRAWN,
                manage,
                asks=(REASON,),
                icon="archive",
            ),
        ),
    )
