"""Who is told of what about satisfaction, and in which words: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [
    *told("surveys.asked", "named:m"),
    *told("surveys.started", "named:sm"),
    *told("surveys.reminded", "named:sm"),
    *told("surveys.closed", "assignee:sm"),
    *told("surveys.follow_up_opened", "assignee:sm", "manager:sm", code="surveys-follow-up"),
    *told("surveys.follow_up_reopened", "assignee:sm", code="surveys-follow-up-again"),
]
_ASKED = {
    "en": (
        "We worked on what you asked us for. May we ask how satisfied you are?",
        "Choose what fits, and send it on the page that opens.",
    ),
    "de": (
        "Wir haben Ihr Anliegen bearbeitet. Dürfen wir fragen, wie zufrieden Sie sind?",
        "Wählen Sie, was passt, und senden Sie es auf der Seite ab, die sich öffnet.",
    ),
}
_STARTED = {
    "en": ("We would like to know how satisfied you are: {title}.", "Please answer our questions: {link}"),
    "de": ("Wir möchten wissen, wie zufrieden Sie sind: {title}.", "Bitte beantworten Sie unsere Fragen: {link}"),
}
_REMINDED = {
    "en": ("You have not answered our survey yet: {title}.", "Please answer our questions: {link}"),
    "de": ("Sie haben unsere Umfrage noch nicht beantwortet: {title}.", "Bitte beantworten Sie unsere Fragen: {link}"),
}
_SAID = {
    ("surveys.asked", "served"): _ASKED,
    "surveys.asked": _ASKED,
    ("surveys.started", "served"): _STARTED,
    "surveys.started": _STARTED,
    ("surveys.reminded", "served"): _REMINDED,
    "surveys.reminded": _REMINDED,
    "surveys.closed": {
        "en": ("The survey is closed: {title}.", "Look at its results: {link}"),
        "de": ("Die Umfrage ist abgeschlossen: {title}.", "Sehen Sie die Ergebnisse an: {link}"),
    },
    "surveys.follow_up_opened": {
        "en": ("Somebody is not satisfied: {title}.", "Speak with them by {due}: {link}"),
        "de": ("Jemand ist nicht zufrieden: {title}.", "Sprechen Sie bis {due} mit der Person: {link}"),
    },
    "surveys.follow_up_reopened": {
        "en": ("{actor} reopened the follow-up: {reason}", "Settle it by {due}: {link}"),
        "de": ("{actor} hat die Nachverfolgung wieder geöffnet: {reason}", "Erledigen Sie sie bis {due}: {link}"),
    },
}
TEXTS = texts(_SAID)
