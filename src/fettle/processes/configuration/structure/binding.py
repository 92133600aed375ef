"""Which components of services, that are a name alone there, are which items."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.facilities.links import actions as links
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.configuration import rules
from fettle.processes.configuration.facts import Bound, Unbound
from fettle.processes.configuration.models import Binding
from fettle.processes.configuration.records import ITEM
from fettle.processes.services import queries as services
from fettle.processes.services.queries import SERVICE

MOST = 500
"""So many components are offered to choose among."""


def of(record: Record) -> list[Binding]:
    """The components that an item is, by service."""
    found = Binding.objects.filter(item=record).select_related("component__record")
    return list(found.order_by("component__record__title", "pk")[:MOST])


def read(actor: Actor, record: Record) -> list[Binding]:
    """Those whose services the reader sees."""
    rows = of(record)
    ids = [row.component.record_id for row in rows]
    seen = set(visible(actor, SERVICE).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [row for row in rows if row.component.record_id in seen]


def of_service(actor: Actor, record: Record, most: int) -> list[Binding]:
    """The components of a service that are items which the reader sees."""
    found = Binding.objects.filter(component__record=record, item__in=visible(actor, ITEM).order_by().values("pk"))
    return list(found.select_related("component", "item").order_by("pk")[:most])


def offered(actor: Actor) -> list[tuple[str, str]]:
    """Id and words of the components that are no item yet, by service."""
    rows = services.names_alone(actor).exclude(pk__in=Binding.objects.values("pk"))
    return [(str(row.pk), f"{row.record.title}: {row.name}") for row in rows[:MOST]]


@transaction.atomic
def bind(actor: Actor, number: str, *, component: int | str) -> Record:
    """This item is what a service names as its component. Raises Invalid."""
    first = get(actor, number, ITEM)
    require(actor, ITEM.may.revise, first)
    row = services.names_alone(actor).filter(pk=int(component)).first()
    if row is None:
        raise Invalid(
            {"component": _("There is no such component, or it is a service itself: choose one by its name.")}
        )
    record, service = links.held(actor, first, row.record)
    rules.both_are_there(record, service)
    rules.it_is_bound_once(Binding.objects.filter(pk=row.pk).exists())
    Binding.objects.create(component=row, item=record)
    history.write(actor, record, Bound(other=service.pk, relation=row.name, component=row.pk), wakes=False)
    history.write(actor, service, Bound(other=record.pk, relation=row.name, component=row.pk), wakes=False)
    return record


@transaction.atomic
def unbind(actor: Actor, number: str, *, bound: int) -> Record:
    """The component is no more than a name again. Raises Invalid."""
    first = get(actor, number, ITEM)
    require(actor, ITEM.may.revise, first)
    row = Binding.objects.filter(item=first, pk=bound).select_related("component__record").first()
    if row is None:
        raise Invalid({"bound": _("%(number)s is bound to no such component any more.") % {"number": number}})
    service, name = row.component.record, row.component.name
    record, service = links.held(actor, first, service)
    row.delete()
    for one, other in ((record, service), (service, record)):
        history.write(actor, one, Unbound(other=other.pk, relation=name, component=bound), wakes=False)
    return record
