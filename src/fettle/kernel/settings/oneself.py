"""What people change about themselves. Only their name is everybody's business, so only that leaves an entry."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.wording import BadCalendar
from fettle.kernel.clock.zones import known_zone
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings.actions import register
from fettle.kernel.settings.facts import RegisterChanged

OWN = frozenset({"name", "language", "zone", "theme", "density", "single_keys", "own_keys", "signature", "notices"})


@transaction.atomic
def change(actor: Actor, **values: Any) -> Person:
    """Change the actor's own profile. Raises Invalid for an empty name or a zone that is none, ValueError for what is
    not theirs to change.
    """
    if foreign := set(values) - OWN:
        raise ValueError(f"not one's own to change: {', '.join(sorted(foreign))}")
    person = Person.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=actor.person_id or 0)
    before = person.name
    for column, value in values.items():
        setattr(person, column, value)
    if not person.name.strip():
        raise Invalid({"name": _("Give a name.")})
    if zone := values.get("zone"):
        try:
            known_zone(zone)
        except BadCalendar as problem:
            raise Invalid({"zone": problem}) from None
    person.save(update_fields=sorted(values) or None)
    if before != person.name:
        fact = RegisterChanged(f"person:{person.pk}", person.name, "changed", {"name": before}, {"name": person.name})
        register(actor, fact)
    return person
