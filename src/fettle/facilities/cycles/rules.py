"""The rules of duties."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from fettle.facilities.cycles.dates import MOST, UNITS
from fettle.kernel.errors import Invalid, Refusal


def interval_can_be(every: int, unit: str) -> None:
    """Raises Invalid."""
    if unit not in UNITS:
        raise Invalid({"unit": _("Choose one of: %(names)s.") % {"names": ", ".join(UNITS)}})
    if not 1 <= every <= MOST:
        raise Invalid({"every": _("Give a number from %(least)s to %(most)s.") % {"least": 1, "most": MOST}})


def one_responsible(person: object, role: str) -> None:
    """A person or a role. Raises Invalid."""
    if bool(person) == bool(role):
        raise Invalid({"person": _("Choose who is responsible: a person or a role, not both.")})


def done_by_today(done_on: date, today: date) -> None:
    """Raises Invalid."""
    if done_on > today:
        raise Invalid({"on": _("This day is still to come: give the day on which it was done.")})


def is_theirs(mine: bool, may_change: bool) -> None:
    """It is done by whoever is responsible, or by whoever may change the record. Raises Refusal."""
    if not (mine or may_change):
        raise Refusal(_("Somebody else is responsible for this: ask them, or have it given to you."), rule="is_theirs")
