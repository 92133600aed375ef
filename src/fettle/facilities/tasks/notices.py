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
RULES += [
    {"code": f"tasks-late-{who}", "fact": "tasks.late", "who": who, "screen": True, "mail": True, "active": True}
    for who in ("step_owner", "assignee")
]
TEXTS: list[Row] = [
    {
        "fact": "tasks.late",
        "reader": "staff",
        "language": "en",
        "subject": "[{number}] A step is late: {title}",
        "first": "A step of {title} should have been done by now.",
        "second": "Do it, or say why it is left out: {link}",
    },
    {
        "fact": "tasks.late",
        "reader": "staff",
        "language": "de",
        "subject": "[{number}] Ein Schritt ist überfällig: {title}",
        "first": "Ein Schritt von {title} sollte schon getan sein.",
        "second": "Erledigen Sie ihn, oder sagen Sie, warum er ausgelassen wird: {link}",
    },
]
