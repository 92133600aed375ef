"""What the documents and the code say of each other is true: bars that tests name, and places that pages name."""

from __future__ import annotations

import re
from pathlib import Path

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
