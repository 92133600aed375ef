"""Who is told of what about agreements, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
TOLD = (
    ("levels.negotiated", "manager", False),
    ("levels.put_in_force", "team", True),
    ("levels.overridden", "manager", True),
    ("levels.notice_given", "manager", True),
    ("levels.runs_out", "manager", True),
    ("levels.runs_out", "assignee", True),
    ("levels.expired", "manager", True),
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
    "levels.put_in_force": {
        "en": ("{title} is in force.", "Targets of records from now on follow it. Look at it here: {link}"),
        "de": ("{title} ist in Kraft.", "Ziele richten sich ab jetzt danach. Hier ansehen: {link}"),
    },
    "levels.overridden": {
        "en": ("{title} promises more than what is agreed below: {reason}", "Look at the risk here: {link}"),
        "de": ("{title} verspricht mehr, als darunter vereinbart ist: {reason}", "Das Risiko ansehen: {link}"),
    },
    "levels.notice_given": {
        "en": ("Notice was given for {title}: {reason}", "Look at it here: {link}"),
        "de": ("{title} wurde gekündigt: {reason}", "Hier ansehen: {link}"),
    },
    "levels.runs_out": {
        "en": ("{title} runs out.", "Begin a new version, or let it end. Look at it here: {link}"),
        "de": ("{title} läuft aus.", "Beginnen Sie eine neue Fassung oder lassen Sie sie enden: {link}"),
    },
    "levels.expired": {
        "en": ("{title} has expired.", "From now on the default agreement holds. Look at it here: {link}"),
        "de": ("{title} ist abgelaufen.", "Ab jetzt gilt die Standardvereinbarung. Hier ansehen: {link}"),
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
