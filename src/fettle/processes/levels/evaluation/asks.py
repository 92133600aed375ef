"""What is asked about evaluations, for pages and REST alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Line, Value, storable
from fettle.kernel.workflow import Ask
from fettle.processes.levels.evaluation import following, spans
from fettle.processes.levels.evaluation.spans import Span

MOST = Decimal(1_000_000_000)
PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Period(Value):
    """A month, a quarter or a year."""

    json = {"type": "string", "pattern": r"^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$"}

    def clean(self, raw: Any, actor: Any) -> Span:
        return raw if isinstance(raw, Span) else spans.read(storable(raw))

    def text(self, value: Any) -> str:
        return value.words if isinstance(value, Span) else ""

    def plain(self, value: Any) -> Any:
        return value.key if isinstance(value, Span) else value


@dataclass(frozen=True)
class Amount(Value):
    """A number from nought on, with a point or a comma, at most four decimals."""

    json = {"type": "number", "minimum": 0, "maximum": int(MOST)}

    def clean(self, raw: Any, actor: Any) -> Decimal:
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            raise ValueError(_now("Give a number."))
        try:
            value = Decimal(storable(str(raw)).strip().rstrip("%").strip().replace(",", "."))
        except InvalidOperation:
            raise ValueError(_now("Give a number.")) from None
        if not value.is_finite() or not 0 <= value <= MOST:
            raise ValueError(_now("Give a number from %(least)s to %(most)s.") % {"least": 0, "most": MOST})
        return value.quantize(PLACES)


def usual(actor: Any, record: Any) -> Span:
    """The month before."""
    return spans.last_month(spans.today())


PERIOD = Ask(
    "period", Period(), _("Period"), _("A month as 2026-10, a quarter as 2026-Q4, a year as 2026."), first=usual
)
CONFIRM = (
    PERIOD,
    Ask("reason", Line(500), _("Reason"), _("Only where the period was evaluated before."), needed=False),
)
MEASURE = (
    PERIOD,
    Ask(
        "target",
        Line(40),
        _("Target"),
        _("availability, reliability, reliability-spacing, notice, reporting, or capacity-1 for the first capacity."),
    ),
    Ask("value", Amount(), _("Measured value"), _("In the unit of the target.")),
    Ask("source", Line(200), _("Source"), _("Where the value comes from, such as a monitoring system.")),
    Ask("reason", Line(500), _("Remark"), _("Such as what was left out as agreed."), needed=False),
)
FOLLOWS = (Ask("follows", following.Follows(), _("Rules, all of them"), needed=True),)
