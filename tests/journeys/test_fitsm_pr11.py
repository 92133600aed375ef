"""Configuration management (PR11) over a running server: types, items, relations, and how far a failure reaches."""

from __future__ import annotations

from typing import Any

import pytest

from fettle.site.testing.visitor import Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)
MANAGER = "configuration_manager"


def entered(visits: Visits, title: str, **values: Any) -> str:
    """The address of an item, entered by whoever keeps the configuration."""
    values = {"type": "server", "begins": "in_use", **values}
    return visits.as_(MANAGER).send(f"/items/new?type={values['type']}", title=title, **values)


@fitsm("PR11.S2")
def test_types_attributes_and_relations_are_defined(visits: Visits) -> None:
    """Each with its procedure; what an attribute does not take is refused."""
    manager, auditor = visits.as_(MANAGER), visits.as_("auditor")
    for key in ("types", "attributes", "relation_types"):
        rule = f"The {key} are looked through in May."
        manager.send(f"/settings/configuration.{key}/", procedure=rule, reason="Ours", do="save")
        assert rule in auditor.read(f"/settings/configuration.{key}/")
    assert "Serial number" in manager.read("/items/new?type=server")
    with pytest.raises(AssertionError, match="answered 422"):
        entered(visits, "web-01", **{"attributes.memory": "much"})


@fitsm("PR11.I1", "PR11.A1", "PR11.A1.1", "PR11.A1.2")
def test_items_are_entered_and_updated(visits: Visits) -> None:
    """With what is noted of them; each change stays in the history."""
    manager, auditor = visits.as_(MANAGER), visits.as_("auditor")
    at = entered(visits, "web-01", place="Rack 3", **{"attributes.serial": "4711"})
    number = at.rpartition("/")[2]
    manager.send(f"{at}/edit", **{"attributes.memory": "64"})
    page = auditor.read(at)
    assert "4711" in page and "64 GB" in page and number in auditor.read("/items?attributes=serial%3D4711")
    manager.send(f"{at}/do/repair", reason="The fan")
    manager.send(f"{at}/do/put_to_use")
    manager.send(f"{at}/do/retire", reason="Too old")
    assert "Too old" in auditor.read(at)
    done = {f"configuration.{word}" for word in ("added", "updated", "sent_to_repair", "put_to_use", "retired")}
    assert visits.facts(number) == done


@fitsm("PR11.O1")
def test_the_logical_model_says_how_far_a_failure_reaches(visits: Visits) -> None:
    """Items and services in one graph, taken along as a table."""
    manager, auditor, service = visits.as_(MANAGER), visits.as_("auditor"), visits.world.service
    host, web = entered(visits, "host-01"), entered(visits, "web-01")
    number = host.rpartition("/")[2]
    manager.send(f"{web}/relations/add", relation="runs_on", other=number, role="enabling")
    manager.send(f"{web}/relations/add", relation="uses:back", other=service.number, role="enabling")
    page = auditor.read(f"{host}/impact")
    assert "Services that fail with it: 1 · items that fail: 1" in page and service.title in page
    assert "host-01" in auditor.read(f"/services/{service.number}/impact?way=down")
    assert number in auditor.read("/items") and number in auditor.fetch("/items/export", format="csv").decode()
    assert "configuration.related" in visits.facts(number)
