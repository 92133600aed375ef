"""Sums of money: whole minor units of a currency of ISO 4217, read from and written as text. Pure; nothing is ever
a float.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from babel.numbers import format_currency, get_currency_precision, list_currencies
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MOST = 10**15
"""A sum stays below so many minor units, so that totals of any size fit the database and are exact everywhere."""
NO_MONEY = frozenset({"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"})
"""Codes of ISO 4217 that are metals, units of account or tests."""
CODE = re.compile(r"^([A-Za-z]{3})(?![A-Za-z])|(?<![A-Za-z])([A-Za-z]{3})$")
SIGNS = {"€": "EUR", "£": "GBP"}
"""Signs that stand for one currency alone; a dollar is of twenty countries, so its code has to be given."""
GAPS = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'’"), None)


@dataclass(frozen=True)
class Money:
    """``minor`` whole units, such as cents, of a ``currency``."""

    minor: int
    currency: str

    def plain(self) -> str:
        """`EUR 1234.50`: for tables, REST and the database. ``parse`` takes it back."""
        return f"{self.currency} {decimal(self.minor, self.currency)}"

    def words(self) -> str:
        """In the reader's language: `€1,234.50`, `1.234,50 €`."""
        return words(self.minor, self.currency)


def is_currency(code: str) -> bool:
    """Whether money is of this currency."""
    return code in list_currencies() and code not in NO_MONEY


def digits(currency: str) -> int:
    """How many digits its minor unit has: 2 of the euro, 0 of the yen, 3 of the dinar of Kuwait."""
    return get_currency_precision(currency)


def decimal(minor: int, currency: str) -> str:
    """The sum as digits with a point, all of its minor digits written."""
    return str(Decimal(minor).scaleb(-digits(currency)).quantize(Decimal(1).scaleb(-digits(currency))))


def words(minor: int, currency: str) -> str:
    """In the reader's language, with the currency as that language writes it."""
    language = (get_language() or "en").replace("-", "_")
    return format_currency(Decimal(minor).scaleb(-digits(currency)), currency, locale=language)


def parse(text: str, base: str) -> Money:
    """`1.234,56`, `1,234.56`, `USD 120`: in ``base`` unless a currency is named. The last of point and comma begins
    the minor digits, unless three digits follow it, which group thousands in all languages; where the minor unit itself
    has three digits a single one begins them. Raises ValueError with a sentence.
    """
    rest = text.strip()
    for sign, code in SIGNS.items():
        rest = rest.replace(sign, f" {code} ").strip()
    currency = base
    if found := CODE.search(rest):
        currency = (found[1] or found[2]).upper()
        rest = (rest[: found.start()] + rest[found.end() :]).strip()
    if not is_currency(currency):
        raise ValueError(
            _("“%(code)s” is no currency: give its code of three letters, such as EUR.") % {"code": currency}
        )
    minor = _minor(rest.translate(GAPS), digits(currency))
    if minor is None:
        sentence = _("Give a sum such as 1234.50, with at most %(digits)s digits after the point in %(currency)s.")
        raise ValueError(sentence % {"digits": digits(currency), "currency": currency})
    if minor >= MOST:
        raise ValueError(_("That is more than can be kept here: give a smaller sum."))
    return Money(minor, currency)


def _minor(text: str, most: int) -> int | None:
    """Minor units, or None for what is no sum."""
    if not re.fullmatch(r"[0-9]+([.,][0-9]+)*", text) or len(text) > 40:
        return None
    marks = re.findall(r"[.,]", text)
    whole, part = text, ""
    if marks:
        head, tail = text[: text.rindex(marks[-1])], text[text.rindex(marks[-1]) + 1 :]
        grouping = len(tail) == 3 and (most != 3 or (len(marks) > 1 and marks.count(marks[-1]) == len(marks)))
        if not grouping:
            if marks.count(marks[-1]) > 1:
                return None
            whole, part = head, tail
    if len(part) > most or not _grouped(whole):
        return None
    units: int = int(re.sub(r"[.,]", "", whole)) * 10**most
    return units + int(part.ljust(most, "0") or "0")


def _grouped(whole: str) -> bool:
    """Digits, in groups of three where they are grouped, by one mark alone."""
    return bool(re.fullmatch(r"[0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+|[1-9][0-9]{0,2}(,[0-9]{3})+", whole))


def rate_of(text: str) -> str:
    """A rate as digits with a point, greater than nought, with at most ten digits after it. Raises ValueError."""
    try:
        value = Decimal(text.strip().translate(GAPS).replace(",", "."))
    except InvalidOperation:
        value = Decimal(0)
    if (
        not value.is_finite()
        or not Decimal("0.0000000001") <= value < Decimal(10**7)
        or -int(value.as_tuple().exponent) > 10
    ):
        raise ValueError(_("Give a rate such as 0.92: so much of our currency for one unit of the other."))
    return format(value.normalize(), "f")


def converted(money: Money, rate: str, base: str) -> int:
    """Minor units of ``base`` at a rate; half a unit goes to the even one."""
    whole = Decimal(money.minor).scaleb(-digits(money.currency)) * Decimal(rate)
    return int(whole.scaleb(digits(base)).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
