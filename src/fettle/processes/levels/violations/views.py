"""Which page of a violation calls which action."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from fettle.edges.pages import detail, drafts, form, linking, presence, talk, verb
from fettle.edges.pages.listing import Listing, Tab
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.panels import Panels, Talk
from fettle.edges.pages.register import draw
from fettle.kernel.access.ask import may
from fettle.processes.levels import rules, talking
from fettle.processes.levels.violations import actions
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.levels.violations.workflow import FOLLOW, WORK
from fettle.processes.levels.workflow import MANAGE

LISTING = Listing(
    kinds=(VIOLATION,),
    title=VIOLATION.plural,
    path="/violations",
    tabs=(
        Tab(
            pgettext_lazy("a state", "Open"),
            {"open": "true"},
            empty=_("No violation is open. They are noted when an evaluation is confirmed."),
        ),
        Tab(_("To be told"), {"state": "noted"}, empty=_("Everybody was told.")),
        Tab(_("Closed"), {"state": "closed"}, empty=_("No violation is closed yet.")),
    ),
    columns=("title", "organisation", "told_at", "acknowledged_at", "assignee"),
)
PLAIN = Panels(
    talk=Talk(FOLLOW, WORK, talking.people, elsewhere=rules.UNREAD, label=_("To the other party")),
    marked=("missed", "notice"),
)
TALK = (
    ("/reply", talk.reply(VIOLATION, action=talking.reply_on_violation, panels=PLAIN)),
    ("/note", talk.note(VIOLATION, action=talking.note_on_violation, panels=PLAIN)),
    ("/draft/(?P<mode>reply|note)", drafts.draft(VIOLATION)),
)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The register of violations, with the ways to the pages beside it."""
    actor = actor_of(request)
    context = draw(request, actor, LISTING, LISTING.asked(request, actor))
    place = "violations" if actor.is_staff else ""
    return show(request, "levels/listing.html", context | {"place": place, "manages": may(actor, MANAGE)})


record = detail.detail(VIOLATION, panels=PLAIN)
timeline = detail.older(VIOLATION, panels=PLAIN)
live = detail.live(VIOLATION)
looking = presence.presence(VIOLATION)
link = linking.link(VIOLATION)
unlink = linking.unlink(VIOLATION)
edit = form.edit(VIOLATION, action=actions.revise)
step = verb.verb(VIOLATION, actions=actions.VERBS)
