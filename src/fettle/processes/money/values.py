"""Value types of money: a sum as it is given, what it comes to in the base currency, and a rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fettle.kernel.records.values import Value, storable
from fettle.kernel.settings.read import current
from fettle.processes.money.currency import Money, decimal, parse, rate_of, words

RULES = "money.rules"


def base_currency() -> str:
    """The currency in which this installation counts."""
    return str(current()[RULES]["currency"])


@dataclass(frozen=True)
class Price(Value):
    """A sum in the base currency, or in the one that is named beside it; kept as `EUR 1234.50`."""

    def clean(self, raw: Any, actor: Any) -> str:
        text = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else storable(raw)
        return parse(text, base_currency()).plain()

    def text(self, value: Any) -> str:
        return parse(value, base_currency()).words() if value else ""


@dataclass(frozen=True)
class Amount(Value):
    """Whole minor units of the base currency. ``base`` is that where it was asked for already."""

    base: str = ""
    compared = True

    def at_once(self) -> Amount:
        return Amount(base_currency())

    def clean(self, raw: Any, actor: Any) -> int:
        money = parse(storable(raw), base_currency())
        if money.currency != base_currency():
            raise ValueError(f"{base_currency()}")
        return money.minor

    def text(self, value: Any) -> str:
        return "" if value is None else words(value, self.base or base_currency())

    def plain(self, value: Any) -> str | None:
        return None if value is None else Money(value, self.base or base_currency()).plain()


@dataclass(frozen=True)
class Rate(Value):
    """So much of the base currency for one unit of another, exactly."""

    def clean(self, raw: Any, actor: Any) -> str:
        return rate_of(str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else storable(raw))


def in_digits(minor: int) -> str:
    """`1234.50`, in the base currency."""
    return decimal(minor, base_currency())
