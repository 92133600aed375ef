"""What is settled about money: the currency, the financial year, when somebody is told; how shared components are
split; and the prices of what is charged.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToRecord
from fettle.kernel.records import Field
from fettle.kernel.records.values import Day, Flag, Line, Number
from fettle.kernel.settings.declare import Definition, Form, Table
from fettle.processes.money import procedures, rules
from fettle.processes.money.currency import is_currency
from fettle.processes.money.models import Budget, Cost
from fettle.processes.money.values import RULES as RULES_KEY
from fettle.processes.money.values import Price
from fettle.processes.money.workflow import APPROVE, ENTER


def _checked(value: Any) -> None:
    """A currency that there is, and that stays once something is counted in it. Raises ValueError."""
    code = value["currency"]
    if code != code.upper() or not is_currency(code):
        raise ValueError(
            _now("“%(code)s” is no currency: give its code of three letters, such as EUR.") % {"code": code}
        )
    counted = (
        Cost.objects.values_list("base", flat=True).first() or Budget.objects.values_list("base", flat=True).first()
    )
    rules.the_currency_stays(code, counted)


def _in_order(rows: list[dict[str, Any]]) -> None:
    """A price that ends before it begins would never be shown. Raises ValueError."""
    for at, row in enumerate(rows, start=1):
        if row["until"] and row["until"] < row["from"]:
            problem = _now("The period ends before it begins: give a later day.")
            raise ValueError(_now("Row %(row)s: %(problem)s") % {"row": at, "problem": problem})


RULES = Definition(
    key=RULES_KEY,
    title=_("Money: currency, financial year, notices"),
    hint=_("The currency can be another one until the first cost or budget is entered."),
    may=APPROVE,
    shape=Form(
        (
            Field("currency", Line(3), _("our currency"), _("Code of ISO 4217, such as EUR"), needed=True),
            Field("first_month", Number(1, 12), _("first month of the financial year"), needed=True),
            Field("warn_at", Number(1, 99, "%"), _("share of a budget at which somebody is told first"), needed=True),
            Field("over_at", Number(100, 1000, "%"), _("share at which they are told again"), needed=True),
            Field("one_person", Flag(), _("whoever drew up a budget may approve it, where there is nobody else")),
            Field("prices", Flag(), _("prices are shown in the catalogue of the portal")),
        )
    ),
    default={"currency": "EUR", "first_month": 1, "warn_at": 80, "over_at": 100, "one_person": False, "prices": True},
    procedure=procedures.MONEY,
    check=_checked,
)
SHARES = Definition(
    key="money.shares",
    title=_("Shared components: how their costs are split"),
    hint=_(
        "A component that stands here is split by these weights. One that does not is split equally over the services "
        "that name it as a component of theirs."
    ),
    may=ENTER,
    shape=Table(
        (
            Field("component", Line(120), _("shared component"), needed=True),
            Field("service", ToRecord("service"), _("service"), needed=True),
            Field("weight", Number(0, 1_000_000), _("weight"), needed=True),
        ),
        key=("component", "service"),
    ),
    default=[],
    procedure=procedures.SHARES,
)
PRICES = Definition(
    key="money.prices",
    title=_("Prices of services"),
    hint=_("What is charged for a service, and for what. Nothing is invoiced here."),
    may=ENTER,
    shape=Table(
        (
            Field("service", ToRecord("service"), _("service"), needed=True),
            Field("unit", Line(80), _("for what"), _("Such as a person and month"), needed=True),
            Field("price", Price(), _("price"), needed=True),
            Field("from", Day(), _("from"), needed=True),
            Field("until", Day(), _("until")),
        ),
        key=("service", "unit", "from"),
    ),
    default=[],
    procedure=procedures.PRICES,
    check=_in_order,
)
DEFINITIONS = (RULES, SHARES, PRICES)
