"""Put up, revise, follow an incident's news, end what is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.errors import NotSeen, Refusal, Stale
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Participant, Record
from fettle.processes.announcements import queries, rules
from fettle.processes.announcements.actions import telling
from fettle.processes.announcements.facts import Announced, Ended, Revised
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.processes.announcements.wording import INVESTIGATING, OUTAGE, RESOLVED
from fettle.processes.announcements.workflow import ENDED, STANDS

MEANWHILE = (NotSeen, Refusal, Stale)


@transaction.atomic
def announce(
    actor: Actor,
    *,
    title: str,
    text: str,
    nature: str,
    organisation: Organisation | None = None,
    stage: str = "",
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    service: Record | None = None,
    next_update_at: datetime | None = None,
    write: bool = False,
    about: Record | None = None,
) -> Record:
    """Put it up for the people of an organisation and of all below it, the first that the actor's role holds for
    unless given. ``write``: and write to each of them. ``about`` is the major incident that it tells of: who
    reported that counts from the start, if it is for them. Raises Forbidden, Invalid, Refusal.
    """
    home = require_in(actor, ANNOUNCEMENT.may.register, organisation)
    now = timezone.now()
    starts_at = starts_at or now
    rules.it_begins_before_it_ends(starts_at, ends_at)
    rules.what_is_planned_says_how_long(nature, ends_at)
    known = _reported(actor, about, home) if about is not None else set()
    people = telling.everybody(home, without=known) if write else ()
    values = {
        "title": title,
        "text": text,
        "nature": nature,
        "stage": (stage or INVESTIGATING) if nature == OUTAGE else "",
        "starts_at": starts_at,
        "ends_at": ends_at,
        "service": service,
        "next_update_at": next_update_at,
        "about": about.number if about is not None else "",
        "assignee": actor.person,
    }
    parts: list[tuple[int, str]] = [(pk, Participant.Part.AFFECTED) for pk in sorted(known)]
    return history.create(
        actor, ANNOUNCEMENT, Announced(people=people), organisation=home, values=values, parts=parts, at=now
    )


def _reported(actor: Actor, about: Record, home: Organisation) -> set[int]:
    """The ids of those on the incident whom the announcement is for. Raises Forbidden, Refusal."""
    require(actor, about.declared.may.revise, about)
    rules.only_major_incidents_are_announced(about)
    parts = (Participant.Part.REQUESTER, Participant.Part.AFFECTED)
    on_it = about.participants.filter(part__in=parts, person__organisation__path__startswith=home.path)
    return set(on_it.values_list("person_id", flat=True))


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change its words or times while it stands; the history keeps what it said."""
    record = history.lock(actor, number, ANNOUNCEMENT)
    require(actor, ANNOUNCEMENT.may.revise, record)
    telling.stands(record)
    item = record.item
    ends_at = values.get("ends_at", item.ends_at)
    rules.it_begins_before_it_ends(values.get("starts_at", item.starts_at), ends_at)
    rules.what_is_planned_says_how_long(item.nature, ends_at)
    history.write(actor, record, Revised(), set=values)
    return record


def follow(
    actor: Actor,
    about: str,
    *,
    text: str,
    stage: str,
    next_update_at: datetime | None,
    write: bool,
    told: Collection[int],
) -> list[int]:
    """Tell an incident's news on everything that stands about it, in the transaction of the action that tells it on
    the incident and has asked permission there. ``told`` are the ids of those who read it there; the ids of those who
    get it here are given back. ``write``: to everybody whom the announcements are for.
    """
    reached: set[int] = set(told)
    for number in queries.about(actor, about, STANDS).values_list("number", flat=True):
        record = history.lock(actor, number, ANNOUNCEMENT)
        people = set(queries.affected(record)) | set(telling.everybody(record.organisation) if write else ())
        more: dict[str, Any] = {"next_update_at": next_update_at, "stage": stage}
        if stage == RESOLVED:
            more |= telling.over()
        telling.news(actor, record, text, stage, people - reached, more)
        reached |= people
    return sorted(reached - set(told))


def end_all(actor: Actor, about: str) -> None:
    """What it tells of is no more: everything that stands about it is over, without a word. In the transaction of the
    action that asked permission there.
    """
    for number in queries.about(actor, about, STANDS).values_list("number", flat=True):
        history.write(actor, history.lock(actor, number, ANNOUNCEMENT), Ended(), set=telling.over())


def release(actor: Actor, about: str) -> None:
    """What stands about an incident goes on by itself, because that is no major one any more."""
    for number in queries.about(actor, about, STANDS).values_list("number", flat=True):
        history.write(actor, history.lock(actor, number, ANNOUNCEMENT), Revised(), set={"about": ""})


def end_what_is_over() -> int:
    """End what stands though its time has passed. Returns how many."""
    actor = Actor.house(gettext_noop("Clockwork"), ANNOUNCEMENT.may.see, ANNOUNCEMENT.may.register)
    ended = 0
    for number in queries.to_end(actor, timezone.now()):
        try:
            ended += _end(actor, number)
        except MEANWHILE:
            continue
    return ended


@transaction.atomic
def _end(actor: Actor, number: str) -> bool:
    record = history.lock(actor, number, ANNOUNCEMENT)
    if record.state != STANDS or record.item.ends_at is None or record.item.ends_at > timezone.now():
        return False
    history.write(actor, record, Ended(by_itself=True), set={"state": ENDED, "closed_at": record.item.ends_at})
    return True
