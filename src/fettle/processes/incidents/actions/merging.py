"""Two reports of one thing become one: merge, and take out again. What was said stays where it was said."""

from __future__ import annotations

from django.db import transaction

from fettle.facilities.links import actions as links
from fettle.facilities.links import queries as linked
from fettle.facilities.tags import actions as tags
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.history import write as history
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import STAFF
from fettle.processes.incidents import merging, rules
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.actions.closing import STILL
from fettle.processes.incidents.facts import LetGo, MergedInto, TookIn, Unmerged
from fettle.processes.incidents.merging import MERGED
from fettle.processes.incidents.records import DESK


@transaction.atomic
def merge(actor: Actor, number: str, *, into: str) -> Record:
    """This record goes on in another one: it is closed without counting as solved, and its people come to the other
    and have its news. Raises Invalid, Refusal.
    """
    record, target = _both(actor, get(actor, number, *DESK).number, _other(actor, into))
    allow(actor, record, "merge")
    require(actor, "incidents.work", target)
    plan = merging.foreseen(actor, record, target)
    links.join(actor, record, target, MERGED)
    settled.write(actor, record, MergedInto(other=target.pk), set={**STILL, "state": "merged"})
    kept = {"tags": tags.joined(record, target)}
    settled.write(actor, target, TookIn(other=record.pk), set=kept, parts=plan.parts, audience=STAFF)
    return record


@transaction.atomic
def unmerge(actor: Actor, number: str) -> Record:
    """Take it out again within the time of reopening: it is worked on by itself, its clocks go on, and whom the merge
    alone brought to the other record leaves it. Raises Refusal.
    """
    key = linked.targets_of(MERGED, [get(actor, number, *DESK).pk])
    target = Record.objects.filter(pk__in=key).first()
    record, other = _both(actor, number, target.number if target else number)
    allow(actor, record, "unmerge")
    require(actor, "incidents.work", other)
    rules.the_other_is_not_merged_itself(record, other)
    links.part(record, other, MERGED)
    _leave(other)
    state = "in_progress" if record.assignee_id else "new"
    settled.write(actor, record, Unmerged(other=other.pk), set={"state": state})
    settled.write(actor, other, LetGo(other=record.pk), set={"tags": _tags_left(other)}, audience=STAFF)
    return record


def _leave(target: Record) -> None:
    """Whom only a merge brought stays while one of their records is still merged into it."""
    still, _watching = merging.people_of(linked.sources_of(MERGED, [target.pk]), target)
    joined = Participant.objects.filter(record=target, part=Participant.Part.JOINED)
    joined.exclude(person_id__in=[person.pk for person in still]).delete()


def _tags_left(target: Record) -> list[int]:
    """Without the tags that only merges brought, unless a record that is still merged into it bears them."""
    brought: set[int] = set()
    for entry in Entry.objects.filter(record=target, changes__has_key="tags").order_by("seq"):
        old, new = (set(value or ()) for value in entry.changes["tags"])
        if any(stored["name"] == TookIn.name for stored in entry.facts):
            brought |= new - old
        else:
            brought -= old ^ new
    still = Record.objects.filter(pk__in=linked.sources_of(MERGED, [target.pk]))
    kept = {pk for other in still for pk in tags.moved(other, target.organisation)}
    return [pk for pk in target.tags if pk not in brought - kept]


def _other(actor: Actor, number: str) -> str:
    try:
        return get(actor, number, *DESK).number
    except NotSeen as problem:
        raise Invalid({"into": str(problem)}) from None


def _both(actor: Actor, number: str, other: str) -> tuple[Record, Record]:
    """Both, locked in ascending id: of two people who merge crosswise the second is told what the first did."""
    ends = sorted({get(actor, each, *DESK).pk: each for each in (number, other)}.items())
    held = {key: history.lock(actor, each, *DESK) for key, each in ends}
    first = get(actor, number, *DESK).pk
    second = next((key for key in held if key != first), first)
    return held[first], held[second]
