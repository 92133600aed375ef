"""Who is told of what on announcements, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

RULES: list[Row] = [
    {
        "code": f"{fact}-named",
        "fact": f"announcements.{fact}",
        "who": "named",
        "screen": True,
        "mail": True,
        "active": True,
    }
    for fact in ("announced", "told")
]
_NOTHING = {"en": "Nothing to do for you. Read it here: {link}", "de": "Sie müssen nichts tun. Hier nachlesen: {link}"}
_FIRST = {
    "announced": {"en": "We announce: {title}.", "de": "Wir kündigen an: {title}."},
    "told": {"en": "There is news: {title}. {reason}", "de": "Es gibt Neues: {title}. {reason}"},
}
TEXTS: list[Row] = [
    {
        "fact": f"announcements.{fact}",
        "reader": reader,
        "language": language,
        "subject": "[{number}] {title}",
        "first": first,
        "second": _NOTHING[language],
    }
    for fact, spoken in _FIRST.items()
    for language, first in spoken.items()
    for reader in ("served", "staff")
]
