"""Tell the news, end, put up again, withdraw."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.discussion import actions as discussion
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Refusal
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE
from fettle.processes.announcements import queries, rules
from fettle.processes.announcements.facts import Ended, PutUpAgain, Told, Withdrawn
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.processes.announcements.wording import OUTAGE, RESOLVED
from fettle.processes.announcements.workflow import ENDED, STANDS, WITHDRAWN


@transaction.atomic
def tell(
    actor: Actor,
    number: str,
    *,
    text: str,
    stage: str = "",
    next_update_at: datetime | None = None,
    write: bool = False,
) -> Record:
    """News for those who said that they are affected; ``write``: for everybody whom it is for. A disruption that works
    again is over with it.
    """
    record = _begin(actor, number, "tell")
    stage = (stage or record.item.stage) if record.item.nature == OUTAGE else ""
    people = set(queries.affected(record)) | set(everybody(record.organisation) if write else ())
    changes: dict[str, Any] = {"next_update_at": next_update_at, "stage": stage}
    news(actor, record, text, stage, people, changes | (over() if stage == RESOLVED else {}))
    return record


@transaction.atomic
def end(actor: Actor, number: str, *, text: str = "") -> Record:
    """It is over. Last words reach those who are affected."""
    record = _begin(actor, number, "end")
    stage = RESOLVED if record.item.nature == OUTAGE else ""
    changes = {**over(), "stage": stage}
    if text.strip():
        news(actor, record, text, stage, set(queries.affected(record)), changes, Ended())
    else:
        history.write(actor, record, Ended(), set=changes)
    return record


@transaction.atomic
def put_up_again(actor: Actor, number: str, *, reason: str) -> Record:
    """It was not over. An end that has passed no longer holds."""
    record = _begin(actor, number, "put_up_again")
    ends_at = record.item.ends_at
    past = ends_at is not None and ends_at <= timezone.now()
    changes: dict[str, Any] = {"state": STANDS, "closed_at": None, **({"ends_at": None} if past else {})}
    if record.item.about and not visible(actor).filter(number=record.item.about, is_open=True).exists():
        changes["about"] = ""  # nobody works on the incident any more: its news is told here from now on
    history.write(actor, record, PutUpAgain(reason=reason), set=changes)
    return record


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """It was wrong: the portal shows it no more; its history stays for staff."""
    record = _begin(actor, number, "withdraw")
    changes = {"state": WITHDRAWN, "closed_at": timezone.now(), "next_update_at": None}
    history.write(actor, record, Withdrawn(reason=reason), set=changes)
    return record


def news(
    actor: Actor,
    record: Record,
    text: str,
    stage: str,
    people: Collection[int],
    changes: Mapping[str, Any],
    *more: Fact,
) -> None:
    """Write it down and say it, in the transaction of the action that asked permission."""
    comment = discussion.write_down(actor, record, text, EVERYONE)
    fact = Told(comment=comment.pk, by_staff=True, stage=stage, people=tuple(sorted(people)))
    history.write(actor, record, fact, *more, set=changes)


def over() -> dict[str, Any]:
    """The columns of what is over from now on."""
    return {"state": ENDED, "closed_at": timezone.now(), "next_update_at": None}


def everybody(home: Organisation, without: Collection[int] = ()) -> tuple[int, ...]:
    """The ids of those whom it is for. Raises Invalid when they are too many to write to."""
    people = queries.everybody_of(home)
    rules.no_more_are_written_to_at_once(len(people), home)
    return tuple(pk for pk in people if pk not in without)


def stands(record: Record) -> None:
    """What is over keeps what it said. Raises Refusal."""
    if record.state != STANDS:
        state = record.declared.flow.by_state[record.state].label
        raise Refusal(
            _("%(number)s is “%(state)s”: put it up again first.") % {"number": record.number, "state": state},
            rule="state",
        )


def _begin(actor: Actor, number: str, verb: str) -> Record:
    record = history.lock(actor, number, ANNOUNCEMENT)
    allow(actor, record, verb)
    return record
