"""Every entry may change what can be found."""

from __future__ import annotations

from django.db import transaction

from fettle.facilities.search.documents import bearing, index, naming, outdate
from fettle.facilities.search.jobs import catch_up
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import ANY, Reaction
from fettle.kernel.jobs import enqueue
from fettle.kernel.settings.facts import RegisterChanged

NAMED = {"person": naming, "tag": bearing}
"""Of what a change of its name concerns documents: the records in which it stands."""


def reindex(entry: Entry) -> None:
    """Make the record's documents anew."""
    index(entry.record_id)


@transaction.atomic
def rename(entry: Entry) -> None:
    """Somebody or a tag bears another name: the records that name them are made anew, however many, a batch at a
    time. A tag that was merged bears the name of the one in which it goes on.
    """
    for fact in entry.said():
        if isinstance(fact, RegisterChanged) and "name" in (fact.before or {}):
            kind, _colon, key = fact.subject.partition(":")
            if kind in NAMED:
                outdate(NAMED[kind](int(key)))
                enqueue(catch_up)


REACTIONS = (Reaction("search.index", (ANY,), reindex), Reaction("search.rename", (RegisterChanged.name,), rename))
