"""Links by which one person decides without signing in. Looking at one changes nothing: mail scanners open every
address. Only a decision spends it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.approvals import actions, queries, rules
from fettle.facilities.approvals.models import Key, Round, Seat
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.errors import NotSeen, Refusal
from fettle.kernel.orgs.models import Person
from fettle.kernel.orgs.signing import secrets
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current


def make(found: Round, person: Person) -> str:
    """The secret of a new link for the present step. Earlier ones of the same step go on working until one is used:
    a reminder does not break the first mail.
    """
    secret, digest = secrets.make()
    now = timezone.now()
    Key.objects.create(
        record_id=found.record_id,
        round=found,
        person=person,
        step=found.step,
        address=person.mail or "",
        secret_hash=digest,
        made_at=now,
        expires_at=_expires(now),
    )
    return secret


def _expires(now: datetime) -> datetime:
    return now + timedelta(days=current()["approvals.handling"]["link_days"])


def look(secret: str) -> Key | None:
    """The link, spent or not; None when it is unknown, too old, was sent to an address that is no longer theirs, or its
    person left. Changes nothing.
    """
    found = Key.objects.select_related("person__organisation", "round__asked_by", "record")
    key = found.filter(secret_hash=secrets.hashed(secret), expires_at__gt=timezone.now()).first()
    if key is None or not key.person.is_active or (key.person.mail or "") != key.address:
        return None
    return key


def why_not(key: Key) -> str:
    """Why nothing can be decided by this link any more, as a sentence; "" while it can."""
    given = queries.decisions(key.round)
    if key.round.state != Round.State.OPEN:
        return rules.ended(key.round, given[-1] if given else None)
    own = next((row for row in given if row.step == key.step and row.person_id == key.person_id), None)
    try:
        rules.nobody_decides_twice(own)
        rules.record_is_open(key.record)
        rules.record_is_not_done(key.record)
        rules.they_are_asked(next(iter(seats(key)), None) if key.used_at is None else None)
    except Refusal as refusal:
        return str(refusal)
    return ""


def seats(key: Key) -> list[Seat]:
    """The seats for which the link decides: none once its step is over."""
    return queries.seats_for(key.round, key.person_id) if key.round.step == key.step else []


def actor_of(key: Key) -> Actor:
    """The person of the link: they may do by it what they may, and it is used for one thing alone."""
    return Actor.of(key.person, Channel.LINK)


@transaction.atomic
def use(secret: str, *, approve: bool, comment: str = "", public: bool = False) -> Record:
    """Decide by a link, which spends it. Raises NotSeen for one that does not work, Refusal and Invalid as ``decide``
    does; then it is not spent.
    """
    key = look(secret)
    if key is None:
        raise NotSeen(_("This link no longer works."))
    record = actions.decide(
        actor_of(key), key.record.number, approve=approve, comment=comment, public=public, shown=key.round_id
    )
    theirs = Key.objects.filter(round_id=key.round_id, person_id=key.person_id, step=key.step, used_at=None)
    theirs.update(used_at=timezone.now())
    return record
