"""Views as tabs: those of the house with their counts, all counted by one statement, then the saved ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from fettle.edges.pages import filters, saved
from fettle.edges.pages.asked import Asked
from fettle.edges.pages.lists import View
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible

if TYPE_CHECKING:
    from fettle.edges.pages.listing import Listing, Tab


def current(listing: Listing, asked: Asked) -> Tab | None:
    """The tab whose filter is exactly the one asked for: a name never stays on screen when its filter is gone."""
    return next((tab for tab in listing.tabs if dict(tab.filters) == dict(asked.filters)), None)


def draw(actor: Actor, listing: Listing, asked: Asked) -> tuple[list[View], int | None]:
    """The tabs, and how many records the current one has, if one is current."""
    tabs = listing.tabs_for(actor)
    counts = count(actor, listing, tabs)
    here = current(listing, asked)
    views = [
        View(
            str(tab.label),
            Asked(listing.path, tab.filters, _kept(asked)).url(),
            counts[at],
            tab is here,
            tab.hot and counts[at] > 0,
        )
        for at, tab in enumerate(tabs)
    ]
    views += saved.tabs(actor, listing.path, asked) if listing.saves else []
    return views, counts[tabs.index(here)] if here in tabs else None


def _kept(asked: Asked) -> Mapping[str, str]:
    """Changing the view keeps layout and density."""
    return {name: value for name, value in asked.shown.items() if name in ("layout", "density")}


def count(actor: Actor, listing: Listing, tabs: Sequence[Tab]) -> list[int]:
    """How many records each tab has, by one statement over the common table. A tab that filters by a field of the
    processes' own tables is counted by a statement of its own: joined to the others it would read those tables whole,
    with all their history, for the few records it is about.
    """
    kept = filters.choose(listing.kinds, actor, listing.kept)
    chosen = [filters.condition([*kept, *filters.choose(listing.kinds, actor, tab.filters)]) for tab in tabs]
    own = [at for at, tab in enumerate(tabs) if not filters.common(listing.kinds, tab.filters)]
    counts = {at: visible(actor, *listing.kinds).filter(chosen[at]).count() for at in own}
    if together := [at for at in range(len(tabs)) if at not in counts]:
        narrowed = Q(is_open=True) if all(tabs[at].filters.get("open") == "true" for at in together) else Q()
        wanted: dict[str, Any] = {f"tab{at}": Count("pk", filter=chosen[at]) for at in together}
        found = visible(actor, *listing.kinds).filter(narrowed).aggregate(**wanted)
        counts |= {at: found[f"tab{at}"] for at in together}
    return [counts[at] for at in range(len(tabs))]
