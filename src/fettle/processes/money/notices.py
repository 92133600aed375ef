"""Who is told of what about money, and the words of the mails: what a new installation begins with."""

from __future__ import annotations

from fettle.kernel.settings.notices import Row, texts, told

RULES: list[Row] = [*told("money.budget_reached", "assignee:sm"), *told("money.budget_approved", "assignee:s")]
_SAID = {
    "money.budget_reached": {
        "en": ("{title} has reached a share of its budget.", "Look at what is spent and committed: {link}"),
        "de": ("{title} hat einen Anteil des Budgets erreicht.", "Ausgegebenes und Gebundenes ansehen: {link}"),
    },
}
TEXTS = texts(_SAID)
