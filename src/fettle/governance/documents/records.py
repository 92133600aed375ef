"""Every stored field of a document, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents.fields import CONTROL
from fettle.facilities.documents.workflow import DRAFT, IN_REVIEW, PUBLISHED, flow
from fettle.governance.documents.definitions import types
from fettle.governance.documents.models import Document
from fettle.kernel.access.references import ToOrganisation, ToPerson
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Choice, Flag, Line

SEE, MANAGE, APPROVE = "documents.see", "documents.manage", "documents.approve"
STANDING = while_in(DRAFT, IN_REVIEW, PUBLISHED)

DOCUMENT = Kind(
    key="document",
    prefix="DOC",
    path="documents",
    label=_("document"),
    plural=_("documents"),
    model=Document,
    flow=flow(MANAGE, APPROVE),
    may=May(see=SEE, register=MANAGE, revise=MANAGE),
    process="GR2",
    owner_role="sms_manager",
    joins=("sms_document__owner",),
    sections=(
        Section(
            _("The document"),
            Field(
                "title",
                Line(200),
                _("title"),
                needed=True,
                register=True,
                edit=STANDING,
                column=True,
                sort=True,
                search="A",
            ),
            Field(
                "type",
                Choice(types),
                _("type"),
                needed=True,
                register=True,
                edit=STANDING,
                column=True,
                filter=True,
            ),
            Field(
                "owner",
                ToPerson(),
                _("owner"),
                _("Answers for it and reviews it. Empty: whoever enters it."),
                register=True,
                edit=STANDING,
                column=True,
                filter=True,
            ),
            Field(
                "organisation",
                ToOrganisation(),
                _("organisation"),
                _("Empty: the provider's own."),
                register=True,
                audience=STAFF,
                filter=True,
            ),
            Field(
                "restricted",
                Flag(),
                _("confidential"),
                _("Only the people named on it see it, and those to whom it is distributed."),
                register=True,
                edit=STANDING,
                audience=STAFF,
                filter=True,
            ),
        ),
        Section(_("Where it stands"), *CONTROL, Field("assignee", ToPerson(), _("with"), audience=STAFF, column=True)),
    ),
)
