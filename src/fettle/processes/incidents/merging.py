"""What merging two records would do: who comes over, what they could read then. Looked at before anything is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fettle.facilities.approvals import queries as approvals
from fettle.facilities.discussion import queries as discussion
from fettle.facilities.links import queries as links
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE
from fettle.processes.incidents import rules

MERGED = "merged_into"
"""The code of the relation."""
Part = Participant.Part
SERVED = (Part.REQUESTER, Part.AFFECTED, Part.JOINED)


@dataclass(frozen=True)
class Merge:
    """``joining`` come to the other record and read its ``messages``; ``watching`` are staff who go on watching.
    ``asks``: approval of it is asked, which ends with it.
    """

    record: Record
    target: Record
    joining: tuple[Person, ...]
    watching: tuple[Person, ...]
    messages: int
    asks: bool = False

    @property
    def parts(self) -> list[tuple[Person, str]]:
        joined: list[tuple[Person, str]] = [(person, Part.JOINED) for person in self.joining]
        return joined + [(person, Part.WATCHER) for person in self.watching]


def foreseen(actor: Actor, record: Record, target: Record) -> Merge:
    """What it would do. Raises Refusal with the first rule's sentence."""
    rules.two_alike_are_merged(record, target)
    rules.only_into_what_is_worked_on(target)
    rules.nothing_restricted_is_merged(record, target)
    rules.a_whole_is_not_merged(record, links.targets_of("parent_of", [record.pk]))
    joining, watching = people_of([record.pk], target)
    for person in joining:
        rules.they_may_read_the_other(record, target, person)
    said = discussion.comments(actor, target).filter(audience=EVERYONE).count()
    return Merge(record, target, joining, watching, said, approvals.is_asked(record))


def people_of(records: Iterable[int], target: Record) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """The people on these records whom we serve, and the watchers who see the target by their role: those are staff."""
    rows = Participant.objects.filter(record_id__in=records, part__in=(*SERVED, Part.WATCHER))
    named = rows.select_related("person__organisation").order_by("person__name", "person_id")
    people: dict[int, Person] = {}
    served: set[int] = set()
    for row in named:
        people[row.person_id] = row.person
        if row.part != Part.WATCHER:
            served.add(row.person_id)
    staff = {pk for pk, person in people.items() if pk not in served and _sees_by_role(person, target)}
    joining = tuple(person for pk, person in people.items() if pk not in staff)
    return joining, tuple(people[pk] for pk in staff)


def _sees_by_role(person: Person, target: Record) -> bool:
    """Whether somebody sees a record that does not name them."""
    if not person.is_active:
        return False
    actor = Actor.of(person)
    scoped = any(scope.staff for scope in actor.scopes)
    return scoped and visible(actor).filter(pk=target.pk).exists()
