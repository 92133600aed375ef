"""Services over REST, with the parts and parties of each, the map, and what is missing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from fettle.edges.rest import described, given, shapes, showing, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.parameters import only
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.access.references import ToRecord
from fettle.kernel.errors import Invalid
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Flag, Option, whole
from fettle.kernel.workflow import Ask
from fettle.processes.services import actions
from fettle.processes.services.models import Component, Party
from fettle.processes.services.records import SEE, SERVICE
from fettle.processes.services.structure import asks, components, drawing, graph, lacking, parties
from fettle.processes.services.structure.views import of_staff
from fettle.processes.services.workflow import LIVE, MANAGE, PROPOSAL


def phases() -> list[Option]:
    """In which phases a service may begin."""
    return [Option(PROPOSAL, _("Proposal")), Option(LIVE, _("Live"))]


PHASE = Ask("phase", Choice(phases), _("Phase that it begins in, live unless given"), needed=False)
DEMAND = Ask("demand", ToRecord("demand"), _("Demand that it answers, which is taken up by it"), needed=False)
PARTY = {
    "id": shapes.WHOLE,
    "organisation": shapes.TEXT,
    "role": shapes.TEXT,
    "does": shapes.TEXT,
    "contact": shapes.or_null(shapes.PERSON),
    "contact_point": shapes.TEXT,
}
COMPONENT = {
    "id": shapes.WHOLE,
    "name": shapes.TEXT,
    "service": shapes.or_null(shapes.TEXT),
    "role": {"enum": ["enabling", "enhancing"]},
    "group": shapes.TEXT,
    "needed": shapes.WHOLE,
}
BOX = {"key": shapes.TEXT, "label": shapes.TEXT, "tier": shapes.WHOLE, "service": shapes.or_null(shapes.TEXT)}
LINE = {"above": shapes.TEXT, "below": shapes.TEXT, "role": shapes.TEXT, "group": shapes.TEXT, "needed": shapes.WHOLE}
LINE |= {"of": shapes.WHOLE}
MAP = {"boxes": shapes.listed(shapes.thing(BOX, BOX)), "lines": shapes.listed(shapes.thing(LINE, LINE))}
MAP |= {"left_out": shapes.YES_NO, "picture": shapes.TEXT}
EVERYWHERE = {**PARTY, "service": shapes.TEXT, "title": shapes.TEXT}
LACKS = {"number": shapes.TEXT, "title": shapes.TEXT, "lacks": shapes.listed(shapes.TEXT)}
ONLY = Flag()


def _items(shape: dict[str, Any]) -> dict[str, Any]:
    return shapes.thing({"items": shapes.listed(shapes.thing(shape, shape))}, ["items"])


def _party(row: Party) -> dict[str, Any]:
    return {
        "id": row.pk,
        "organisation": row.organisation.name,
        "role": row.role,
        "does": row.does,
        "contact": showing.person(row.contact) if row.contact else None,
        "contact_point": row.contact_point,
    }


def _component(row: Component) -> dict[str, Any]:
    name = row.service.title if row.service else row.name
    number = row.service.number if row.service else None
    return {
        "id": row.pk,
        "name": name,
        "service": number,
        "role": row.role,
        "group": row.group,
        "needed": row.needed,
    }


def _parties(actor: Actor, record: Record) -> Answer:
    return Answer({"items": [_party(row) for row in parties.of(record)]})


def _components(actor: Actor, record: Record) -> Answer:
    return Answer({"items": [_component(row) for row in graph.components(record)]})


def _map(actor: Actor, record: Record) -> Answer:
    part = graph.around(actor, record)
    boxes = [
        {"key": box.key, "label": box.label, "tier": box.tier, "service": box.record.number if box.record else None}
        for box in part.boxes.values()
    ]
    lines = [{name: getattr(line, name) for name in LINE} for line in part.lines]
    return Answer({"boxes": boxes, "lines": lines, "left_out": part.left_out, "picture": drawing.svg(part)})


def _managed(actor: Actor, number: str, *slots: str) -> Any:
    record = get(actor, number, SERVICE)
    require(actor, MANAGE, record)
    return (record, whole(slots[0], 12) or 0) if slots else record


def _one(actor: Actor, number: str, row: str) -> Any:
    return _managed(actor, number, row)


def completeness(request: HttpRequest) -> HttpResponse:
    """Those that lack something; with ``all=true`` those too that lack nothing."""
    only(request.GET, *PAGING, "all")
    actor = actor_of(request)
    require(actor, SEE)
    try:
        everything = ONLY.clean(request.GET.get("all", ""), actor)
    except ValueError as problem:
        raise Invalid({"all": str(problem)}) from None

    def shown(record: Record) -> dict[str, Any]:
        lacks = [lack.code for lack in lacking.of(record)]
        return {"number": record.number, "title": record.title, "lacks": lacks}

    rows = lacking.services(actor, incomplete=not everything)
    return paged(rows, "opened_at", request.GET, shown).response()


def all_parties(request: HttpRequest) -> HttpResponse:
    """The map of the parties over all services."""
    only(request.GET, *PAGING)
    actor = actor_of(request)
    require(actor, SEE)

    def shown(row: Party) -> dict[str, Any]:
        return {**_party(row), "service": row.record.number, "title": row.record.title}

    return paged(parties.everywhere(actor), "id", request.GET, shown).response()


def _first(router: Any) -> None:
    tables.add(router, SERVICE, register=actions.register, revise=actions.revise)
    paging = described.paging()
    everything = described.query("all", {"type": "boolean"}, "Those too that lack nothing")
    for path, view, name, summary, shape, parameters in (
        ("completeness", completeness, "completeness", "What live services lack", LACKS, [*paging, everything]),
        ("parties", all_parties, "parties", "Who delivers, over all services", EVERYWHERE, paging),
    ):
        router.add_api_operation(
            f"/services/{path}",
            ["GET"],
            view,
            operation_id=f"services_{name}",
            summary=summary,
            openapi_extra=described.operation(
                {200: shapes.paged(shapes.thing(shape, shape))}, (401, 403, 405, 422), parameters=parameters
            ),
        )


services = routes(
    SERVICE,
    register=actions.register,
    revise=actions.revise,
    also=(PHASE, DEMAND),
    first=_first,
    verbs=actions.VERBS,
)
OF = "/services/{number}"
things.Thing(services, of_staff, _map, shapes.thing(MAP, MAP)).get(
    f"{OF}/map", "services_map", "The service map around it, and its picture"
)
things.Thing(services, of_staff, _components, _items(COMPONENT)).get(
    f"{OF}/components", "services_components", "What it is made of"
)
things.Thing(services, of_staff, _parties, _items(PARTY)).get(f"{OF}/parties", "services_parties_of", "Who delivers it")
MADE_OF = things.Thing(services, _managed, _components, _items(COMPONENT))
MADE_OF.post(
    f"{OF}/components",
    "services_add_component",
    "Add a component",
    lambda actor, record, **values: components.add(actor, record.number, **values),
    map(given.of_ask, asks.COMPONENT),
)
DELIVERED = things.Thing(services, _managed, _parties, _items(PARTY))
DELIVERED.post(
    f"{OF}/parties",
    "services_add_party",
    "Put a party on the map",
    lambda actor, record, **values: parties.add(actor, record.number, **values),
    map(given.of_ask, asks.PARTY),
)
ONE_COMPONENT = things.Thing(services, _one, lambda actor, of: _components(actor, _record(of)), _items(COMPONENT))
ONE_COMPONENT.post(
    f"{OF}/components/{{component}}/change",
    "services_change_component",
    "Change a component",
    lambda actor, of, **values: components.change(actor, of[0].number, component=of[1], **values),
    map(given.of_ask, asks.OF_A_NAME),
)
ONE_COMPONENT.post(
    f"{OF}/components/{{component}}/remove",
    "services_remove_component",
    "Take a component away",
    lambda actor, of: components.remove(actor, of[0].number, component=of[1]),
)
ONE_PARTY = things.Thing(services, _one, lambda actor, of: _parties(actor, _record(of)), _items(PARTY))
ONE_PARTY.post(
    f"{OF}/parties/{{party}}/change",
    "services_change_party",
    "Change a party",
    lambda actor, of, **values: parties.change(actor, of[0].number, party=of[1], **values),
    map(given.of_ask, asks.REACHED),
)
ONE_PARTY.post(
    f"{OF}/parties/{{party}}/remove",
    "services_remove_party",
    "Take a party off the map",
    lambda actor, of: parties.remove(actor, of[0].number, party=of[1]),
)


def _record(of: Any) -> Record:
    """The service, of itself or with the id of a row."""
    record: Record = of[0] if isinstance(of, tuple) else of
    return record
