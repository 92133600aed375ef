"""The agreements of a customer, for those who represent it and those who sign for it (PR7.I4)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import prose
from fettle.edges.pages.page import actor_of
from fettle.kernel.access.read import get
from fettle.kernel.errors import NotSeen
from fettle.portal import rows
from fettle.portal.frame import framed
from fettle.portal.words import Standing
from fettle.processes.levels.queries import of_the_portal
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.slots import of_agreement

PAGE = 25
TEXTS = ("terms", "exclusions", "measuring", "reporting")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Those that the reader may see for a customer."""
    actor = actor_of(request)
    page = Paginator(of_the_portal(actor), PAGE).get_page(request.GET.get("page"))
    return framed(request, "agreements", {"requests": [rows.agreement_row(each) for each in page], "page": page})


@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """What was promised: text, targets, validity, signatures."""
    actor = actor_of(request)
    record = get(actor, number, AGREEMENT)
    if not of_the_portal(actor).filter(pk=record.pk).exists():
        raise NotSeen(_("There is nothing here."))
    state, item = record.declared.flow.by_state[record.state], record.item
    texts = [(AGREEMENT.by_name[name].label, prose.shown(text)) for name in TEXTS if (text := getattr(item, name))]
    context = {
        "record": record,
        "status": Standing(state.shape, str(state.public or state.label)),
        "texts": texts,
        "part": of_agreement(actor, record),
        "asked": item.draft is not None,
    }
    return framed(request, "agreement", context)
