"""How the numbers of a report are written, the same on screen, on paper and in files."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fettle.edges.pages import wording
from fettle.processes.money import queries as money
from fettle.processes.reporting.periods import AHEAD, RUNNING, Days

if TYPE_CHECKING:
    from fettle.processes.reporting.build import Line, Number

MINUTES_A_DAY, MINUTES_AN_HOUR = 1440, 60
MINUS = "−"


def number(value: Number) -> str:
    """As everywhere; "" for what was not measured."""
    return "" if value is None else wording.number(value)


def amount(value: Number, unit: str, because: str = "", currency: str = "") -> str:
    """The number with its unit, of money with its ``currency``; where there is none, why, else "not yet measured"."""
    if value is None:
        return because or _("not yet measured")
    return f"{number(value)}\u00a0{wording.unit(unit)}" if unit and not currency else said(value, currency)


def said(value: Number, currency: str) -> str:
    """The number alone; of money, whose unit is a part of it, with that."""
    return money.words(int(value), currency) if currency and value is not None else number(value)


def in_cell(value: Number, currency: str) -> Number | Decimal:
    """As a table keeps it: money in whole units of its currency and exact parts of them."""
    return money.whole_units(int(value), currency) if currency and value is not None else value


def duration(minutes: float) -> str:
    """Minutes as people say them: the two largest of days, hours, minutes; a day has 24 hours."""
    days, rest = divmod(round(minutes), MINUTES_A_DAY)
    hours, rest = divmod(rest, MINUTES_AN_HOUR)
    if days:
        said = _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    elif hours:
        said = _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    else:
        said = _("%(minutes)s min") % {"minutes": rest}
    return said.replace(" ", "\u00a0")  # not in the text: tools that collect texts read no escapes


def remark(line: Line) -> str:
    """What makes a long number of minutes readable, nothing for others."""
    long = line.unit == "min" and line.value is not None and line.value >= MINUTES_AN_HOUR
    return duration(line.value or 0) if long else ""


def difference(line: Line) -> str:
    """How the value moved against the period before, "" where one of them was not measured."""
    if line.value is None or line.previous is None:
        return ""
    moved = round(line.value - line.previous, 1)
    return f"{'+' if moved > 0 else MINUS if moved < 0 else '±'}{said(abs(moved), line.currency)}"


def day(value: date) -> str:
    """A date with its year, in the reader's language."""
    return date_format(value, pgettext("a whole day as a Django date format", "j F Y"))


def period(asked: Days, now: datetime) -> str:
    """Its days, and whether it is still running or has not begun."""
    words = {RUNNING: _("%(days)s, to date"), AHEAD: _("%(days)s, not begun yet")}
    return words.get(asked.state(now), "%(days)s") % {"days": days(asked.start, asked.last)}


def days(first: date, last: date) -> str:
    """`1 – 31 March 2026`, as short as it stays clear."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{date_format(first, pgettext('a day of a month as a Django date format', 'j'))} – {day(last)}"
    if first.year == last.year:
        return f"{date_format(first, pgettext('a day of a year as a Django date format', 'j F'))} – {day(last)}"
    return f"{day(first)} – {day(last)}"
