"""Customers, suppliers, complaints, reviews, surveys and follow-ups of a side, each in the state that is asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from fettle.facilities.relationships import contacts
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Participant, Record
from fettle.processes.customers.actions import DATABASE as CUSTOMERS
from fettle.processes.customers.complaints import actions as complaints
from fettle.processes.levels.evaluation.spans import MONTH, Span
from fettle.processes.levels.violations import actions as violations
from fettle.processes.reviews import actions as reviews
from fettle.processes.suppliers.actions import DATABASE as SUPPLIERS
from fettle.processes.suppliers.models import Reliance
from fettle.processes.suppliers.offerings import actions as offerings
from fettle.processes.suppliers.subcontractors import actions as subcontractors
from fettle.processes.surveys import following, running
from fettle.processes.surveys.models import Invitation
from fettle.site.testing.world import World

DATABASES = {each.kind.key: each for each in (CUSTOMERS, SUPPLIERS)}
ANSWER = ("answer", {"answer": "So it is", "outcome": "justified"})
HELD = ("hold", {"held_on": date(2026, 1, 1), "participants": "Both", "minutes": "Words"})
COMPLAINED: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "received": (),
    "in_work": (("take", {}),),
    "answered": (ANSWER,),
    "closed": (ANSWER, ("close", {})),
    "withdrawn": (("withdraw", {"reason": "over"}),),
}
CONTACT = {"role": "technical", "channel": "the duty phone"}
REVIEWED: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "planned": (),
    "held": (HELD,),
    "closed": (HELD, ("close", {})),
    "cancelled": (("cancel", {"reason": "no time"}),),
}
ACKNOWLEDGED = ("note_acknowledgement", {"name": "Ann", "how": "by mail", "acknowledged_on": date(2026, 1, 1)})
VIOLATED: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "noted": (),
    "told": (("notify", {}),),
    "acknowledged": (("notify", {}), ACKNOWLEDGED),
    "closed": (("notify", {}), ACKNOWLEDGED, ("close", {"cause": "supplier"})),
    "withdrawn": (("withdraw", {"reason": "none"}),),
}
"""The steps into each state."""


def branch(home: Organisation, **flags: bool) -> Organisation:
    """A new organisation below one: an organisation stands in a database once."""
    return orgs.add_organisation(f"Branch {Organisation.objects.count()}", home, **flags)


def relationship(world: World, kind: Kind, home: Organisation, word: str, state: str = "active") -> Record:
    """A customer or a supplier, of whom everything is known."""
    database, manager = DATABASES[kind.key], world.actor("manager")
    said = dict.fromkeys(
        ("contact_point", "escalation", "channels", "notes", "reference", "address", "website"), f"The {word}"
    )
    made = database.register(
        manager,
        organisation=branch(home),
        assignee=world.people["agent"],
        importance="normal",
        title=f"Party {word}",
        **said,
    )
    if state == "ended":
        database.end(manager, made.number, reason="over")
    made.refresh_from_db()
    return made


def contact(world: World, record: Record) -> int:
    """The id of a further contact of a party."""
    if not contacts.of(record):
        if not Record.objects.filter(pk=record.pk).exists():
            return 1  # what made the party was taken back
        contacts.add(world.actor("manager"), record.number, (record.declared,), **CONTACT)
    return contacts.of(record)[0].pk


def reachable(world: World, home: Organisation, word: str) -> Record:
    """A supplier that is written to at one address."""
    made = relationship(world, SUPPLIERS.kind, home, word)
    named = {"role": "technical", "channel": f"noc@{word}.example"}
    return contacts.add(world.actor("manager"), made.number, (made.declared,), **named)


def subcontractor(world: World, record: Record, word: str) -> int:
    """The id of the tie of a supplier to one that it relies on, of the same organisation."""
    if not Reliance.objects.filter(record=record).exists():
        if not Record.objects.filter(pk=record.pk).exists():
            return 1  # what made the supplier was taken back
        other = relationship(world, SUPPLIERS.kind, record.organisation, word)
        subcontractors.add(world.actor("manager"), record.number, supplier=other, does=f"Digs for the {word}")
    return Reliance.objects.filter(record=record).values_list("pk", flat=True)[0]


def offering(world: World, home: Organisation, word: str, state: str) -> Record:
    """What a supplier of its own offers."""
    manager = world.actor("manager")
    party = relationship(world, SUPPLIERS.kind, home, word)
    words = {"title": f"Offering {word}", "description": f"All of the {word}", "price": "on request"}
    made = offerings.register(manager, supplier=party, **words)
    if state == "withdrawn":
        offerings.withdraw(manager, made.number, reason="over")
    made.refresh_from_db()
    return made


def complaint(world: World, requester: Person, word: str, state: str) -> Record:
    """What somebody complained of, looked into by the manager."""
    manager = world.actor("manager")
    words: dict[str, Any] = {"title": f"Unhappy {word}", "details": f"Since the {word} came"}
    made = complaints.register(world.actor("agent"), requester=requester, **words)
    complaints.revise(manager, made.number, notes=f"Always the {word}")
    for verb, values in COMPLAINED[state]:
        complaints.VERBS[verb](manager, made.number, **values)
    made.refresh_from_db()
    return made


def review(world: World, home: Organisation, word: str, state: str) -> Record:
    """A review with a customer of its own."""
    manager, day = world.actor("manager"), timezone.localdate() + timedelta(days=30)
    party = relationship(world, CUSTOMERS.kind, home, word)
    made = reviews.register(manager, relationship=party, planned_on=day, title=f"Review {word}")
    for verb, values in REVIEWED[state]:
        reviews.VERBS[verb](manager, made.number, **values)
    made.refresh_from_db()
    return made


def violation(world: World, agreement: Record, told: Person, word: str, state: str) -> Record:
    """A month in which an agreement was not kept, of which somebody of the other side is told."""
    manager = world.actor("manager")
    month = Span(MONTH, agreement.item.valid_from)
    with transaction.atomic():
        made = violations.note(manager, agreement, month, [f"The {word} was late"])
    for verb, values in VIOLATED[state]:
        notice = {"person": told, "notice": f"The {word} was late"} if verb == "notify" else {}
        violations.VERBS[verb](manager, made.number, **values, **notice)
    made.refresh_from_db()
    return made


SURVEYED: dict[str, tuple[str, ...]] = {"draft": (), "running": ("start",), "closed": ("start", "close")}


def survey(world: World, home: Organisation, asked: Person, word: str, state: str) -> Record:
    """A survey of one person of a side; a mail server is there where it has been started."""
    manager, day = world.actor("manager"), timezone.localdate() + timedelta(days=30)
    words: dict[str, Any] = {"others": asked.mail, "introduction": f"About the {word}"}
    words["questions"] = f"rating: How is the {word}?\ntext: Why the {word}?"
    made = running.register(
        manager, title=f"Survey {word}", reach="named", ends_on=day, organisation=home, template="yearly", **words
    )
    if state == "cancelled":
        running.cancel(manager, made.number, reason="no time")
    for verb in SURVEYED.get(state, ()):
        running.VERBS[verb](manager, made.number)
    made.refresh_from_db()
    return made


def follow_up(world: World, home: Organisation, person: Person, word: str, state: str) -> Record:
    """A follow-up with somebody of a side."""
    manager, day = world.actor("manager"), timezone.localdate() + timedelta(days=30)
    made = following.register(
        manager, title=f"Call about the {word}", ends_on=day, organisation=home, person=person, score=2
    )
    if state == "settled":
        following.settle(manager, made.number, outcome=f"The {word} is well")
    made.refresh_from_db()
    return made


def ask(record: Record, *people: Person) -> Record:
    """Ask these people for a rating of a record, which they see from now on."""
    now = timezone.now()
    told = {"state": "asked", "made_at": now, "due_at": now, "asked_at": now, "expires_at": now + timedelta(days=9)}
    for person in people:
        Participant.objects.get_or_create(record=record, person=person, part=Participant.Part.WATCHER)
        Invitation.objects.get_or_create(record=record, person=person, defaults=told)
    return record
