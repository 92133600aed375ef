"""Which OLA or UA speaks for a team or supplier: the statement, and what an SLA is held against, beside an oracle that
goes through all of them. Generated agreements overlap as they like, more than those that can be put in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.processes.levels import choosing
from fettle.processes.levels.feasible import modelling
from fettle.processes.levels.feasible.questions import Question, speaks
from fettle.processes.levels.models import Agreement, AgreementVersion, Cover
from fettle.processes.levels.tests.agreed import written
from fettle.processes.services import actions as services
from fettle.site.testing.world import World

BEGIN = date(2026, 1, 1)
MOST = 5
ROWS = (("incident", 1), ("incident", 2), ("request", 1))


@dataclass(frozen=True)
class Version:
    """Days count from BEGIN; ``covers`` are (place of a service, component); ``rows`` have minutes or None."""

    agreed: bool
    first: int
    length: int | None
    covers: frozenset[tuple[int, str]]
    rows: Mapping[tuple[str, int], int | None]

    @property
    def last(self) -> int | None:
        return None if self.length is None else self.first + self.length


@dataclass(frozen=True)
class Side:
    """An agreement with a team, with the organisation of all teams, or with the supplier."""

    whom: str
    state: str
    ends: int | None
    versions: tuple[Version, ...]


TEAMS = ("desk", "network")
DAY = st.integers(0, 12)
VERSION = st.builds(
    Version,
    st.sampled_from([True, True, True, False]),
    DAY,
    st.none() | st.integers(0, 8),
    st.frozensets(st.tuples(st.integers(0, 1), st.sampled_from(["", "", "Line", "LINE"])), max_size=2),
    st.dictionaries(st.sampled_from(ROWS), st.none() | st.integers(1, 99)),
)
SIDE = st.builds(
    Side,
    st.sampled_from([*TEAMS, "house", "supplier"]),
    st.sampled_from(["in_force", "in_force", "in_force", "terminated", "negotiation"]),
    st.none() | DAY,
    st.lists(VERSION, min_size=1, max_size=2).map(tuple),
)


def holding(side: Side, day: int) -> Version | None:
    begun = [each for each in side.versions if each.agreed and each.first <= day]
    over = side.state != "in_force" or (side.ends is not None and side.ends < day)
    if over or not begun or (begun[-1].last is not None and begun[-1].last < day):
        return None
    return begun[-1]


def chosen(sides: Mapping[str, Side], whom: str, row: tuple[str, int], service: int | None, day: int) -> str:
    """The number of the agreement that speaks: one that names the service, one that names a component of it, one that
    names nothing; of each the team's own before that of its organisation, and the one that was drawn up first.
    """
    found = []
    for number, side in sides.items():
        version = holding(side, day)
        if version is None or side.whom not in ((whom, "house") if whom in TEAMS else (whom,)):
            continue
        about = {component for place, component in version.covers if place == service}
        if row in version.rows and (about or not version.covers):
            place = 0 if "" in about else 1 if about else 2
            found.append((place, side.whom == "house", number))
    return min(found)[2] if found else ""


def of_the_desk(minutes: int, component: str = "") -> Side:
    """An OLA for the first service, or for a component of it."""
    rows = {("incident", 1): minutes}
    return Side("desk", "in_force", None, (Version(True, 0, None, frozenset({(0, component)}), rows),))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SIDE, max_size=MOST), st.integers(0, 20), st.sampled_from([0, 0, 1, None]))
@example([of_the_desk(30), of_the_desk(20)], 1, 0)
@example([of_the_desk(30, "Line"), of_the_desk(20, "Line")], 1, 0)
def test_the_choice_of_what_supports_is_the_same_everywhere(
    world: World, some: list[Side], day: int, service: int | None
) -> None:
    with transaction.atomic():
        compare(world, some, day, service)
        transaction.set_rollback(True)


def compare(world: World, some: list[Side], day: int, service: int | None) -> None:
    supplier = orgs.add_organisation("Cables", world.provider, is_supplier=True)
    live = [world.service, services.register(world.actor("manager"), title="Mail")]
    whom = {"desk": world.desk.pk, "network": world.network.pk, "supplier": supplier.pk}
    sides: dict[str, Side] = {}
    drawn_up: list[tuple[Record, Side]] = []
    for side in some:
        made = written(world, title="Own")
        team = whom[side.whom] if side.whom in TEAMS else None
        type, party = ("ua", supplier) if side.whom == "supplier" else ("ola", world.provider)
        Record.objects.filter(pk=made.pk).update(state=side.state, team=team)
        Agreement.objects.filter(pk=made.pk).update(type=type, party=party, valid_from=None, valid_until=on(side.ends))
        sides[made.number] = side
        drawn_up.append((made, side))
    for made, side in reversed(drawn_up):  # an older one that was revised last has the youngest rows
        stored(made, side, live)
    for kind, rank in ROWS:
        for name, pk in whom.items():
            type = "ua" if name == "supplier" else "ola"
            about = None if service is None else live[service].pk
            found = choosing.supporting(type, pk, kind, rank, about, on(day))
            wanted = chosen(sides, name, (kind, rank), service, day)
            assert (found.number if found else "") == wanted, (name, kind, rank)
            if found:
                version = holding(sides[wanted], day)
                assert version is not None and found.row["response_minutes"] == version.rows[kind, rank]
            if service is not None and name in TEAMS:
                question = Question(kind, rank, first=True)
                assert responding(live[service], pk, question, on(day)) == wanted, (name, kind, rank)


def responding(service: Record, team: int, question: Question, day: date | None) -> str:
    """By which agreement an SLA takes it that this team responds, where the service is theirs."""
    service.team_id = team
    named = {(service.organisation_id, "line")}
    own, *_others = modelling.supporting(day or BEGIN, {service.pk: service}, named).first[service.pk]
    telling = (each for each in own if speaks(modelling.said(each), question, "response"))
    return next((each.agreement.record.number for each in telling), "")


def stored(made: Record, side: Side, live: list[Record]) -> None:
    first = made.item.versions.get()
    for at, said in enumerate(side.versions, start=1):
        rows = [
            {"kind": kind, "priority": rank, "response_minutes": minutes, "resolution_minutes": None}
            for (kind, rank), minutes in said.rows.items()
        ]
        days = {"valid_from": on(said.first), "valid_until": on(said.last)}
        agreed = {"agreed_at": "2026-01-01T00:00Z" if said.agreed else None}
        version, _made = AgreementVersion.objects.update_or_create(
            agreement_id=made.pk, version=at, defaults={"calendar": first.calendar, "targets": rows} | days | agreed
        )
        Cover.objects.bulk_create(
            Cover(version=version, service=live[place], component=component) for place, component in said.covers
        )


def on(day: int | None) -> date | None:
    return None if day is None else BEGIN + timedelta(days=day)
