"""Changes of people, by an administrator; who needs attention is said by the desk, too. Each one leaves one entry in
the register's history.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.clock.wording import BadCalendar
from fettle.kernel.clock.zones import known_zone
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.history.models import Erasure
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import ApiToken, Organisation, Person
from fettle.kernel.orgs.signing import links
from fettle.kernel.settings import open_work, territory
from fettle.kernel.settings.actions import register
from fettle.kernel.settings.facts import RegisterChanged

COLUMNS = ("name", "mail", "organisation", "phone", "place", "language", "zone", "may_sign_in", "vip")
"""What an administrator writes about somebody. How they like their screen is their own business."""


@transaction.atomic
def add(actor: Actor, *, name: str, organisation: Organisation, **values: Any) -> Person:
    """Add somebody. Raises Invalid with field names, Forbidden for an organisation that is not the actor's."""
    territory.require_in(actor, organisation)
    _check({"name": name, **values}, None)
    person = orgs.add_person(name.strip(), organisation, **values)
    _tell(actor, person, "added", None, shown(person))
    return person


@transaction.atomic
def change(actor: Actor, person: Person, **values: Any) -> Person:
    """Change what is written about somebody. Without a difference nothing happens."""
    person = _known(actor, person)
    if "organisation" in values:
        territory.require_in(actor, values["organisation"])
    _check(values, person)
    before, mail = shown(person), person.mail
    for column, value in values.items():
        setattr(person, column, value)
    person.save()
    after = shown(person)
    if mail != person.mail:
        links.end_all(person)
    _tell_difference(actor, person, "changed", before, after)
    return person


@transaction.atomic
def mark(actor: Actor, person: Person, *, vip: bool) -> Person:
    """Say whether somebody needs particular attention: whoever leads the desk may, too. Without a difference nothing
    happens. Raises Forbidden, and Refusal for an erased person.
    """
    person = _known(actor, person, territory.MARK)
    if person.vip != vip:
        person.vip = vip
        person.save(update_fields=["vip"])
        _tell(actor, person, "changed", {"vip": not vip}, {"vip": vip})
    return person


@transaction.atomic
def invite(actor: Actor, person: Person) -> str:
    """The secret of a link by which somebody chooses a password; valid for 24 hours, once."""
    person = _known(actor, person)
    if not person.is_active:
        raise Refusal(_("%(name)s is deactivated: activate them first.") % {"name": person.name})
    if not person.mail:
        raise Invalid({"mail": _("Give %(name)s an e-mail address first: it is how they sign in.") % {"name": person}})
    _tell(actor, person, "invited", None, {"mail": person.mail})
    return links.make(person, links.Purpose.INVITE)


@transaction.atomic
def deactivate(actor: Actor, person: Person) -> None:
    """Somebody leaves: sessions, links and tokens end, roles go; what they did stays theirs. Open work is handed over
    before. Raises Refusal.
    """
    person = held(actor, person)
    if person.pk == actor.person_id:
        raise Refusal(_("You cannot deactivate yourself: ask another administrator."))
    keep_an_administrator(without=person)
    if count := open_work.of_person(person).count():
        raise Refusal(_("%(name)s has open work (%(count)s): hand it over first.") % {"name": person, "count": count})
    roles = list(Grant.objects.filter(person=person).values_list("role", flat=True))
    Grant.objects.filter(person=person).delete()
    person.memberships.all().delete()
    person.is_active, person.session_epoch = False, person.session_epoch + 1
    person.save(update_fields=["is_active", "session_epoch"])
    links.end_all(person)
    ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=timezone.now())
    _tell(actor, person, "deactivated", {"active": True, "roles": roles}, {"active": False, "roles": []})


@transaction.atomic
def activate(actor: Actor, person: Person) -> None:
    """Somebody comes back, without roles and teams."""
    person = _known(actor, person)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        _tell(actor, person, "activated", {"active": False}, {"active": True})


@transaction.atomic
def end_sessions(actor: Actor, person: Person) -> None:
    """Sign somebody out everywhere."""
    person = held(actor, person)
    person.session_epoch += 1
    person.save(update_fields=["session_epoch"])
    _tell(actor, person, "signed out", None, None)


def keep_an_administrator(without: Person) -> None:
    """Raises Refusal when nobody else could administer people any more."""
    others = Grant.objects.filter(role="administrator", person__is_active=True, person__may_sign_in=True)
    if others.filter(person=without).exists() and not others.exclude(person=without).exists():
        raise Refusal(_("%(name)s is the only administrator: give another person that role first.") % {"name": without})


def shown(person: Person) -> dict[str, Any]:
    """What an administrator wrote, as the history keeps it."""
    return {
        "name": person.name,
        "mail": person.mail or "",
        "organisation": person.organisation.name,
        "phone": person.phone,
        "place": person.place,
        "language": person.language,
        "zone": person.zone,
        "may_sign_in": person.may_sign_in,
        "vip": person.vip,
    }


def held(actor: Actor, person: Person, permission: str = territory.ADMINISTER) -> Person:
    """The person's row, locked. Raises Forbidden when the actor does not hold the permission for them."""
    held = Person.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=person.pk)
    territory.require_in(actor, held.organisation, permission)
    return held


def _known(actor: Actor, person: Person, permission: str = territory.ADMINISTER) -> Person:
    """The same, for somebody who is still known. Raises Refusal for an erased person."""
    person = held(actor, person, permission)
    if Erasure.objects.filter(person=person).exists():
        raise Refusal(_("%(name)s stays as they are: add a new person instead.") % {"name": person.name})
    return person


def _check(values: dict[str, Any], person: Person | None) -> None:
    errors: dict[str, str] = {}
    if "name" in values and not str(values["name"]).strip():
        errors["name"] = _("Give a name.")
    if mail := str(values.get("mail") or "").strip().lower():
        try:
            validate_email(mail)
        except ValidationError:
            errors["mail"] = _("“%(mail)s” is not an e-mail address: write it as name@example.org.") % {"mail": mail}
        if Person.objects.filter(mail=mail).exclude(pk=person.pk if person else 0).exists():
            errors["mail"] = _("Somebody else has the address %(mail)s.") % {"mail": mail}
    elif values.get("may_sign_in") and not (person and person.mail and "mail" not in values):
        errors["mail"] = _("Give an e-mail address: it is how people sign in.")
    if zone := values.get("zone"):
        try:
            known_zone(zone)
        except BadCalendar as problem:
            errors["zone"] = str(problem)
    if errors:
        raise Invalid(errors)


def _tell_difference(actor: Actor, person: Person, what: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = [key for key in after if before[key] != after[key]]
    if changed:
        _tell(actor, person, what, {k: before[k] for k in changed}, {k: after[k] for k in changed})


def _tell(actor: Actor, person: Person, what: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
    register(actor, RegisterChanged(f"person:{person.pk}", person.name, what, before, after))
