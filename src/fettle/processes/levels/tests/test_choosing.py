"""Which agreement holds: the statement against an oracle that reads the rule as it stands, over generated worlds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fettle.kernel.access import wall
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels import actions, choosing, queries
from fettle.processes.levels.models import AgreementVersion, Cover
from fettle.processes.levels.tests.agreed import FAST, in_force, written
from fettle.processes.services import actions as services
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

BEGIN = date(2026, 1, 1)


@dataclass(frozen=True)
class Held:
    """One version as the oracle knows it."""

    number: str
    version: int
    party: int
    state: str
    agreed: bool
    first: date
    last: date | None
    services: frozenset[int]
    kinds: frozenset[tuple[str, int]]


def oracle(
    held: list[Held], default: str, line: list[int], service: int | None, day: date, row: tuple[str, int]
) -> str:
    """The number of the agreement that holds, by the sentence of ``choosing``."""
    best: dict[str, Held] = {}
    for each in held:
        begun = each.agreed and each.first <= day
        if begun and (each.number not in best or best[each.number].version < each.version):
            best[each.number] = each
    there = [
        each
        for each in best.values()
        if each.state == "in_force" and each.party in line and (each.last is None or each.last >= day)
    ]
    named = [each for each in there if service in each.services]
    whole = [each for each in there if not each.services]
    for some in (named, whole):
        for party in reversed(line):
            for each in some:
                if each.party == party and row in each.kinds:
                    return each.number
    return default


@pytest.mark.parametrize("seed", range(25))
def test_the_statement_agrees_with_the_rule(world: World, seed: int) -> None:
    draw = Random(seed)
    below = orgs.add_organisation("Year 7", world.school, is_customer=True)
    parties = [world.provider, world.school, below, world.rival]
    live = [world.service, services.register(world.actor("manager"), title="Mail"), None]
    rows = [("incident", 1), ("incident", 2), ("request", 1)]
    held: list[Held] = []
    for _count in range(draw.randrange(1, 6)):
        held += _agreement(world, draw, draw.choice(parties), live[:2], rows)
    for _question in range(25):
        customer, service, row = draw.choice(parties), draw.choice(live), draw.choice(rows)
        day = BEGIN + timedelta(days=draw.randrange(0, 40))
        line = [int(pk) for pk in customer.path.strip("/").split("/")]
        wanted = oracle(held, world.agreement.number, line, service.pk if service else None, day, row)
        found = queries.target_for(*row, service, customer, on=day)
        assert found is not None and found.agreement == wanted, (customer.name, service, day, row)


def _agreement(
    world: World, draw: Random, party: Organisation, live: list[Record], rows: list[tuple[str, int]]
) -> list[Held]:
    """An agreement of a party in some state, with up to three versions, written straight into the tables."""
    made = written(world, organisation=world.school, title="Own")
    state = draw.choice(["in_force", "in_force", "in_force", "terminated", "negotiation"])
    Record.objects.filter(pk=made.pk).update(state=state)
    made.item.__class__.objects.filter(pk=made.pk).update(party=party, valid_until=None)
    first = made.item.versions.get()
    found = []
    # At most one agreement of a party covers a service: what would overlap is told apart by its services.
    taken = set(
        AgreementVersion.objects.filter(agreement__party=party).exclude(agreement=made.pk).values_list("pk", flat=True)
    )
    free = [service for service in live if not Cover.objects.filter(version__in=taken, service=service).exists()]
    whole = not any(
        not version.covers.exists()
        for version in AgreementVersion.objects.filter(pk__in=taken, agreed_at__isnull=False)
    )
    covered = draw.choice([[], free] if whole else [free]) if free else []
    if not covered and not whole:
        Record.objects.filter(pk=made.pk).update(state="terminated")
        state = "terminated"
    for number in range(1, draw.randrange(2, 4)):
        begins = BEGIN + timedelta(days=draw.randrange(0, 30))
        ends = draw.choice([None, begins + timedelta(days=draw.randrange(0, 15))])
        agreed = draw.random() < 0.8
        kinds = draw.sample(rows, draw.randrange(1, 4))
        targets = [{**FAST[0], "kind": kind, "priority": rank} for kind, rank in kinds]
        version, _made = AgreementVersion.objects.update_or_create(
            agreement_id=made.pk,
            version=number,
            defaults={
                "calendar": first.calendar,
                "targets": targets,
                "valid_from": begins,
                "valid_until": ends,
                "agreed_at": "2026-01-01T00:00Z" if agreed else None,
            },
        )
        Cover.objects.bulk_create(Cover(version=version, service=service) for service in covered)
        ids = frozenset(service.pk for service in covered)
        found.append(Held(made.number, number, party.pk, state, agreed, begins, ends, ids, frozenset(kinds)))
    return found


def test_the_record_says_which_agreement_holds_and_why(world: World) -> None:
    made = in_force(world, covers=[world.service])
    agent = world.actor("agent")
    theirs = incidents.register(
        agent,
        INCIDENT,
        title="Dark",
        requester=world.people["requester"],
        service=world.service,
        impact="organisation",
        urgency="high",
    )
    facts = {stored["name"]: stored["data"] for stored in theirs.entries.first().facts}
    promise = facts["levels.targets_set"]
    expected = made.number if theirs.rank == 1 else world.agreement.number
    assert promise["agreement"] == expected
    assert choosing.why(promise["chosen"])


def test_signed_hours_count_before_the_services_own(world: World) -> None:
    made = in_force(world, covers=[world.service])
    found = queries.target_for("incident", 1, world.service, world.school)
    assert found is not None
    assert (found.agreement, found.chosen, found.response) == (made.number, "own_service", 5)
    assert found.calendar == made.item.versions.get().calendar_id


def test_it_takes_one_statement(world: World) -> None:
    in_force(world, covers=[world.service])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.target_for("incident", 1, world.service, world.school)
    assert len(asked) == 1


def test_what_an_agreement_does_not_speak_of_is_left_to_the_next(world: World) -> None:
    named = in_force(world, covers=[world.service])
    rest = in_force(world, targets=[{**FAST[0], "priority": 2}], title="All else")
    silent = [{**FAST[0], "priority": 3, "response_minutes": None, "resolution_minutes": None}]
    actions.begin_version(world.actor("manager"), rest.number, reason="x")

    def chosen(rank: int) -> str:
        found = queries.target_for("incident", rank, world.service, world.school)
        return found.agreement if found else ""

    assert (chosen(1), chosen(2), chosen(3)) == (named.number, rest.number, world.agreement.number)
    assert silent


def test_the_ola_for_the_service_comes_before_one_for_a_component_of_it(world: World) -> None:
    """Several may stand beside each other for components; the one for the whole is followed, whatever its number."""
    asked = {"type": "ola", "whom": world.desk.pk, "kind": "incident", "rank": 1, "service": world.service.pk}
    assert choosing.supporting(**asked) is None
    ours = {"type": "ola", "organisation": None, "team": world.desk, "targets": FAST}
    numbers = []
    for component in ("Line", "Disk", ""):
        made = in_force(world, **ours, title=component or "Whole")
        Cover.objects.create(version=made.item.versions.get(), service=world.service, component=component)
        numbers.append(made.number)
        found = choosing.supporting(**asked)
        assert found is not None
        assert found.number == (numbers[0] if component else made.number)
        assert found.chosen == choosing.TEAM_SERVICE


def test_whoever_reports_something_is_measured_by_their_own_agreement(world: World) -> None:
    """The second wall lets a requester's request read the agreement of their organisation, and the default one."""
    targets = [{**FAST[0], "priority": rank} for rank in (1, 2, 3, 4)]
    own = in_force(world, covers=[world.service], targets=targets)

    def measured(who: str) -> str:
        body = {"title": "Dark", "service": world.service.number}
        made = caller_of(world, who)("POST", "/incidents", body)
        record = Record.objects.get(number=made.json()["number"])
        facts = {stored["name"]: stored["data"] for stored in record.entries.order_by("seq")[0].facts}
        return str(facts["levels.targets_set"]["agreement"])

    assert (measured("requester"), measured("stranger")) == (own.number, world.agreement.number)


def test_the_wall_stands_before_what_an_agreement_of_others_promises(world: World) -> None:
    """The rule of its versions follows from that of the record; one's own are read, and those of the default one."""
    own, other = in_force(world), in_force(world, title="Theirs", organisation=world.rival)
    wall.enter(world.actor("requester"))
    try:
        seen = set(AgreementVersion.objects.values_list("agreement", flat=True))
    finally:
        wall.leave()
    assert own.pk in seen and other.pk not in seen
    assert other.pk in set(AgreementVersion.objects.values_list("agreement", flat=True))
