"""Lists of records, declared as a value and made into a plain view: ``listing = listing(PROBLEM)``.

Every row and every count starts at the read door. The address says it all (``asked``), the server counts, and chips,
bulk bar, table and pager are one fragment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from fettle.edges.pages import addresses, bulk, columns, filters
from fettle.edges.pages.asked import EVERYTHING, Asked
from fettle.edges.pages.board import Board
from fettle.edges.pages.columns import Reading, Standing
from fettle.edges.pages.lists import Empty
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.register import draw
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import states_seen
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record

View = Callable[[HttpRequest], HttpResponse]
SPLIT, LIST, BOARD = "split", "list", "board"


@dataclass(frozen=True)
class Tab:
    """A view that comes with the house: a name for a filter. ``hot``: its count is a warning."""

    label: Any
    filters: Mapping[str, str]
    hot: bool = False
    empty: Any = ""


@dataclass(frozen=True)
class Listing:
    """``line`` gives the words under a title in the split layout and ``drawn`` the fields it reads; ``bulk`` is the key
    of a ``bulk.Acts`` of the assembly; ``kept`` is a filter that nobody can take off. Without ``tabs`` there is no
    first filter. ``peeks``: each record has a preview below its address. ``make``: label, address and permission of
    making a new one. ``columns``: those shown until somebody chooses others. ``states`` gives, once a page, how the
    state of a record is told. ``take``: the verb that makes a record one's own; I takes the row one is on. ``walks``:
    the page of a record knows the list, for the way back and to the next one. ``board``: what the board shows, where
    there is one among the layouts.
    """

    kinds: tuple[Kind, ...]
    title: Any
    path: str
    tabs: tuple[Tab, ...] = ()
    layouts: tuple[str, ...] = (LIST,)
    sort: str = "-opened_at"
    reading: Reading = columns.reading
    line: Callable[[Record], Sequence[str]] = lambda record: ()
    drawn: tuple[str, ...] = ()
    bulk: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    nothing: Empty | None = None
    saves: bool = True
    peeks: bool = False
    make: tuple[Any, str, str] | None = None
    columns: tuple[str, ...] = ()
    take: str = ""
    walks: bool = False
    states: Callable[[], Standing] = lambda: columns.state
    board: Board = Board()

    def asked(self, request: HttpRequest, actor: Actor) -> Asked:
        return self.asked_for(request.GET, actor)

    def asked_for(self, given: QueryDict, actor: Actor) -> Asked:
        """What a query string asks for; the bare address asks for the first tab."""
        names = [name for name in filters.names(self.kinds, actor) if name not in self.kept]
        asked = Asked.of(self.path, given, names)
        tabs = self.tabs_for(actor)
        whole = self.board.whole and asked.shown.get("layout") == BOARD
        if not asked.filters and tabs and EVERYTHING not in given and not whole:
            return asked.filtered(tabs[0].filters)
        return asked

    def tabs_for(self, actor: Actor) -> list[Tab]:
        """The views whose filters this actor may use, and that can show them something of their own."""
        names = filters.names(self.kinds, actor)
        tabs = [tab for tab in self.tabs if all(name in names for name in tab.filters)]
        seen = {state for kind in self.kinds for state in states_seen(actor, kind)}
        return tabs if all(seen.issuperset(kind.flow.by_state) for kind in self.kinds) else _telling(tabs, seen)


def _telling(tabs: Sequence[Tab], seen: set[str]) -> list[Tab]:
    """Those of the views in which a state may stand that is ever seen; of two that come to the same, the narrower."""
    kept: dict[tuple[frozenset[str], frozenset[tuple[str, str]]], Tab] = {}
    for tab in sorted(tabs, key=lambda each: -len(each.filters.get("state", ""))):
        states = seen.intersection(tab.filters["state"].split(",")) if "state" in tab.filters else seen
        others = frozenset(pair for pair in tab.filters.items() if pair[0] != "state")
        if states:
            kept[frozenset(states), others] = tab
    return [tab for tab in tabs if tab in kept.values()]


def listing(
    *kinds: Kind,
    title: Any = "",
    path: str = "",
    **more: Any,
) -> View:
    """The view of a list. One kind needs nothing more: its plural and its place are its declaration's."""
    return view_of(list_of(*kinds, title=title, path=path, **more))


def list_of(*kinds: Kind, title: Any = "", path: str = "", **more: Any) -> Listing:
    """The list alone, where more than its view is made of it."""
    first = kinds[0]
    return Listing(kinds, title or first.plural, path or addresses.of_kind(first), **more)


def view_of(declared: Listing) -> View:
    """The view of a declared list: GET shows it, POST begins or runs a bulk change of what is selected in it."""

    @require_http_methods(["GET", "HEAD", "POST"] if declared.bulk else ["GET", "HEAD"])
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        asked = declared.asked(request, actor)
        if request.method == "POST":
            return bulk.answer(request, actor, declared, asked)
        return show(request, "pages/listing.html", draw(request, actor, declared, asked))

    return view
