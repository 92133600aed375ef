"""Who is told of what about agreements, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [
    *told("levels.negotiated", "manager:s"),
    *told("levels.put_in_force", "team:sm"),
    *told("levels.overridden", "manager:sm"),
    *told("levels.notice_given", "manager:sm"),
    *told("levels.runs_out", "manager:sm", "assignee:sm"),
    *told("levels.expired", "manager:sm"),
]
_SAID = {
    "levels.put_in_force": {
        "en": ("{title} is in force.", "It holds from its first day on. Look at it here: {link}"),
        "de": ("{title} ist in Kraft.", "Sie gilt ab ihrem ersten Tag. Hier ansehen: {link}"),
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
        "en": ("{title} has expired.", "What it promised is promised no longer. Look at it here: {link}"),
        "de": ("{title} ist abgelaufen.", "Was sie versprach, ist nicht mehr versprochen. Hier ansehen: {link}"),
    },
}
TEXTS = texts(_SAID)
