"""Who the words of a rule mean on a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q

from fettle.edges.notify.wording import CONTACTS
from fettle.facilities.approvals import queries as approvals
from fettle.facilities.cycles import queries as cycles
from fettle.facilities.documents import queries as documents
from fettle.facilities.tasks import queries as tasks
from fettle.kernel.access.models import Grant
from fettle.kernel.orgs.models import Membership
from fettle.kernel.records.models import Participant, Record

PARTS = {
    "requester": (Participant.Part.REQUESTER,),
    "affected": (Participant.Part.AFFECTED, Participant.Part.JOINED),
    "watchers": (Participant.Part.WATCHER,),
}


BY_FACTS: dict[str, Callable[[Record, Sequence[dict[str, Any]]], list[int]]] = {
    "approvers": lambda record, facts: approvals.asked_now(approvals.rounds_in(facts)),
    "were_asked": lambda record, facts: approvals.asked_until_then(approvals.rounds_in(facts)),
    "asker": lambda record, facts: approvals.askers(facts),
    "step_owner": tasks.owners,
    "responsible": cycles.responsible_for,
}
"""People whom what happened names, beside those whom the record does."""


class Recipients:
    """Of one record, and the stored facts that people are told of. Who is on the record is asked once."""

    def __init__(self, record: Record, facts: Sequence[dict[str, Any]] = ()) -> None:
        self._record, self._facts = record, facts

    def of(self, who: str) -> list[int]:
        """The ids of the people, in ascending order. ``who`` is a key of ``wording.WHO``."""
        if parts := PARTS.get(who):
            return sorted({person for person, part in self._on_it if part in parts})
        return _found(self._record, who, self._facts)

    @cached_property
    def _on_it(self) -> list[tuple[int, str]]:
        return list(self._record.participants.values_list("person_id", "part"))


def _found(record: Record, who: str, facts: Sequence[dict[str, Any]]) -> list[int]:
    if who in CONTACTS:
        return []
    if who == "assignee":
        return [record.assignee_id] if record.assignee_id else []
    if who == "manager":
        return _managers(record)
    if who == "named":
        return _named(facts)
    if who == "readers":
        return sorted(documents.unread(record)) if documents.controlled(record) else []
    if who in BY_FACTS:
        return BY_FACTS[who](record, facts)
    if record.team_id is None:
        return []
    members = Membership.objects.filter(team_id=record.team_id)
    if who == "team_lead":
        members = members.filter(leads=True)
    return sorted(members.values_list("person_id", flat=True))


def _named(facts: Sequence[dict[str, Any]]) -> list[int]:
    """Those whom the facts name as the ones to be told."""
    return sorted({pk for stored in facts for pk in stored.get("data", {}).get("people", ())})


def _managers(record: Record) -> list[int]:
    """The people with the role that owns the process, where it reaches this record."""
    role = record.declared.owner_role
    if not role:
        return []
    path = record.organisation.path
    above = [int(pk) for pk in path.strip("/").split("/")]
    grants = Grant.objects.filter(Q(team=None) | Q(team_id=record.team_id), role=role, organisation_id__in=above)
    return sorted(set(grants.values_list("person_id", flat=True)))
