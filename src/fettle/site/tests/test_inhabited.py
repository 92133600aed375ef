"""The world of the tests is made once, and each test finds it as it was made."""

from __future__ import annotations

import pytest
from django.db import connection

from fettle.kernel.orgs.models import Person
from fettle.site.testing.world import ROLES, World


@pytest.mark.parametrize("again", [False, True])
def test_what_a_test_does_to_the_world_ends_with_it(world: World, again: bool) -> None:
    assert (world.desk.name, Person.objects.filter(name="Newcomer").exists()) == ("Campus desk", False)
    assert set(world.people) == set(ROLES)
    world.desk.name = "Changed"
    world.desk.save()
    world.people["new"] = Person.objects.create(name="Newcomer", organisation=world.school)


def test_who_asks_for_no_world_finds_none(db: None) -> None:
    assert not Person.objects.filter(mail="agent@example.org").exists()
    assert not str(connection.settings_dict["NAME"]).endswith("_world")


def test_who_commits_has_a_world_of_their_own(transactional_db: None, world: World) -> None:
    assert world.people["agent"] == Person.objects.get(mail="agent@example.org")
    assert not str(connection.settings_dict["NAME"]).endswith("_world")
