"""What suppliers offer (PR8.I2), and that nothing of it is lost when a supplier ends."""

from __future__ import annotations

from datetime import date

import pytest

from fettle.facilities.links import actions as links
from fettle.facilities.relationships import queries
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.processes.levels.tests.test_served import browser
from fettle.processes.suppliers.actions import DATABASE
from fettle.processes.suppliers.offerings import actions
from fettle.processes.suppliers.offerings.records import OFFERING
from fettle.processes.suppliers.performance import rating
from fettle.processes.suppliers.tests.test_performance import entered, rated
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def test_it_is_entered_changed_and_no_longer_offered(world: World) -> None:
    supplier, manager = entered(world), world.actor("manager")
    made = actions.register(
        manager, supplier=supplier, title="A second line", price="200 a month", service=world.service
    )
    assert (made.organisation, made.item.supplier, made.service) == (world.rival, supplier, world.service)
    actions.revise(manager, made.number, price="180 a month")
    actions.withdraw(manager, made.number, reason="Sold out")
    with pytest.raises(Refusal, match="no longer offered"):
        actions.revise(manager, made.number, price="170 a month")
    actions.offer_again(manager, made.number, reason="There is more")
    words = ("offered", "offering_revised", "offering_withdrawn", "offered_again")
    told = Entry.objects.filter(record=made).order_by("seq").values_list("fact", flat=True)
    assert list(told) == [f"suppliers.{word}" for word in words]


def test_what_is_no_offering_is_refused(world: World) -> None:
    supplier, manager = entered(world), world.actor("manager")
    with pytest.raises(Invalid, match="ends before") as days:
        actions.register(
            manager, supplier=supplier, title="x", valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1)
        )
    assert "valid_until" in days.value.errors
    with pytest.raises(Forbidden):
        actions.register(world.actor("agent"), supplier=supplier, title="x")
    made = actions.register(manager, supplier=supplier, title="A second line")
    for who in ("requester", "stranger"):
        with pytest.raises(NotSeen):
            get(world.actor(who), made.number)


def test_ending_a_supplier_loses_nothing(world: World) -> None:
    """Its offerings, ratings, links and history stay, and are read; nothing new begins (PR8.A1.3)."""
    supplier, manager, auditor = entered(world), world.actor("manager"), world.actor("auditor")
    made = actions.register(manager, supplier=supplier, title="A second line")
    rated(world, supplier, quality=4)
    links.link(manager, supplier.number, world.service.number, "related")
    before = Entry.objects.filter(record=supplier).count()
    actions.withdraw(manager, made.number, reason="Sold out")
    DATABASE.end(manager, supplier.number, reason="Bought elsewhere")
    assert Entry.objects.filter(record=supplier).count() == before + 1
    assert get(auditor, supplier.number).state == "ended" and get(auditor, made.number) == made
    assert len(rating.periods(supplier)) == 1
    assert world.service in [each.record for each in queries.met(auditor, supplier, None, 9)]
    page = browser(world, "auditor").get(f"/suppliers/{supplier.number}").content.decode()
    assert "Bought elsewhere" in page
    with pytest.raises(Invalid, match="has ended"):
        actions.register(manager, supplier=supplier, title="Another line")
    with pytest.raises(Refusal, match="has ended"):
        actions.offer_again(manager, made.number, reason="Come back")


def test_on_screen_over_rest_and_taken_along(world: World) -> None:
    supplier, client, call = entered(world), browser(world, "manager"), caller_of(world, "manager")
    form = client.get(f"/offerings/new?supplier={supplier.number}").content.decode()
    assert supplier.number in form
    client.post("/offerings/new", {"title": "A second line", "supplier": supplier.number, "price": "200 a month"})
    made = visible(world.actor("auditor"), OFFERING).get()
    assert made.title in client.get("/offerings").content.decode()
    assert made.title in client.get(f"/suppliers/{supplier.number}").content.decode()
    again = call("POST", "/offerings", {"title": "A third line", "supplier": supplier.number})
    assert again.status_code == 201
    assert "A third line" in client.get("/offerings/export?format=csv").getvalue().decode()
    assert "A second line" in call("GET", "/offerings").content.decode()
    assert caller_of(world, "stranger")("GET", f"/offerings/{made.number}").status_code == 404
