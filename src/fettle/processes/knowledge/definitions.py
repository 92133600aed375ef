"""What the process manager decides about articles, with the procedure beside it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import EVERYONE, STAFF, Flag, Number, Option
from fettle.kernel.settings.declare import Definition, Form

KEEPING = Definition(
    key="knowledge.keeping",
    title=_("Keeping of knowledge"),
    process="PR9",
    fitsm=("PR9.A2",),
    may="knowledge.manage",
    shape=Form(
        (
            Field(
                "review_months",
                Number(1, 60, _("months")),
                _("articles are reviewed every"),
                _("Unless another day is given when one is approved."),
                needed=True,
            ),
            Field(
                "suggest",
                Flag(),
                _("suggest articles"),
                _("To people before they send a message, and to staff while they type."),
            ),
        )
    ),
    default={"review_months": 12, "suggest": True},
    procedure=_(
        "Whoever solves something that will come again writes an article from the solved record, in the words of those "
        "who ask, and without names of people. Somebody else reads it and approves it. Articles for everyone stand in "
        "the portal; what only staff may know is for staff. The owner reviews an article when its day comes, and "
        "sooner when it often did not help. What no longer holds is withdrawn with a reason."
    ),
)


def audiences() -> Sequence[Option]:
    """For whom an article is."""
    return [Option(EVERYONE, _("everyone")), Option(STAFF, _("staff only"))]
