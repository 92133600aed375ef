"""Supplier relationship management (PR8) over a running server: the database of suppliers."""

from __future__ import annotations

from typing import Any

import pytest

from fettle.site.testing.visitor import Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)
MANAGER = "supplier_relationship_manager"


def entered(visits: Visits, **values: Any) -> str:
    """The address of a supplier, entered by whoever keeps the database."""
    world = visits.world
    named = {"organisation": f"organisation:{world.rival.pk}", "assignee": f"person:{world.people['agent'].pk}"}
    values = {"importance": "normal", "contact_point": "the duty phone", **values}
    return visits.as_(MANAGER).send("/suppliers/new", **named, **values)


@fitsm("PR8.S1", "PR8.I1", "PR8.I2")
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
