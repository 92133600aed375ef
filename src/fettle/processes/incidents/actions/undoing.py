"""Take back a slip of the hand: a further entry in which the columns stand as before. Nothing is erased."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import in_order
from fettle.kernel.records.models import Record
from fettle.processes.incidents import rules
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.facts import Paused, TakenBack
from fettle.processes.incidents.records import DESK
from fettle.processes.levels.facts import TargetsSet

VERBS = frozenset({"tag", "take", "start", "assign", "hand_over", "wait", "resume", "prioritise"})
"""The steps that offer Undo."""
COLUMNS = ("state", "team", "assignee", "rank", "impact", "urgency", "pause_reason", "resume_at", "supplier", "tags")

TEXTS = ("impact", "urgency", "pause_reason")


@transaction.atomic
def undo(actor: Actor, number: str, *, entry: int | None = None) -> Record:
    """Take back the entry with this sequence number, the last unless given. Raises Refusal unless it is one's own, the
    last, and fresh.
    """
    record = history.lock(actor, number, *DESK)
    require(actor, "incidents.work", record)
    entry = record.version if entry is None else entry
    rules.only_the_last_change_is_taken_back(record.number, entry, record.version)
    entries = sorted(in_order(record), key=lambda each: each.seq)
    last, before = entries[-1], entries[:-1]
    own = last.actor_id is not None and last.actor_id == actor.person_id
    rules.only_ones_own_slip_is_taken_back(record.number, own, last.fact, last.happened_at)
    values = {name: last.changes[name][0] for name in COLUMNS if name in last.changes}
    settled.write(actor, record, TakenBack(of=entry), *_again(values, last, before), set=_clean(values))
    return record


def _again(values: dict[str, Any], last: Entry, before: Iterable[Entry]) -> list[Fact]:
    """What held until then is said again, so that the clocks go on by it: the promise, and what it waited for."""
    said = [fact for entry in before for fact in entry.said()]
    facts: list[Fact] = []
    if any(isinstance(fact, TargetsSet) for fact in last.said()):
        facts += [fact for fact in said if isinstance(fact, TargetsSet)][-1:]
    if values.get("state") == "waiting" or ("state" not in values and values.get("pause_reason")):
        facts += [fact for fact in said if isinstance(fact, Paused)][-1:]
    return facts


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    """Values as entries keep them, as the columns take them."""
    blank: dict[str, Any] = dict.fromkeys((name for name in TEXTS if values.get(name, "") is None), "")
    moment = values.get("resume_at")
    return {**values, **blank, **({"resume_at": parse_datetime(moment)} if moment else {})}
