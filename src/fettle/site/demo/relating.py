"""Customers and suppliers of a demo, what customers complained of, and reviews; by the actions that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fettle.facilities.links import actions as links
from fettle.facilities.relationships import contacts
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.processes.customers import actions as customers
from fettle.processes.customers.complaints import actions as complaints
from fettle.processes.customers.records import CUSTOMER
from fettle.processes.reviews import actions as reviews
from fettle.processes.suppliers import actions as suppliers
from fettle.processes.suppliers.offerings import actions as offerings
from fettle.processes.suppliers.performance import rating
from fettle.processes.suppliers.subcontractors import actions as subcontractors
from fettle.site.demo.parties import House

FIELDS = ("title", "contact_point", "escalation", "channels", "notes", "needs", "offerings", "since")


def build(house: House, plan: Mapping[str, Any]) -> int:
    """Write what the plan says. Returns how many relationships there are."""
    told: Mapping[str, Any] = plan["relationships"]
    manager = Actor.of(house.people[told["manager"]])
    parties = {row["organisation"]: _enter(house, manager, customers.register, row) for row in told["customers"]}
    parties |= {row["organisation"]: _enter(house, manager, suppliers.register, row) for row in told["suppliers"]}
    for row in told["suppliers"]:
        for name, does in row.get("relies_on", {}).items():
            subcontractors.add(manager, parties[row["organisation"]].number, supplier=parties[name], does=does)
    for row in told["complaints"]:
        _complain(house, manager, row)
    for row in told["reviews"]:
        _review(house, manager, parties[row["with"]], row)
    for row in [*told["customers"], *told["suppliers"]]:
        if "ended" in row:
            _end(manager, parties[row["organisation"]], row["ended"])
    return len(parties)


def _end(manager: Actor, party: Record, reason: str) -> None:
    """We no longer work with them; what was stays to be read."""
    database = customers.DATABASE if party.kind == CUSTOMER.key else suppliers.DATABASE
    database.end(manager, party.number, reason=reason)


def _enter(house: House, manager: Actor, register: Any, row: Mapping[str, Any]) -> Record:
    values = {name: row[name] for name in FIELDS if name in row}
    contact = {"contact": house.people[row["contact"]]} if "contact" in row else {}
    made: Record = register(
        manager,
        organisation=house.organisations[row["organisation"]],
        assignee=house.people[row["assignee"]],
        importance=row["importance"],
        **contact,
        **values,
    )
    for key in row.get("services", []):
        links.link(manager, made.number, house.services[key].number, "related")
    _tell_more(house, manager, made, row)
    return made


def _tell_more(house: House, manager: Actor, party: Record, row: Mapping[str, Any]) -> None:
    """Further contacts; of suppliers what they offer, and how they were rated."""
    for each in row.get("contacts", []):
        person = {"person": house.people[each["person"]]} if "person" in each else {}
        contacts.add(manager, party.number, (party.declared,), **each | person)
    for each in row.get("offered", []):
        service = {"service": house.services[each["service"]]} if "service" in each else {}
        offerings.register(manager, supplier=party, **each | service)
    for each in row.get("rated", []):
        first = timezone.localdate() - timedelta(days=each["days_ago"])
        said = {"points": each["points"], "remark": each.get("remark", "")}
        rating.rate(manager, party.number, first=first, last=first + timedelta(days=each["over"] - 1), **said)


def _complain(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    about: dict[str, Any] = {"service": house.services[row["service"]]} if "service" in row else {}
    who = Actor.of(house.people[row["by"]])
    made = complaints.register(who, title=row["title"], details=row.get("details", ""), **about)
    if row.get("taken"):
        complaints.take(manager, made.number)
    for title in row.get("measures", []):
        tasks.add(manager, made.number, title=title)
    if "answer" in row:
        complaints.answer(manager, made.number, answer=row["answer"], outcome=row["outcome"])
    for step in steps.steps(made) if row.get("closed") else []:
        tasks.done(manager, made.number, step=step.pk)
    if row.get("closed"):
        complaints.close(manager, made.number)


def _review(house: House, manager: Actor, party: Record, row: Mapping[str, Any]) -> None:
    day = timezone.localdate()
    planned = day + timedelta(days=row.get("in_days", 0))
    made = reviews.register(manager, relationship=party, planned_on=planned, title=row["title"])
    if "minutes" not in row:
        return
    held = day - timedelta(days=row["days_ago"])
    reviews.hold(manager, made.number, held_on=held, participants=row["participants"], minutes=row["minutes"])
    for title, owner in row.get("follow_ups", []):
        tasks.add(manager, made.number, title=title, person=house.people[owner])
    if row.get("closed"):
        for step in steps.steps(made):
            tasks.done(manager, made.number, step=step.pk)
        reviews.close(manager, made.number)
