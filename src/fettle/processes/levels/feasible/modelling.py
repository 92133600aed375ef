"""The components below a service with the OLAs and UAs in force behind them, as the arithmetic takes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.levels import queries
from fettle.processes.levels.arithmetic.model import Component, Need
from fettle.processes.levels.arithmetic.targets import Kind, Targets
from fettle.processes.levels.feasible.questions import Said
from fettle.processes.levels.models import AgreementVersion, Cover
from fettle.processes.levels.standing import holding
from fettle.processes.services import queries as services

MOST = 60
"""So many components below a service are reckoned with while somebody waits for it."""
Named = tuple[int, str]
"""A component that is no service, as agreements know it: whose service names it, and the name."""
Behind = dict[int, AgreementVersion]
"""Versions by their ids, each once, the one that covered it first in front."""


class TooMany(Exception):
    """More stands below the service than is reckoned with on a page."""


@dataclass
class Below:
    """What stands below a service: ``needs`` of each code, its name, and the agreement behind it. ``several``: of what
    several agreements promise, a service or a component, a code for each of them. ``shared``: the names of what is no
    service and stands in more than one; it is one thing.
    """

    top: str
    needs: dict[str, tuple[Need, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    behind: dict[str, AgreementVersion] = field(default_factory=dict)
    several: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shared: tuple[str, ...] = ()

    def components(self, promised: Callable[[Said], Targets], kind: Kind) -> tuple[Component, ...]:
        """For the arithmetic, with what each agreement says of one question and kind of target. Where several promise
        one service or component, it works as long as all of those are kept that say anything of it; each stands on all
        that it needs.
        """
        made = []
        for code, needs in sorted(self.needs.items()):
            each = [self._promised(one, needs, promised) for one in self.several.get(code, ())]
            if telling := [one for one in each if getattr(one.targets, kind) is not None] or each[:1]:
                all_of_them = Need(tuple(one.code for one in telling))
                made += [Component(code, (all_of_them,), own_part=False), *telling]
            elif code in self.behind:
                made.append(self._promised(code, needs, promised))
            else:
                made.append(Component(code, needs, own_part=not needs))
        return tuple(made)

    def _promised(self, code: str, needs: tuple[Need, ...], promised: Callable[[Said], Targets]) -> Component:
        version = self.behind[code]
        return Component(code, needs, version.agreement.record.number, promised(said(version)))


def said(version: AgreementVersion) -> Said:
    return Said(version.targets, version.promises, queries.calendar_in(version.calendar_id))


def supporting(
    on: date, services: Mapping[int, int], named: Collection[Named]
) -> tuple[dict[int, Behind], dict[Named, Behind]]:
    """The OLAs and UAs that hold then behind each of these services as a whole; and those behind each named component,
    whichever service of its provider they name it in. ``services``: ids, each with that of its provider; of others the
    database tells it as far as whoever asks reads them.
    """
    versions = holding(on, agreement__type__in=("ola", "ua"))
    words = {form for _home, name in named for form in (name, name.lower())}
    near = Q(service__in=list(services)) | Q(home__in={home for home, _name in named})
    home = Subquery(Record.objects.filter(pk=OuterRef("service_id")).values("organisation_id"))
    rows = Cover.objects.annotate(named=Lower("component"), home=home)
    part = Q(named__in=words) & near & ~Q(component="")
    rows = rows.filter(Q(service__in=list(services), component="") | part, version__in=versions)
    whole: dict[int, Behind] = {}
    parts: dict[Named, Behind] = {}
    for row in rows.select_related("version__agreement__record").order_by("pk"):
        if row.component:
            at = services.get(row.service_id, row.home)
            parts.setdefault((at, row.component.casefold()), {})[row.version_id] = row.version
        else:
            whole.setdefault(row.service_id, {})[row.version_id] = row.version
    return whole, parts


@dataclass(frozen=True)
class Portfolio:
    """Services and all that they stand on, with what is agreed of it on a day. ``standing`` and ``composed`` by the ids
    of services, ``titles`` by their numbers as far as the reader sees them.
    """

    standing: Mapping[int, Record]
    composed: Mapping[int, services.Needs]
    titles: Mapping[str, str]
    whole: Mapping[int, Behind]
    parts: Mapping[Named, Behind]


def portfolio(actor: Actor, records: Collection[Record], on: date) -> Portfolio:
    """What stands below these services: a statement for each level of it, however many services there are."""
    standing = {record.pk: record for record in records}
    composed: dict[int, services.Needs] = {}
    level = list(standing)
    while level and len(composed) <= MOST * len(records):
        found = services.compositions(level)
        composed |= found
        rows = [row for needs in found.values() for _role, _count, some in needs for row in some]
        below = {row.service.pk: row.service for row in rows if row.service is not None}
        level = [pk for pk in below if pk not in standing]
        standing |= {pk: below[pk] for pk in level}
    seen = visible(actor).filter(number__in=[service.number for service in standing.values()])
    homes = {pk: service.organisation_id for pk, service in standing.items()}
    named = {
        thing[:2]
        for pk, needs in composed.items()
        for thing in services.things(standing[pk], (row for _role, _count, rows in needs for row in rows)).values()
    }
    whole, parts = supporting(on, homes, named)
    return Portfolio(standing, composed, dict(seen.values_list("number", "title")), whole, parts)


def below(actor: Actor, record: Record, on: date) -> Below:
    """Everything that a service stands on, with what is agreed of it then. Raises TooMany."""
    return within(portfolio(actor, [record], on), record)


def within(known: Portfolio, record: Record) -> Below:
    """The same out of what is known of several. Raises TooMany."""
    made = Below(record.number)
    standing: dict[str, Record] = {}
    met: dict[services.Thing, str] = {}
    shared: set[str] = set()
    waiting = [record]
    while waiting:
        service = waiting.pop()
        if service.number in made.needs:
            continue
        if service.pk not in known.composed:
            raise TooMany
        needs = []
        composition = known.composed[service.pk]
        same = services.things(service, (row for _role, _count, rows in composition for row in rows))
        for role, count, rows in composition:
            codes = []
            for row in rows:
                if row.service is not None:
                    codes.append(row.service.number)
                    waiting.append(row.service)
                    continue
                fresh = f"{service.number}: {row.name} {row.pk}"
                code = met.setdefault(same[row.pk], fresh) if row.pk in same else fresh
                codes.append(code)
                if code != fresh:
                    shared.add(made.names[code])
                made.needs[code] = ()
                made.names.setdefault(code, row.name or _("another service"))
            least = None if len(codes) == 1 or count >= len(codes) else count
            needs.append(Need(tuple(codes), least, enhancing=role == "enhancing"))
        made.needs[service.number] = tuple(needs)
        standing[service.number] = service
        if len(made.needs) > MOST:
            raise TooMany
    made.shared = tuple(sorted(shared))
    made.names |= {number: known.titles.get(number, _("another service")) for number in standing}
    for number, service in standing.items():
        _stand_behind(made, number, list(known.whole.get(service.pk, {}).values()))
    for thing, code in met.items():
        _stand_behind(made, code, list(known.parts.get(thing[:2], {}).values()))
    return made


def _stand_behind(made: Below, code: str, versions: list[AgreementVersion]) -> None:
    """One agreement behind a service or a component, or each of several under a code of its own."""
    if len(versions) == 1:
        made.behind[code] = versions[0]
    elif versions:
        each = {f"{code} {version.agreement.record.number}": version for version in versions}
        made.behind |= each
        made.names |= dict.fromkeys(each, made.names[code])
        made.several[code] = tuple(each)
