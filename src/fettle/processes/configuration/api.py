"""Configuration items over REST, with the relations and the components of each, and how far a failure reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.edges.rest import described, given, shapes, things
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.parameters import only
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid
from fettle.kernel.records import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Number, whole
from fettle.kernel.workflow import Ask
from fettle.processes.configuration import actions, queries
from fettle.processes.configuration.models import Relation
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.structure import asks, binding, drawing, relations, telling
from fettle.processes.configuration.structure.views import of, one
from fettle.processes.configuration.workflow import MANAGE, beginnings
from fettle.processes.services.queries import SERVICE

NEWEST = 200
"""So many relations stand in the answer to a change of one."""
BEGINS = Ask("begins", Choice(beginnings), _("How it stands, in use unless given"), needed=False)
COMPONENT = Ask("component", Number(1, 10**12), _("Id of a component of a service that is a name alone"))
END = {
    "id": shapes.WHOLE,
    "relation": shapes.TEXT,
    "said": shapes.TEXT,
    "other": shapes.TEXT,
    "title": shapes.TEXT,
    "role": {"enum": ["enabling", "enhancing"]},
    "group": shapes.TEXT,
    "needed": shapes.WHOLE,
}
BOUND = {"component": shapes.WHOLE, "name": shapes.TEXT, "service": shapes.TEXT}
STEP = {"name": shapes.TEXT, "how": shapes.TEXT}
HIT = {
    "number": shapes.TEXT,
    "title": shapes.TEXT,
    "kind": shapes.TEXT,
    "type": shapes.TEXT,
    "standing": {"enum": [each.value for each in queries.Standing]},
    "effect": {"enum": [each.value for each in telling.ORDER]},
    "distance": shapes.WHOLE,
    "way": shapes.listed(shapes.thing(STEP, STEP)),
}
IMPACT = {
    "way": {"enum": ["up", "down"]},
    "hits": shapes.listed(shapes.thing(HIT, HIT)),
    "unseen": shapes.WHOLE,
    "cut": shapes.YES_NO,
    "picture": shapes.TEXT,
}


def _items(shape: dict[str, Any]) -> dict[str, Any]:
    return shapes.thing({"items": shapes.listed(shapes.thing(shape, shape))}, ["items"])


def _ends(actor: Actor, record: Record) -> Answer:
    """The newest of them: what was just added is there."""
    rows = relations.of(actor, record).order_by("-pk")[:NEWEST]
    return Answer({"items": [_end(record, row) for row in rows]})


def _browse(kind: Kind) -> Callable[[HttpRequest, str], HttpResponse]:
    def browse(request: HttpRequest, number: str) -> HttpResponse:
        """All of them, page by page."""
        actor = actor_of(request)
        only(request.GET, *PAGING)
        record = one(actor, number, kind)
        return paged(relations.of(actor, record), "id", request.GET, lambda row: _end(record, row)).response()

    return browse


def _end(record: Record, row: Relation) -> dict[str, Any]:
    end = relations.read(record, row)
    return {
        "id": row.pk,
        "relation": row.type + (asks.BACK if end.back else ""),
        "said": end.said,
        "other": end.other.number,
        "title": end.other.title,
        "role": row.role,
        "group": row.group,
        "needed": row.needed,
    }


def _bound(actor: Actor, record: Record) -> Answer:
    rows = binding.read(actor, record)
    return Answer(
        {
            "items": [
                {"component": row.pk, "name": row.component.name, "service": row.component.record.number}
                for row in rows
            ]
        }
    )


def _way(way: str | None) -> str:
    if way not in (None, "up", "down"):
        raise Invalid({"way": _now("Give one of: %(names)s.") % {"names": "up, down"}})
    return way or "up"


def _reached(kind: Kind) -> Callable[..., tuple[Record, str]]:
    def reached(actor: Actor, number: str, way: str | None = None) -> tuple[Record, str]:
        return one(actor, number, kind), _way(way)

    return reached


def _item(actor: Actor, number: str) -> Record:
    return one(actor, number, ITEM)


def _impact(actor: Actor, asked: tuple[Record, str]) -> Answer:
    record, way = asked
    told = telling.told(actor, of(record, way))
    hits = [
        {
            "number": hit.named.number,
            "title": hit.named.title,
            "kind": hit.named.kind,
            "type": hit.named.type,
            "standing": told.impact.standing(hit.named.pk),
            "effect": hit.effect,
            "distance": hit.distance,
            "way": [{"name": name, "how": how} for name, how in told.way(hit)],
        }
        for hit in told.hits
    ]
    picture = drawing.picture(told).svg if told.hits else ""
    return Answer({"way": way, "hits": hits, "unseen": told.unseen, "cut": told.impact.cut, "picture": picture})


def _managed(actor: Actor, number: str, *slots: str) -> Any:
    record = get(actor, number, ITEM)
    require(actor, MANAGE, record)
    return (record, whole(slots[0], 12) or 0) if slots else record


def _one(actor: Actor, number: str, row: str) -> Any:
    return _managed(actor, number, row)


def _record(of: Any) -> Record:
    """The item, of itself or with the id of a row."""
    record: Record = of[0] if isinstance(of, tuple) else of
    return record


items = routes(
    ITEM,
    register=actions.register,
    revise=actions.revise,
    also=(BEGINS,),
    first=lambda router: tables.add(router, ITEM, register=actions.register, revise=actions.revise),
    verbs=actions.VERBS,
)
OF = "/items/{number}"
WAY = described.query("way", {"enum": ["up", "down"], "default": "up"}, "up: what fails with it; down: what it needs")
for _kind in (ITEM, SERVICE):
    things.Thing(items, _reached(_kind), _impact, shapes.thing(IMPACT, IMPACT)).get(
        f"/{_kind.path}/{{number}}/impact", f"{_kind.path}_impact", "How far a failure reaches", [WAY], (422,)
    )
for _kind in (ITEM, SERVICE):
    items.add_api_operation(
        f"/{_kind.path}/{{number}}/relations",
        ["GET"],
        _browse(_kind),
        operation_id=f"{_kind.path}_relations",
        summary="What it hangs together with",
        openapi_extra=described.operation(
            {200: shapes.paged(shapes.thing(END, END))}, described.READING, parameters=described.paging()
        ),
    )
things.Thing(items, _item, _bound, _items(BOUND)).get(
    f"{OF}/components", "items_components", "The components of services that it is"
)
RELATED = things.Thing(items, _managed, _ends, _items(END))
RELATED.post(
    f"{OF}/relations",
    "items_add_relation",
    "Add a relation",
    lambda actor, record, **values: relations.add(actor, record.number, **values),
    map(given.of_ask, asks.RELATION),
)
ONE_RELATION = things.Thing(items, _one, lambda actor, of: _ends(actor, _record(of)), _items(END))
ONE_RELATION.post(
    f"{OF}/relations/{{relation}}/change",
    "items_change_relation",
    "Change a relation",
    lambda actor, of, **values: relations.change(actor, of[0].number, row=of[1], **values),
    map(given.of_ask, asks.HOW),
)
ONE_RELATION.post(
    f"{OF}/relations/{{relation}}/remove",
    "items_remove_relation",
    "Take a relation away",
    lambda actor, of: relations.remove(actor, of[0].number, row=of[1]),
)
things.Thing(items, _managed, _bound, _items(BOUND)).post(
    f"{OF}/components",
    "items_bind",
    "Bind it to a component of a service",
    lambda actor, record, **values: binding.bind(actor, record.number, **values),
    [given.of_ask(COMPONENT)],
)
things.Thing(items, _one, lambda actor, of: _bound(actor, _record(of)), _items(BOUND)).post(
    f"{OF}/components/{{bound}}/unbind",
    "items_unbind",
    "Unbind it from a component",
    lambda actor, of: binding.unbind(actor, of[0].number, bound=of[1]),
)
