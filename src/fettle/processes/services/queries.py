"""Reads of services."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Case, IntegerField, Max, QuerySet, Value, When

from fettle.facilities.search.queries import any_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import staff_reads, visible
from fettle.kernel.records.models import Record
from fettle.processes.services.definitions import criticalities, headings, shown_in_catalogue
from fettle.processes.services.models import Component, Party, Service
from fettle.processes.services.records import SERVICE
from fettle.processes.services.structure import graph
from fettle.processes.services.workflow import PLANNED

__all__ = ["PLANNED", "SERVICE"]
"""The kind, for rooms whose rows hang on services, and the states before a service is live."""


def live(actor: Actor) -> QuerySet[Record]:
    """The live services the actor may see, by name."""
    return visible(actor, SERVICE).filter(state="live").select_related("service_item__calendar").order_by("title")


def requestable(actor: Actor) -> QuerySet[Record]:
    """The live services offered in the portal."""
    return live(actor).filter(service_item__requestable=True)


def answering(actor: Actor, beginnings: Sequence[str], most: int) -> list[Record]:
    """Services on offer in which a word may begin so: all while they are few, else those that the index finds."""
    few = list(requestable(actor)[: most + 1])
    if len(few) <= most:
        return few
    found = [each.record_id for each in any_of(actor, beginnings, SERVICE, requestable(actor).order_by(), most)]
    return list(requestable(actor).filter(pk__in=found))


def catalogue(actor: Actor) -> QuerySet[Record]:
    """The services on offer in the order of the catalogue (PR2.O1): by its headings, then by name; what has none, or
    one that is no longer used, comes last. ``heading_at`` is the place of the heading.
    """
    at = _place("service_item__heading", [option.code for option in headings()])
    return requestable(actor).annotate(heading_at=at).order_by("heading_at", "title", "pk")


def under_headings(records: Iterable[Record]) -> list[tuple[str, list[Record]]]:
    """Records of the catalogue, in its order, below the words of their headings; "" for those without one."""
    names = [str(option.label) for option in headings()]
    parted = groupby(records, lambda record: record.heading_at)  # type: ignore[attr-defined]
    return [(names[at] if at < len(names) else "", list(some)) for at, some in parted]


def entry(record: Record, price: str = "") -> list[str]:
    """What the catalogue says of a service below its name, in words; ``price`` is what is charged for it."""
    named = ("criticality", "calendar", "contact", "price")
    return [f"{label}: {text}" if code in named else text for code, label, text in said(record, price)]


def structure() -> list[tuple[str, str]]:
    """The headings of the catalogue in order, as (code, label)."""
    return [(option.code, str(option.label)) for option in headings()]


def says_prices() -> bool:
    """Whether an entry of the catalogue says what is charged."""
    return any(option.code == "price" for option in shown_in_catalogue())


def said(record: Record, price: str = "") -> list[tuple[str, str, str]]:
    """The same as (code, label, text), as it is settled; what is empty is left out."""
    texts = {
        "description": record.item.description,
        "purpose": record.item.purpose,
        "criticality": criticality(record),
        "calendar": record.item.calendar.name if record.item.calendar_id else "",
        "contact": record.item.contact,
        "price": price,
    }
    rows = [(option.code, str(option.label), texts.get(option.code, "")) for option in shown_in_catalogue()]
    return [row for row in rows if row[2]]


def calendar_of(record: Record | None) -> str | None:
    """The key of the calendar of a service's own hours, None where it has none or there is no service."""
    if record is None:
        return None
    return Service.objects.filter(pk=record.pk).values_list("calendar__key", flat=True).first()


def own_hours(among: Collection[int] | None = None) -> list[tuple[int, int]]:
    """The services that have hours of their own, as (id, id of the newest version of these); all, or of these ids."""
    found = Service.objects.filter(calendar__isnull=False).annotate(newest=Max("calendar__versions__pk"))
    if among is not None:
        found = found.filter(pk__in=among)
    return list(found.order_by("pk").values_list("pk", "newest"))


def enabling(actor: Actor) -> QuerySet[Component]:
    """The components without which a live service does not work, of the services that the actor reads as staff: those
    of the most critical services first.
    """
    seen = visible(actor, SERVICE).filter(staff_reads(actor, SERVICE), state="live")
    rows = Component.objects.filter(record__in=seen.values("pk"), role=Component.Role.ENABLING)
    at = _place("record__service_item__criticality", [option.code for option in criticalities()])
    rows = rows.select_related("record__service_item", "service").annotate(critical_at=at)
    return rows.order_by("critical_at", "record__title", "record_id", "pk")


def names_alone(actor: Actor) -> QuerySet[Component]:
    """The components with no more than a name, of services that the actor reads as staff and that are not over."""
    seen = visible(actor, SERVICE).filter(staff_reads(actor, SERVICE)).exclude(state__in=("retired", "withdrawn"))
    rows = Component.objects.filter(record__in=seen.order_by().values("pk"), service=None)
    return rows.select_related("record").order_by("record__title", "name", "pk")


def criticality(record: Record) -> str:
    """How much depends on a service, in words; nothing where nobody said."""
    return SERVICE.by_name["criticality"].type.text(record.service_item.criticality)


def _place(column: str, codes: Sequence[str]) -> Any:
    """Where a code stands in a setting; what it does not know comes last."""
    known = [When(**{column: code}, then=at) for at, code in enumerate(codes)]
    return Case(*known, default=len(known), output_field=IntegerField()) if known else Value(0)


Needs = graph.Needs
"""(role, so many are needed, the components that stand in for each other)."""


def composition(record: Record) -> Needs:
    """What a service needs."""
    return graph.composition(record)


def compositions(services: Collection[int]) -> dict[int, Needs]:
    """The same of several services by their ids: one statement, however many there are."""
    return graph.compositions(services)


Thing = graph.Thing
"""What a component is that is no service."""


def things(record: Record, rows: Iterable[Component]) -> dict[int, Thing]:
    """What those of a service are, by their ids, in the order in which they stand in ``composition``."""
    return graph.things(record.organisation_id, rows)


def delivered_by(path: str) -> list[int]:
    """The ids of the services in which an organisation at or below ``path`` takes part. Ids alone tell nobody anything:
    whoever goes on from them starts at the read door.
    """
    rows = Party.objects.filter(organisation__path__startswith=path)
    return sorted(set(rows.values_list("record_id", flat=True)))


def taking_part(services: Collection[int]) -> QuerySet[Party]:
    """Who takes part in delivering these services."""
    return Party.objects.filter(record__in=list(services))


def taken_part_in(service: Any) -> QuerySet[Party]:
    """The same of one, also within a statement about it (``OuterRef``)."""
    return Party.objects.filter(record=service)


def naming_components() -> list[tuple[str, int]]:
    """The names of components that are no services, each with the id of a service that is live and stands on it. Ids
    alone tell nobody anything: whoever goes on from them starts at the read door.
    """
    rows = Component.objects.filter(service=None, record__state="live").exclude(name="")
    return list(rows.order_by("pk").values_list("name", "record_id"))
