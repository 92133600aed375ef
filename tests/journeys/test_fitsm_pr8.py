"""Supplier relationship management (PR8) over a running server: suppliers, what they deliver, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest

from fettle.kernel.orgs.models import Organisation
from fettle.site.testing.visitor import Visits
from fettle.site.testing.world import day_there

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)
MANAGER = "supplier_relationship_manager"


def entered(visits: Visits, **values: Any) -> str:
    """The address of a supplier, entered by whoever keeps the database."""
    world = visits.world
    named = {"organisation": f"organisation:{world.rival.pk}", "assignee": f"person:{world.people['agent'].pk}"}
    values = {"importance": "normal", "contact_point": "the duty phone", **values}
    return visits.as_(MANAGER).send("/suppliers/new", **(named | values))


@fitsm("PR8.S1", "PR8.I1")
def test_the_first_suppliers_are_entered(visits: Visits) -> None:
    """With a contact on both sides, and what they offer."""
    manager, auditor, rule = visits.as_(MANAGER), visits.as_("auditor"), "Each contact is tried in May."
    manager.send("/settings/suppliers.importances/", procedure=rule, reason="Ours", do="save")
    assert rule in auditor.read("/settings/suppliers.importances/")
    with pytest.raises(AssertionError, match="answered 422"):
        entered(visits, contact_point="")
    at = entered(visits)
    manager.send(f"{at}/edit", offerings="A second line over the air")
    page = auditor.read(at)
    assert "the duty phone" in page and "A second line over the air" in page and "Hilltop School" in page
    assert at in auditor.read("/suppliers")
    assert visits.facts(at.rpartition("/")[2]) == {"relationships.entered", "relationships.updated", "cycles.set"}


@fitsm("PR8.A1", "PR8.A1.1", "PR8.A1.2", "PR8.A1.3", "PR8.O1")
def test_the_supplier_database_is_kept(visits: Visits) -> None:
    """A supplier is entered, updated, and ended without losing anything."""
    manager, at = visits.as_(MANAGER), entered(visits)
    number = at.rpartition("/")[2]
    assert number in manager.read("/suppliers")
    manager.send(f"{at}/edit", escalation="The duty manager")
    assert "The duty manager" in visits.as_("auditor").read(at)
    assert number in manager.fetch("/suppliers/export", format="csv").decode()
    manager.send(f"{at}/do/end", reason="Bought elsewhere")
    assert "Bought elsewhere" in manager.read(at)
    assert visits.facts(number) >= {f"relationships.{word}" for word in ("entered", "updated", "ended")}


@fitsm("PR8.I2")
def test_what_suppliers_offer_is_kept(visits: Visits) -> None:
    """Entered, changed, taken along, and no longer to be had."""
    manager, supplier = visits.as_(MANAGER), entered(visits).rpartition("/")[2]
    at = manager.send(f"/offerings/new?supplier={supplier}", title="A second line", price="200 a month")
    number = at.rpartition("/")[2]
    manager.send(f"{at}/edit", price="180 a month")
    assert "180 a month" in visits.as_("auditor").read(at) and number in manager.read("/offerings")
    assert number in manager.fetch("/offerings/export", format="csv").decode()
    assert "A second line" in manager.read(f"/suppliers/{supplier}")
    manager.send(f"{at}/do/withdraw", reason="Sold out")
    done = {f"suppliers.{word}" for word in ("offered", "offering_revised", "offering_withdrawn")}
    assert visits.facts(number) == done


@fitsm("PR8.I3")
def test_what_is_agreed_with_a_supplier_stands_on_its_page(visits: Visits) -> None:
    """The service level manager draws the UA up from there; who keeps suppliers reads it there once it is in force."""
    manager, at, world = visits.as_(MANAGER), entered(visits), visits.world
    assert "Nothing is agreed with them yet." in manager.read(at)
    Organisation.objects.filter(pk=world.rival.pk).update(is_supplier=True)
    level = visits.as_("service_level_manager")
    assert "the duty phone" in level.read(f"/agreements/new?with={at.rpartition('/')[2]}")
    said = {"title": "The second line", "type": "ua", "organisation": f"organisation:{world.rival.pk}"}
    ua = level.send("/agreements/new", **said, contact="the duty phone")
    today = day_there().isoformat()
    level.send(f"{ua}/version", valid_from=today, percent="99")
    level.send(f"{ua}/do/negotiate")
    level.send(f"{ua}/do/sign", function="Head of IT")
    level.send(f"{ua}/do/countersign", name="Ann Line", function="Director", signed_on=today)
    level.send(f"{ua}/do/put_in_force")
    page = manager.read(at)
    assert "The second line" in page and "In force" in page
    assert "levels.put_in_force" in visits.facts(ua.rpartition("/")[2])


@fitsm("PR8.A2", "PR8.A2.1", "PR8.A2.2", "PR8.O2")
def test_performance_is_measured_rated_and_followed_up(visits: Visits) -> None:
    """By criteria that are settled; the scorecard tells of it, on paper too; what is not enough is followed up."""
    manager, auditor, at = visits.as_(MANAGER), visits.as_("auditor"), entered(visits)
    number = at.rpartition("/")[2]
    rule = "Rated on the first Monday."
    manager.send("/settings/suppliers.criteria/", **{"r0-weight": "90"}, procedure=rule, reason="Ours", do="save")
    assert rule in auditor.read("/settings/suppliers.criteria/")
    days = {"first": "2026-01-01", "last": "2026-03-31"}
    manager.send(f"{at}/rate", **days, points_quality="1", points_time="3", remark="A week for a repair")
    card = auditor.read(f"{at}/scorecard")
    assert "A week for a repair" in card and "Records that waited for it" in card and "Reviews held" in card
    assert "12 %" in manager.read(at) and at in auditor.read("/suppliers")
    today = day_there().isoformat()
    review = manager.send(f"/reviews/new?with={number}", planned_on=today)
    manager.send(f"{review}/do/hold", held_on=today, participants="Both", minutes="Repairs take too long.")
    manager.send(f"/steps/{review.rpartition('/')[2]}/add", title="Talk about repairs")
    assert "Talk about repairs" in auditor.read(f"{at}/scorecard")
    assert manager.fetch(f"{at}/scorecard/pdf").startswith(b"%PDF")
    assert "suppliers.rated" in visits.facts(number)
    assert "tasks.added" in visits.facts(review.rpartition("/")[2])
