"""What happens to costs and budgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class _OfMoney(Fact):
    audience: ClassVar[str] = STAFF
    columns: ClassVar[tuple[str, ...]] = ("base", "stage", "until")


@dataclass(frozen=True)
class Recorded(_OfMoney):
    """A cost was entered."""

    name: ClassVar[str] = "money.recorded"
    words: ClassVar = _("entered the cost")


@dataclass(frozen=True)
class Revised(_OfMoney):
    """What is said of a cost changed; never how much it is, of what, or when."""

    name: ClassVar[str] = "money.revised"
    words: ClassVar = _("updated the cost")


@dataclass(frozen=True)
class Committed(_OfMoney):
    """It is ordered or agreed."""

    name: ClassVar[str] = "money.committed"
    words: ClassVar = _("noted the cost as committed")


@dataclass(frozen=True)
class Spent(_OfMoney):
    """It is paid."""

    name: ClassVar[str] = "money.spent"
    words: ClassVar = _("noted the cost as spent")


@dataclass(frozen=True)
class Withdrawn(_OfMoney):
    """It counts no more."""

    name: ClassVar[str] = "money.withdrawn"
    words: ClassVar = _("withdrew the cost")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class BudgetDrawnUp(_OfMoney):
    """A budget was drawn up, or the next version of one."""

    name: ClassVar[str] = "money.budget_drawn_up"
    words: ClassVar = _("drew up the budget")


@dataclass(frozen=True)
class BudgetRevised(_OfMoney):
    """Its sum or its words changed."""

    name: ClassVar[str] = "money.budget_revised"
    words: ClassVar = _("updated the budget")


@dataclass(frozen=True)
class BudgetApproved(_OfMoney):
    """It holds from now on."""

    name: ClassVar[str] = "money.budget_approved"
    words: ClassVar = _("approved the budget")


@dataclass(frozen=True)
class BudgetReplaced(_OfMoney):
    """A later version of it was approved, whose number is ``by``."""

    name: ClassVar[str] = "money.budget_replaced"
    words: ClassVar = _("replaced the budget by its next version")
    by: str = ""


@dataclass(frozen=True)
class BudgetWithdrawn(_OfMoney):
    """It holds no more."""

    name: ClassVar[str] = "money.budget_withdrawn"
    words: ClassVar = _("withdrew the budget")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class BudgetReached(_OfMoney):
    """What is spent and committed reached a share of it, in per cent."""

    name: ClassVar[str] = "money.budget_reached"
    columns: ClassVar[tuple[str, ...]] = ("base", "stage", "told")
    percent: int = 0

    def says(self) -> str:
        said = _now("noticed that spent and committed costs reach %(percent)s %% of the budget")
        return said % {"percent": self.percent}
