"""Who may name whom, and that a scope at the root means everything."""

from __future__ import annotations

import pytest

from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import get, visible
from fettle.kernel.access.references import ToOrganisation, ToPerson, ToTeam
from fettle.kernel.errors import NotSeen
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


def test_the_people_we_serve_cannot_ask_who_exists(world: World) -> None:
    actor = world.actor("requester")
    assert ToPerson().clean("requester@example.org", actor) == world.people["requester"]
    for value, raw in (
        (ToPerson(), "stranger@example.org"),
        (ToTeam(), "Network team"),
        (ToOrganisation(), "Hilltop School"),
    ):
        with pytest.raises(ValueError, match=raw):
            value.clean(raw, actor)


def test_staff_of_one_customer_know_it_and_the_provider_only(world: World) -> None:
    person = world.people["classmate"]
    Grant.objects.create(person=person, role="agent", organisation=world.school)
    actor = Actor.of(person)
    assert set(known.organisations(actor)) == {world.provider, world.school}
    assert world.people["agent"] in known.people(actor) and world.people["stranger"] not in known.people(actor)
    assert world.network in known.teams(actor)


def test_whoever_sees_restricted_records_everywhere_sees_the_others_too(world: World) -> None:
    """An "or" with an empty condition would leave them with nothing."""
    actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi down")
    assert visible(world.actor("administrator"), INCIDENT).count() == 1


@pytest.mark.parametrize("number", ["INC-\x00", "INC-'", "INC-", "", "INC-0000000000001x"])
def test_what_is_no_number_is_not_seen(world: World, number: str) -> None:
    with pytest.raises(NotSeen):
        get(world.actor("agent"), number, INCIDENT)
