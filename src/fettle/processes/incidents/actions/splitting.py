"""One report that holds two matters: the second gets a record of its own, the first stays as it is."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from fettle.facilities.links import actions as links
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import rules
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.actions.registering import register
from fettle.processes.incidents.facts import SplitFrom, SplitInto
from fettle.processes.incidents.records import DESK

KEPT = ("category", "location", "impact", "urgency", "channel")


@transaction.atomic
def split(
    actor: Actor,
    number: str,
    *,
    title: str,
    details: str = "",
    requester: Person | None = None,
    affected: Person | None = None,
    service: Record | None = None,
    **values: Any,
) -> Record:
    """A new record of the same kind from a part of this one. What is not given is as there; who is named reads the
    ``details``, so they are people whom the record is written for. Raises Invalid, Refusal.
    """
    record = history.lock(actor, number, *DESK)
    require(actor, "incidents.work", record)
    item = record.item
    asking = requester or item.requester
    for person in filter(None, (asking, affected)):
        if person.pk not in (item.requester_id, item.affected_id):
            rules.they_are_served_together(record, person)
    further: dict[str, Any] = {name: getattr(item, name) for name in KEPT} | values
    if affected:
        further["affected"] = affected
    made = register(
        actor,
        record.declared,
        title=title,
        details=details,
        requester=asking,
        service=service or record.service,
        because=[SplitFrom(other=record.pk)],
        **further,
    )
    links.join(actor, made, record, "split_from")
    settled.write(actor, record, SplitInto(other=made.pk))
    return made
