"""The rules of level estimates. Each refuses with a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages import wording as days
from fettle.kernel.errors import Invalid, Refusal
from fettle.processes.levels.estimates.measures import COUNT, MEASURES

MOST_A_MONTH = Decimal(1_000_000)
MOST_MINUTES = 525_600
"""A year."""
YEARS_BACK, YEARS_AHEAD = 2, 1
OVER = ("retired", "withdrawn")


def the_service_is_not_over(state: str) -> None:
    """Nothing is expected of what is provided no more."""
    if state in OVER:
        raise Refusal(
            _("This service is provided no more: bring it back before you estimate its level."),
            rule="the_service_is_not_over",
        )


def something_is_estimated(values: Mapping[str, Any]) -> None:
    """Raises Invalid."""
    if all(value is None for value in values.values()):
        raise Invalid({"incidents": _("Estimate at least one value: this one, or any of those below.")})


def it_is_possible(values: Mapping[str, Any]) -> None:
    """Raises Invalid, which names each value that cannot be."""
    problems = {}
    for measure in MEASURES:
        value = values[measure.name]
        if value is None:
            continue
        if measure.name == "availability" and not 0 <= value <= 100:
            problems[measure.name] = _("Give an availability from 0 to 100 per cent.")
        elif measure.unit == COUNT and not 0 <= value <= MOST_A_MONTH:
            problems[measure.name] = _("Give a number from %(least)s to %(most)s.") % {"least": 0, "most": MOST_A_MONTH}
        elif not 0 <= value <= MOST_MINUTES and measure.unit != COUNT:
            problems[measure.name] = _("Give a number from %(least)s to %(most)s.") % {"least": 0, "most": MOST_MINUTES}
    if problems:
        raise Invalid(problems)


def it_is_fixed_after_it_is_answered(values: Mapping[str, Any]) -> None:
    """Raises Invalid."""
    if values["respond"] is not None and values["resolve"] is not None and values["resolve"] < values["respond"]:
        raise Invalid({"resolve": _("Nothing is fixed before it is responded to: give at least the time to respond.")})


def the_day_is_near(day: date, today: date) -> None:
    """Older ones are history, later ones are a plan and no estimate. ``today`` is the provider's. Raises Invalid."""
    first, last = _years(today, -YEARS_BACK), _years(today, YEARS_AHEAD)
    if not first <= day <= last:
        sentence = _("Give a day from %(first)s to %(last)s.")
        raise Invalid({"counts_from": sentence % {"first": days.day(first), "last": days.day(last)}})


def _years(day: date, count: int) -> date:
    year = day.year + count
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def it_still_counts(withdrawn: bool) -> None:
    """What is withdrawn stays so, with its reason. Raises Invalid."""
    if withdrawn:
        raise Invalid({"estimate": _("This estimate is withdrawn already.")})
