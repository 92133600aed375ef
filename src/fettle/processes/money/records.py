"""Every stored field of a cost and of a budget, one row each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToRecord
from fettle.kernel.records import Field, Kind, May, Section, always, while_in
from fettle.kernel.records.values import STAFF, Choice, Day, Line, Number, Option, Text
from fettle.processes.money.models import Budget, Cost
from fettle.processes.money.periods import MONTHS, QUARTERS, WHOLE
from fettle.processes.money.values import Amount, Price, Rate
from fettle.processes.money.workflow import BUDGETS, COMMITTED, COSTS, DRAFT, ENTER, ESTIMATED, SEE, SPENT

STANDING = while_in(ESTIMATED, COMMITTED, SPENT)
PURCHASE, IMPLEMENTATION, OPERATION, MAINTENANCE = NATURES = ("purchase", "implementation", "operation", "maintenance")


def natures() -> list[Option]:
    """What a cost is for, by FITS."""
    return [
        Option(PURCHASE, _("Purchase")),
        Option(IMPLEMENTATION, _("Implementation")),
        Option(OPERATION, _("Operation")),
        Option(MAINTENANCE, _("Maintenance")),
    ]


def stages() -> list[Option]:
    """How sure it is."""
    return [
        Option(SPENT, _("Spent")),
        Option(COMMITTED, _("Committed: ordered or agreed, not yet paid")),
        Option(ESTIMATED, _("Estimated: for weighing a proposal")),
    ]


def parts() -> list[Option]:
    """The whole of a financial year, or a part of it."""
    quarters = [Option(code, _("Quarter %(number)s") % {"number": at}) for at, code in enumerate(QUARTERS, 1)]
    months = [Option(code, _("Month %(number)s") % {"number": at}) for at, code in enumerate(MONTHS, 1)]
    return [Option(WHOLE, _("Whole year")), *quarters, *months]


COST = Kind(
    key="cost",
    prefix="CST",
    path="costs",
    label=_("cost"),
    plural=_("costs"),
    model=Cost,
    flow=COSTS,
    may=May(see=SEE, register=ENTER, revise=ENTER),
    joins=("cost__supplier", "cost__agreement"),
    sections=(
        Section(
            _("What it is for"),
            Field(
                "title",
                Line(200),
                _("what was bought or is paid for"),
                needed=True,
                register=True,
                edit=STANDING,
                column=True,
                sort=True,
                search="A",
                audience=STAFF,
            ),
            Field(
                "nature",
                Choice(natures),
                _("kind of cost"),
                needed=True,
                register=True,
                column=True,
                filter=True,
                audience=STAFF,
            ),
            Field(
                "service",
                ToRecord("service"),
                _("service"),
                _("The one that alone bears it. For what several share, name a component below."),
                register=True,
                column=True,
                filter=True,
                audience=STAFF,
            ),
            Field(
                "component",
                Line(120),
                _("shared component"),
                _("As it is called in the portfolio. Its costs are split over the services that stand on it."),
                register=True,
                column=True,
                audience=STAFF,
                search="B",
            ),
            Field(
                "organisation",
                ToOrganisation(),
                _("paid by"),
                register=True,
                filter=True,
                audience=STAFF,
            ),
        ),
        Section(
            _("How much, and when"),
            Field(
                "price",
                Price(),
                _("sum"),
                _("Such as 1234.50, or USD 120 for another currency than our own."),
                needed=True,
                register=True,
                audience=STAFF,
            ),
            Field(
                "rate",
                Rate(),
                _("rate"),
                _("For another currency: so much of our own for one unit of it, such as 0.92."),
                register=True,
                audience=STAFF,
            ),
            Field("amount", Amount(), _("in our currency"), column=True, sort=True, audience=STAFF),
            Field(
                "stage",
                Choice(stages),
                _("how sure it is"),
                needed=True,
                register=True,
                audience=STAFF,
            ),
            Field(
                "begins",
                Day(),
                _("day, or first day of the period"),
                needed=True,
                register=True,
                column=True,
                sort=True,
                filter=True,
                audience=STAFF,
            ),
            Field(
                "ends",
                Day(),
                _("last day of the period"),
                _("Empty: it is paid once."),
                register=True,
                audience=STAFF,
            ),
            Field(
                "years",
                Number(1, 50, _("years")),
                _("useful life in years"),
                _("Of what is paid once: over so many years its cost is spread. Empty: one year."),
                register=True,
                audience=STAFF,
            ),
        ),
        Section(
            _("Where it comes from"),
            Field(
                "supplier",
                ToRecord("supplier"),
                _("supplier"),
                register=True,
                edit=STANDING,
                audience=STAFF,
                filter=True,
            ),
            Field("agreement", ToRecord("agreement"), _("agreement"), register=True, edit=STANDING, audience=STAFF),
            Field(
                "source",
                Line(200),
                _("source"),
                _("Number of the invoice, the order or the offer."),
                register=True,
                edit=STANDING,
                audience=STAFF,
                search="B",
            ),
            Field("notes", Text(5_000), _("notes"), register=True, edit=always, audience=STAFF, search="C"),
        ),
    ),
)
BUDGET = Kind(
    key="budget",
    prefix="BUD",
    path="budgets",
    label=_("budget"),
    plural=_("budgets"),
    model=Budget,
    flow=BUDGETS,
    may=May(see=SEE, register=ENTER, revise=ENTER),
    joins=("budget__approved_by",),
    sections=(
        Section(
            _("What may be spent"),
            Field(
                "title",
                Line(200),
                _("name"),
                needed=True,
                register=True,
                edit=while_in(DRAFT),
                column=True,
                sort=True,
                search="A",
                audience=STAFF,
            ),
            Field(
                "service",
                ToRecord("service"),
                _("service"),
                _("Empty: all costs of the organisation."),
                register=True,
                column=True,
                filter=True,
                audience=STAFF,
            ),
            Field("organisation", ToOrganisation(), _("organisation"), register=True, filter=True, audience=STAFF),
            Field(
                "year",
                Number(1990, 2150),
                _("financial year"),
                _("Named after the year in which it begins."),
                needed=True,
                register=True,
                column=True,
                sort=True,
                audience=STAFF,
            ),
            Field(
                "part", Choice(parts), _("part of the year"), needed=True, register=True, column=True, audience=STAFF
            ),
            Field(
                "price",
                Price(),
                _("sum"),
                _("In our own currency, such as 12000."),
                needed=True,
                register=True,
                edit=while_in(DRAFT),
                audience=STAFF,
            ),
            Field("amount", Amount(), _("may be spent"), column=True, sort=True, audience=STAFF),
            Field(
                "assignee", ToPerson(), _("looked after by"), register=True, edit=always, column=True, audience=STAFF
            ),
            Field("notes", Text(5_000), _("notes"), register=True, edit=always, audience=STAFF, search="C"),
        ),
        Section(
            _("Version and approval"),
            Field("edition", Number(1, 1000), _("version"), column=True, audience=STAFF),
            Field("begins", Day(), _("first day"), audience=STAFF, sort=True, filter=True),
            Field("ends", Day(), _("last day"), audience=STAFF),
            Field("approved_by", ToPerson(), _("approved by"), audience=STAFF),
            Field("approved_on", Day(), _("approved on"), audience=STAFF),
        ),
    ),
)
