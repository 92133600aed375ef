"""Who is told of risks, and in which words: rows for the definitions of notifications."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [
    *told("risks.identified", "manager:s", "assignee:sm"),
    *told("risks.assessed", "assignee:s"),
    *told("risks.accepted", "assignee:s"),
    *told("risks.acceptance_ends", "assignee:sm"),
    *told("risks.acceptance_ended", "assignee:sm", "manager:sm"),
]
_SAID = {
    "risks.identified": {
        "en": ("You own a new risk: {title}.", "Describe it, and see that it is assessed: {link}"),
        "de": (
            "Sie verantworten ein neues Risiko: {title}.",
            "Beschreiben Sie es und sorgen Sie dafür, dass es bewertet wird: {link}",
        ),
    },
    "risks.acceptance_ends": {
        "en": ("The acceptance of {title} ends soon.", "Have it accepted anew, or treat it: {link}"),
        "de": ("Die Akzeptanz von {title} endet bald.", "Lassen Sie es neu akzeptieren, oder behandeln Sie es: {link}"),
    },
    "risks.acceptance_ended": {
        "en": ("The acceptance of {title} is over, the risk is open again.", "Decide how it goes on: {link}"),
        "de": (
            "Die Akzeptanz von {title} ist abgelaufen, das Risiko ist wieder offen.",
            "Entscheiden Sie, wie es weitergeht: {link}",
        ),
    },
}
TEXTS = texts(_SAID)
