"""Who is told of what about services and packages, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
TOLD = (
    ("services.went_live", "team", True),
    ("services.retired", "team", True),
    ("services.transition_started", "team", False),
    ("services.criterion_waived", "manager", False),
    ("services.demand_recorded", "manager", False),
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
    "services.went_live": {
        "en": ("{title} is live from now on.", "Whoever asks for it gets it. Look at it here: {link}"),
        "de": ("{title} ist ab jetzt in Betrieb.", "Wer danach fragt, bekommt ihn. Hier ansehen: {link}"),
    },
    "services.retired": {
        "en": ("{title} is no longer provided: {reason}", "Nothing to do for you. Look at it here: {link}"),
        "de": ("{title} wird nicht mehr erbracht: {reason}", "Sie müssen nichts tun. Hier ansehen: {link}"),
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
