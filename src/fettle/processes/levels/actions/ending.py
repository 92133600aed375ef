"""How agreements end: by notice, at once, by the end of their validity; and what never came to be one."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import NotSeen, Refusal, Stale
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.levels import facts, rules
from fettle.processes.levels.actions.signing import _allowed, _write, keys, wanted
from fettle.processes.levels.definitions import KEEPING
from fettle.processes.levels.models import Agreement
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import IN_FORCE
from fettle.processes.levels.workflow import MANAGE

MEANWHILE = (NotSeen, Refusal, Stale)


@transaction.atomic
def drop_version(actor: Actor, number: str, *, reason: str) -> Record:
    """The next version comes to nothing; what is in force stays."""
    record, _verb = _allowed(actor, number, "drop_version")
    return _write(actor, record, facts.VersionDropped(record.item.draft, reason=reason), draft=None)


@transaction.atomic
def give_notice(actor: Actor, number: str, *, ends_on: date, reason: str) -> Record:
    """One side gave notice: it holds until ``ends_on``, no earlier than the notice period allows (PR2.A2.4)."""
    record, _verb = _allowed(actor, number, "give_notice")
    today = timezone.localdate()
    item = record.item
    rules.notice_is_kept(today, ends_on, item.notice_days, item.valid_from, item.valid_until)
    theirs = wanted(record)
    fact = facts.NoticeGiven(ends_on.isoformat(), reason, keys(theirs))
    return _write(actor, record, fact, theirs=theirs, valid_until=ends_on, notice_on=today)


@transaction.atomic
def terminate(actor: Actor, number: str, *, reason: str) -> Record:
    """It ends today, because both sides agree to that."""
    record, verb = _allowed(actor, number, "terminate")
    item, today = record.item, timezone.localdate()
    begun = item.valid_from is not None and item.valid_from <= today
    last = {"valid_until": today} if begun and (item.valid_until is None or item.valid_until > today) else {}
    theirs = wanted(record)
    fact = facts.Terminated(reason, keys(theirs))
    return _write(actor, record, fact, theirs=theirs, state=verb.target, draft=None, **last)


@transaction.atomic
def expire(actor: Actor, number: str) -> Record:
    """Its validity is over; a new version renews it."""
    record, verb = _allowed(actor, number, "expire")
    over, theirs = record.item.valid_until.isoformat(), wanted(record)
    if record.item.notice_on is not None:
        target = AGREEMENT.flow.by_verb["terminate"].target
        fact = facts.Terminated(over, keys(theirs))
        return _write(actor, record, fact, theirs=theirs, state=target, draft=None)
    return _write(actor, record, facts.Expired(over, keys(theirs)), theirs=theirs, state=verb.target)


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """It comes to no agreement."""
    record, verb = _allowed(actor, number, "withdraw")
    return _write(actor, record, facts.Withdrawn(reason), state=verb.target, draft=None)


def tell_of_ends(today: date) -> int:
    """End what is over, and say once of each that runs out soon. May run twice. Returns how many were told of."""
    soon = today + timedelta(days=int(current()[KEEPING.key]["warn_days"]))
    running = Agreement.objects.filter(record__state=IN_FORCE, is_default=False, valid_until__lte=soon)
    due = running.filter(Q(valid_until__lt=today) | Q(warned_of=None) | ~Q(warned_of=F("valid_until")))
    return sum(_told(number, today) for number in due.order_by("pk").values_list("record__number", flat=True))


def _told(number: str, today: date) -> bool:
    house = Actor.house(gettext_noop("Clockwork"), AGREEMENT.may.see, MANAGE, RESTRICTED)
    try:
        with transaction.atomic():
            record = history.lock(house, number, AGREEMENT)
            until = record.item.valid_until
            if until is None:
                return False
            if until < today:
                expire(house, number)
                return True
            if record.item.warned_of == until:
                return False
            history.write(house, record, facts.RunsOut(until.isoformat()), set={"warned_of": until}, wakes=False)
            return True
    except MEANWHILE:  # somebody renewed or ended it in the same moment
        return False
