"""The register tells the truth: what it names exists, and a journey fails when what it does is broken."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from fettle.governance.coverage import register
from fettle.kernel.assembly import assembly
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.reporting.records import SPECIFICATION
from fettle.site.api import api
from fettle.site.testing.world import World
from fettle.standard import fitsm

ROOT = Path(__file__).parents[5]
MOST_IDS = 5


def journeys() -> ModuleType:
    spec = importlib.util.spec_from_file_location("journeys_of_fitsm", ROOT / register.JOURNEYS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


JOURNEYS = journeys()


def marked(name: str) -> tuple[str, ...]:
    marks = getattr(getattr(JOURNEYS, name, None), "pytestmark", [])
    return next((mark.args for mark in marks if mark.name == "fitsm"), ())


def test_every_item_stands_in_the_register_once() -> None:
    told = [row.data() for row in register.rows()]
    assert len(told) == 307 and [row["id"] for row in told] == [item.id for item in fitsm.to_cover()]
    assert set(register.covered()) <= {row["id"] for row in told}
    for row in told:
        assert list(row) == ["id", "screen", "route", "test", "record"]
        assert (row["screen"] == "not yet") == (row["id"] not in register.covered())


@pytest.mark.parametrize("key", register.covered())
def test_what_an_item_names_exists(key: str) -> None:
    at = register.covered()[key]
    assert resolve(re.sub(r"\{([A-Z]{3})\}", r"\1-000001", at.screen))
    if at.route:
        method, _, path = at.route.partition(" ")
        assert method.lower() in api.get_openapi_schema()["paths"].get(path, {}), at.route
    house = assembly()
    assert at.record in {*house.fact_by_name, *house.kind_by_key, *house.definition_by_key}, at.record
    assert key in marked(at.test), f"{at.node} does not carry {key}"


def test_a_journey_carries_few_items_and_each_is_registered() -> None:
    names = [name for name in vars(JOURNEYS) if name.startswith("test_")]
    carried = {name: marked(name) for name in names}
    assert all(0 < len(ids) <= MOST_IDS for ids in carried.values()), carried
    assert {key: at.test for key, at in register.covered().items()} == {
        key: name for name, ids in carried.items() for key in ids
    }
    assert max(Counter(key for ids in carried.values() for key in ids).values()) == 1


@pytest.mark.parametrize(
    ("kind", "verb", "journey"),
    [
        (INCIDENT, "resolve", "test_an_incident_is_resolved_and_closed"),
        (INCIDENT, "close", "test_an_incident_is_resolved_and_closed"),
        (INCIDENT, "escalate", "test_an_incident_is_escalated"),
        (INCIDENT, "take", "test_the_desk_has_its_tool"),
        (SPECIFICATION, "terminate", "test_a_report_is_defined_changed_and_ended"),
    ],
)
def test_a_broken_verb_fails_its_journey(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: Any, verb: str, journey: str
) -> None:
    """The verb leaves no state any more; the journey that walks through it must notice."""
    broken = replace(kind.flow.by_verb[verb], sources=frozenset())
    monkeypatch.setitem(kind.flow.by_verb, verb, broken)
    with pytest.raises(AssertionError):
        getattr(JOURNEYS, journey)(world)


def test_the_register_has_its_page(world: World) -> None:
    client = Client()
    client.force_login(world.people["auditor"])
    page = client.get("/governance/coverage").content.decode()
    assert "PR9.A1.5" in page and "not yet" in page and 'href="/reports/fits"' in page
    client.force_login(world.people["agent"])
    assert client.get("/governance/coverage").status_code == 403
