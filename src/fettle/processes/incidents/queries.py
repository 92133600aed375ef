"""Reads of incidents and requests; every one starts at the read door."""

from __future__ import annotations

from django.db.models import QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.history.replay import in_order
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.incidents.clocks import Clocks, gather
from fettle.processes.incidents.records import DESK as DESK


def desk(actor: Actor, *kinds: Kind) -> QuerySet[Record]:
    """The incidents and requests the actor may see."""
    return visible(actor, *(kinds or DESK))


def choices(field: str) -> list[tuple[str, str]]:
    """What may be chosen now for a field of the desk, as code and words; ``field`` is the name of one with choices."""
    declared = DESK[0].by_name[field].type
    return [(option.code, str(option.label)) for option in declared.options() if option.active]  # type: ignore[attr-defined]


def clocks_of(record: Record) -> Clocks:
    """Both clocks of a visible record, replayed from its entries."""
    return gather(in_order(record))
