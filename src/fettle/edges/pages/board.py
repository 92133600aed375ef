"""The board: a column for each state in which somebody has something to do. A card moves by the verbs of its record,
through a menu that mouse, keyboard and screen reader share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, prefetch_related_objects

from fettle.edges.pages import addresses, within
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import covers
from fettle.kernel.access.offers import refusal_of
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import Verb

if TYPE_CHECKING:
    from fettle.edges.pages.register import Found

CARDS = 50
"""Cards a column shows, of the first four times as many open records; its count says how many there are."""


def columns_of(found: Found) -> list[dict[str, Any]]:
    """Counts of all columns in one statement, then the cards that come first."""
    states = {state.key: state for kind in found.listing.kinds for state in kind.flow.states if state.open}
    if found.problems:
        return []
    rows = found.records.filter(is_open=True).values("state").annotate(count=Count("pk")).order_by()
    counts = dict(rows.values_list("state", "count"))
    names = ["assignee", *found.listing.drawn]
    cards: dict[str, list[dict[str, Any]]] = {key: [] for key in states}
    drawn = found.drawn(found.records.filter(is_open=True), 0, CARDS * 4, names)
    prefetch_related_objects(drawn, "approval_rounds")  # what solving waits for, asked once for all cards
    for record in drawn:
        cards[record.state].append(_card(found, record))
    return [
        {"label": state.label, "count": counts.get(key, 0), "cards": cards[key][:CARDS]}
        for key, state in states.items()
    ]


def _card(found: Found, record: Record) -> dict[str, Any]:
    return {
        "number": record.number,
        "title": record.title,
        "url": addresses.of(record) + (within.query_of(found.asked) if found.listing.walks else ""),
        "line": " · ".join(word for word in found.listing.line(record) if word),
        "rank": record.rank,
        "reading": found.listing.reading(found.actor, record),
        "assignee": record.assignee,
        "moves": [
            {"label": verb.label, "url": addresses.of(record, "do", verb.name), "asks": bool(verb.asks)}
            for verb in _moves(found.actor, record)
        ],
    }


def _moves(actor: Actor, record: Record) -> list[Verb]:
    """The verbs that lead to another state and that the actor's roles let them take here."""
    held = {name for scope in actor.scopes if covers(scope, record) for name in scope.permissions}
    return [
        verb
        for verb in record.declared.flow.leaving(record.state)
        if verb.leads(record.state) != record.state and verb.may in held and not refusal_of(verb, record.item)
    ]
