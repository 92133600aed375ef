"""Reads of what services stand on: the components of one, the way from one to another, and the part of the whole that a
picture shows. Services are asked for level by level, so that the cost grows with the depth and not with the portfolio.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.services.models import Component
from fettle.processes.services.records import SERVICE

DEEPEST = 3
"""So many levels below a service are drawn."""
MOST = 60
"""So many boxes are drawn; the table beside the picture has what is left out of the service itself."""
READ = 10 * MOST
"""So many lines of a level are read: more than that come to boxes that are not drawn."""
Needs = list[tuple[str, int, list[Component]]]
"""(role, so many are needed, the components that stand in for each other)."""
Thing = tuple[int, str, int]
"""What a component is that is no service: whose service names it, the name, and which of several of that name in one
service.
"""


def components(record: Record) -> list[Component]:
    """What a service is made of, by role, group and the order of adding."""
    found = Component.objects.filter(record=record).select_related("service")
    return sorted(found, key=lambda row: (row.role, row.group, row.pk))


def composition(record: Record) -> Needs:
    """The same as needs: (role, so many are needed, those that stand in for each other). For those who reckon."""
    return _as_needs(components(record))


def compositions(services: Collection[int]) -> dict[int, Needs]:
    """The same of several services by their ids: one statement, however many there are."""
    found = Component.objects.filter(record__in=list(services)).select_related("service")
    rows: dict[int, list[Component]] = {service: [] for service in services}
    for row in sorted(found, key=lambda row: (row.role, row.group, row.pk)):
        rows[row.record_id].append(row)
    return {service: _as_needs(some) for service, some in rows.items()}


def _as_needs(rows: Iterable[Component]) -> Needs:
    needs: dict[tuple[str, object], list[Component]] = {}
    for row in rows:
        needs.setdefault((row.role, row.group or row.pk), []).append(row)
    return [(some[0].role, some[0].needed, some) for some in needs.values()]


def things(home: int, rows: Iterable[Component]) -> dict[int, Thing]:
    """What the components of one service are that are no services, by their ids: the same thing in several services of
    one provider has one name. What a service names twice are two. ``home`` is the organisation that provides it, the
    rows stand in the order of ``components``.
    """
    met: Counter[str] = Counter()
    found: dict[int, Thing] = {}
    for row in rows:
        if row.service_id is None:
            name = row.name.casefold()
            met[name] += 1
            found[row.pk] = (home, name, met[name])
    return found


def way(start: int, end: int) -> list[int]:
    """The ids of the services on the shortest way down from one to another, both included; [] where there is none."""
    came: dict[int, int] = {start: 0}
    level = [start]
    while level and end not in came:
        rows = Component.objects.filter(record__in=level, service__isnull=False).order_by("pk")
        level = []
        for above, below in rows.values_list("record_id", "service_id"):
            if below is not None and below not in came:
                came[below] = above
                level.append(below)
    if end not in came:
        return []
    found = [end]
    while found[-1] != start:
        found.append(came[found[-1]])
    return found[::-1]


def named(actor: Actor, ids: Sequence[int], before: Record) -> list[str]:
    """Their names, that of a service in front, as far as the actor may read them."""
    if not ids:
        return []
    names = dict(visible(actor, SERVICE).filter(pk__in=ids).values_list("pk", "title"))
    return [before.title, *(names.get(pk, _("another service")) for pk in ids)]


@dataclass(frozen=True)
class Box:
    """One thing of the picture: a service that the reader may see (``record``), or a component with a name alone."""

    key: str
    label: str
    tier: int
    record: Record | None = None


@dataclass(frozen=True)
class Line:
    """``above`` stands on ``below``. ``of``: so many components stand in for each other in ``group``, ``needed`` of
    them have to work.
    """

    above: str
    below: str
    role: str
    group: str = ""
    needed: int = 1
    of: int = 1


@dataclass
class Part:
    """What is drawn of the whole. ``left_out``: there is more than fits."""

    boxes: dict[str, Box] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    left_out: bool = False
    keys: dict[Thing, str] = field(default_factory=dict)

    def take(self, box: Box) -> bool:
        """Whether there is room for it; what stands there already needs none."""
        if box.key not in self.boxes and len(self.boxes) >= MOST:
            self.left_out = True
            return False
        self.boxes.setdefault(box.key, box)
        return True


def around(actor: Actor, record: Record) -> Part:
    """What stands on a service, one level up, and what it stands on, three levels down."""
    part = Part()
    part.take(Box(_key(record.pk), record.title, 0, record))
    _below(actor, part, record)
    _above(actor, part, record)
    return part


def _below(actor: Actor, part: Part, record: Record) -> None:
    level = [record.pk]
    for tier in range(1, DEEPEST + 1):
        rows, more = _few(_counted(level))
        part.left_out |= more
        seen = _seen(actor, (row.service_id for row in rows))
        level = []
        same = _same(rows)
        for row in rows:
            box = _box(row, seen, tier, part.keys.setdefault(same[row.pk], f"c{row.pk}") if row.pk in same else "")
            fresh = box.key not in part.boxes
            if part.take(box):
                part.lines.append(_line(row, box.key))
                level += [row.service_id] if fresh and row.service_id in seen and row.service_id else []
        if not level:
            return
    part.left_out |= Component.objects.filter(record__in=level).exists()


def _above(actor: Actor, part: Part, record: Record) -> None:
    rows, more = _few(Component.objects.filter(service=record).order_by("record_id"))
    part.left_out |= more
    seen = _seen(actor, (row.record_id for row in rows))
    for row in rows:
        above = seen.get(row.record_id)
        if above is not None and part.take(Box(_key(above.pk), above.title, -1, above)):
            part.lines.append(Line(_key(above.pk), _key(record.pk), row.role, row.group, row.needed))


def _counted(level: Sequence[int]) -> QuerySet[Component]:
    """The components of these services, each with ``of``: how many there are in its group."""
    alike = Window(Count("pk"), partition_by=[F("record_id"), F("group")])
    found = Component.objects.filter(record__in=level).annotate(of=alike, home=F("record__organisation_id"))
    return found.order_by("record_id", "role", "group", "pk")


def _few(found: QuerySet[Component]) -> tuple[list[Component], bool]:
    """As many as are read, and whether there are more."""
    rows = list(found[: READ + 1])
    return rows[:READ], len(rows) > READ


def _seen(actor: Actor, ids: Iterable[int | None]) -> dict[int, Record]:
    wanted = {pk for pk in ids if pk}
    return {each.pk: each for each in visible(actor, SERVICE).filter(pk__in=wanted)} if wanted else {}


def _same(rows: Iterable[Any]) -> dict[int, Thing]:
    """What the rows of a level are, service by service."""
    found: dict[int, Thing] = {}
    for (_record, home), some in groupby(rows, key=lambda row: (row.record_id, row.home)):
        found |= things(home, some)
    return found


def _box(row: Component, seen: dict[int, Record], tier: int, key: str) -> Box:
    """``key`` is that of the thing where it is no service."""
    if row.service_id is None:
        return Box(key, row.name, tier)
    record = seen.get(row.service_id)
    return Box(_key(row.service_id), record.title if record else _("another service"), tier, record)


def _line(row: Any, below: str) -> Line:
    return Line(_key(row.record_id), below, row.role, row.group, row.needed, row.of if row.group else 1)


def _key(pk: int) -> str:
    return f"s{pk}"
