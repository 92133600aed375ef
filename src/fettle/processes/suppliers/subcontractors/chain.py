"""Reads of who relies on whom: the chain of one supplier both ways, and the way from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.suppliers.models import Reliance
from fettle.processes.suppliers.records import SUPPLIER

DEEPEST = 10
"""So many steps of a chain are told."""
MOST = 200
"""So many ties of it."""
BELOW, ABOVE = "below", "above"
WALK = """
    with recursive walk (way, tie, near, far, depth) as (
        select 'below', id, record_id, supplier_id, 1 from suppliers_reliance where record_id = %(start)s
        union
        select 'above', id, supplier_id, record_id, 1 from suppliers_reliance where supplier_id = %(start)s
        union
        select walk.way, next.tie, walk.far, next.far, walk.depth + 1
          from walk, lateral (
                select id as tie, supplier_id as far from suppliers_reliance
                 where walk.way = 'below' and record_id = walk.far
                 union all
                select id, record_id from suppliers_reliance where walk.way = 'above' and supplier_id = walk.far
               ) next
         where walk.depth < %(deepest)s and walk.far <> %(start)s
    )
    select way, tie, near, far, depth, does
      from (select distinct on (way, tie) * from walk where far <> %(start)s order by way, tie, depth) found
      join suppliers_reliance on id = tie
     order by depth, tie limit %(most)s
"""


@dataclass(frozen=True)
class Tie:
    """One step of a chain. ``record`` is the supplier at its end, None for one that the reader does not see;
    ``through`` is by whom it hangs on the one that is asked about, "" where directly. ``row``: the id of the tie.
    """

    row: int
    record: Record | None
    name: str
    through: str
    does: str
    depth: int

    @property
    def ended(self) -> bool:
        return self.record is not None and self.record.state != ACTIVE


@dataclass(frozen=True)
class Chain:
    """On whom a supplier relies, and who relies on it, the nearest first."""

    below: Sequence[Tie]
    above: Sequence[Tie]


def of(actor: Actor, record: Record) -> Chain:
    """As far as the actor sees it: beyond a supplier that they do not see nothing is told, and who relies on this one
    unseen is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(WALK, {"start": record.pk, "deepest": DEEPEST, "most": MOST})
        rows = cursor.fetchall()
    ids = {far for _way, _tie, _near, far, _depth, _does in rows}
    seen = {each.pk: each for each in visible(actor, SUPPLIER).filter(pk__in=ids).order_by()} if ids else {}
    names = {key: each.title for key, each in seen.items()} | {record.pk: ""}
    return Chain(*(_told(rows, way, seen, names) for way in (BELOW, ABOVE)))


def _told(rows: Iterable[Any], wanted: str, seen: dict[int, Record], names: dict[int, str]) -> list[Tie]:
    found = [
        Tie(tie, seen.get(far), names.get(far, _("another supplier")), names[near], does, depth)
        for way, tie, near, far, depth, does in rows
        if way == wanted and near in names and (far in seen or way == BELOW)
    ]
    return sorted(found, key=lambda each: (each.depth, each.name.casefold(), each.row))


def relying(actor: Actor, record: Record, most: int) -> list[Record]:
    """The active suppliers that rely on this one directly, by name."""
    ties = Reliance.objects.filter(supplier=record).values("record")
    return list(visible(actor, SUPPLIER).filter(pk__in=ties, state=ACTIVE).order_by("title", "pk")[:most])


def way(start: int, end: int) -> list[int]:
    """The ids of the suppliers on the shortest way down from one to another, both included; [] where there is none."""
    came: dict[int, int] = {start: 0}
    level = [start]
    while level and end not in came:
        rows = Reliance.objects.filter(record__in=level).order_by("pk").values_list("record_id", "supplier_id")
        level = []
        for above, below in rows:
            if below not in came:
                came[below] = above
                level.append(below)
    if end not in came:
        return []
    found = [end]
    while found[-1] != start:
        found.append(came[found[-1]])
    return found[::-1]


def named(actor: Actor, ids: Sequence[int], before: Record) -> list[str]:
    """Their names, that of a supplier in front, as far as the actor may read them."""
    if not ids:
        return []
    names = dict(visible(actor, SUPPLIER).filter(pk__in=ids).values_list("pk", "title"))
    return [before.title, *(names.get(pk, _("another supplier")) for pk in ids)]
