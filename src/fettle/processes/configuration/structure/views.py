"""The pages of relations, of components that are items, and of how far a failure reaches."""

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
from fettle.kernel.records import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF, Choice, Option
from fettle.kernel.workflow import Ask
from fettle.processes.configuration import queries
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.structure import asks, binding, drawing, relations, telling
from fettle.processes.configuration.structure.reach import Effect, Need
from fettle.processes.configuration.workflow import MANAGE, SEE, THERE
from fettle.processes.services.queries import SERVICE

ROWS = 50
RELATIONS, BOUND = "#relations", "#bound"


def one(actor: Actor, number: str, *kinds: Kind) -> Record:
    """An item or service, or one of these kinds, for those who read items. Raises NotSeen, Forbidden."""
    record = get(actor, number, *(kinds or (ITEM, SERVICE)))
    if STAFF not in audiences(actor, record):
        raise NotSeen(_now("There is nothing here."))
    require(actor, SEE)
    return record


def of(record: Record, way: str) -> queries.Impact:
    """What fails with it, or with the way ``down`` what it depends on."""
    return queries.depends_on([record.pk]) if way == "down" else queries.impacted_by([record.pk])


@require_safe
def impact(request: HttpRequest, number: str) -> HttpResponse:
    """How far a failure of it reaches; ``?way=down`` what it stands on."""
    actor = actor_of(request)
    record = one(actor, number)
    down = request.GET.get("way") == "down"
    told = telling.told(actor, of(record, "down" if down else "up"))
    part, pager = cut(request, len(told.hits), ROWS)
    hard, soft = ((Need.NEEDED,), (Need.STANDS_IN, Need.BETTER)) if down else ((Effect.FAILS,), (Effect.WEAKENED,))
    words = telling.effects()
    context = {
        "record": record,
        "down": down,
        "here": telling.direct(record),
        "services": told.count(SERVICE.key, *hard),
        "items": told.count(ITEM.key, *hard),
        "soft": told.count(SERVICE.key, *soft) + told.count(ITEM.key, *soft),
        "unseen": told.unseen,
        "cut": told.impact.cut,
        "picture": drawing.picture(told) if told.hits else None,
        "rows": [(hit, words[hit.effect], told.way(hit)) for hit in told.hits[part]],
        "total": len(told.hits),
        "pager": pager,
    }
    return show(request, "configuration/impact.html", context)


@require_safe
def all_relations(request: HttpRequest, number: str) -> HttpResponse:
    """The relations of an item or service, page by page."""
    actor = actor_of(request)
    record = one(actor, number)
    found = relations.of(actor, record)
    part, pager = cut(request, found.count(), ROWS)
    manages = record.kind == ITEM.key and record.state in THERE and may(actor, MANAGE, record)
    context = {"record": record, "ends": [relations.read(record, row) for row in found[part]], "manages": manages}
    return show(request, "configuration/relations.html", {**context, "pager": pager})


def _of_relation(record: Record, row: int) -> Mapping[str, Any]:
    there = relations.found(record, row)
    return {name: getattr(there, name) for name in ("role", "group", "needed")}


def _components(actor: Actor, record: Record, row: int) -> list[Ask]:
    """The components that may be chosen, by the names of their services."""
    rows = [Option(code, words) for code, words in binding.offered(actor)]
    hint = _("Components of services that are a name alone. What is no longer a mere name is known in every impact.")
    return [Ask("component", Choice(lambda: rows), _("Component"), hint)]


add = asked(
    ITEM,
    MANAGE,
    _("Add a relation"),
    _("The relation is added."),
    lambda actor, record, row: asks.RELATION,
    relations.add,
    part=RELATIONS,
)
change = asked(
    ITEM,
    MANAGE,
    _("Change relation"),
    _("Saved."),
    lambda actor, record, row: asks.HOW,
    relations.change,
    row="row",
    first=_of_relation,
    part=RELATIONS,
)
remove = pressed(ITEM, MANAGE, _("The relation is taken away."), relations.remove, row="row", part=RELATIONS)
bind = asked(
    ITEM,
    MANAGE,
    _("Bind to a component"),
    _("The component is this item."),
    _components,
    binding.bind,
    part=BOUND,
)
unbind = pressed(ITEM, MANAGE, _("The component is a name alone again."), binding.unbind, row="bound", part=BOUND)
