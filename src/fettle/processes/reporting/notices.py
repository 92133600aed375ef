"""Who is told of reports, and in which words: rows for the definitions of notifications."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = told("reporting.delivered", "named:sm", code="delivered")
_SAID = {
    "reporting.delivered": {
        "en": ("The report of a period is there.", "Read it, with the days it is about: {link}"),
        "de": ("Der Bericht eines Zeitraums liegt vor.", "Hier steht er, mit den Tagen, um die es geht: {link}"),
    }
}
TEXTS = texts(_SAID)
