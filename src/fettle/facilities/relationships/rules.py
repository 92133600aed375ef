"""The rules of relationships."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record


def a_party_can_be_reached(contact: Person | None, contact_point: str) -> None:
    """There is a contact on their side: somebody, or an address (PR7.S1, PR8.S1). Raises Invalid."""
    if contact is None and not contact_point.strip():
        raise Invalid(
            {
                "contact": _(
                    "Say how this party is reached: name a person of theirs, or fill in the contact point below."
                )
            }
        )


def somebody_looks_after_it(person: Person | None) -> Person:
    """Each party has somebody on our side (FitSM-1 PR7.2, PR8.2): gives who that is. Raises Invalid."""
    if person is None:
        raise Invalid({"assignee": _("Name who looks after this party on our side.")})
    return person


def a_party_stands_once(organisation: Organisation, there: Record | None) -> None:
    """One record of an organisation. Raises Invalid with its number."""
    if there is None:
        return
    if there.state == ACTIVE:
        sentence = _("%(name)s is entered already, as %(number)s: change that.")
    else:
        sentence = _("%(name)s was entered before, as %(number)s, which has ended: take that up again.")
    raise Invalid({"organisation": sentence % {"name": organisation.name, "number": there.number}})


def it_is_active(record: Any) -> None:
    """What has ended stays as it was."""
    if record.state != ACTIVE:
        raise Refusal(
            _("%(number)s has ended: take the relationship up again first.") % {"number": record.number}, rule="state"
        )


def a_contact_is_somebody(person: Person | None, name: str, channel: str) -> None:
    """A contact is a person, or has a name or an address. Raises Invalid."""
    if person is None and not name and not channel:
        raise Invalid({"person": _("Say who or what it is: a person, a name, or an address.")})


def it_ends_after_it_begins(first: date | None, last: date | None) -> None:
    """Raises Invalid."""
    if first and last and last < first:
        raise Invalid({"valid_until": _("It ends before it begins: give a later day, or none.")})


def a_main_contact_holds(contact: Any, today: date) -> None:
    """The main contact is one that holds today, and somebody who is still here. Raises Refusal."""
    if not contact.holds(today) or (contact.person is not None and not contact.person.is_active):
        raise Refusal(_("This contact does not hold today: change its days first."), rule="a_main_contact_holds")
