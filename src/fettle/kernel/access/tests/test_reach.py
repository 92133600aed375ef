"""What ``visible`` selects equals what the rules say of each record, told without the database."""

from __future__ import annotations

import itertools

import pytest

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import RESTRICTED, visible
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import DESK, INCIDENT, REQUEST
from fettle.site.testing.world import World

SEE = INCIDENT.may.see
GRANTS: tuple[tuple[str, str, str], ...] = (
    ("agent", "provider", ""),
    ("agent", "school", ""),
    ("agent", "provider", "network"),
    ("representative", "school", ""),
    ("administrator", "provider", ""),
    ("administrator", "school", ""),
)
"""Role, organisation, team."""


def records(world: World, person: Person) -> list[Record]:
    """Every combination of organisation, team, restriction and the part that the person has on it."""
    parts = (None, Participant.Part.WATCHER, Participant.Part.NAMED)
    made = []
    for home, team, hidden, part in itertools.product(("requester", "stranger"), ("desk", "network"), (0, 1), parts):
        kind = REQUEST if hidden and part else INCIDENT
        record = actions.register(
            world.actor("agent"), kind, title="T", requester=world.people[home], team=getattr(world, team)
        )
        Record.objects.filter(pk=record.pk).update(restricted=bool(hidden))
        if part:
            Participant.objects.create(record=record, person=person, part=part)
        made.append(record)
    return list(Record.objects.filter(kind__in=[kind.key for kind in DESK]).select_related("organisation"))


def sees(actor: Actor, record: Record) -> bool:
    """The rules of reading, one record at a time."""
    parts = set(Participant.objects.filter(record=record, person_id=actor.person_id).values_list("part", flat=True))
    reached = [
        scope
        for scope in actor.scopes
        if SEE in scope.permissions
        and record.organisation.path.startswith(scope.path)
        and scope.team_id in (None, record.team_id)
    ]
    if record.restricted:
        return Participant.Part.NAMED in parts or any(RESTRICTED in scope.permissions for scope in reached)
    return bool(reached or parts)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_statement_selects_what_the_rules_say(world: World, count: int) -> None:
    person = world.people["classmate"]
    kept = records(world, person)
    for granted in itertools.combinations(GRANTS, count):
        Grant.objects.filter(person=person).delete()
        for role, organisation, team in granted:
            Grant.objects.create(
                person=person,
                role=role,
                organisation=getattr(world, organisation),
                team=getattr(world, team) if team else None,
            )
        actor = Actor.of(person)
        expected = {record.number for record in kept if sees(actor, record)}
        assert set(visible(actor, *DESK).values_list("number", flat=True)) == expected, granted
        assert set(visible(actor).filter(kind__in=("incident", "request")).values_list("number", flat=True)) == expected


def test_a_token_that_may_not_read_sees_nothing(world: World) -> None:
    records(world, world.people["classmate"])
    assert not visible(world.actor("agent", token_scopes=())).exists()
