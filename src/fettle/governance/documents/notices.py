"""Who is told of what about documents and duties, and the words of the mails: rows a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [
    *told("documents.submitted", "assignee:sm", code="submitted", called="reviewer"),
    *told("documents.sent_back", "assignee:sm", code="sent_back", called="author"),
    *told("documents.published", "readers:sm", code="published"),
    *told("documents.distributed", "readers:sm", code="distributed"),
    *told("documents.reminded", "readers:sm", code="reminded"),
    *told("cycles.looms", "responsible:sm", code="looms"),
    *told("cycles.late", "responsible:sm", code="late"),
]

READ = {
    "en": "Read it, and confirm there that you did: {link}",
    "de": "Bitte lesen und dort bestätigen, dass Sie es gelesen haben: {link}",
}
_SAID = {
    ("documents.submitted", "staff"): {
        "en": ("{actor} asks you to review it.", "Approve it, or send it back with a reason: {link}"),
        "de": ("{actor} bittet Sie um Prüfung.", "Freigeben oder mit Begründung zurückgeben: {link}"),
    },
    ("documents.sent_back", "staff"): {
        "en": ("{actor} sent it back: {reason}", "Change it and submit it again: {link}"),
        "de": ("{actor} gibt es zurück: {reason}", "Bitte ändern und erneut zur Prüfung geben: {link}"),
    },
    ("cycles.looms", "staff"): {
        "en": ("Something is due on it soon.", "See your duties: {link}"),
        "de": ("Dazu ist bald etwas fällig.", "Siehe Ihre Pflichten: {link}"),
    },
    ("cycles.late", "staff"): {
        "en": ("Something is overdue on it.", "Do it, or say why it is left out: {link}"),
        "de": ("Dazu ist etwas überfällig.", "Bitte erledigen oder begründen, warum es entfällt: {link}"),
    },
} | {
    (fact, reader): {"en": (english, READ["en"]), "de": (german, READ["de"])}
    for fact, english, german in (
        ("documents.published", "A new version is in force.", "Eine neue Fassung gilt."),
        ("documents.distributed", "It is distributed to you.", "Es wird an Sie verteilt."),
        ("documents.reminded", "You have not confirmed it yet.", "Sie haben es noch nicht bestätigt."),
    )
    for reader in ("served", "staff")
}
TEXTS = texts(_SAID)
