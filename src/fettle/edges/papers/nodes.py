"""Blocks of a page of paper, as ``typeset`` makes them of Markdown; for what is written by a program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fettle.edges.papers.typeset import TOP, Node

NARROWEST, WIDEST = 16, 46
"""Characters of a column: a number needs some room, and a long text breaks into lines."""


def text(words: Any) -> list[Node]:
    return [{"t": "text", "s": str(words)}]


def heading(words: Any) -> Node:
    return {"t": "heading", "level": TOP, "c": text(words)}


def paragraph(words: Any) -> Node:
    return {"t": "paragraph", "c": text(words)}


def table(rows: Sequence[Sequence[Any]]) -> Node:
    """The first row is the head. A column is as wide as what stands in it, within reason."""
    longest = [max(len(str(row[at])) for row in rows) for at in range(len(rows[0]))]
    widths = [min(max(longest_one, NARROWEST), WIDEST) for longest_one in longest]
    return {"t": "table", "rows": [[text(cell) for cell in row] for row in rows], "widths": widths}
