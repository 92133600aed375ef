"""Who is to read a text, and their word that they did (GR2.A2)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from fettle.facilities.documents import facts, queries, rules
from fettle.facilities.documents.actions.writing import NAMED, locked
from fettle.facilities.documents.models import Acknowledgement, Addressee, Version
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.records.models import Participant, Record


@transaction.atomic
def distribute(
    actor: Actor, number: str, *, person: Person | None = None, team: Team | None = None, role: str = ""
) -> Record:
    """Put a person, a team or everybody with a role on the list. They see the document from now on, restricted or
    not, and are told when something is in force. Doing it again changes nothing.
    """
    record = locked(actor, number)
    require(actor, record.declared.may.revise, record)
    rules.one_addressee(person, team, role)
    meant = _named(person, team, role)
    _row, new = Addressee.objects.get_or_create(record=record, **meant)
    if new:
        parts = [(reader, NAMED) for reader in queries.readers(record)]
        history.write(actor, record, facts.Distributed(**_ids(meant)), parts=parts, wakes=False)
    return record


@transaction.atomic
def take_off(
    actor: Actor, number: str, *, person: Person | None = None, team: Team | None = None, role: str = ""
) -> Record:
    """Take them off. Whoever saw the document only because of the list sees it no more."""
    record = locked(actor, number)
    require(actor, record.declared.may.revise, record)
    rules.one_addressee(person, team, role)
    meant, before = _named(person, team, role), queries.readers(record)
    if Addressee.objects.filter(record=record, **meant).delete()[0]:
        gone = before - queries.readers(record) - _writers(record)
        Participant.objects.filter(record=record, person_id__in=gone, part=NAMED).delete()
        history.write(actor, record, facts.TakenOff(**_ids(meant)), wakes=False)
    return record


@transaction.atomic
def acknowledge(actor: Actor, number: str) -> Record:
    """Confirm that one has read the version in force and understood it. Doing it again changes nothing."""
    record = locked(actor, number)
    require(actor, record.declared.may.see, record)
    rules.can_be_read(record.item)
    reader = actor.person_id or 0
    rules.is_asked_to_read(reader, queries.readers(record))
    version = Version.objects.get(record=record, number=record.item.in_force)
    _row, new = Acknowledgement.objects.get_or_create(version=version, person_id=reader)
    if new:
        history.write(actor, record, facts.Acknowledged(number=version.number), wakes=False)
    return record


@transaction.atomic
def remind(actor: Actor, number: str) -> Record:
    """Ask those who have not confirmed it. Also takes in who joined a team or got a role since. Nothing to do where
    all have read it.
    """
    record = locked(actor, number)
    require(actor, record.declared.may.revise, record)
    if late := queries.unread(record):
        parts = [(reader, NAMED) for reader in late]
        history.write(actor, record, facts.Reminded(number=record.item.in_force), parts=parts, wakes=False)
    return record


def _named(person: Person | None, team: Team | None, role: str) -> dict[str, Any]:
    return {"person": person, "team": team, "role": role}


def _ids(meant: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "pk", value) for name, value in meant.items()}


def _writers(record: Record) -> set[int]:
    """They stay on the record whatever the list says: the authors, and who has or owns it."""
    authors = set(record.versions.exclude(author=None).values_list("author_id", flat=True))
    return authors | {who for who in (record.assignee_id, getattr(record.item, "owner_id", None)) if who}
