"""Passing a record on to a supplier by mail, and keeping its answer: both for staff alone (PR9.A1.4, PR8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion import queries as talk
from fettle.facilities.discussion.models import Attachment
from fettle.facilities.links import actions as links
from fettle.facilities.links.facts import Linked
from fettle.facilities.relationships import contacts
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.incidents import rules
from fettle.processes.incidents.actions import settled, working
from fettle.processes.incidents.records import DESK

RELATED = "related"
SUPPLIER = "supplier"
"""The reason to wait."""


@transaction.atomic
def forward(
    actor: Actor,
    number: str,
    *,
    supplier: Record,
    text: str,
    address: str = "",
    subject: str = "",
    files: Sequence[int] = (),
    then: str = "",
) -> Record:
    """Send ``text`` to a supplier, and only that: it is a note for staff here, and a mail there. ``address`` is one of
    the supplier's, needed where there are several; ``subject`` stands behind the number, the title without it;
    ``files`` are ids of attachments that go along. The record is linked to the supplier. ``then`` "wait": it waits for
    the supplier from now on. Raises Invalid, Refusal, Forbidden.
    """
    first = get(actor, number, *DESK)
    require(actor, "incidents.work", first)
    record, party = links.held(actor, first, supplier)
    rules.it_is_not_over_yet(record)
    rules.a_supplier_is_active(party)
    whereto = rules.an_address_of(party, contacts.mails(party), address)
    enclosed = _enclosed(actor, record, files)
    told = {"party": party.pk, "whom": party.title, "address": whereto, "subject": subject.strip() or record.title}
    facts: list[Fact] = discussion.forwarded(actor, record, text, enclosed, **told)
    source, target = sorted((record, party), key=lambda each: each.pk)
    if links.join(actor, source, target, RELATED):
        facts.append(Linked(other=party.pk, relation=RELATED))
        history.write(actor, party, Linked(other=record.pk, relation=RELATED), wakes=False)
    settled.write(actor, record, *facts, audience=STAFF)
    if then != "wait":
        return record
    rules.one_may_wait_for(SUPPLIER)
    home = party.organisation if party.organisation.is_supplier else None
    return working.wait(actor, record.number, pause_reason=SUPPLIER, supplier=home)


def _enclosed(actor: Actor, record: Record, files: Sequence[int]) -> list[Attachment]:
    """The files that go along. Raises Invalid."""
    wanted = set(files)
    found = list(talk.attachments(actor, record).filter(pk__in=wanted))
    if missing := wanted - {each.pk for each in found}:
        sentence = _("There is no file %(id)s on this record: choose among those that are there.")
        raise Invalid({"files": sentence % {"id": min(missing)}})
    rules.a_mail_takes_it(sum(each.file.size for each in found))
    return found


@transaction.atomic
def hear(actor: Actor, number: str, *, text: str, files: Sequence[Any] = (), quoted: str = "", **whence: Any) -> Record:
    """Keep what a supplier answered, as a note: it cannot reach the requester, and the record stays as it is."""
    record = history.lock(actor, number, *DESK)
    require(actor, "incidents.work", record)
    facts = discussion.supplier_answered(actor, record, text, files, quoted, **whence)
    settled.write(actor, record, *facts, audience=STAFF)
    return record
