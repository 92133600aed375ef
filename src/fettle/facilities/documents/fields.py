"""The fields that every controlled text has, for the sections of a room's kind."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents.workflow import DRAFT, IN_REVIEW, PUBLISHED
from fettle.kernel.access.references import ToPerson
from fettle.kernel.records import Field, Section, while_in
from fettle.kernel.records.values import STAFF, Day, Line, Number

STANDING = while_in(DRAFT, IN_REVIEW, PUBLISHED)
"""While it is no text of before."""
OWNER = Field(
    "owner",
    ToPerson(),
    _("owner"),
    _("Answers for it and reviews it. Empty: whoever enters it."),
    register=True,
    edit=STANDING,
    column=True,
    filter=True,
)
CONTROL = (
    Field("in_force", Number(1), _("version in force"), column=True),
    Field("effective_on", Day(), _("holds from"), column=True),
    Field("draft", Number(1), _("version being written"), audience=STAFF),
)
STANDS = Section(_("Where it stands"), *CONTROL, Field("assignee", ToPerson(), _("with"), audience=STAFF, column=True))


def title(hint: Any = "") -> Field:
    """Under which it is found."""
    return Field(
        "title",
        Line(200),
        _("title"),
        hint,
        needed=True,
        register=True,
        edit=STANDING,
        column=True,
        sort=True,
        search="A",
    )
