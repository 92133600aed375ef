"""The scorecard of a supplier: what is measured of it in a period, beside the period before, and how it was rated. What
is measured comes from whichever rooms measure suppliers; this one knows none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import wording
from fettle.facilities.tasks.models import Step
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.suppliers.performance import rating
from fettle.processes.suppliers.queries import SPEND, Spend
from fettle.processes.suppliers.subcontractors import chain

BLOCKS = ("suppliers", "levels", "reviews")
"""Which measurements tell of a supplier."""
LONGEST_DAYS = 1100
FIRST_YEAR = 1990
RATED = 8
"""So many periods stand on it."""
MOST_LEFT = 50


@dataclass(frozen=True)
class Line:
    """A figure: its value now and in as many days before; None: nothing to measure it by, ``because`` may say why."""

    code: str
    label: str
    unit: str
    now: float | None
    before: float | None
    because: str

    @property
    def measured_in(self) -> str:
        """The unit in the reader's language."""
        return wording.unit(self.unit)


@dataclass(frozen=True)
class Scorecard:
    """``first`` to ``last`` are its days; ``left`` are the steps that reviews with the supplier left to be done;
    ``relies`` on whom it relies; ``spend`` is None for whoever may not read sums.
    """

    record: Record
    first: date
    last: date
    lines: Sequence[Line]
    rated: Sequence[rating.Period]
    left: Sequence[Any]
    relies: Sequence[chain.Tie] = ()
    spend: Spend | None = None


def days(first: date | None, last: date | None) -> tuple[date, date]:
    """The days asked for; without any those that lie behind, as long as was settled. Raises Invalid."""
    end = last or timezone.localdate()
    begin = first or end - timedelta(days=current()[rating.ENOUGH]["days"] - 1)
    if end < begin:
        raise Invalid({"to": _("It ends before it begins: give a later day.")})
    if end > timezone.localdate():
        raise Invalid({"to": _("This day is still to come: give today or an earlier one.")})
    if begin.year < FIRST_YEAR:
        raise Invalid({"from": _("Give a day from %(year)s on.") % {"year": FIRST_YEAR}})
    if (end - begin).days > LONGEST_DAYS:
        raise Invalid({"from": _("These are more than three years: give a later first day.")})
    return begin, end


def of(actor: Actor, record: Record, first: date, last: date) -> Scorecard:
    """As it stands, read as the actor."""
    length = (last - first).days + 1
    before = _moments(first - timedelta(days=length), first - timedelta(days=1))
    now, path = _moments(first, last), record.organisation.path
    scope = Scope(actor, path)  # what holds for both periods is read once
    figures = [figure for figure in assembly().figures if figure.block in BLOCKS]
    lines = [_line(each, each.compute(now, scope), each.compute(before, scope)) for each in figures]
    left = Step.objects.filter(state=Step.State.OPEN, record__in=_reviews(actor, record)).select_related(
        "person", "record"
    )
    steps = list(left.order_by("due_at", "pk")[:MOST_LEFT])
    relies = chain.of(actor, record).below
    spend = [told for slot in assembly().slots.get(SPEND, ()) if (told := slot(actor, record, first, last))]
    return Scorecard(record, first, last, lines, rating.periods(record, RATED), steps, relies, *spend[:1])


def _reviews(actor: Actor, record: Record) -> QuerySet[Record]:
    kind = assembly().kind_by_key["review"]
    return visible(actor, kind).filter(organisation_id=record.organisation_id).order_by()


def _moments(first: date, last: date) -> Period:
    start, end = (timezone.make_aware(datetime.combine(day, time())) for day in (first, last + timedelta(days=1)))
    return Period(start, min(end, max(timezone.now(), start + timedelta(hours=1))))


def _line(figure: Figure, now: Reading, before: Reading) -> Line:
    because = str(now.because) if now.value is None else ""
    return Line(figure.code, str(figure.label), str(figure.unit), now.value, before.value, because)
