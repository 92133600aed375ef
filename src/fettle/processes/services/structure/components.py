"""Components of a service: adding, changing, taking away. No service may come to stand on itself, by whichever way."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.services import rules
from fettle.processes.services.facts import ComponentAdded, ComponentChanged, ComponentRemoved
from fettle.processes.services.models import Component
from fettle.processes.services.records import SERVICE
from fettle.processes.services.structure import graph

LOCK = "select pg_advisory_xact_lock(hashtext('services'), hashtext('components'))"
MOST = 200


@transaction.atomic
def add(
    actor: Actor,
    number: str,
    *,
    role: str,
    name: str | None = None,
    service: Record | None = None,
    group: str | None = None,
    needed: int | None = None,
) -> Record:
    """The service stands on something more: another service, or what ``name`` says. Components of one ``group`` stand
    in for each other, ``needed`` of them have to work. Raises Invalid with the circle, if that made one.
    """
    record = _held(actor, number)
    rows = graph.components(record)
    if len(rows) >= MOST:
        raise Invalid({"": _("A service takes at most %(count)s components.") % {"count": MOST}})
    rules.a_component_says_what_it_is(name or "", service)
    rules.a_component_stands_once(service, {row.service_id for row in rows if row.service_id})
    rules.there_is_no_circle(_circle(actor, record, service))
    values = _settled(name, service, role, group, needed)
    _fits(rows, values, 1)
    row = Component.objects.create(record=record, **values)
    _level(record, row)
    return _write(actor, record, row, ComponentAdded)


@transaction.atomic
def change(
    actor: Actor,
    number: str,
    *,
    component: int,
    role: str,
    name: str | None = None,
    group: str | None = None,
    needed: int | None = None,
) -> Record:
    """How much the service needs it, what stands in for it, and what it is called where it is no service. What it is
    stays. Without a difference nothing happens.
    """
    record = _held(actor, number)
    row = found(record, component)
    rows = [each for each in graph.components(record) if each.pk != row.pk]
    rules.a_component_says_what_it_is(name or "", row.service)
    values = _settled(name, row.service, role, group, needed)
    if all(getattr(row, key) == value for key, value in values.items()):
        return record
    _fits(rows, values, 1)
    _stays_possible(rows, row, values["group"])
    Component.objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    _level(record, row)
    return _write(actor, record, row, ComponentChanged)


@transaction.atomic
def remove(actor: Actor, number: str, *, component: int) -> Record:
    """The service stands on it no more. Raises Invalid where its group would then need more than there are."""
    record = _held(actor, number)
    row = found(record, component)
    _stays_possible([each for each in graph.components(record) if each.pk != row.pk], row, "")
    key, fact = row.pk, _fact(row, ComponentRemoved)
    Component.objects.filter(pk=key).delete()
    history.write(actor, record, fact)
    return record


def found(record: Record, component: int) -> Component:
    """One of the service's components. Raises Invalid."""
    row = Component.objects.filter(record=record, pk=component).select_related("service").first()
    if row is None:
        raise Invalid({"component": _("%(number)s has no such component any more.") % {"number": record.number}})
    return row


def _held(actor: Actor, number: str) -> Record:
    """The service; nobody else changes what services are made of until this is done, so that two changes that are no
    circle each do not make one together.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    record = history.lock(actor, number, SERVICE)
    require(actor, SERVICE.may.revise, record)
    return record


def _circle(actor: Actor, record: Record, service: Record | None) -> list[str]:
    """The names along the way on which the service would come back to itself, [] where there is none."""
    if service is None:
        return []
    return graph.named(actor, graph.way(service.pk, record.pk), before=record)


def _settled(
    name: str | None, service: Record | None, role: str, group: str | None, needed: int | None
) -> dict[str, Any]:
    return {
        "name": "" if service is not None else (name or "").strip(),
        "service": service,
        "role": role,
        "group": (group or "").strip(),
        "needed": needed or 1,
    }


def _fits(rows: list[Component], values: dict[str, Any], more: int) -> None:
    there = sum(row.group == values["group"] for row in rows) + more if values["group"] else 1
    rules.enough_stand_in(values["group"], values["needed"], there)


def _stays_possible(rows: list[Component], row: Component, group: str) -> None:
    """The group that a row leaves goes on having as many as it needs."""
    if row.group and row.group != group and (left := sum(each.group == row.group for each in rows)):
        rules.enough_stand_in(row.group, row.needed, left)


def _level(record: Record, row: Component) -> None:
    """What stands in for each other has one role, and one number that is needed."""
    if row.group:
        others = Component.objects.filter(record=record, group=row.group).exclude(pk=row.pk)
        others.update(role=row.role, needed=row.needed)


def _fact(row: Component, kind: type[ComponentAdded | ComponentChanged | ComponentRemoved]) -> Any:
    what = row.service.title if row.service else row.name
    return kind(component=row.pk, what=what, role=row.role, group=row.group, needed=row.needed)


def _write(
    actor: Actor, record: Record, row: Component, kind: type[ComponentAdded | ComponentChanged | ComponentRemoved]
) -> Record:
    history.write(actor, record, _fact(row, kind))
    return record
