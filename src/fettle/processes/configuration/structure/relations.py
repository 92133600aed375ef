"""Relations between items, and between items and services: adding, changing, taking away. Circles may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _

from fettle.facilities.links import actions as links
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.configuration import rules
from fettle.processes.configuration.definitions import BOTH, NONE
from fettle.processes.configuration.facts import Related, RelationChanged, Unrelated
from fettle.processes.configuration.models import Relation
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.structure import asks
from fettle.processes.configuration.workflow import THERE
from fettle.processes.services.queries import SERVICE

LOCK = "select pg_advisory_xact_lock(hashtext('configuration'), hashtext('relations'))"
Told = type[Related | RelationChanged | Unrelated]


@dataclass(frozen=True)
class End:
    """A relation as it is read from one of its ends; ``back``: from the target."""

    row: Relation
    said: str
    other: Record
    back: bool


def of(actor: Actor, record: Record) -> QuerySet[Relation]:
    """The relations of an item or service whose other ends the reader sees, by type and the order of adding."""
    other = Case(When(source=record, then=F("target_id")), default=F("source_id"))
    rows = _rows(record).annotate(end=other)
    seen = visible(actor, ITEM, SERVICE).order_by().filter(pk=OuterRef("end"))
    return rows.filter(Exists(seen)).select_related("source", "target").order_by("type", "pk")


def read(record: Record, row: Relation) -> End:
    """One of them as it is read from the record."""
    back = row.source_id != record.pk
    return End(row, asks.said(row.type, back), row.source if back else row.target, back)


def _rows(record: Record) -> QuerySet[Relation]:
    return Relation.objects.filter(Q(source=record) | Q(target=record))


@transaction.atomic
def add(
    actor: Actor,
    number: str,
    *,
    relation: str,
    other: Record,
    role: str | None = None,
    group: str | None = None,
    needed: int | None = None,
) -> Record:
    """The item with this number hangs together with ``other``, an item or a service; ``relation`` reads from the item:
    the code of a type, or with ``:back`` its inverse. Relations of one ``group`` stand in for each other, ``needed`` of
    them have to work. Raises Invalid, Refusal.
    """
    record, end = _both(actor, number, other.number)
    code, back = relation.removesuffix(asks.BACK), relation.endswith(asks.BACK)
    source, target = (end, record) if back else (record, end)
    there = Relation.objects.filter(source=source, target=target, type=code).exists()
    rules.it_is_said_once(there, end)
    row = Relation(source=source, target=target, type=code, **_settled(role, group, needed))
    _fits(row, 1)
    row.save(force_insert=True)
    _level(row)
    return _write(actor, record, end, row, Related)


@transaction.atomic
def change(
    actor: Actor,
    number: str,
    *,
    row: int,
    role: str | None = None,
    group: str | None = None,
    needed: int | None = None,
) -> Record:
    """How much it matters, and what stands in for it. Between what it is and of which type stays. Without a difference
    nothing happens.
    """
    record, end, there = _row(actor, number, row)
    values = _settled(role, group, needed)
    if all(getattr(there, name) == value for name, value in values.items()):
        return record
    was = there.group
    for name, value in values.items():
        setattr(there, name, value)
    _fits(there, 1)
    if was and was != there.group:
        _stays_possible(there, was)
    Relation.objects.filter(pk=there.pk).update(**values)
    _level(there)
    return _write(actor, record, end, there, RelationChanged)


@transaction.atomic
def remove(actor: Actor, number: str, *, row: int) -> Record:
    """They hang together no more. Raises Invalid where a group would then need more than there are."""
    record, end, there = _row(actor, number, row)
    if there.group:
        _stays_possible(there, there.group)
    fact = there
    Relation.objects.filter(pk=there.pk).delete()
    return _write(actor, record, end, fact, Unrelated)


def found(record: Record, row: int) -> Relation:
    """One of the item's relations. Raises Invalid."""
    there = _rows(record).filter(pk=row).select_related("source", "target").first()
    if there is None:
        raise Invalid({"row": _("%(number)s has no such relation any more.") % {"number": record.number}})
    return there


def _row(actor: Actor, number: str, row: int) -> tuple[Record, Record, Relation]:
    first = get(actor, number, ITEM)
    there = found(first, row)
    end = there.target if there.source_id == first.pk else there.source
    record, other = _both(actor, number, end.number, there=False)
    return record, other, found(record, row)


def _both(actor: Actor, number: str, other: str, there: bool = True) -> tuple[Record, Record]:
    """Both ends, held in ascending id. Nobody else changes relations until this is done, so that a group has one role
    and one number. ``there``: both have to be, else the first. Raises NotSeen, Forbidden, Invalid, Refusal.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    first = get(actor, number, ITEM)
    require(actor, ITEM.may.revise, first)
    try:
        second = get(actor, other, ITEM, SERVICE)
    except NotSeen as problem:
        raise Invalid({"other": str(problem)}) from None
    rules.two_ends(first, second)
    record, end = links.held(actor, first, second)
    if there:
        rules.both_are_there(record, end)
    else:
        rules.it_is_controlled(record.state, str(ITEM.flow.by_state[record.state].label), THERE)
    return record, end


def _settled(role: str | None, group: str | None, needed: int | None) -> dict[str, Any]:
    return {"role": role or Relation.Role.ENABLING, "group": (group or "").strip(), "needed": needed or 1}


def _passes(row: Relation) -> str:
    known = asks.types().get(row.type)
    return str(known["passes"]) if known else "none"


def _alike(row: Relation, group: str) -> QuerySet[Relation]:
    """The others of a group: of whatever a failure would pass to."""
    passes = _passes(row)
    codes = [code for code, known in asks.types().items() if known["passes"] == passes]
    turned = [
        code for code, known in asks.types().items() if known["passes"] == ("forth" if passes == "back" else "back")
    ]
    whose = row.source_id if passes == "back" else row.target_id
    same, other = ("source", "target") if passes == "back" else ("target", "source")
    theirs = Q(**{same: whose}, type__in=codes) | Q(**{other: whose}, type__in=turned)
    return Relation.objects.filter(theirs, group=group).exclude(pk=row.pk)


def _fits(row: Relation, more: int) -> None:
    rules.a_group_needs_one_way(row.group, _passes(row))
    there = _alike(row, row.group).count() + more if row.group else 1
    rules.enough_stand_in(row.group, row.needed, there)


def _stays_possible(row: Relation, group: str) -> None:
    """The group that a row leaves goes on having as many as it needs. One from before a failure passed both ways, or
    not at all, means nothing any more.
    """
    if _passes(row) in (BOTH, NONE):
        return
    if (left := list(_alike(row, group)[:51])) and left[0].needed > len(left):
        rules.enough_stand_in(group, left[0].needed, len(left))


def _level(row: Relation) -> None:
    """What stands in for each other has one role, and one number that is needed."""
    if row.group:
        _alike(row, row.group).update(role=row.role, needed=row.needed)


def _write(actor: Actor, record: Record, end: Record, row: Relation, kind: Told) -> Record:
    """An entry on each end, which reads from there."""
    for one, other in ((record, end), (end, record)):
        back = row.source_id != one.pk
        how: dict[str, Any] = {
            "code": row.type,
            "back": back,
            "role": row.role,
            "group": row.group,
            "needed": row.needed,
        }
        fact = kind(other=other.pk, relation=asks.said(row.type, back), **how)
        history.write(actor, one, fact, wakes=False)
    return record
