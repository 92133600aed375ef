"""Tables on paper that programs write."""

from __future__ import annotations

from fettle.edges.papers import nodes


def test_a_column_of_a_table_is_as_wide_as_what_stands_in_it_within_reason() -> None:
    made = nodes.table([["Target", "Records", "Outcome"], ["Incident P1: first response", 4, "x" * 400]])
    assert made["widths"] == [27, nodes.NARROWEST, nodes.WIDEST]
