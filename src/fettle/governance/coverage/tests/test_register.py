"""The register tells the truth: what it names exists, and each item has its journey."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from fettle.governance.coverage import register
from fettle.kernel.assembly import assembly
from fettle.site.api import api
from fettle.site.testing.breaking import matched
from fettle.standard import fitsm

ROOT = Path(__file__).parents[5]
MOST_IDS = 5
DOCUMENTS = {"document", "agreement", "report_spec", "service_specification"}
"""Kinds of records that are agreed texts: what a decision may result in besides a setting."""


def carried() -> dict[str, tuple[str, ...]]:
    """The items that each journey is marked with, by the journey's node."""
    found = {}
    for path in sorted(ROOT.glob(register.JOURNEYS.format(process="[gp]r*"))):
        for each in ast.parse(path.read_text("utf-8")).body:
            if isinstance(each, ast.FunctionDef) and each.name.startswith("test_"):
                marks = [mark for mark in each.decorator_list if isinstance(mark, ast.Call) and _named(mark) == "fitsm"]
                ids = tuple(ast.literal_eval(arg) for mark in marks for arg in mark.args)
                found[f"{path.relative_to(ROOT)}::{each.name}"] = ids
    return found


def _named(mark: ast.Call) -> str:
    return mark.func.id if isinstance(mark.func, ast.Name) else ""


def test_every_item_stands_in_the_register_once() -> None:
    told = [row.data() for row in register.rows()]
    assert len(told) == 307 and [row["id"] for row in told] == [item.id for item in fitsm.to_cover()]
    assert set(register.covered()) <= {row["id"] for row in told}
    for row in told:
        assert list(row) == ["id", "screen", "also", "seen", "route", "test", "record"]
        assert (row["screen"] == "not yet") == (row["id"] not in register.covered())


@pytest.mark.parametrize("key", register.covered())
def test_what_an_item_names_exists(key: str) -> None:
    at = register.covered()[key]
    assert all(matched(screen) for screen in at.screens)
    method, _, path = at.route.partition(" ")
    assert method.lower() in api.get_openapi_schema()["paths"].get(path, {}), at.route
    house = assembly()
    assert at.record in {*house.fact_by_name, *house.kind_by_key, *house.definition_by_key}, at.record


@pytest.mark.parametrize("key", register.covered())
def test_an_item_is_shown_as_its_kind_asks(key: str) -> None:
    """An activity leaves a fact, a decision a setting on its own page or a document; an input is seen where it is
    needed; a parent is covered when its parts are.
    """
    at, item = register.covered()[key], fitsm.by_id()[key]
    parts = [each.id for each in fitsm.to_cover() if each.parent == key]
    if item.kind == "activity" and not parts:
        assert at.record in assembly().fact_by_name, f"{key} is an activity: name the fact of its entry"
    if item.kind == "setup":
        setting = at.record in assembly().definition_by_key and f"/settings/{at.record}/" in at.screens
        assert setting or at.record in DOCUMENTS, f"{key} is a decision: name the setting or document that keeps it"
    if item.kind == "input":
        assert at.seen, f"{key} arrives: name the page where it is seen"
    assert set(parts) <= set(register.covered()), f"{key} is not covered before its parts are"


def test_each_item_has_its_journey_and_each_journey_few_items() -> None:
    by_node = carried()
    assert by_node and all(0 < len(ids) <= MOST_IDS for ids in by_node.values()), by_node
    assert {row.item.id: row.node for row in register.rows() if row.covered} == {
        key: node for node, ids in by_node.items() for key in ids if "_breaks" not in node
    }
    assert max(Counter(key for ids in by_node.values() for key in ids).values()) == 1
