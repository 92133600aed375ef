"""An agreement that is written, signed by both and in force, in one call."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from fettle.kernel.records.models import Record
from fettle.processes.levels import actions
from fettle.site.testing.world import World

FAST = [{"kind": "incident", "priority": 1, "response_minutes": 5, "resolution_minutes": 60}]


def written(world: World, **values: Any) -> Record:
    """A draft with the school, of which everything is said that has to be."""
    manager = world.actor("manager")
    begins = values.pop("valid_from", timezone.localdate())
    covered, until, targets, promises = (
        values.pop(name, None) for name in ("covers", "valid_until", "targets", "promises")
    )
    given = {"title": "The school's own", "type": "sla", "organisation": world.school, "contact": "the office"} | values
    made = actions.register(manager, **given)
    said = {"valid_from": begins, "valid_until": until} | ({"promises": list(promises)} if promises else {})
    actions.revise(manager, made.number, targets=FAST if targets is None else targets, **said)
    for service in covered or ():
        actions.cover(manager, made.number, service=service)
    return made


def sign(world: World, record: Record, on: date | None = None, override: str = "") -> None:
    """Both sides."""
    manager = world.actor("manager")
    actions.sign(manager, record.number, function="Head of IT", override=override)
    day = on or timezone.localdate()
    actions.countersign(manager, record.number, name="Ann Head", function="Director", signed_on=day)


def in_force(world: World, **values: Any) -> Record:
    """Negotiated, signed and in force."""
    made = written(world, **values)
    actions.negotiate(world.actor("manager"), made.number)
    sign(world, made)
    return actions.put_in_force(world.actor("manager"), made.number)


def renewed(world: World, record: Record, begins: date) -> Record:
    """The next version promises the same from that day on."""
    manager = world.actor("manager")
    actions.begin_version(manager, record.number, reason="Another year")
    actions.revise(manager, record.number, valid_from=begins)
    sign(world, record)
    return actions.put_in_force(manager, record.number)
