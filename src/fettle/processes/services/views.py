"""Which page of a service calls which action."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages import listing as lists
from fettle.edges.pages.board import Board
from fettle.edges.pages.page import actor_of
from fettle.kernel.records.models import Record
from fettle.processes.services import actions, queries
from fettle.processes.services.places import of_a_demand, portfolio
from fettle.processes.services.records import SERVICE
from fettle.processes.services.structure import phases
from fettle.processes.services.workflow import LIVE, MANAGE, PLANNED, RETIRED


def line(record: Record) -> list[str]:
    """How much depends on it."""
    return [queries.criticality(record)]


LISTING = lists.list_of(
    SERVICE,
    tabs=(
        lists.Tab(_("Portfolio"), {"state": "design,live,proposal,transition"}, empty=_("There is no service yet.")),
        lists.Tab(_("Proposals"), {"state": "proposal"}, empty=_("No service is proposed.")),
        lists.Tab(_("Design and transition"), {"state": "design,transition"}, empty=_("Nothing is under way.")),
        lists.Tab(_("Live"), {"state": "live"}, empty=_("No service is live yet.")),
        lists.Tab(_("Retired or withdrawn"), {"state": "retired,withdrawn"}, empty=_("No service was retired.")),
    ),
    sort="title",
    columns=("title", "owner", "team", "calendar"),
    make=(_("Propose a service"), "/services/propose", MANAGE),
    layouts=(lists.LIST, lists.BOARD),
    line=line,
    drawn=("criticality",),
    board=Board((*PLANNED, LIVE, RETIRED), "owner", face=False, notes=phases.missing, moves=False, whole=True),
)
listing = portfolio(LISTING, "services")
record = detail.detail(SERVICE)
timeline = detail.older(SERVICE)
live = detail.live(SERVICE)
looking = presence.presence(SERVICE)
link = linking.link(SERVICE)
unlink = linking.unlink(SERVICE)


def propose(request: HttpRequest) -> HttpResponse:
    """The form; ``?demand=`` begins from what is asked for, which is taken up by what is proposed."""
    demand = of_a_demand(actor_of(request), request.GET.get("demand", ""))
    view = form.form(
        SERVICE,
        action=partial(actions.propose, demand=demand),
        title=_("Propose a service"),
        submit=_("Propose service"),
        first=lambda actor, asked: {"title": demand.title, "need": demand.item.details} if demand else {},
    )
    return view(request)


new = form.form(SERVICE, action=actions.register, title=_("Add a live service"), submit=_("Add service"))
edit = form.edit(SERVICE, action=actions.revise)
step = verb.verb(SERVICE, actions=actions.VERBS)
