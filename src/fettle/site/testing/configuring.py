"""Configuration items of a side, each in the state that is asked for, and what they hang together with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.configuration import actions
from fettle.processes.configuration.models import Binding, Relation
from fettle.processes.configuration.structure import binding, relations
from fettle.processes.services.models import Component
from fettle.processes.services.structure import components
from fettle.site.testing.world import World

LEADS: dict[str, tuple[Callable[..., Record], ...]] = {
    "planned": (),
    "in_use": (actions.put_to_use,),
    "in_store": (actions.store,),
    "under_repair": (actions.put_to_use, actions.repair),
    "retired": (actions.put_to_use, actions.retire),
    "withdrawn": (actions.withdraw,),
}
"""The steps into each state."""


def item(world: World, home: Organisation, word: str, state: str) -> Record:
    """An item of one side."""
    manager = world.actor("manager")
    values: dict[str, Any] = {"title": f"Server {word}", "description": f"All of the {word}", "place": f"Rack {word}"}
    noted = {"model": f"Model {word}", "memory": 64}
    made = actions.register(manager, type="server", organisation=home, begins="planned", attributes=noted, **values)
    for step in LEADS[state]:
        step(manager, made.number, reason=f"For the {word}")
    made.refresh_from_db()
    return made


def relation(world: World, record: Record) -> int:
    """The id of a relation of an item to the service of the world."""
    if not Record.objects.filter(pk=record.pk).exists():
        return 1  # what made the item was taken back
    if not Relation.objects.filter(source=record).exists():
        relations.add(world.actor("manager"), record.number, relation="uses", other=world.service)
    return Relation.objects.filter(source=record).latest("pk").pk


def component(world: World) -> int:
    """The id of a component of the service of the world that is a name alone."""
    rows = Component.objects.filter(service=None).exclude(pk__in=Binding.objects.values("pk"))
    if not rows.exists():
        name = f"Line {Component.objects.count()}"
        components.add(world.actor("manager"), world.service.number, name=name, role="enabling")
    return rows.latest("pk").pk


def bound(world: World, record: Record) -> int:
    """The id of a component that an item is."""
    if not Record.objects.filter(pk=record.pk).exists():
        return 1
    if not Binding.objects.filter(item=record).exists():
        binding.bind(world.actor("manager"), record.number, component=component(world))
    return int(Binding.objects.filter(item=record).latest("pk").pk)
