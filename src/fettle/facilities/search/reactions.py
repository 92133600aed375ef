"""Every entry may change what can be found."""

from __future__ import annotations

from fettle.facilities.search.documents import index
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import ANY, Reaction


def reindex(entry: Entry) -> None:
    """Make the record's documents anew."""
    index(entry.record_id)


REACTIONS = (Reaction("search.index", (ANY,), reindex),)
