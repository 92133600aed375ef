"""Every kind of cell is drawn, shows a dash for nothing, and lets no text become markup."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.safestring import mark_safe

from fettle.edges.pages.lists import Cell, Row, Subject, Tag
from fettle.edges.pages.sla import SlaView
from fettle.edges.pages.templatetags import cells, look

EVIL = '"><script>alert(1)</script>'
NOW = datetime(2025, 11, 24, 9, 2, tzinfo=UTC)


class State:
    shape, label = "new", EVIL


VALUES: dict[str, Any] = {
    "status": State(),
    "priority": 1,
    "sla": SlaView("paused"),
    "moment": NOW,
    "full": NOW,
    "day": NOW,
    "tags": [EVIL, "x"],
    "chips": [Tag(EVIL, "red"), Tag("x", "")],
    "yesno": True,
    "subject": Subject(EVIL, EVIL, EVIL, [EVIL, ""], [Tag(EVIL, "red")], 3, EVIL),
}


@pytest.mark.parametrize("kind", [*cells.KINDS, "text", "person", "unknown"])
@pytest.mark.parametrize("bare", [True, False])
def test_no_text_becomes_markup(kind: str, bare: bool) -> None:
    drawn = cells.row(
        Row(EVIL, [Cell(kind, VALUES.get(kind, EVIL), url=EVIL, text=EVIL, bare=bare)], unread=True), True
    )
    assert "<script" not in drawn and f"x-cell-{kind}" in drawn and 'class="is-unread"' in drawn


@pytest.mark.parametrize("kind", [*cells.KINDS, "text"])
def test_nothing_is_a_dash(kind: str) -> None:
    assert cells.cell(Cell(kind, None)) == cells.cell(Cell(kind, "")) == cells.DASH


def test_nobody_is_said() -> None:
    assert "Unassigned" in cells.cell(Cell("person", None, bare=True))
    assert "is-nobody" in cells.cell(Cell("person", None))


def test_a_row_is_picked_by_its_number_only_where_rows_are_picked() -> None:
    row = Row("INC-000001", [Cell("number", "INC-000001", url="/incidents/INC-000001", end=True)])
    assert 'value="INC-000001"' in cells.row(row, True) and "Select INC-000001" in cells.row(row, True)
    assert "checkbox" not in cells.row(row) and "x-cell-number x-end" in cells.row(row)


def test_a_kept_drawing_is_not_given_for_a_text_that_only_looks_like_it() -> None:
    """What is marked as safe equals the same text that is not."""
    assert "<b>" in look.status("new", mark_safe("<b>x</b>"))
    assert "<b>" not in look.status("new", "<b>x</b>")
    assert "<b>" not in look.priority(1, "<b>x</b>") + look.avatar("<b>x</b>")
