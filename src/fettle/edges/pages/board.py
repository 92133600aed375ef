"""The board: a column for each state in which somebody has something to do, or for each that its list declares. A card
moves by the verbs of its record, through a menu that mouse, keyboard and screen reader share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet, Window, prefetch_related_objects
from django.db.models.functions import RowNumber

from fettle.edges.pages import addresses, attention, within
from fettle.edges.pages.asked import Asked
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import covers
from fettle.kernel.access.offers import refusal_of
from fettle.kernel.access.read import audiences, states_seen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.kernel.workflow import State, Verb

if TYPE_CHECKING:
    from fettle.edges.pages.register import Found

CARDS = 50
"""Cards a column shows; its count says how many there are. Where no columns are declared, they are those of the first
four times as many open records.
"""
Notes = Callable[[Actor, Sequence[Record]], Mapping[int, str]]


@dataclass(frozen=True)
class Board:
    """``states`` are the columns, each with the cards that come first in it; none named: those that are open, with the
    cards that come first of all. ``person`` is the field of who answers for a record, shown as a ``face`` alone or with
    the name. ``notes`` gives a sentence for cards, by the id of the record, asked once a page. ``moves``: cards offer
    the verbs. ``whole``: without a filter it shows all of its columns, whatever the first view of the list is.
    """

    states: tuple[str, ...] = ()
    person: str = "assignee"
    face: bool = True
    notes: Notes = lambda actor, records: {}
    moves: bool = True
    whole: bool = False


def columns_of(found: Found) -> list[dict[str, Any]]:
    """Counts of all columns in one statement, then the cards that come first. Nothing where nothing is found."""
    if found.problems:
        return []
    states, board = _states(found), found.listing.board
    chosen = found.records.filter(state__in=list(states)) if board.states else found.records.filter(is_open=True)
    rows = chosen.values("state").annotate(count=Count("pk")).order_by()
    counts = dict(rows.values_list("state", "count"))
    if not counts:
        return []
    cards: dict[str, list[dict[str, Any]]] = {key: [] for key in states}
    drawn = _drawn(found, chosen)
    if board.moves:
        prefetch_related_objects(drawn, "approval_rounds")  # what solving waits for, asked once for all cards
    notes = board.notes(found.actor, drawn)
    for record in drawn:
        if len(cards[record.state]) < CARDS:
            cards[record.state].append(_card(found, record, notes.get(record.pk, "")))
    return [
        {
            "label": state.label,
            "count": counts.get(key, 0),
            "cards": cards[key],
            "all": _all(found, key) if counts.get(key, 0) > len(cards[key]) else "",
        }
        for key, state in states.items()
    ]


def _states(found: Found) -> dict[str, State]:
    """The columns: what is declared, less what a filter leaves out or this reader never sees."""
    kinds, declared = found.listing.kinds, found.listing.board.states
    states = {state.key: state for kind in kinds for state in kind.flow.states}
    if not declared:
        return {key: state for key, state in states.items() if state.open}
    named = found.asked.filters.get("state", "").split(",") if "state" in found.asked.filters else declared
    seen = {key for kind in kinds for key in states_seen(found.actor, kind)}
    return {key: state for key, state in states.items() if key in named and key in seen}


def _drawn(found: Found, chosen: QuerySet[Record]) -> list[Record]:
    """The records of the cards. Columns that are declared are filled each by itself: in the order of the list one phase
    may hold all that comes first.
    """
    board = found.listing.board
    names = [board.person, *found.listing.drawn]
    if not board.states:
        return found.drawn(chosen, 0, CARDS * 4, names)
    at = Window(RowNumber(), partition_by="state", order_by=found.order)
    few = chosen.annotate(at=at).filter(at__lte=CARDS).order_by().values_list("pk", flat=True)
    return found.whole(list(few), names)


def _all(found: Found, state: str) -> str:
    """The list of what a column leaves out."""
    asked = found.asked
    return Asked(asked.path, {**asked.filters, "state": state}, {**asked.shown, "layout": "list"}).url()


def _card(found: Found, record: Record, note: str) -> dict[str, Any]:
    listing, kind = found.listing, record.declared
    item = kind.by_name[listing.board.person]
    hidden = item.audience == STAFF and STAFF not in audiences(found.actor, record)
    return {
        "number": record.number,
        "title": record.title,
        "tags": attention.tags(found.actor, record),
        "url": addresses.of(record) + (within.query_of(found.asked) if listing.walks else ""),
        "line": " · ".join(word for word in listing.line(record) if word),
        "rank": record.rank if "rank" in kind.by_name else None,
        "reading": listing.reading(found.actor, record),
        "timed": "due_at" in kind.by_name,
        "person": None if hidden else kind.value(record, item.name),
        "face": listing.board.face and not hidden,
        "note": note,
        "moves": [
            {"label": verb.label, "url": addresses.of(record, "do", verb.name), "asks": bool(verb.asks)}
            for verb in (_moves(found.actor, record) if listing.board.moves else ())
        ],
    }


def _moves(actor: Actor, record: Record) -> list[Verb]:
    """The verbs that lead to another state and that the actor's roles let them take here."""
    held = {name for scope in actor.scopes if covers(scope, record) for name in scope.permissions}
    return [
        verb
        for verb in record.declared.flow.leaving(record.state)
        if verb.leads(record.state) != record.state and verb.may in held and not refusal_of(actor, record, verb)
    ]
