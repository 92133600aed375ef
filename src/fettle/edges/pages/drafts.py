"""Drafts: one for each person, record and mode, kept on the server while somebody writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from fettle.edges.pages.models import Draft
from fettle.edges.pages.page import actor_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Text

WORDS = Text(100_000)


def draft(*kinds: Kind) -> Callable[..., HttpResponse]:
    """Keeps what was written so far; an empty text forgets it. A draft is no entry and nobody else reads it."""

    @require_POST
    def view(request: HttpRequest, number: str, mode: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        try:
            text = WORDS.clean(request.POST.get("text", ""), actor)
        except ValueError as problem:
            raise Invalid({"text": str(problem)}) from None
        if text:
            person: Any = actor.person_id
            Draft.objects.update_or_create(person_id=person, record=record, mode=mode, defaults={"text": text})
        else:
            forget(actor, record, mode)
        return HttpResponse(status=204)

    return view


def kept(actor: Actor, record: Record) -> dict[str, str]:
    """The actor's drafts on a record, by mode."""
    person: Any = actor.person_id
    return dict(Draft.objects.filter(person_id=person, record=record).values_list("mode", "text"))


def forget(actor: Actor, record: Record, mode: str) -> None:
    """It was sent, or emptied."""
    person: Any = actor.person_id
    Draft.objects.filter(person_id=person, record=record, mode=mode).delete()
