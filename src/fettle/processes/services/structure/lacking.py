"""What the live services lack, as the portfolio manager asks for it (PR1.O1, PR1.O2): worked out by the database, so
that it can be filtered, counted and paged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from fettle.edges.pages import addresses
from fettle.facilities.documents.workflow import WITHDRAWN
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import staff_reads, visible
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.services.definitions import LACKS, SPECIFYING
from fettle.processes.services.models import Component, Party
from fettle.processes.services.records import SERVICE
from fettle.processes.services.specifications.records import SPECIFICATION
from fettle.processes.services.structure.parties import reachable
from fettle.processes.services.workflow import LIVE

ITEM = SERVICE.accessor
ADDRESSES = {"specification": "/specifications/new", "parties": "parties/add", "components": "components/add"}
"""Where something is filled in that is no field of the service; below its address unless it begins with a stroke."""


@dataclass(frozen=True)
class Lack:
    """One thing that a service lacks, and where it is filled in."""

    code: str
    label: str
    url: str


@dataclass(frozen=True)
class Sums:
    """Live services in all, and those that lack something."""

    total: int
    incomplete: int


def asked_for() -> list[str]:
    """What is looked for, in the order of the setting."""
    wanted = current()[SPECIFYING.key]
    return [name for name in LACKS if wanted.get(name)]


def services(actor: Actor, *, incomplete: bool = False) -> QuerySet[Record]:
    """The live services that the actor sees as staff, each with what it lacks as ``lacks_<code>``."""
    found = visible(actor, SERVICE).filter(staff_reads(actor, SERVICE), state=LIVE)
    missing = {code: _condition(code) for code in asked_for()}
    found = found.annotate(**{f"lacks_{code}": _as_number(condition) for code, condition in missing.items()})
    if incomplete:
        some = Q(pk__in=[])
        for code in missing:
            some |= Q(**{f"lacks_{code}": 1})
        found = found.filter(some)
    return found.select_related(ITEM).order_by("title", "pk")


def sums(actor: Actor) -> Sums:
    """Both numbers, by one statement."""
    some = Q(pk__in=[])
    for code in asked_for():
        some |= _condition(code)
    found = visible(actor, SERVICE).filter(staff_reads(actor, SERVICE), state=LIVE).order_by()
    counted = found.aggregate(total=Count("pk"), incomplete=Count("pk", filter=some))
    return Sums(counted["total"], counted["incomplete"])


def of(record: Record) -> list[Lack]:
    """What an annotated service lacks."""
    codes = [code for code in LACKS if getattr(record, f"lacks_{code}", 0)]
    return [Lack(code, str(LACKS[code]), _url(record, code)) for code in codes]


def _as_number(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _condition(code: str) -> Q:
    if code == "owner":
        return Q(**{f"{ITEM}__owner__isnull": True}) | Q(**{f"{ITEM}__owner__is_active": False})
    if code == "team":
        return Q(team__isnull=True)
    if code == "specification":
        of_it = Record.objects.filter(kind=SPECIFICATION.key, service_id=OuterRef("pk")).exclude(state=WITHDRAWN)
        return ~Q(Exists(of_it.filter(service_specification__in_force__isnull=False)))
    if code == "parties":
        return ~Q(Exists(Party.objects.filter(reachable(), record_id=OuterRef("pk"))))
    if code == "components":
        return ~Q(Exists(Component.objects.filter(record_id=OuterRef("pk"))))
    return Q(**{f"{ITEM}__{code}": ""})


def _url(record: Record, code: str) -> str:
    if code == "specification":
        return f"{ADDRESSES[code]}?service={record.number}"
    if code in ADDRESSES:
        return addresses.of(record, *ADDRESSES[code].split("/"))
    return f"{addresses.of(record, 'edit')}?section={_section(code)}#id_{code}"


def _section(code: str) -> int:
    parts: Sequence[object] = SERVICE.sections
    return next(at for at in range(len(parts)) if code in {item.name for item in SERVICE.sections[at].fields})
