"""Naming who decides for oneself while one is away, and taking them in where something waits already."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.facilities.approvals import queries
from fettle.facilities.approvals.facts import Delegated
from fettle.facilities.approvals.models import Delegation, Round, Seat
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, WhoMay
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant
from fettle.kernel.settings.actions import register
from fettle.kernel.settings.facts import RegisterChanged

LONGEST_DAYS = 366
NAMED = Participant.Part.NAMED


@transaction.atomic
def name(actor: Actor, *, delegate: Person, first_day: date, last_day: date) -> Delegation:
    """Let somebody decide for the actor from one day to another, both included; the actor may go on deciding too.
    Raises Invalid.
    """
    require_staff(actor)
    person = _myself(actor)
    problems = {}
    if delegate.pk == person.pk:
        problems["delegate"] = _("This is you: name somebody else.")
    if not delegate.is_active:
        problems["delegate"] = _("They are no longer here: name somebody else.")
    if last_day < max(first_day, timezone.localdate()):
        problems["last_day"] = _("This lies before the first day, or in the past: give a later day.")
    elif (last_day - first_day).days > LONGEST_DAYS:
        problems["last_day"] = _("A delegate is named for a year at most.")
    if problems:
        raise Invalid(problems)
    made = Delegation.objects.create(person=person, delegate=delegate, starts_on=first_day, ends_on=last_day)
    after: dict[str, object] = {"member": delegate.name, "from": first_day.isoformat(), "to": last_day.isoformat()}
    register(actor, RegisterChanged(f"person:{person.pk}", person.name, "delegate named", None, after))
    take_in(person.pk)
    return made


@transaction.atomic
def end(actor: Actor, key: int) -> Delegation:
    """End one of the actor's own delegations; ending it twice changes nothing. Raises NotSeen for another's."""
    person = _myself(actor)
    found = Delegation.objects.select_for_update(of=("self",)).select_related("delegate")
    row = found.filter(pk=key, person=person).first()
    if row is None:
        raise NotSeen(_("There is no such delegate of yours."))
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        before: dict[str, object] = {"member": row.delegate.name, "to": row.ends_on.isoformat()}
        register(actor, RegisterChanged(f"person:{person.pk}", person.name, "delegate ended", before, None))
    return row


def of(person: int) -> list[Delegation]:
    """Somebody's delegations, the newest first."""
    return list(Delegation.objects.filter(person_id=person).select_related("delegate").order_by("-pk"))


def take_in(person: int | None = None) -> int:
    """Let today's delegates see the records on which those they stand in for are asked, with an entry each. Returns
    how many were taken in.
    """
    held = {(row.person_id, row.delegate_id) for row in queries.delegations().filter(delegate__is_active=True)}
    held = {pair for pair in held if person in (None, pair[0])}
    seats = Seat.objects.filter(waits=True, person_id__in={pair[0] for pair in held}, record__is_open=True)
    taken = 0
    for seat in seats.select_related("record").order_by("record_id", "pk"):
        for delegate in sorted(pair[1] for pair in held if pair[0] == seat.person_id):
            if not Participant.objects.filter(record_id=seat.record_id, person_id=delegate, part=NAMED).exists():
                taken += _take_in(seat, delegate)
    return taken


@transaction.atomic
def _take_in(seat: Seat, delegate: int) -> int:
    may = seat.record.declared.may
    house = Actor.house(gettext_noop("Clockwork"), may.see, RESTRICTED)
    record = history.lock(house, seat.record.number)
    found = Round.objects.get(pk=seat.round_id)
    if found.state != Round.State.OPEN or delegate in queries.barred(record, found.asked_by_id):
        return 0
    fact = Delegated(found.pk, seat.person_id, delegate)
    history.write(house, record, fact, parts=[(delegate, NAMED)], wakes=False)
    return 1


def require_staff(actor: Actor) -> None:
    """Delegates are named among people whom one knows, and only staff know others. Raises Forbidden."""
    if not actor.is_staff:
        roles = tuple(str(role.label) for role in assembly().roles if role.staff)
        raise Forbidden(
            _("Only staff name delegates here: write to the service desk if somebody is to decide for you."),
            WhoMay("", roles),
        )


def _myself(actor: Actor) -> Person:
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None:
        raise Invalid({"": _("Only a person names a delegate.")})
    return person
