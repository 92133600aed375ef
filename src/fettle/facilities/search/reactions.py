"""Every entry may change what can be found."""

from __future__ import annotations

from django.db import transaction

from fettle.facilities.search.documents import index, naming, outdate
from fettle.facilities.search.jobs import catch_up
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import ANY, Reaction
from fettle.kernel.jobs import enqueue
from fettle.kernel.settings.facts import RegisterChanged

PERSON = "person:"


def reindex(entry: Entry) -> None:
    """Make the record's documents anew."""
    index(entry.record_id)


@transaction.atomic
def rename(entry: Entry) -> None:
    """Somebody bears another name: the records that name them are made anew, however many, a batch at a time."""
    for fact in entry.said():
        if isinstance(fact, RegisterChanged) and fact.subject.startswith(PERSON) and "name" in (fact.before or {}):
            outdate(naming(int(fact.subject.removeprefix(PERSON))))
            enqueue(catch_up)


REACTIONS = (Reaction("search.index", (ANY,), reindex), Reaction("search.rename", (RegisterChanged.name,), rename))
