"""Reads of services."""

from __future__ import annotations

from django.db.models import QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.services.models import Service
from fettle.processes.services.records import SERVICE


def live(actor: Actor) -> QuerySet[Record]:
    """The live services the actor may see, by name."""
    return visible(actor, SERVICE).filter(state="live").select_related("service_item").order_by("title")


def requestable(actor: Actor) -> QuerySet[Record]:
    """The live services offered in the portal."""
    return live(actor).filter(service_item__requestable=True)


def of(record: Record | None) -> Service | None:
    """The service behind a record's ``service``, with its calendar."""
    if record is None:
        return None
    return Service.objects.select_related("calendar", "record").get(pk=record.pk)
