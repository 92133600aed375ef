"""The scorecard as a table: each value in a row of its own, with what it is and what it is about."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fettle.edges.transfer.tables import Row
from fettle.processes.suppliers.performance.scorecard import Scorecard
from fettle.processes.suppliers.queries import Spend

PERCENT = "percent"
"""A cell that begins with its sign is guarded as a formula would be."""
HEAD = ("part", "code", "label", "about", "unit", "value", "before")


def rows(card: Scorecard) -> Iterator[Row]:
    """The head, then figures, sums, subcontractors and ratings; of these ``about`` are the first and the last day, of
    sums it is the number of the service, of subcontractors through whom the supplier relies on it.
    """
    yield HEAD
    for line in card.lines:
        yield ["figure", line.code, line.label, "", PERCENT if line.unit == "%" else line.unit, line.now, line.before]
    if card.spend is not None:
        yield from _spent(card.spend)
    for tie in card.relies:
        yield ["relies_on", tie.record.number if tie.record else "", tie.name, tie.through, "", None, None]
    for period in card.rated:
        days = f"{period.first.isoformat()}/{period.last.isoformat()}"
        yield ["rating", "score", _("Rating"), days, PERCENT, period.score, None]
        for by, given in period.rows:
            yield ["rating", by.code, by.label, days, _("points"), given.points, None]


def _spent(spend: Spend) -> Iterator[Row]:
    words = {"spent": _("Spent"), "committed": _("Committed"), "estimated": _("Estimated")}
    for (code, now), (_code, before) in zip(spend.whole.sums, spend.before.sums, strict=True):
        yield ["spend", code, words[code], "", spend.currency, now.plain, before.plain]
    for row in spend.rows:
        for code, now in row.sums:
            yield ["spend", code, words[code], row.number or row.title, spend.currency, now.plain, None]
        if row.budget is not None:
            yield ["spend", "budget", _("Budget"), row.number, spend.currency, row.budget.plain, None]
