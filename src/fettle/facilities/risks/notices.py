"""Who is told of risks, and in which words: rows for the definitions of notifications."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
TOLD = (
    ("risks.identified", "manager", False),
    ("risks.identified", "assignee", True),
    ("risks.assessed", "assignee", False),
    ("risks.accepted", "assignee", False),
    ("risks.acceptance_ends", "assignee", True),
    ("risks.acceptance_ended", "assignee", True),
    ("risks.acceptance_ended", "manager", True),
)
RULES: list[Row] = [
    {
        "code": f"{fact.replace('.', '-')}-{who}",
        "fact": fact,
        "who": who,
        "screen": True,
        "mail": mail,
        "active": True,
    }
    for fact, who, mail in TOLD
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
TEXTS: list[Row] = [
    {
        "fact": fact,
        "reader": "staff",
        "language": language,
        "subject": "[{number}] {title}",
        "first": first,
        "second": second,
    }
    for fact, spoken in _SAID.items()
    for language, (first, second) in spoken.items()
]
