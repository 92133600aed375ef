"""The rules of reviews."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fettle.facilities.relationships.workflow import ACTIVE
from fettle.facilities.tasks import queries as steps
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record


def the_relationship_holds(relationship: Record) -> None:
    """Nothing is reviewed with a party with which it is over. Raises Invalid."""
    if relationship.state != ACTIVE:
        sentence = _("The relationship with %(name)s has ended: take it up again first.")
        raise Invalid({"relationship": sentence % {"name": relationship.title}})


def one_is_planned_at_a_time(there: Record | None) -> None:
    """The next review is planned when the one before is held or cancelled. Raises Invalid."""
    if there is not None:
        sentence = _("%(number)s is planned with them already: change its day, or cancel it.")
        raise Invalid({"relationship": sentence % {"number": there.number}})


def it_is_still_to_come(day: date, today: date) -> None:
    """Raises Invalid."""
    if day < today:
        raise Invalid({"planned_on": _("This day has passed: give one that is still to come.")})


def it_was_held_by_today(day: date, today: date) -> None:
    """Raises Invalid."""
    if day > today:
        raise Invalid({"held_on": _("This day is still to come: give the day on which it was held.")})


def its_follow_ups_are_done(item: Any) -> None:
    """What was agreed is done before the review is closed (PR7.A4.2, PR8.A2.2)."""
    left = steps.open_titles(item.record)
    if left:
        raise Refusal(
            _("This is still to be done: %(names)s. Do it, or leave it out with a reason.")
            % {"names": "; ".join(left[:5])},
            rule="its_follow_ups_are_done",
        )


def it_is_not_over(record: Any) -> None:
    """What is closed or cancelled stays as it was."""
    if not record.is_open:
        raise Refusal(_("%(number)s is over: reopen it to change it.") % {"number": record.number}, rule="state")
