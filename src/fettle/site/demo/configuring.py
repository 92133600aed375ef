"""Configuration items of a demo and what they hang together with; by the actions that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.processes.configuration import actions
from fettle.processes.configuration.structure import binding, relations
from fettle.processes.services import queries as services
from fettle.site.demo.parties import House


def build(house: House, plan: Mapping[str, Any]) -> int:
    """Write what the plan says. Returns how many items there are."""
    told: Mapping[str, Any] = plan["configuration"]
    manager = Actor.of(house.people[told["manager"]])
    items = {row["key"]: _enter(house, manager, row) for row in told["items"]}
    for row in told["relations"]:
        other = items[row["to"]] if row["to"] in items else house.services[row["to"]]
        more = {name: row[name] for name in ("role", "group") if name in row}
        relations.add(manager, items[row["of"]].number, relation=row["how"], other=other, **more)
    for row in told["bound"]:
        named = services.names_alone(manager).filter(record=house.services[row["service"]], name=row["component"])
        binding.bind(manager, items[row["item"]].number, component=named.get().pk)
    for row in told["items"]:
        if "retired" in row:
            actions.retire(manager, items[row["key"]].number, reason=row["retired"])
        if "repaired" in row:
            actions.repair(manager, items[row["key"]].number, reason=row["repaired"])
    return len(items)


def _enter(house: House, manager: Actor, row: Mapping[str, Any]) -> Record:
    """``in_days`` are attributes whose days are counted from today."""
    values = {name: row[name] for name in ("title", "type", "place", "description", "begins") if name in row}
    today = timezone.localdate()
    ends = {name: (today + timedelta(days=days)).isoformat() for name, days in row.get("in_days", {}).items()}
    who: dict[str, Any] = {"owner": house.people[row["owner"]]} if "owner" in row else {}
    home = house.organisations[row.get("organisation", "root")]
    noted = {**row.get("attributes", {}), **ends}
    return actions.register(manager, organisation=home, attributes=noted, **values, **who)
