"""Watching a record: one button, and the names of those who watch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from fettle.edges.pages import addresses
from fettle.edges.pages.page import actor_of
from fettle.facilities.discussion import actions, queries
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences, get
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF


def watch(*kinds: Kind) -> Callable[..., HttpResponse]:
    """Watch it, or no longer."""

    @require_POST
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        step = actions.unwatch if queries.watches(actor, record) else actions.watch
        step(actor, record.number)
        return HttpResponseRedirect(addresses.of(record), status=303)

    return view


def watching(actor: Actor, record: Record) -> dict[str, Any] | None:
    """For staff: who watches, and whether the reader does."""
    if STAFF not in audiences(actor, record):
        return None
    people = list(queries.watchers(record).values_list("pk", "name"))
    mine = any(pk == actor.person_id for pk, _name in people)
    return {"watchers": [name for _pk, name in people], "mine": mine, "url": addresses.of(record, "watch")}
