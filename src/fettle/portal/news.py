"""What is announced, as the people it is for read it: its state in words, its news, and the one press "me too"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages.records import Message
from fettle.facilities.discussion.facts import Replied
from fettle.kernel.access.actor import Actor
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.portal import queries
from fettle.processes.announcements import queries as announcements


@dataclass(frozen=True)
class Row:
    """One announcement: a line of portal/announced.html. ``tone`` colours what its icon and words say too."""

    record: Record
    url: str
    icon: str
    tone: str
    state: str
    text: str
    next_at: datetime | None
    service: str
    affected: str
    mine: bool
    join_url: str
    leave_url: str
    over: bool


def rows(actor: Actor, records: Sequence[Record], now: datetime | None = None) -> list[Row]:
    """Each with whether it affects the reader; one query for all of them."""
    now = now or timezone.now()
    mine = announcements.is_affected(actor, records) if records else set()
    return [_row(record, record.pk in mine, now) for record in records]


def _row(record: Record, mine: bool, now: datetime) -> Row:
    item = record.item
    over = record.state != "stands" or bool(item.ends_at and item.ends_at <= now)
    outage = item.nature == announcements.OUTAGE
    flow = record.declared.flow
    return Row(
        record,
        reverse("portal-announcement", args=[record.number]),
        "alert-triangle" if outage and not over else "circle-check" if over else "info-circle",
        "" if outage and not over else "is-good" if over else "is-calm",
        str(flow.by_state["ended"].public)
        if over
        else announcements.where(item.nature, item.stage, item.starts_at <= now),
        item.text,
        item.next_update_at if not over else None,
        record.service.title if record.service else "",
        announcements.people(getattr(record, "affected", 0)) if outage else "",
        mine,
        reverse("portal-me-too", args=[record.number]) if outage and not over else "",
        reverse("portal-not-affected", args=[record.number]) if mine else "",
        over,
    )


def story(actor: Actor, record: Record) -> list[Message]:
    """The news of an announcement, the newest first."""
    comments = queries.public_comments(actor, record)
    return [
        _said(entry, fact, comments[fact.comment]) for entry, fact in _told(actor, record) if fact.comment in comments
    ]


def _told(actor: Actor, record: Record) -> Iterable[tuple[Entry, Replied]]:
    for entry in queries.public_entries(actor, record):
        for fact in entry.said():
            if isinstance(fact, Replied):
                yield entry, fact


def _said(entry: Entry, fact: Replied, comment: Any) -> Message:
    """By the service desk, whoever of it wrote it."""
    return Message(f"m{comment.pk}", _("Service desk"), entry.happened_at, comment.text, line=fact.headline, ours=True)
