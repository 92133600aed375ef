"""Who is told of what about suppliers, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = told("suppliers.fell_short", "assignee:sm", "manager:s")
_SAID = {
    "suppliers.fell_short": {
        "en": ("What {title} delivered was rated as not enough.", "Read the scorecard, and start a follow-up: {link}"),
        "de": (
            "Was {title} geliefert hat, wurde als ungenügend bewertet.",
            "Lesen Sie die Leistungsübersicht und veranlassen Sie, was folgen muss: {link}",
        ),
    }
}
TEXTS = texts(_SAID)
