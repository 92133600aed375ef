"""What a supplier costs and on whom it relies, over a running server."""

from __future__ import annotations

import pytest

from fettle.site.testing.visitor import Visits
from fettle.site.testing.world import day_there

pytestmark = pytest.mark.django_db(transaction=True)
MANAGER = "supplier_relationship_manager"


def test_costs_and_subcontractors_stand_on_the_scorecard(visits: Visits) -> None:
    """What is spent with a supplier, and on whom it relies; who ends that one is told first."""
    manager, auditor, world = visits.as_(MANAGER), visits.as_("auditor"), visits.world
    owner = f"person:{world.people['agent'].pk}"
    named = {"assignee": owner, "importance": "normal", "contact_point": "the duty phone"}
    at = manager.send("/suppliers/new", organisation=f"organisation:{world.rival.pk}", **named)
    beneath = {"organisation": f"organisation:{world.provider.pk}", "title": "Digging office"}
    digger = manager.send("/suppliers/new", **named, **beneath)
    number, other = (each.rpartition("/")[2] for each in (at, digger))
    manager.send(f"{at}/subcontractors/add", supplier=other, does="Lays the line")
    paid = {"nature": "purchase", "price": "31.17", "stage": "spent", "begins": day_there().isoformat()}
    manager.send("/costs/new", title="A second line", service=world.service.number, supplier=number, **paid)
    card = auditor.read(f"{at}/scorecard")
    assert "€31.17" in card and "Digging office" in card and "Lays the line" in card
    assert "31.17" in auditor.fetch(f"{at}/scorecard.csv").decode()
    assert "relies on it." in manager.read(f"{digger}/do/end")
    assert "suppliers.subcontractor_added" in visits.facts(number)
