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
    """How many records each tab has: one aggregate over the read door."""
    if not tabs:
        return []
    kept = filters.condition(filters.choose(listing.kinds, actor, listing.kept))
    narrowed = Q(is_open=True) if all(tab.filters.get("open") == "true" for tab in tabs) else Q()
    wanted: dict[str, Any] = {}
    for at, tab in enumerate(tabs):
        chosen = filters.condition(filters.choose(listing.kinds, actor, tab.filters))
        wanted[f"tab{at}"] = Count("pk", filter=chosen)
    counts = visible(actor, *listing.kinds).filter(kept & narrowed).aggregate(**wanted)
    return [counts[f"tab{at}"] for at in range(len(tabs))]
