"""Every stored field of a document, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents.fields import OWNER, STANDING, STANDS, title
from fettle.facilities.documents.workflow import flow
from fettle.governance.documents.definitions import types
from fettle.governance.documents.models import Document
from fettle.kernel.access.references import ToOrganisation
from fettle.kernel.records import Field, Kind, May, Section
from fettle.kernel.records.values import STAFF, Choice, Flag

SEE, MANAGE, APPROVE = "documents.see", "documents.manage", "documents.approve"

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
            title(),
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
            OWNER,
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
        STANDS,
    ),
)
