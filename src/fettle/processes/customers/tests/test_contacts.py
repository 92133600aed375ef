"""Several contacts of a party (PR7.S1, PR8.S1): roles, days, the main one; and who is addressed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fettle.facilities.relationships import contacts
from fettle.facilities.relationships.actions import Database
from fettle.kernel.access.models import Grant
from fettle.kernel.errors import Forbidden, Invalid, Refusal
from fettle.kernel.history.models import Entry
from fettle.processes.customers.actions import DATABASE as CUSTOMERS
from fettle.processes.customers.queries import signatories
from fettle.processes.customers.tests.test_database import BOTH, entered
from fettle.processes.levels.tests.test_served import browser
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


@BOTH
def test_a_contact_is_added_changed_and_taken_away(world: World, database: Database) -> None:
    made, manager, kinds = entered(world, database), world.actor("manager"), (database.kind,)
    contacts.add(manager, made.number, kinds, role="technical", name="Night shift", channel="555 01")
    row = contacts.of(made)[0]
    contacts.change(manager, made.number, kinds, row=row.pk, role="technical", name="Night shift", channel="555 02")
    contacts.change(manager, made.number, kinds, row=row.pk, role="technical", name="Night shift", channel="555 02")
    assert contacts.of(made)[0].channel == "555 02"
    contacts.remove(manager, made.number, kinds, row=row.pk)
    told = Entry.objects.filter(record=made).order_by("seq").values_list("fact", flat=True)
    words = ("entered", "contact_added", "contact_changed", "contact_removed")
    assert list(told) == [f"relationships.{word}" for word in words]
    with pytest.raises(Invalid, match="no such contact"):
        contacts.remove(manager, made.number, kinds, row=row.pk)


@BOTH
def test_what_is_no_contact_is_refused(world: World, database: Database) -> None:
    made, manager, kinds = entered(world, database), world.actor("manager"), (database.kind,)
    today = timezone.localdate()
    with pytest.raises(Invalid, match="Say who or what") as nobody:
        contacts.add(manager, made.number, kinds, role="general", name=" ")
    assert "person" in nobody.value.errors
    with pytest.raises(Invalid, match="ends before it begins") as days:
        contacts.add(
            manager, made.number, kinds, role="general", name="x", valid_from=today, valid_until=today - timedelta(1)
        )
    assert "valid_until" in days.value.errors
    with pytest.raises(Forbidden):
        contacts.add(world.actor("agent"), made.number, kinds, role="general", name="x")
    database.end(manager, made.number, reason="Over")
    with pytest.raises(Refusal, match="take the relationship up again"):
        contacts.add(manager, made.number, kinds, role="general", name="x")


@BOTH
def test_one_is_the_main_one_and_the_one_before_stays(world: World, database: Database) -> None:
    made, manager, kinds = entered(world, database), world.actor("manager"), (database.kind,)
    contacts.add(manager, made.number, kinds, role="technical", person=world.people["requester"])
    contacts.make_main(manager, made.number, kinds, row=contacts.of(made)[0].pk)
    made.refresh_from_db()
    assert (made.item.contact, made.item.contact_point) == (world.people["requester"], "")
    assert [(row.role, row.channel) for row in contacts.of(made)] == [("general", "the office")]
    past = timezone.localdate() - timedelta(days=1)
    contacts.add(manager, made.number, kinds, role="technical", name="Gone", valid_until=past)
    gone = next(row for row in contacts.of(made) if row.name == "Gone")
    assert contacts.of(made)[-1] == gone
    with pytest.raises(Refusal, match="does not hold today"):
        contacts.make_main(manager, made.number, kinds, row=gone.pk)


def test_who_signs_is_the_contact_for_it_else_the_main_one_else_the_representative(world: World) -> None:
    manager, people, kinds = world.actor("manager"), world.people, (CUSTOMERS.kind,)
    assert signatories(world.school) == []
    Grant.objects.create(person=people["classmate"], role="representative", organisation=world.school)
    Grant.objects.create(person=people["stranger"], role="representative", organisation=world.rival)
    made = entered(world, CUSTOMERS)
    assert signatories(world.school) == [people["classmate"]]
    CUSTOMERS.revise(manager, made.number, contact=people["requester"])
    assert signatories(world.school) == [people["requester"]]
    wish: dict[str, Any] = {"role": "signatory", "person": people["classmate"]}
    contacts.add(manager, made.number, kinds, **wish, valid_from=timezone.localdate() + timedelta(days=1))
    assert signatories(world.school) == [people["requester"]]
    contacts.change(manager, made.number, kinds, row=contacts.of(made)[0].pk, **wish)
    assert signatories(world.school) == [people["classmate"]]


@BOTH
def test_on_screen_and_over_rest(world: World, database: Database) -> None:
    made, client = entered(world, database), browser(world, "manager")
    at = f"/{database.kind.path}/{made.number}"
    assert "Besides the main contact none" in client.get(at).content.decode()
    client.post(f"{at}/contacts/add", {"role": "escalation", "name": "Night shift", "channel": "555 01"})
    page = client.get(at).content.decode()
    assert "Night shift" in page and "Escalation" in page
    call = caller_of(world, "manager")
    row = call("GET", f"{at}/contacts").json()["items"][0]
    assert (row["role"], row["holds"], row["person"]) == ("escalation", True, None)
    assert call("POST", f"{at}/contacts/{row['id']}/main", {}).status_code == 200
    made.refresh_from_db()
    assert made.item.contact_point == "Night shift, 555 01"  # who it is, and how it is reached
    assert caller_of(world, "auditor")("POST", f"{at}/contacts", {"role": "general", "name": "x"}).status_code == 403
    assert caller_of(world, "stranger")("GET", f"{at}/contacts").status_code == 404
