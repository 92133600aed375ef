"""Which page calls which action; the list with the procedures that stand beside their settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages import listing as lists
from fettle.edges.pages.lists import Cell, Column, Row, Table
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.register import draw
from fettle.edges.papers.wording import standing
from fettle.facilities.documents import actions as texts
from fettle.governance.documents import actions, queries
from fettle.governance.documents.records import DOCUMENT, MANAGE
from fettle.kernel.access.actor import Actor

LISTING = lists.list_of(
    DOCUMENT,
    tabs=(
        lists.Tab(_("Current"), {"state": "draft,in_review,published"}, empty=_("No document is entered yet.")),
        lists.Tab(_("Draft or in review"), {"open": "true"}, empty=_("Nothing is being written.")),
        lists.Tab(_("Withdrawn"), {"state": "withdrawn"}, empty=_("Nothing was withdrawn.")),
    ),
    sort="title",
    columns=("title", "type", "owner", "in_force"),
    states=lambda: standing,
    drawn=("in_force",),
    make=(_("New document"), "/documents/new", MANAGE),
)
timeline = detail.older(DOCUMENT)
live = detail.live(DOCUMENT)
looking = presence.presence(DOCUMENT)
link = linking.link(DOCUMENT)
unlink = linking.unlink(DOCUMENT)
new = form.form(DOCUMENT, action=actions.register, title=_("New document"), submit=_("Put on the register"))
edit = form.edit(DOCUMENT, action=actions.revise)
step = verb.verb(DOCUMENT, actions={name: act for name, act in texts.VERBS.items() if name != "write"})


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The register (GR2.A3), and below it the procedures, whose text stays in its settings."""
    actor = actor_of(request)
    context = draw(request, actor, LISTING, LISTING.asked(request, actor))
    return show(request, "governance/documents.html", context | {"procedures": _procedures(actor)})


def _procedures(actor: Actor) -> Table:
    columns = [Column(_now("Number"), "number"), Column(_now("Procedure")), Column(_now("Version"), "figure")]
    columns += [Column(_now("Last changed"), "date")]
    rows = [
        Row(
            each.number,
            [
                Cell("text", each.number),
                Cell("link", each.title, url=reverse("setting", args=[each.setting.key])),
                Cell("text", str(each.version)),
                Cell("day", each.updated_at),
            ],
        )
        for each in queries.procedures(actor)
    ]
    return Table(_now("Procedures"), columns, rows)
