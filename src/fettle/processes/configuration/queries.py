"""Reads of configuration items: which has what noted, and how far a failure reaches over items and services."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from fettle.kernel.records.models import Record
from fettle.processes.configuration.definitions import passing
from fettle.processes.configuration.models import Binding, Item, Relation
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.structure import reach, reading
from fettle.processes.configuration.workflow import OVER

__all__ = ["ITEM"]
"""The kind, for rooms whose rows hang on items."""


class Standing(StrEnum):
    """How it is known that something is affected: somebody said it; somebody looked; it follows from the graph."""

    STATED = "stated"
    CONFIRMED = "confirmed"
    COMPUTED = "computed"


@dataclass(frozen=True)
class Impact:
    """What a failure reaches, or what something depends on: ids alone, which tell nobody anything. Whoever goes on from
    them starts at the read door. ``cut``: there may be more.
    """

    found: reach.Reach
    confirmed: frozenset[int]
    cut: bool

    def standing(self, node: int) -> Standing:
        """How it is known of one of them."""
        if node in self.confirmed:
            return Standing.CONFIRMED
        return Standing.STATED if node in self.found.starts else Standing.COMPUTED


def impacted_by(stated: Collection[int], confirmed: Collection[int] = ()) -> Impact:
    """What fails, and what is weakened, when these items and services fail. What was ``stated`` and ``confirmed`` is
    where it begins; only what is computed is among the hits.
    """
    starts = list(dict.fromkeys((*stated, *confirmed)))
    read = reading.above(starts)
    return Impact(reach.above(starts, read.ties, read.over), frozenset(confirmed), read.cut)


def depends_on(starts: Collection[int]) -> Impact:
    """What these items and services stand on, down to the ground."""
    begun = list(dict.fromkeys(starts))
    read = reading.below(begun)
    return Impact(reach.below(begun, read.ties, read.over), frozenset(), read.cut)


def standing_on(record: Record) -> QuerySet[Any, Any]:
    """The ids of what stands on an item at once and cannot do without it, or is one of a group that it belongs to."""
    back, forth = passing()
    rows = Relation.objects.filter(role=Relation.Role.ENABLING)
    above = rows.filter(target=record, type__in=back).values_list("source_id")
    beside = rows.filter(source=record, type__in=forth).values_list("target_id")
    bound = Binding.objects.filter(item=record, component__role=Relation.Role.ENABLING)
    return above.union(beside, bound.values_list("component__record_id"))


def having(type_: str, code: str, value: Any, apart: Record | None) -> Record | None:
    """Another item of the type that is still there and of which the same is noted."""
    found = Item.objects.filter(type=type_, attributes__contains={code: value}).exclude(record__state__in=OVER)
    item = found.exclude(pk=apart.pk if apart else None).select_related("record").first()
    return item.record if item else None
