"""Two people revise one record: which fields did the other one change since this form was opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from fettle.kernel.access.actor import Actor
from fettle.kernel.history.timeline import changes_for, timeline
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import whole


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed meanwhile: what stands there now, and what this form would make of it."""

    label: str
    theirs: str
    mine: str
    who: str


def conflicts(
    actor: Actor, record: Record, version: str, items: Iterable[Field], changed: Mapping[str, Any]
) -> list[Conflict]:
    """The fields of this form that others changed after ``version`` and to which this form gives another value."""
    if (seen := whole(version)) is None or seen >= record.version:
        return []
    others: dict[str, str] = {}
    for entry in timeline(actor, record).filter(seq__gt=seen):
        for name in changes_for(actor, record, entry):
            others.setdefault(name, entry.who)
    return [
        Conflict(
            str(capfirst(item.label)),
            item.type.text(record.declared.value(record, item.name)),
            item.type.text(changed[item.name]),
            others[item.name],
        )
        for item in items
        if item.name in others and item.name in changed
    ]
