"""The components below a service with the OLAs and UAs in force behind them, as the arithmetic takes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.orgs.models import Team
from fettle.kernel.records.models import Record
from fettle.processes.levels import queries
from fettle.processes.levels.arithmetic.model import Component, Need
from fettle.processes.levels.arithmetic.targets import Kind
from fettle.processes.levels.feasible.questions import Question, Said, promise, speaks
from fettle.processes.levels.models import AgreementVersion, Cover
from fettle.processes.levels.standing import holding
from fettle.processes.services import queries as services

MOST = 60
"""So many components below a service are reckoned with while somebody waits for it."""
Named = tuple[int, str]
"""A component that is no service, as agreements know it: whose service names it, and the name."""
Chain = tuple[AgreementVersion, ...]
"""What one party says of one thing, in the order in which clocks ask it: of each kind of target the first speaks that
says anything of it.
"""
Party = tuple[str, int | None, int | None]
"""Type of an agreement, organisation, team."""


class TooMany(Exception):
    """More stands below the service than is reckoned with on a page."""


@dataclass
class Below:
    """What stands below a service: ``needs`` of each code, its name, and who promises it. ``several``: of what several
    promise, a service or a component, a code for each of them. ``shared``: the names of what is no
    service and stands in more than one; it is one thing. ``in_turn``: the services among ``several``, on which one
    works after the other. ``first``: who responds, as ``Agreed`` has it.
    """

    top: str
    needs: dict[str, tuple[Need, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    behind: dict[str, Chain] = field(default_factory=dict)
    several: dict[str, tuple[str, ...]] = field(default_factory=dict)
    in_turn: set[str] = field(default_factory=set)
    shared: tuple[str, ...] = ()
    first: tuple[Chain, ...] = ()

    def responding(self, question: Question) -> Below:
        """Whose first response it is, and nothing below: that of the service's own team where it promises any, else
        that of all others.
        """

        def says(chain: Chain) -> bool:
            return bool(chain) and promise(said(_speaking(chain, question, "response")), question).response is not None

        own, *others = self.first
        made = Below(self.top, needs={self.top: ()}, names={self.top: self.names[self.top]})
        _stand_behind(made, self.top, [own] if says(own) else [*filter(says, others)] or [own] * bool(own))
        return made

    def components(self, question: Question, kind: Kind) -> tuple[Component, ...]:
        """For the arithmetic, with what each agreement says of one question and kind of target. Where several promise
        one service or component, it works as long as all of those are kept that say anything of it. On a service they
        work one after the other, and what it needs comes after the last; on a component side by side.
        """
        made = []
        speaking = self.speaking(question, kind)

        def part(code: str, needs: tuple[Need, ...]) -> Component:
            version = speaking[code]
            return Component(code, needs, version.agreement.record.number, promise(said(version), question))

        for code, needs in sorted(self.needs.items()):
            each = [part(one, needs) for one in self.several.get(code, ())]
            telling = [one for one in each if getattr(one.targets, kind) is not None] or each[:1]
            if telling and code in self.in_turn:
                handed = [replace(one, needs=(Need((then.code,)),)) for one, then in pairwise(telling)]
                made += [Component(code, (Need((telling[0].code,)),), own_part=False), *handed, telling[-1]]
            elif telling:
                all_of_them = Need(tuple(one.code for one in telling))
                made += [Component(code, (all_of_them,), own_part=False), *telling]
            elif code in self.behind:
                made.append(part(code, needs))
            else:
                made.append(Component(code, needs, own_part=not needs))
        return tuple(made)

    def speaking(self, question: Question, kind: Kind) -> dict[str, AgreementVersion]:
        """Behind each code the agreement that says something of it, else the first one."""
        return {code: _speaking(chain, question, kind) for code, chain in self.behind.items()}


def _speaking(chain: Chain, question: Question, kind: Kind) -> AgreementVersion:
    return next((each for each in chain if speaks(said(each), question, kind)), chain[0])


def said(version: AgreementVersion) -> Said:
    """What it says, by the hours that it was signed with."""
    return Said(version.targets, version.promises, queries.calendar_in(version.calendar_id))


@dataclass(frozen=True)
class Agreed:
    """What is promised for services as a whole, by their ids, and for named components; and of each service by whom the
    first response is: its own team in front, with nothing where that says nothing.
    """

    whole: Mapping[int, list[Chain]]
    parts: Mapping[Named, list[Chain]]
    first: Mapping[int, tuple[Chain, ...]]


def supporting(on: date, standing: Mapping[int, Record], named: Collection[Named]) -> Agreed:
    """The OLAs and UAs that hold then behind each of these services as a whole, the oldest in front; and those behind
    each named component, whichever service of its provider they name it in. Those that name nothing in particular stand
    behind what their party supports.
    """
    versions = holding(on, agreement__type__in=("ola", "ua"))
    words = {form for _home, name in named for form in (name, name.lower())}
    near = Q(service__in=list(standing)) | Q(home__in={home for home, _name in named})
    home = Subquery(Record.objects.filter(pk=OuterRef("service_id")).values("organisation_id"))
    rows = Cover.objects.annotate(named=Lower("component"), home=home)
    part = Q(named__in=words) & near & ~Q(component="")
    rows = rows.filter(Q(service__in=list(standing), component="") | part, version__in=versions)
    whole: dict[int, dict[int, AgreementVersion]] = {}
    parts: dict[Named, dict[int, AgreementVersion]] = {}
    naming: dict[int, dict[int, AgreementVersion]] = {}
    for row in rows.select_related("version__agreement__record").order_by("pk"):
        if row.component:
            at = standing[row.service_id].organisation_id if row.service_id in standing else row.home
            parts.setdefault((at, row.component.casefold()), {})[row.version_id] = row.version
            naming.setdefault(row.service_id, {})[row.version_id] = row.version
        else:
            whole.setdefault(row.service_id, {})[row.version_id] = row.version
    general = _general(standing, versions)
    chains = {pk: [[version] for version in found.values()] for pk, found in whole.items()}
    for pk, parties, spoken in general.by_service(standing):
        if not {_party(version) for version in naming.get(pk, {}).values()}.intersection(parties):
            _join(chains.setdefault(pk, []), parties, spoken)
    first = {
        pk: _first(general, record, list(whole.get(pk, {}).values()), list(naming.get(pk, {}).values()))
        for pk, record in standing.items()
    }
    return Agreed(
        {pk: _in_turn(general, standing[pk], [tuple(chain) for chain in found]) for pk, found in chains.items()},
        {named: [(version,) for version in found.values()] for named, found in parts.items()},
        first,
    )


def _party(version: AgreementVersion) -> Party:
    agreement = version.agreement
    return agreement.type, agreement.party_id, agreement.record.team_id


@dataclass(frozen=True)
class General:
    """What names nothing in particular, by its party. ``homes``: the organisation of each team; ``taking``: who takes
    part in a service.
    """

    by_party: Mapping[Party, list[AgreementVersion]]
    homes: Mapping[int, int]
    taking: Mapping[int, list[int]]

    def of_team(self, record: Record) -> list[Party]:
        """The team of a service, then the organisation of that."""
        home = self.homes.get(record.team_id or 0)
        return [("ola", home, record.team_id), ("ola", home, None)] if home else []

    def by_service(self, standing: Mapping[int, Record]) -> Iterator[tuple[int, list[Party], list[AgreementVersion]]]:
        """For each party that supports a service what it says, in the order in which clocks ask it: the team with its
        organisation, and who takes part in delivering it.
        """
        for pk, record in standing.items():
            asked = [self.of_team(record)]
            for organisation in dict.fromkeys(self.taking.get(pk, ())):
                if organisation != self.homes.get(record.team_id or 0):
                    asked.append([("ola", organisation, None)])
                asked.append([("ua", organisation, None)])
            for parties in asked:
                if found := [version for party in parties for version in self.by_party.get(party, ())]:
                    yield pk, parties, found


def _general(standing: Mapping[int, Record], versions: QuerySet[AgreementVersion]) -> General:
    teams = Team.objects.filter(pk__in={record.team_id for record in standing.values() if record.team_id})
    taking = services.taking_part(standing)
    near = Q(agreement__party__in=teams.values("organisation")) | Q(agreement__party__in=taking.values("organisation"))
    bare = versions.filter(near, ~Exists(Cover.objects.filter(version=OuterRef("pk"))))
    by_party: dict[Party, list[AgreementVersion]] = {}
    for version in bare.select_related("agreement__record").order_by("pk"):
        by_party.setdefault(_party(version), []).append(version)
    parties: dict[int, list[int]] = {}
    if by_party:
        for pk, organisation in taking.order_by("pk").values_list("record_id", "organisation_id"):
            parties.setdefault(pk, []).append(organisation)
    return General(by_party, dict(teams.values_list("pk", "organisation_id")), parties)


def _in_turn(general: General, record: Record, chains: Iterable[Chain]) -> list[Chain]:
    """In the order in which a record passes them: the team of the service, others, then suppliers."""
    own = general.of_team(record)

    def turn(chain: Chain) -> tuple[bool, bool]:
        party = _party(chain[0])
        return party[0] == "ua", party not in own

    return sorted(chains, key=turn)


def _first(
    general: General, record: Record, whole: list[AgreementVersion], naming: list[AgreementVersion]
) -> tuple[Chain, ...]:
    """Who responds first: the team of the service, in the order in which its clock chooses; else whoever else has an
    OLA for it.
    """
    parties = general.of_team(record)
    whole, naming = (sorted(some, key=lambda each: each.agreement.record.number) for some in (whole, naming))
    of_team = [version for said in (whole, naming) for party in parties for version in said if _party(version) == party]
    of_team += [version for party in parties for version in general.by_party.get(party, ())]
    others = [version for version in whole if version.agreement.type == "ola" and version not in of_team]
    return (tuple(of_team), *((version,) for version in others))


def _join(chains: list[list[AgreementVersion]], parties: Sequence[Party], general: list[AgreementVersion]) -> None:
    """What is said in general comes after what the first of these parties that says anything of the service says."""
    said = (chain for party in parties for chain in chains if _party(chain[0]) == party)
    if (chain := next(said, None)) is not None:
        chain.extend(general)
    else:
        chains.append(general)


@dataclass(frozen=True)
class Portfolio:
    """Services and all that they stand on, with what is agreed of it on a day. ``standing`` and ``composed`` by the ids
    of services, ``titles`` by their numbers as far as the reader sees them.
    """

    standing: Mapping[int, Record]
    composed: Mapping[int, services.Needs]
    titles: Mapping[str, str]
    agreed: Agreed


def portfolio(actor: Actor, records: Collection[Record], on: date) -> Portfolio:
    """What stands below these services: a statement for each level of it, however many services there are, and no more
    levels than are reckoned with.
    """
    standing = {record.pk: record for record in records}
    composed: dict[int, services.Needs] = {}
    level = list(standing)
    for _depth in range(MOST + 1):  # below what is deeper stand too many in any case
        if not level or len(composed) > MOST * len(records):
            break
        found = services.compositions(level)
        composed |= found
        rows = [row for needs in found.values() for _role, _count, some in needs for row in some]
        below = {row.service.pk: row.service for row in rows if row.service is not None}
        level = [pk for pk in below if pk not in standing]
        standing |= {pk: below[pk] for pk in level}
    seen = visible(actor).filter(number__in=[service.number for service in standing.values()])
    named = {
        thing[:2]
        for pk, needs in composed.items()
        for thing in services.things(standing[pk], (row for _role, _count, rows in needs for row in rows)).values()
    }
    titles = dict(seen.values_list("number", "title"))
    return Portfolio(standing, composed, titles, supporting(on, standing, named))


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
        _stand_behind(made, number, known.agreed.whole.get(service.pk, []))
    made.in_turn = made.several.keys() & standing.keys()
    for thing, code in met.items():
        _stand_behind(made, code, known.agreed.parts.get(thing[:2], []))
    made.first = known.agreed.first[record.pk]
    return made


def _stand_behind(made: Below, code: str, chains: list[Chain]) -> None:
    """What one party promises behind a service or a component, or each of several under a code of its own."""
    if len(chains) == 1:
        made.behind[code] = chains[0]
    elif chains:
        each = {f"{code} {chain[0].agreement.record.number}": chain for chain in chains}
        made.behind |= each
        made.names |= dict.fromkeys(each, made.names[code])
        made.several[code] = tuple(each)
