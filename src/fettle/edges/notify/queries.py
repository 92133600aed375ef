"""Reads of notices, mails and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fettle.edges.notify.models import Notice, NotificationDecision, OutgoingMail
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere, require
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.errors import NotSeen
from fettle.kernel.history.models import Entry
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record

SEE = "notify.see"
UNREAD = "SELECT count(*) FROM notify_notice WHERE person_id = %s AND read_at IS NULL"
"""Asked with every page, so it is written out."""


@dataclass(frozen=True)
class Shown:
    """A notice as it is shown: what happened, by whom, on which record."""

    pk: int
    at: datetime
    unread: bool
    actor: str
    words: Any
    record: Record


def unread(person_id: int | None) -> int:
    """How many notices wait, for the bell. One index read."""
    if not person_id:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [person_id])
        return int(cursor.fetchone()[0])


def of(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices; the house itself has none."""
    return Notice.objects.filter(person_id=actor.person_id) if actor.person_id else Notice.objects.none()


def notices(actor: Actor, first: int = 0, count: int = 50) -> list[Shown]:
    """The actor's notices, newest first, without those of what they may no longer see. Three queries and one a
    record.
    """
    rows = of(actor).select_related("entry__actor").order_by("-pk")
    page = list(rows[first : first + count])
    ids = {notice.entry.record_id for notice in page}
    seen = {record.pk: record for record in visible(actor).select_related("organisation").filter(pk__in=ids)}
    readable = {pk: audiences(actor, record) for pk, record in seen.items()}
    return [
        _shown(notice, notice.entry, seen[notice.entry.record_id])
        for notice in page
        if notice.entry.record_id in seen and notice.entry.audience in readable[notice.entry.record_id]
    ]


def _shown(notice: Notice, entry: Entry, record: Record) -> Shown:
    return Shown(notice.pk, entry.happened_at, notice.read_at is None, entry.who, entry.said()[0].words, record)


def mails(actor: Actor, state: str = "", text: str = "") -> QuerySet[OutgoingMail]:
    """The mail log, newest first; to somebody who looks after a part of the house, the mails about what they see there.
    Raises Forbidden.
    """
    require(actor, SEE)
    found = OutgoingMail.objects.select_related("record", "person").order_by("-pk")
    if not everywhere(actor, SEE):
        found = found.filter(record__in=visible(actor))
    if state:
        found = found.filter(state=state)
    if text:
        there = Q(address__icontains=text)
        found = found.filter(there | numbered(text) if numbers.tidy(text) else there)
    return found


def numbered(text: str) -> Q:
    """Of the record with this number. It is looked up by itself: joined for it, all mails would meet all records."""
    return Q(record__in=Record.objects.filter(number=numbers.tidy(text) or "").values("pk"))


def decisions(actor: Actor, told: bool | None = None, text: str = "") -> QuerySet[NotificationDecision]:
    """The decisions, newest first, about what the actor sees. Raises Forbidden."""
    require(actor, SEE)
    found = NotificationDecision.objects.select_related("entry__record", "person", "mail").order_by("-pk")
    if not everywhere(actor, SEE):
        found = found.filter(entry__record__in=visible(actor))
    if told is not None:
        found = found.filter(told=told)
    if text:
        found = found.filter(person__name__icontains=text) | found.filter(entry__record__number__iexact=text)
    return found


def mail(actor: Actor, pk: int) -> OutgoingMail:
    """One mail of the log. Raises Forbidden, NotSeen."""
    found = mails(actor).filter(pk=pk).first()
    if found is None:
        raise NotSeen(_("There is no such mail."))
    return found


def decisions_on(actor: Actor, mail: OutgoingMail) -> QuerySet[NotificationDecision]:
    """Those by which somebody was to be told by this mail. Raises Forbidden."""
    return decisions(actor).filter(mail=mail).order_by("pk")
