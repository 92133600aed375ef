"""Who is told of steps, and in which words: rows for the definitions of notifications."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

_NEWS = ("tasks.laid_out", "tasks.added", "tasks.changed", "tasks.done", "tasks.skipped", "tasks.reopened")
RULES: list[Row] = [
    *(row for fact in _NEWS for row in told(fact, "step_owner:s", called="owner")),
    *told("tasks.late", "step_owner:sm", "assignee:sm"),
]
SUBJECT = {"en": "[{number}] A step is late: {title}", "de": "[{number}] Ein Schritt ist überfällig: {title}"}
_LATE = {
    "en": ("A step of {title} should have been done by now.", "Do it, or say why it is left out: {link}"),
    "de": (
        "Ein Schritt von {title} sollte schon getan sein.",
        "Erledigen Sie ihn, oder sagen Sie, warum er ausgelassen wird: {link}",
    ),
}
TEXTS = texts({"tasks.late": _LATE}, SUBJECT)
