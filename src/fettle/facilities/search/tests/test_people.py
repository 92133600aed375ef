"""Records are found by the people on them: by whoever may see them, under the name that they bear now."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from django.db import connection

from fettle.facilities.search import documents
from fettle.facilities.search.jobs import catch_up
from fettle.facilities.search.models import SearchDocument
from fettle.facilities.search.queries import search
from fettle.facilities.search.reactions import reindex, rename
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings import erasing, oneself, people
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


@pytest.fixture
def maja(world: World) -> Person:
    return named(world.people["requester"], "Maja Lind")


def named(person: Person, name: str) -> Person:
    person.name = name
    person.save(update_fields=["name"])
    return person


def found(world: World, who: str, text: str) -> list[str]:
    return [hit.number for hit in search(world.actor(who), text)]


def recorded(world: World, **values: object) -> Record:
    made = actions.register(world.actor("agent"), INCIDENT, title="Beamer broken", **values)
    documents.index(made.pk)
    return made


@pytest.mark.parametrize("part", ["requester", "affected", "assignee"])
def test_a_record_is_found_by_each_person_on_it(world: World, part: str) -> None:
    named(world.people["colleague"], "Maja Lind")
    made = recorded(world, **{"requester": world.people["classmate"], part: world.people["colleague"]})
    for typed in ("Maja", "maja lind", "lin", "beamer maja"):
        assert found(world, "agent", typed) == [made.number], typed
    (hit,) = search(world.actor("agent"), "maja")
    assert hit.why == part and hit.snippet == "Maja Lind"
    assert found(world, "stranger", "maja") == []


def test_search_page_and_palette_find_by_name(world: World, maja: Person, client: object) -> None:
    made = recorded(world, requester=maja)
    client.force_login(world.people["agent"])  # type: ignore[attr-defined]
    for address in ("/search?q=Maja", "/palette?q=Maja"):
        assert made.number in client.get(address).content.decode(), address  # type: ignore[attr-defined]


def test_who_joined_is_found_by_staff_alone(world: World, maja: Person) -> None:
    made = recorded(world, requester=world.people["classmate"])
    actions.add_report(world.actor("agent"), made.number, person=maja)
    documents.index(made.pk)
    assert found(world, "agent", "maja") == [made.number]
    assert found(world, "classmate", "maja") == [] and found(world, "classmate", "beamer") == [made.number]


def by_an_administrator(world: World, person: Person) -> None:
    people.change(world.actor("administrator"), person, name="Maja Berg")


def by_themselves(world: World, person: Person) -> None:
    oneself.change(world.actor("requester"), name="Maja Berg")


@pytest.mark.parametrize("rename_them", [by_an_administrator, by_themselves])
def test_another_name_takes_the_place_of_the_old_one(
    world: World, maja: Person, rename_them: Callable[[World, Person], None]
) -> None:
    made = recorded(world, requester=maja)
    other = recorded(world, requester=world.people["classmate"])
    rename_them(world, maja)
    told = Entry.objects.order_by("-pk").first()
    rename(told)
    reindex(told)
    assert made.pk in documents.behind(100) and other.pk not in documents.behind(100)
    catch_up.run()
    assert found(world, "agent", "lind") == [] and found(world, "agent", "berg") == [made.number]


def test_another_telephone_moves_no_document(world: World, maja: Person) -> None:
    made = recorded(world, requester=maja)
    people.change(world.actor("administrator"), maja, phone="555")
    rename(Entry.objects.order_by("-pk").first())
    assert made.pk not in documents.behind(100)


def test_whoever_was_erased_is_found_no_more(world: World, maja: Person) -> None:
    made = recorded(world, requester=maja)
    admin = world.actor("administrator")
    people.deactivate(admin, maja)
    outcome = erasing.erase(admin, maja, reason="asked")
    assert found(world, "agent", "maja") == [] and found(world, "agent", outcome.mark) == [made.number]
    assert "Lind" not in str(list(SearchDocument.objects.values_list("parts", "vector")))


def test_documents_of_before_are_made_anew(world: World, maja: Person) -> None:
    """An installation that is upgraded finds people without anybody doing anything."""
    made = recorded(world, requester=maja)
    unnamed = "parts = '[]', vector = ''::tsvector"
    with connection.cursor() as cursor:
        cursor.execute(f"update search_searchdocument set {unnamed}")
        assert found(world, "agent", "maja") == [] and made.pk not in documents.behind(100)
        cursor.execute(import_module("fettle.processes.incidents.migrations.0005_found_by_people").OUTDATED)
    catch_up.run()
    assert found(world, "agent", "maja") == [made.number]
