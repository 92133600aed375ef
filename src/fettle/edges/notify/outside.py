"""Mails to contacts of a party who have an address and no account, by the same rules, in the same log. They see no
page, so the mail holds what they need; it leaves at once, and nothing of what is for staff is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fettle.edges.notify import composing, outbox, slips
from fettle.edges.notify.wording import CONTACTS
from fettle.facilities.relationships import contacts
from fettle.kernel.assembly import assembly
from fettle.kernel.history.facts import names
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE
from fettle.kernel.settings.read import current

PARTY = "notify.party"
"""The slot for whose contacts may be told of a record: functions of a record, giving the relationship or None."""


def tell(entry: Entry) -> None:
    """Each address once, however many rules name it. May run twice: what is written stays as it is."""
    rules = list(_rules(entry)) if entry.audience == EVERYONE else []
    party = party_of(entry.record) if rules and not slips.taken_back(entry) else None
    if party is None:
        return
    settled, told = slips.later(entry), set()
    for row in rules:
        for name, address in contacts.outside(party, CONTACTS[row["who"]]):
            if address.casefold() not in told:
                told.add(address.casefold())
                words = composing.outside(entry, row["fact"], name)
                outbox.outside(f"{entry.pk}:{address.casefold()}:contact", address, entry, words, **settled)


def party_of(record: Record) -> Record | None:
    """The customer or supplier whose contacts may be told of it as it stands."""
    found: Iterator[Record | None] = (slot(record) for slot in assembly().slots.get(PARTY, ()))
    return next((party for party in found if party is not None), None)


def _rules(entry: Entry) -> Iterator[dict[str, Any]]:
    facts = {name for stored in slips.news(entry) for name in names(stored)}
    for row in current()["notify.rules"]:
        if row["who"] in CONTACTS and row["active"] is not False and row["mail"] and row["fact"] in facts:
            yield row
