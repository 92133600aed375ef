"""Updates to those affected, and noticing that one is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fettle.facilities.discussion import actions as discussion
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import NotSeen
from fettle.kernel.history import write as history
from fettle.kernel.history.replay import in_order
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE
from fettle.processes.announcements import actions as announcements
from fettle.processes.announcements import queries as announced
from fettle.processes.incidents import leading, promises, queries, rules
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.facts import UpdateLate, UpdateSent
from fettle.processes.incidents.major import AFFECTED, EVERYBODY
from fettle.processes.incidents.records import INCIDENT


@dataclass(frozen=True)
class Reach:
    """Whom an update is for: how many people, how many of them no news can reach."""

    people: int
    unreached: int


@transaction.atomic
def send_update(
    actor: Actor,
    number: str,
    *,
    stage: str,
    text: str,
    next_update_at: datetime | None = None,
    audience: str = AFFECTED,
) -> Record:
    """Tell those on the incident, and those who said on an announcement that it affects them; with ``audience``
    "everybody" also everybody whom the announcements are for. Each person gets it once. It stands on the announcements
    too, and a new interval begins. Raises Invalid.
    """
    record = settled.begin(actor, number, "send_update")
    rules.the_next_update_lies_ahead(next_update_at)
    comment = discussion.write_down(actor, record, text, EVERYONE)
    here = on_it(record)
    now = timezone.now()
    following = promises.following(in_order(record), stage, next_update_at, now)
    elsewhere = announcements.follow(
        actor,
        record.number,
        text=text,
        stage=stage,
        next_update_at=following,
        write=audience == EVERYBODY,
        told=here,
    )
    fact = UpdateSent(
        comment=comment.pk,
        by_staff=True,
        stage=stage,
        next_at=next_update_at.isoformat() if next_update_at else "",
        told=len(here) + len(elsewhere),
    )
    settled.write(actor, record, fact, at=now, audience=EVERYONE)
    return record


def reach(actor: Actor, record: Record, audience: str) -> Reach:
    """Whom an update would be for now, without sending any."""
    people = set(on_it(record))
    for each in announced.about(actor, record.number, "stands").select_related("organisation"):
        people |= set(announced.affected(each))
        people |= set(announced.everybody_of(each.organisation)) if audience == EVERYBODY else set()
    reached = Person.objects.filter(pk__in=people, is_active=True).exclude(mail=None, may_sign_in=False).count()
    return Reach(len(people), len(people) - reached)


def affected(actor: Actor, record: Record) -> set[int]:
    """The ids of everybody whom it affects or affected: on the incident, or on what was announced of it."""
    people = set(on_it(record))
    for each in announced.about(actor, record.number):
        people |= set(announced.affected(each))
    return people


def on_it(record: Record) -> list[int]:
    """The ids of those who reported it, are affected by it or watch it."""
    parts = (Participant.Part.REQUESTER, Participant.Part.AFFECTED, Participant.Part.WATCHER)
    rows = Participant.objects.filter(record_id=record.pk, part__in=parts)
    return sorted(set(rows.values_list("person_id", flat=True)))


def announce_the_end(actor: Actor, record: Record, text: str = "") -> None:
    """What is announced of it is over with it. ``text`` reaches those who said there that they are affected; who is on
    the incident is told by what ended it. In the transaction of that action.
    """
    if not getattr(record.item, "major", ""):
        return
    if text.strip():
        announcements.follow(
            actor,
            record.number,
            text=text,
            stage=promises.WORKS,
            next_update_at=None,
            write=False,
            told=on_it(record),
        )
    else:
        announcements.end_all(actor, record.number)


def notice_late_updates(actor: Actor) -> int:
    """Say of each running major incident that an update is late, once for each moment that passed. Returns of how
    many.
    """
    return sum(_notice(actor, number) for number in queries.update_due(actor, timezone.now()))


@transaction.atomic
def _notice(actor: Actor, number: str) -> bool:
    try:
        record = history.lock(actor, number, INCIDENT)
    except NotSeen:
        return False
    now = timezone.now()
    found = promises.late(in_order(record), now)
    if found is None:
        return False
    settled.write(actor, record, _late(record, found), at=now)
    return True


def _late(record: Record, found: promises.Late) -> UpdateLate:
    people: Sequence[int] = leading.to_tell(record.item.leads)
    return UpdateLate(due_at=found.due_at.isoformat(), count=found.count, people=tuple(people))
