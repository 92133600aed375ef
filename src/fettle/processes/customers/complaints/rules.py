"""The rules of complaints."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.facilities.tasks import queries as steps
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record


def its_measures_are_done(item: Any) -> None:
    """What follows from a complaint is done before it is closed (PR7.A2.2)."""
    left = steps.open_titles(item.record)
    if left:
        raise Refusal(
            _("This is still to be done: %(names)s. Do it, or leave it out with a reason.")
            % {"names": "; ".join(left[:5])},
            rule="its_measures_are_done",
        )


def somebody_complains(organisation: Organisation | None, person: Person | None) -> None:
    """A complaint comes from a customer. Raises Invalid."""
    if organisation is None and person is None:
        raise Invalid({"organisation": _("Say who complains: the customer, or the person.")})


def it_was_asked_of_us(record: Record) -> None:
    """Whoever asks us for something complains of that; what else they may read is not theirs to write on. Raises
    Invalid.
    """
    if "requester" not in record.declared.by_name:
        raise Invalid({"about": _("Give the number of something that was asked of us, such as an incident.")})


def it_is_not_over(record: Any) -> None:
    """What is closed or withdrawn stays as it was."""
    if not record.is_open:
        raise Refusal(_("%(number)s is over: reopen it to change it.") % {"number": record.number}, rule="state")
