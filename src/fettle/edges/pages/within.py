"""The list somebody walks through: which it is, the way back to exactly it, and the records before and after this one.

The address of a record says it (``?within=/desk/?open=true``), as a list's own address says its filter: so it survives
reloading and every step that is taken on the way, and nothing is remembered elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from fettle.edges.pages import saved, tabs
from fettle.edges.pages.asked import Asked
from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import whole

if TYPE_CHECKING:
    from fettle.edges.pages.listing import Listing

LONGEST = 1000


@dataclass(frozen=True)
class Walk:
    """Where one is in a list. ``query`` is what each address on the way carries on; an address "" leads nowhere."""

    label: str
    url: str
    query: str
    position: str = ""
    previous_url: str = ""
    next_url: str = ""


def query_of(asked: Asked, page: int = 0, at: int = 0) -> str:
    """What the address of a record carries when one comes to it from here; ``at`` is its place in the list."""
    return _query(asked.url(page or asked.page), at)


def carried(request: HttpRequest) -> str:
    """The same, as it came with this request or stands in the address of the page that a script belongs to."""
    given = request.GET
    if "within" not in given:
        given = QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    address = given.get("within", "")[:LONGEST]
    return _query(address, whole(given.get("at", ""), 5) or 0) if address else ""


def walk(request: HttpRequest, actor: Actor, record: Record, lists: Sequence[Listing]) -> Walk | None:
    """Where the record is in the list that its address names; None when it names none of ``lists``."""
    query = carried(request)
    given = {name: values[0] for name, values in parse_qs(query[1:]).items()}
    path, _mark, filters = given.get("within", "").partition("?")
    listing = next((each for each in lists if each.path == path), None)
    if listing is None:
        return None
    asked = listing.asked_for(QueryDict(filters), actor)
    label = _name(actor, listing, asked)
    return _found(actor, record, listing, asked, whole(given.get("at", ""), 5) or 0) or Walk(label, asked.here(), query)


def _found(actor: Actor, record: Record, listing: Listing, asked: Asked, at: int) -> Walk | None:
    """Its neighbours. One that has left the list, as by being solved, is where it was: next is what took its place."""
    from fettle.edges.pages.register import MOST, PAGE, Found

    found = Found(actor, listing, asked)
    first = max(0, (asked.page - 1) * PAGE - 1)
    last = min(asked.page * PAGE + 1, MOST)
    rows = (
        [] if found.problems else list(found.records.order_by(*found.order).values_list("number", "kind")[first:last])
    )
    numbers = [number for number, _kind in rows]
    here = record.number in numbers
    place = numbers.index(record.number) + first + 1 if here else at
    if not place:
        return None

    def address(wanted: int) -> str:
        inside = 0 <= wanted - first - 1 < len(rows)
        if not inside:
            return ""
        number, kind = rows[wanted - first - 1]
        return f"/{assembly().kind_by_key[kind].path}/{number}{query_of(asked, (wanted - 1) // PAGE + 1, wanted)}"

    position = (
        _("%(place)s of %(total)s") % {"place": place, "total": found.total} if here and found.total <= MOST else ""
    )
    following = address(place + 1) if here else address(place)
    query = query_of(asked, at=place)
    return Walk(_name(actor, listing, asked), asked.here(), query, position, address(place - 1), following)


def _name(actor: Actor, listing: Listing, asked: Asked) -> str:
    """The view's name; the list's where the filter has none."""
    if tab := tabs.current(listing, asked):
        return str(tab.label)
    kept = saved.tabs(actor, listing.path, asked) if listing.saves else []
    return next((view.label for view in kept if view.current), str(listing.title))


def _query(address: str, at: int) -> str:
    return "?" + urlencode({"within": address, **({"at": at} if at else {})}, safe="/,:")
