"""The shapes in which other rooms tell what is spent with a supplier, for its scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SPEND = "suppliers.spend"
"""The slot for it: functions of an actor, the supplier, its first and its last day, giving a ``Spend``, or None for
whoever may not read sums.
"""


@dataclass(frozen=True)
class Sum:
    """Whole minor units of a currency; in ``words`` for a reader, and ``plain`` as digits such as `1234.50`."""

    minor: int
    words: str
    plain: str


@dataclass(frozen=True)
class Paid:
    """What is paid on some days of costs that name the supplier: of one service, or of all. ``number`` is "" where that
    is none that the reader sees. ``budget`` is what may be spent on the service in these days, with whomever;
    ``percent`` the share of it that is spent here. None: no budget is approved.
    """

    number: str
    title: str
    spent: Sum
    committed: Sum
    estimated: Sum
    budget: Sum | None = None
    percent: int | None = None

    @property
    def share(self) -> str:
        return f"{self.percent} %"

    @property
    def sums(self) -> Sequence[tuple[str, Sum]]:
        """The three of them by their codes."""
        return [(name, getattr(self, name)) for name in STAGES]


STAGES = ("spent", "committed", "estimated")


@dataclass(frozen=True)
class Spend:
    """By service, all together, and ``before``: in as many days before. ``url`` is where the entries are read."""

    currency: str
    rows: Sequence[Paid]
    whole: Paid
    before: Paid
    url: str

    @property
    def nothing(self) -> bool:
        return not self.rows and not any(each.minor for _name, each in self.before.sums)
