"""How what is expected of a service reads, and how far from it the measured value is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from fettle.edges.pages import wording as times
from fettle.processes.levels.estimates.counting import Cell
from fettle.processes.levels.estimates.measures import MINUTES, SHARE, Measure
from fettle.processes.levels.evaluation.wording import number


def value(measure: Measure, amount: Decimal | None) -> str:
    """With its unit; a dash where there is none."""
    if amount is None:
        return "–"
    if measure.unit == MINUTES:
        return times.span(int(amount) * 60)
    if measure.unit == SHARE:
        return _("%(number)s %%") % {"number": number(amount)}
    return number(amount)


def off(cell: Cell) -> str:
    """How far it is from the estimate: in per cent of it, an availability in points. Nothing where it is unknown."""
    if cell.off is None:
        return ""
    sign = "+" if cell.off > 0 else "−" if cell.off < 0 else "±"
    size = abs(cell.off)
    if cell.measure.unit == SHARE:
        return _("%(sign)s%(number)s points") % {"sign": sign, "number": number(size)}
    whole = size.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return _("%(sign)s%(number)s %%") % {"sign": sign, "number": number(whole)}


def shape(cell: Cell) -> str:
    """The shape beside what is too far off: it may as well be better than it was expected."""
    return "stop" if cell.worse else "half"


def worst(cell: Cell) -> str:
    """Which value is furthest off, and how far."""
    return f"{cell.measure.label}: {off(cell)}"
