"""The rules of violations. Each refuses with a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fettle.facilities.tasks import queries as steps
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.orgs.models import Organisation, Person


def it_was_not_sent_before(item: Any) -> None:
    """The other side is told once of a period (PR2.A2.3, PR2.A3.3)."""
    if item.told_at is not None:
        raise Refusal(_("The notice was sent already: write to them on this record."), rule="it_was_not_sent_before")


def somebody_is_told(person: Person | None, how: str) -> None:
    """A notice reaches a person, or was given in another way. Raises Invalid."""
    if person is None and not how.strip():
        raise Invalid({"person": _("Say who is told, or in which other way they were told.")})


def they_belong_to_the_party(person: Person | None, party: Organisation) -> None:
    """Nobody else reads of a party's agreement (PR2.A2.3, PR2.A3.3). Raises Invalid."""
    if person is not None and not person.organisation.path.startswith(party.path):
        sentence = _("%(name)s does not belong to %(party)s: choose somebody of the other party.")
        raise Invalid({"person": sentence % {"name": person.name, "party": party.name}})


def they_were_told(person: int | None, told: int | None) -> None:
    """Only whoever was told says that they have read it (PR2.A2.3, PR2.A3.3)."""
    if told is None or person != told:
        raise Refusal(
            _("The notice went to somebody else: write down their acknowledgement, if you know of it."),
            rule="they_were_told",
        )


def it_was_acknowledged_by_today(day: date, today: date) -> None:
    """Raises Invalid."""
    if day > today:
        raise Invalid({"acknowledged_on": _("This day is still to come: give the day on which they said so.")})


def what_was_sent_stays(told_at: Any) -> None:
    """The notice is not changed after the other side has it."""
    if told_at is not None:
        raise Refusal(_("The notice was sent: what was sent stays as it is."), rule="what_was_sent_stays")


def it_is_not_over(record: Any) -> None:
    """What is closed or withdrawn stays as it was."""
    if not record.is_open:
        raise Refusal(_("%(number)s is over: reopen it to change it.") % {"number": record.number}, rule="state")


def its_follow_ups_are_done(item: Any) -> None:
    """What follows from a violation is done before it is closed."""
    if left := steps.open_titles(item.record):
        raise Refusal(
            _("This is still to be done: %(names)s. Do it, or leave it out with a reason.")
            % {"names": "; ".join(left[:5])},
            rule="its_follow_ups_are_done",
        )
