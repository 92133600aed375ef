"""Which page of a risk calls which action; the register and the matrix."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages import listing as lists
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.register import Found, draw
from fettle.edges.risks import drawn, printing
from fettle.facilities.risks import actions, queries
from fettle.facilities.risks.records import RISK
from fettle.facilities.risks.workflow import HELD, NOTE, SEE
from fettle.kernel.access.ask import may, require

LISTING = lists.list_of(
    RISK,
    title=_("Risk register"),
    tabs=(
        lists.Tab(_("On the register"), {"state": ",".join(HELD)}, empty=_("No risk is on the register.")),
        lists.Tab(_("To be decided"), {"open": "true"}, hot=True, empty=_("Every risk is decided about.")),
        lists.Tab(_("Accepted"), {"state": "accepted"}, empty=_("No risk is accepted.")),
        lists.Tab(_("Closed"), {"state": "closed,withdrawn"}, empty=_("No risk was closed yet.")),
    ),
    sort="rank",
    columns=("title", "rating", "residual", "treatment", "assignee", "service"),
    make=(_("Note a risk"), "/risks/new", NOTE),
)
record = detail.detail(RISK)
timeline = detail.older(RISK)
live = detail.live(RISK)
looking = presence.presence(RISK)
link = linking.link(RISK)
unlink = linking.unlink(RISK)
edit = form.edit(RISK, action=actions.revise)
step = verb.verb(RISK, actions=actions.VERBS)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The register (PR6.O3), with the ways to matrix and paper above it."""
    actor = actor_of(request)
    asked = LISTING.asked(request, actor)
    context = draw(request, actor, LISTING, asked)
    return show(request, "risks/listing.html", context | {"sees": may(actor, SEE), "print_query": asked.query()})


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """How many risks stand where; ``?of=residual`` counts what remains with measures."""
    actor = actor_of(request)
    require(actor, SEE)
    of = "residual" if request.GET.get("of") == "residual" else "inherent"
    counts = queries.counts(actor, of)
    impacts, lines = drawn.matrix(counts, of)
    context = {
        "of": of,
        "impacts": impacts,
        "lines": lines,
        "total": sum(counts.values()),
        "unplaced": queries.unplaced(actor, of),
    }
    return show(request, "risks/matrix.html", context)


@require_safe
def on_paper(request: HttpRequest) -> HttpResponse:
    """The register on paper, narrowed as the list is."""
    actor = actor_of(request)
    require(actor, SEE)
    found = Found(actor, LISTING, LISTING.asked(request, actor))
    response = HttpResponse(printing.write(actor, found.records), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="risks.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
