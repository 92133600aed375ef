"""The pages of components, parties, the service map, and of what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fettle.edges.pages.asking import asked, pressed
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.paging import cut
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.kernel.settings.choices import label_of
from fettle.processes.services.definitions import PARTY_ROLES
from fettle.processes.services.records import SEE, SERVICE
from fettle.processes.services.structure import asks, components, drawing, graph, lacking, parties
from fettle.processes.services.workflow import MANAGE

ROWS = 50
MADE_OF, DELIVERED = "#components", "#parties"


def of_staff(actor: Actor, number: str) -> Record:
    """A service for those who read what is meant for staff. Raises NotSeen."""
    record = get(actor, number, SERVICE)
    if STAFF not in audiences(actor, record):
        raise NotSeen(_now("There is nothing here."))
    return record


@require_safe
def map_of(request: HttpRequest, number: str) -> HttpResponse:
    """The service map around one service: the picture, and the table that says the same."""
    actor = actor_of(request)
    record = of_staff(actor, number)
    part = graph.around(actor, record)
    context = {"record": record, "picture": drawing.svg(part), "rows": drawing.table(part), "left_out": part.left_out}
    return show(request, "services/map.html", context)


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """What the live services lack; ``?all`` shows those too that lack nothing."""
    actor = actor_of(request)
    require(actor, SEE)
    everything = "all" in request.GET
    found = lacking.services(actor, incomplete=not everything)
    sums = lacking.sums(actor)
    total = sums.total if everything else sums.incomplete
    part, pager = cut(request, total, ROWS)
    context = {
        "rows": [(record, lacking.of(record)) for record in found[part]],
        "sums": sums,
        "complete": sums.total - sums.incomplete,
        "everything": everything,
        "manages": may(actor, MANAGE),
        "pager": pager,
    }
    return show(request, "services/completeness.html", context)


@require_safe
def all_parties(request: HttpRequest) -> HttpResponse:
    """The map of the parties over all services: who, in which role, for what, reached where."""
    actor = actor_of(request)
    require(actor, SEE)
    found = parties.everywhere(actor)
    total = found.count()
    part, pager = cut(request, total, ROWS)
    context = {"rows": drawn(found[part]), "total": total, "pager": pager}
    return show(request, "services/parties.html", context)


def drawn(rows: Any) -> list[dict[str, Any]]:
    """Parties with the words of their roles."""
    return [{"row": row, "role": label_of(PARTY_ROLES.key, row.role)} for row in rows]


def _of_component(record: Record, row: int) -> Mapping[str, Any]:
    there = components.found(record, row)
    return {name: getattr(there, name) for name in ("name", "role", "group", "needed")}


def _asks_of_component(actor: Actor, record: Record, row: int) -> Any:
    return asks.OF_A_SERVICE if components.found(record, row).service_id else asks.OF_A_NAME


def _of_party(record: Record, row: int) -> Mapping[str, Any]:
    there = parties.found(record, row)
    return {name: getattr(there, name) for name in ("role", "does", "contact", "contact_point")}


add_component = asked(
    SERVICE,
    MANAGE,
    _("Add a component"),
    _("The component is added."),
    lambda actor, record, row: asks.COMPONENT,
    components.add,
    part=MADE_OF,
)
change_component = asked(
    SERVICE,
    MANAGE,
    _("Change component"),
    _("Saved."),
    _asks_of_component,
    components.change,
    row="component",
    first=_of_component,
    part=MADE_OF,
)
remove_component = pressed(
    SERVICE, MANAGE, _("The component is taken away."), components.remove, row="component", part=MADE_OF
)
add_party = asked(
    SERVICE,
    MANAGE,
    _("Put a party on the map"),
    _("The party is on the map."),
    lambda actor, record, row: asks.PARTY,
    parties.add,
    part=DELIVERED,
)
change_party = asked(
    SERVICE,
    MANAGE,
    _("Change party"),
    _("Saved."),
    lambda actor, record, row: asks.REACHED,
    parties.change,
    row="party",
    first=_of_party,
    part=DELIVERED,
)
remove_party = pressed(
    SERVICE, MANAGE, _("The party is taken off the map."), parties.remove, row="party", part=DELIVERED
)
