"""Naming somebody who is not known yet: whoever calls the desk exists from then on, without an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.references import ToOrganisation
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.declare import Field
from fettle.kernel.records.values import Line
from fettle.kernel.settings.actions import register
from fettle.kernel.settings.facts import RegisterChanged

NEW_PERSON = (
    Field("new_name", Line(200), gettext_lazy("name")),
    Field("new_mail", Line(254), gettext_lazy("e-mail")),
    Field("new_organisation", ToOrganisation(), gettext_lazy("organisation")),
)
"""What a form asks about somebody who is not known yet."""


def name_new(actor: Actor, given: Mapping[str, Any]) -> Person:
    """The person whom these fields name; without an organisation they belong to the actor's own."""
    home = given["new_organisation"] or Organisation.objects.get(people=actor.person_id)
    return name_person(actor, name=given["new_name"], organisation=home, mail=given["new_mail"] or "")


@transaction.atomic
def name_person(actor: Actor, *, name: str, organisation: Organisation, mail: str = "") -> Person:
    """Add somebody as requester. They may claim the account by their address later. Raises Invalid, Forbidden."""
    require(actor, "incidents.work")
    if not known.organisations(actor).filter(pk=organisation.pk).exists():
        raise Invalid({"new_organisation": _("Choose an organisation that you know.")})
    address = mail.strip().lower()
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise Invalid({"new_mail": _("This is not an e-mail address: write it as name@example.org.")}) from None
        if Person.objects.filter(mail=address).exists():
            raise Invalid({"new_mail": _("Somebody has this address already: choose them as requester.")})
    person = orgs.add_person(name, organisation, address or None)
    after: dict[str, object] = {"name": name, "mail": address, "organisation": organisation.name}
    register(actor, RegisterChanged(f"person:{person.pk}", name, "added", None, after))
    return person
