"""Reads of services."""

from __future__ import annotations

from django.db.models import QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.services.definitions import headings
from fettle.processes.services.models import Component, Service
from fettle.processes.services.records import SERVICE
from fettle.processes.services.structure import graph


def live(actor: Actor) -> QuerySet[Record]:
    """The live services the actor may see, by name."""
    return visible(actor, SERVICE).filter(state="live").select_related("service_item").order_by("title")


def requestable(actor: Actor) -> QuerySet[Record]:
    """The live services offered in the portal."""
    return live(actor).filter(service_item__requestable=True)


def catalogue(actor: Actor) -> list[tuple[str, list[Record]]]:
    """The services on offer under the headings of the catalogue (PR2.O1); what has none comes last, without one."""
    found: dict[str, list[Record]] = {}
    for record in requestable(actor):
        found.setdefault(record.service_item.heading, []).append(record)
    named = [(str(option.label), found.pop(option.code)) for option in headings() if option.code in found]
    rest = sorted((record for records in found.values() for record in records), key=lambda record: record.title)
    return [*named, ("", rest)] if rest else named


def calendar_of(record: Record | None) -> str | None:
    """The key of the calendar of a service's own hours, None where it has none or there is no service."""
    if record is None:
        return None
    return Service.objects.filter(pk=record.pk).values_list("calendar__key", flat=True).first()


def composition(record: Record) -> list[tuple[str, int, list[Component]]]:
    """What a service needs, as (role, so many are needed, the components that stand in for each other)."""
    return graph.composition(record)
