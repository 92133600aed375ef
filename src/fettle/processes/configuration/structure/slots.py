"""What stands on the page of an item and of a service about what they hang together with; and what is left behind when
an item goes.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.configuration import queries
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.structure import binding, relations
from fettle.processes.configuration.workflow import MANAGE, OVER, SEE, THERE
from fettle.processes.services.queries import SERVICE

SHOWN = 20
"""So many relations stand on the page; the page of relations has all."""
LEAVING = ("retire", "withdraw", "store", "repair")
NAMED = 8


def of_item(actor: Actor, record: Record) -> dict[str, Any] | None:
    """What an item hangs together with, and the components that it is."""
    if record.kind != ITEM.key:
        return None
    rows = list(relations.of(actor, record)[: SHOWN + 1])
    return {
        "template": "configuration/of_item.html",
        "record": record,
        "manages": record.state in THERE and may(actor, MANAGE, record),
        "unbinds": may(actor, MANAGE, record),
        "ends": [relations.read(record, row) for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "bound": binding.read(actor, record),
    }


def of_service(actor: Actor, record: Record) -> dict[str, Any] | None:
    """The items that a service hangs together with, for staff."""
    if record.kind != SERVICE.key or STAFF not in audiences(actor, record) or not may(actor, SEE):
        return None
    rows = list(relations.of(actor, record)[: SHOWN + 1])
    return {
        "template": "configuration/of_service.html",
        "record": record,
        "ends": [relations.read(record, row) for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "bound": binding.of_service(actor, record, SHOWN),
    }


def left_standing(actor: Actor, record: Record, verb: str) -> list[tuple[str, str]]:
    """Of an item that goes: what stands on it at once, by name. One statement, since REST asks it of each step
    on offer.
    """
    if record.kind != ITEM.key or verb not in LEAVING:
        return []
    found = (
        visible(actor, ITEM, SERVICE)
        .filter(pk__in=queries.standing_on(record))
        .exclude(state__in=OVER)
        .order_by("title", "pk")
    )
    return [(_("“%(name)s” stands on it.") % {"name": one.title}, addresses.of(one)) for one in found[:NAMED]]
