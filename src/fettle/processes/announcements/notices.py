"""Who is told of what on announcements, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [
    row for fact in ("announced", "told") for row in told(f"announcements.{fact}", "named:sm", code=fact)
]
_NOTHING = {"en": "Nothing to do for you. Read it here: {link}", "de": "Sie müssen nichts tun. Hier nachlesen: {link}"}
_FIRST = {
    "announced": {"en": "We announce: {title}.", "de": "Wir kündigen an: {title}."},
    "told": {"en": "There is news: {title}. {reason}", "de": "Es gibt Neues: {title}. {reason}"},
}
TEXTS = texts(
    {
        (f"announcements.{fact}", reader): {language: (first, _NOTHING[language]) for language, first in spoken.items()}
        for fact, spoken in _FIRST.items()
        for reader in ("served", "staff")
    }
)
