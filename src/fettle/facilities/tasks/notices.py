"""Who is told of steps, and in which words: rows for the definitions of notifications."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
_NEWS = ("tasks.laid_out", "tasks.added", "tasks.changed", "tasks.done", "tasks.skipped", "tasks.reopened")
RULES: list[Row] = [
    {"code": f"{fact.replace('.', '-')}-owner", "fact": fact, "who": "step_owner", "screen": True, "mail": False,
     "active": True}
    for fact in _NEWS
]  # fmt: skip
