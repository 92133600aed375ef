"""What is not covered by agreements: live services for customers, and the components that nobody has promised."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.known import organisations
from fettle.kernel.access.read import staff_reads, visible
from fettle.kernel.records.models import Record
from fettle.processes.customers import queries as customers
from fettle.processes.levels import queries
from fettle.processes.levels.feasible import watching
from fettle.processes.levels.models import Cover
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import IN_FORCE, holding
from fettle.processes.services import queries as services


@dataclass(frozen=True)
class Pairs:
    """Customers times live services: by an SLA of their own, by the default agreement, by none."""

    services: int
    customers: int
    own: int
    default: bool

    @property
    def total(self) -> int:
        return self.services * self.customers

    @property
    def covered(self) -> int:
        return self.total if self.default else self.own

    @property
    def rest(self) -> int:
        return self.total - self.own


@dataclass(frozen=True)
class Held:
    """How many of the components that matter have an OLA or a UA in force."""

    total: int
    lacking: int

    @property
    def covered(self) -> int:
        return self.total - self.lacking

    @property
    def percent(self) -> int | None:
        return round(100 * self.covered / self.total) if self.total else None


class Live(NamedTuple):
    """A live service."""

    pk: int
    number: str
    title: str


class Customer(NamedTuple):
    """An organisation that is a customer, with the ids of the live services that an SLA of its own covers, or one of an
    organisation above it. ``within``: the organisation that it is part of, where that is not the provider.
    """

    pk: int
    name: str
    within: str
    covered: frozenset[int]


@dataclass(frozen=True)
class Row:
    """A customer, the number of its record where the reader sees one, and the live services that no SLA of its own
    covers, by name. ``everything``: these are all.
    """

    name: str
    within: str
    number: str
    services: tuple[Live, ...]
    everything: bool


@dataclass(frozen=True)
class Uncovered:
    """Who lacks an SLA of their own for a live service, of all that are ``served``. ``default``: the default agreement
    covers what they lack.
    """

    actor: Actor
    live: tuple[Live, ...]
    served: tuple[Customer, ...]
    default: bool

    @cached_property
    def customers(self) -> tuple[Customer, ...]:
        """Those that lack something, by name."""
        return tuple(each for each in self.served if len(each.covered) < len(self.live))

    @property
    def pairs(self) -> Pairs:
        """The same in numbers."""
        own = sum(len(each.covered) for each in self.served)
        return Pairs(len(self.live), len(self.served), own, self.default)

    def rows(self, part: slice) -> list[Row]:
        """A part of them in full: one statement, however many there are."""
        some = self.customers[part]
        numbers = customers.numbers(self.actor, [each.pk for each in some])
        return [
            Row(
                each.name,
                each.within,
                numbers.get(each.pk, ""),
                tuple(service for service in self.live if service.pk not in each.covered),
                not each.covered,
            )
            for each in some
        ]


def uncovered(actor: Actor) -> Uncovered:
    """Of the live services and the customers that the actor sees."""
    rows = services.live(actor).order_by("title", "pk").values_list("pk", "number", "title")
    live = tuple(Live(*row) for row in rows)
    served = _customers(actor, {service.pk for service in live})
    return Uncovered(actor, live, tuple(served), queries.default() is not None)


def _customers(actor: Actor, live: Collection[int]) -> list[Customer]:
    """By name. Customers below the same organisations with an SLA share one set: thousands are found at once."""
    promised = _promised(actor, set(live))
    found = organisations(actor).filter(is_customer=True, active=True).order_by("name", "pk")
    covered: dict[tuple[int, ...], frozenset[int]] = {}
    made = []
    for pk, name, path, within, ours in found.values_list("pk", "name", "path", "parent__name", "parent__is_provider"):
        line = tuple(each for each in _line(path) if each in promised)
        if line not in covered:
            covered[line] = frozenset().union(*(promised[each] for each in line))
        made.append(Customer(pk, name, "" if ours else within or "", covered[line]))
    return made


def _promised(actor: Actor, live: set[int]) -> dict[int, set[int]]:
    """Of each organisation with an SLA in force today the live services that it covers."""
    seen = visible(actor, AGREEMENT).order_by().values("pk")
    versions = holding(timezone.localdate(), agreement__type="sla", agreement__in=seen)
    made: dict[int, set[int]] = {}
    for party, service in versions.values_list("agreement__record__organisation_id", "covers__service_id"):
        made.setdefault(party, set()).update(live if service is None else {service} & live)
    return made


def _line(path: str) -> Iterable[int]:
    return map(int, path.strip("/").split("/"))


def components(actor: Actor, *, all_of_them: bool = False) -> QuerySet[Any]:
    """The components without which live services do not work, those that nobody promised; or all of them, each with
    ``promised``.
    """
    rows = services.enabling(actor).annotate(promised=ExpressionWrapper(_supported(), output_field=BooleanField()))
    return rows if all_of_them else rows.filter(promised=False)


def held(actor: Actor) -> Held:
    """Both numbers."""
    lacking = Count("pk", filter=Q(promised=False))
    return Held(**components(actor, all_of_them=True).aggregate(total=Count("pk"), lacking=lacking))


def risky(actor: Actor) -> QuerySet[Record]:
    """SLAs in force though what is agreed below does not suffice: somebody agreed to it all the same, or it was found
    since.
    """
    since = watching.short(timezone.localdate()).values("agreement")
    found = visible(actor, AGREEMENT).filter(
        staff_reads(actor, AGREEMENT), ~Q(agreement_item__accepted="") | Q(pk__in=since), state=IN_FORCE
    )
    return found.select_related("agreement_item", "organisation").order_by("title", "pk")


def told(actor: Actor, records: Iterable[Record]) -> list[tuple[Record, watching.Told]]:
    """Each with what is lacking, and what of it nobody agreed to, in words. Without a reason that is all of it."""
    some = list(records)
    lacking = watching.told(actor, some, timezone.localdate())
    found = [(record, lacking.get(record.pk, watching.Told())) for record in some]
    return [
        (record, each if record.item.accepted else watching.Told(each.lacking, each.lacking)) for record, each in found
    ]


def _supported() -> Q:
    """Whether a component stands under an OLA or UA in force: itself as a service, or by its name in whichever service
    of the same provider; or it is a service that a party supports whose agreement names nothing in particular.
    """
    versions = holding(timezone.localdate(), agreement__type__in=("ola", "ua"))
    covers = Cover.objects.filter(version__in=versions)
    itself = covers.filter(service_id=OuterRef("service_id"), component="")
    named = covers.annotate(named=Lower("component")).exclude(component="")
    by_name = named.filter(named=Lower(OuterRef("name")), service__organisation_id=OuterRef("record__organisation_id"))
    bare = versions.filter(~Exists(Cover.objects.filter(version=OuterRef("pk"))))
    teams = bare.filter(agreement__record__team__isnull=False).values("agreement__record__team")
    parties = bare.filter(agreement__record__team=None).values("agreement__party")
    members = bare.filter(agreement__record__team=None, agreement__type="ola").values("agreement__party")
    taking = services.taken_part_in(OuterRef("service_id")).filter(organisation__in=parties)
    of_team = Q(service__team__in=teams) | Q(service__team__organisation__in=members)
    in_general = Q(service__team__isnull=False) & of_team | Q(Exists(taking))
    return Q(Exists(itself)) | Q(Exists(by_name)) | in_general
