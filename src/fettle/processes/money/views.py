"""Which page of money calls which action, and the pages that add up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import detail, form, linking, presence, verb
from fettle.edges.pages import listing as lists
from fettle.edges.pages.listing import Listing, View
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.register import draw
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import visible
from fettle.kernel.records import numbers
from fettle.kernel.records.values import whole
from fettle.processes.money import actions, budgets, queries
from fettle.processes.money.records import BUDGET, COST
from fettle.processes.money.workflow import ENTER, SEE

EARLIEST, LATEST = 1990, 2150


def of_money(declared: Listing, place: str) -> View:
    """A list with the ways to the other places above it."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        require(actor, SEE)
        context = draw(request, actor, declared, declared.asked(request, actor))
        return show(request, "money/listing.html", context | {"place": place, "sees": True})

    return view


def asked_year(given: Mapping[str, str]) -> int:
    """The financial year that an address asks for, else the present one."""
    year = whole(given.get("year", ""), 4)
    return year if year and EARLIEST <= year <= LATEST else queries.this_year(timezone.localdate())


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What each service costs in a financial year, what was spent and committed, and what its budget has left."""
    actor = actor_of(request)
    require(actor, SEE)
    year = asked_year(request.GET)
    context = {
        "place": "overview",
        "year": year,
        "earlier": max(year - 1, EARLIEST),
        "later": min(year + 1, LATEST),
        "told": queries.overview(actor, queries.year(year)),
        "enters": may(actor, ENTER),
        "sees": True,
    }
    return show(request, "money/overview.html", context)


def _of_the_service(actor: Actor, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """A form that begins with the service that the address names, if the actor sees it."""
    number = numbers.tidy(asked.get("service", ""))
    found = visible(actor).filter(number=number, kind="service").first() if number else None
    return {"service": found} if found else {}


def _of_a_budget(actor: Actor, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """For the present financial year, looked after by whoever draws it up."""
    return {**_of_the_service(actor, asked), "year": queries.this_year(timezone.localdate())}


costs = of_money(
    lists.list_of(
        COST,
        tabs=(
            lists.Tab(
                _("All that counts"),
                {"state": "estimated,committed,spent"},
                empty=_("No cost is entered yet."),
            ),
            lists.Tab(_("Committed"), {"state": "committed"}, empty=_("Nothing is committed.")),
            lists.Tab(_("Estimated"), {"state": "estimated"}, empty=_("Nothing is estimated.")),
            lists.Tab(_("Withdrawn"), {"state": "withdrawn"}, empty=_("No cost was withdrawn.")),
        ),
        columns=("title", "nature", "service", "amount", "begins"),
        make=(_("New cost"), "/costs/new", ENTER),
    ),
    "costs",
)
cost = detail.detail(COST)
cost_timeline = detail.older(COST)
cost_live = detail.live(COST)
cost_looking = presence.presence(COST)
cost_link = linking.link(COST)
cost_unlink = linking.unlink(COST)
new_cost = form.form(COST, action=actions.register, title=_("New cost"), submit=_("Enter cost"), first=_of_the_service)
cost_edit = form.edit(COST, action=actions.revise)
cost_step = verb.verb(COST, actions=actions.VERBS)

budget_list = of_money(
    lists.list_of(
        BUDGET,
        tabs=(
            lists.Tab(
                _("Drafts and in force"),
                {"state": "draft,approved"},
                empty=_("No budget is drawn up yet."),
            ),
            lists.Tab(_("No longer in force"), {"state": "over"}, empty=_("None was replaced.")),
        ),
        columns=("title", "service", "year", "part", "amount"),
        make=(_("New budget"), "/budgets/new", ENTER),
    ),
    "budgets",
)
budget = detail.detail(BUDGET)
budget_timeline = detail.older(BUDGET)
budget_live = detail.live(BUDGET)
budget_looking = presence.presence(BUDGET)
budget_link = linking.link(BUDGET)
budget_unlink = linking.unlink(BUDGET)
new_budget = form.form(
    BUDGET, action=budgets.register, title=_("New budget"), submit=_("Draw up budget"), first=_of_a_budget
)
budget_edit = form.edit(BUDGET, action=budgets.revise)
budget_step = verb.verb(BUDGET, actions=budgets.VERBS)
