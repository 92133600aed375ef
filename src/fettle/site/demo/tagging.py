"""The tags of a demo: put by the people of the desk on some of the records of a service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fettle.facilities.tags import actions
from fettle.facilities.tags.models import Tag
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.processes.incidents.queries import DESK
from fettle.site.demo.parties import House

LOOKED_AT = 40
"""Of the newest records of a service so many may bear a tag of the plan."""


def put_on(house: House, plan: Mapping[str, Any]) -> int:
    """Returns on how many records."""
    count = 0
    for row in plan["tags"]:
        found = Record.objects.filter(kind__in=[kind.key for kind in DESK], service=house.services[row["service"]])
        newest = found.exclude(assignee=None).select_related("assignee").order_by("-opened_at", "pk")[:LOOKED_AT]
        for record in list(newest)[:: row["each"]]:
            actions.tag(Actor.of(record.assignee), record.number, add=[row["name"]])  # type: ignore[arg-type]
            count += 1
        Tag.objects.filter(name=row["name"]).update(colour=row.get("colour", ""))
    return count
