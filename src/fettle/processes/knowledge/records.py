"""Every stored field of an article, one row each.

Whoever holds ``knowledge.see`` is staff and sees drafts too. The people we serve hold no such permission: they read by
a door of their own, ``queries.published``, which knows nothing but what is in force and for everyone.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents.fields import OWNER, STANDING, STANDS, title
from fettle.facilities.documents.workflow import flow
from fettle.kernel.access.references import ToOrganisation, ToRecord
from fettle.kernel.records import Field, Kind, May, Section
from fettle.kernel.records.values import STAFF, Choice
from fettle.kernel.settings.choices import options
from fettle.processes.knowledge.definitions import audiences
from fettle.processes.knowledge.models import Article

SEE, WRITE, MANAGE = "knowledge.see", "knowledge.write", "knowledge.manage"

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
            title(_("As somebody would ask it.")),
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
            OWNER,
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
        STANDS,
    ),
)
