"""What the documents and the code say of each other is true: bars that tests name, and places that pages name."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import pytest

from fettle.kernel.errors import Refusal
from fettle.processes.incidents import models, records, rules
from fettle.processes.incidents.workflow import FLOW
from fettle.site.assembly import IMPORTERS

ROOT = Path(__file__).parents[2]
BAR = re.compile(r"\bbar (T\d{2})\b")
ROW = re.compile(r"^\| (T\d{2}) \|.*\| (.*) \|$", re.MULTILINE)


def test_each_bar_that_a_test_names_is_defined_and_each_defined_one_is_tried() -> None:
    named = {
        (bar, path.name)
        for folder in ("src", "tests")
        for path in (ROOT / folder).rglob("test_*.py")
        for bar in BAR.findall(re.sub(r"\s+", " ", path.read_text("utf-8")))
    }
    rows = ROW.findall((ROOT / "docs/bars.md").read_text("utf-8"))
    defined = {(bar, Path(place).name) for bar, places in rows for place in re.findall(r"`(.*?)`", places)}
    assert named == defined


def test_the_page_about_importing_names_each_kind_that_can_come_in() -> None:
    text = (ROOT / "docs/handbook/import.md").read_text("utf-8")
    named = re.findall(r"^\| `([\w-]+)` \|.*\| whoever ", text, re.MULTILINE)
    assert sorted(named) == sorted(each.key for each in IMPORTERS)


def test_the_tutorial_finds_what_it_names() -> None:
    """Places, classes and names are there; its code can be read, and its rule refuses as it says."""
    text = (ROOT / "docs/tutorial.md").read_text("utf-8")
    for place in re.findall(r"(?:src|docs|tests)/[\w./-]+\.(?:py|po|json|txt)", text):
        assert (ROOT / place).exists() or place.endswith("test_parts.py"), place
    column, field, test, rule, needs = (dedent(each) for each in re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    assert hasattr(models.DeskItem, "location") and not hasattr(models.DeskItem, "part_to_come")
    assert "urgency" in [each.name for each in records.CLASS.fields]
    assert FLOW.by_verb["resolve"].needs == (
        rules.what_it_needs_is_given,
        rules.its_approval_is_decided,
        rules.its_steps_are_done,
    )
    for code in (column, field.strip().rstrip(","), test, f"given{needs.strip().rstrip(',')}"):
        ast.parse(code)
    given = dict(vars(rules))
    exec(rule, given)
    given["no_part_is_to_come"](SimpleNamespace(part_to_come=""))
    with pytest.raises(Refusal, match="lamp"):
        given["no_part_is_to_come"](SimpleNamespace(part_to_come="lamp"))
