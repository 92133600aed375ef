"""Every stored field of an article, one row each.

Whoever holds ``knowledge.see`` is staff and sees drafts too. The people we serve hold no such permission: they read by
a door of their own, ``queries.published``, which knows nothing but what is in force and for everyone.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents.fields import CONTROL
from fettle.facilities.documents.workflow import DRAFT, IN_REVIEW, PUBLISHED, flow
from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import STAFF, Choice, Line
from fettle.kernel.settings.choices import options
from fettle.processes.knowledge.definitions import audiences
from fettle.processes.knowledge.models import Article

SEE, WRITE, MANAGE = "knowledge.see", "knowledge.write", "knowledge.manage"
STANDING = while_in(DRAFT, IN_REVIEW, PUBLISHED)

ARTICLE = Kind(
    key="article",
    prefix="KB",
    path="knowledge",
    label=_("article"),
    plural=_("articles"),
    model=Article,
    flow=flow(WRITE, MANAGE),
    may=May(see=SEE, register=WRITE, revise=WRITE),
    process="PR9",
    owner_role="incident_manager",
    joins=("article__owner",),
    sections=(
        Section(
            _("The article"),
            Field(
                "title",
                Line(200),
                _("title"),
                _("As somebody would ask it."),
                needed=True,
                register=True,
                edit=STANDING,
                column=True,
                sort=True,
                search="A",
            ),
            Field(
                "audience",
                Choice(audiences),
                _("for whom"),
                _("Staff only: nobody else finds it."),
                needed=True,
                register=True,
                edit=STANDING,
                column=True,
                filter=True,
            ),
            Field(
                "service",
                ToRecord("service"),
                _("service"),
                register=True,
                edit=STANDING,
                column=True,
                filter=True,
            ),
            Field(
                "category",
                Choice(lambda: options("incidents.categories")),
                _("category"),
                register=True,
                edit=STANDING,
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
                _("Those in it and below it find it. Empty: everybody."),
                register=True,
                audience=STAFF,
                filter=True,
            ),
        ),
        Section(_("Where it stands"), *CONTROL, Field("assignee", ToPerson(), _("with"), audience=STAFF, column=True)),
    ),
)
