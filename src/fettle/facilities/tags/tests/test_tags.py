"""Tags on records and the tags themselves: rules, scopes, merging, erasing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fettle.facilities.tags import actions, queries, rules
from fettle.facilities.tags.definitions import HANDLING
from fettle.facilities.tags.models import Tag
from fettle.facilities.tags.values import Tags
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.errors import FettleError, Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as definitions
from fettle.kernel.settings import erasing, people
from fettle.processes.incidents import actions as desk
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.services.records import SERVICE
from fettle.site.testing.world import World


@pytest.fixture
def record(world: World) -> Record:
    return desk.register(world.actor("requester"), INCIDENT, title="Wi-Fi down in B wing", service=world.service)


def names(record: Record) -> list[str]:
    return [tag.name for tag in queries.on(Record.objects.get(pk=record.pk))]


def decide(world: World, **values: Any) -> None:
    definitions.redefine(world.actor("manager"), HANDLING.key, value={**HANDLING.default, **values}, reason="tested")


def test_tags_are_put_on_and_taken_off_with_one_entry_each(world: World, record: Record) -> None:
    agent = world.actor("agent")
    before = Entry.objects.filter(record=record).count()
    actions.tag(agent, record.number, add=["B wing", " wi-fi  rollout "])
    assert names(record) == ["B wing", "wi-fi rollout"]
    actions.tag(agent, record.number, add="Wi-Fi Rollout, b wing")
    assert Entry.objects.filter(record=record).count() == before + 1, "what is there already changes nothing"
    actions.tag(agent, record.number, add="exam", remove="B WING")
    assert names(record) == ["exam", "wi-fi rollout"]
    entries = list(Entry.objects.filter(record=record, fact="tags.tagged").order_by("pk"))
    assert len(entries) == 2 and entries[0].audience == "staff" and list(entries[1].changes) == ["tags"]
    assert check(Record.objects.get(pk=record.pk)) == []


def test_who_may_not_change_the_record_tags_nothing(world: World, record: Record) -> None:
    for who, error in (("requester", NotSeen), ("auditor", Forbidden), ("stranger", NotSeen), ("colleague", None)):
        if error is None:
            actions.tag(world.actor(who), record.number, add=["x"])
        else:
            with pytest.raises(error):
                actions.tag(world.actor(who), record.number, add=["x"])


def test_a_record_of_another_kind_bears_none(world: World) -> None:
    service = Record.objects.filter(kind=SERVICE.key).first()
    with pytest.raises(NotSeen):
        actions.tag(world.actor("manager"), service.number, add=["x"])


@pytest.mark.parametrize("name", ["", "a,b", "x" * 41, "tag:7", "\x00", "a\u202eb", "bell\x07"])
def test_what_a_tag_may_not_be_called(name: str) -> None:
    with pytest.raises(Invalid):
        rules.a_name_is_short_and_whole(name)


@given(st.text(max_size=60))
def test_law_a_name_that_is_taken_is_taken_again_as_it_is(raw: str) -> None:
    try:
        name = rules.a_name_is_short_and_whole(raw)
    except Invalid:
        return
    assert rules.a_name_is_short_and_whole(name) == name and 0 < len(name) <= 40 and "," not in name


NAMES = st.lists(st.sampled_from(["a", "A", "b", "c", "d"]), max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, NAMES), max_size=4))
def test_law_what_stands_there_is_what_was_asked_for(world: World, record: Record, wishes: Any) -> None:
    agent = world.actor("agent")
    actions.tag(agent, record.number, remove=names(record))
    expected: set[str] = set()
    for add, remove in wishes:
        actions.tag(agent, record.number, add=add, remove=remove)
        expected = (expected - {name.lower() for name in remove}) | {name.lower() for name in add}
        assert {name.lower() for name in names(record)} == expected
    assert check(Record.objects.get(pk=record.pk)) == []


def test_new_ones_are_made_only_where_that_is_allowed(world: World, record: Record) -> None:
    actions.tag(world.actor("agent"), record.number, add=["old"])
    decide(world, make=False)
    with pytest.raises(Invalid, match="“new”"):
        actions.tag(world.actor("agent"), record.number, add=["old", "new"])
    actions.tag(world.actor("manager"), record.number, add=["new"])
    assert names(record) == ["new", "old"]


def test_how_many_there_may_be(world: World, record: Record) -> None:
    decide(world, most_on_record=2, most=3)
    agent = world.actor("agent")
    with pytest.raises(Invalid):
        actions.tag(agent, record.number, add=["a", "b", "c"])
    assert Tag.objects.count() == 0, "nothing half-done"
    actions.tag(agent, record.number, add=["a", "b"])
    actions.tag(agent, record.number, add=["c"], remove=["a"])
    with pytest.raises(Refusal, match="3"):
        actions.tag(agent, record.number, add=["d"], remove=["b"])


def test_a_tag_is_renamed_retired_and_merged_without_touching_a_record(world: World, record: Record) -> None:
    agent, manager = world.actor("agent"), world.actor("manager")
    actions.tag(agent, record.number, add=["wifi"])
    tag, version = Tag.objects.get(), Record.objects.get(pk=record.pk).version
    with pytest.raises(Forbidden):
        actions.change(agent, tag, name="Wi-Fi")
    actions.change(manager, tag, name="WiFi", colour="blue", retired=True)
    assert names(record) == ["WiFi"] and [each.name for each in queries.offered(record)] == []
    with pytest.raises(Invalid, match="retired"):
        actions.tag(agent, desk.register(agent, INCIDENT, title="Other").number, add=["wifi"])
    actions.change(manager, tag, retired=False)
    other = actions.make(manager, organisation=tag.organisation, name="wireless")
    third = actions.make(manager, organisation=tag.organisation, name="network")
    actions.merge(manager, tag, other)
    actions.merge(manager, other, third)
    assert names(record) == ["network"] and Record.objects.get(pk=record.pk).version == version
    actions.tag(agent, record.number, add=["WIFI"])
    assert Record.objects.get(pk=record.pk).version == version, "the old name stands for the new one"
    actions.tag(agent, record.number, remove=["network"])
    assert names(record) == []
    with pytest.raises(Invalid):
        actions.merge(manager, third, other)
    with pytest.raises(Invalid):
        actions.make(manager, organisation=tag.organisation, name="WIFI")


def test_what_was_merged_is_not_merged_a_second_time(world: World, record: Record) -> None:
    manager, root = world.actor("manager"), Organisation.objects.get(parent=None)
    tag, first, second = (actions.make(manager, organisation=root, name=name) for name in ("a", "b", "c"))
    actions.merge(manager, tag, first)
    with pytest.raises(Invalid, match="was merged into “b”"):
        actions.merge(manager, tag, second)
    assert Tag.objects.get(pk=tag.pk).into == first


def test_what_an_organisation_above_retired_is_not_in_the_way_of_what_is_offered(world: World, record: Record) -> None:
    root = Organisation.objects.get(parent=None)
    Tag.objects.create(organisation=root, name="exam", retired=True)
    own = Tag.objects.create(organisation=world.school, name="Exam")
    assert queries.offered(record) == [own]
    actions.tag(world.actor("agent"), record.number, add=["exam"])
    assert queries.on(Record.objects.get(pk=record.pk)) == [own]


def test_what_is_no_name_is_said_beside_what_was_asked_for(world: World, record: Record) -> None:
    with pytest.raises(Invalid) as refused:
        actions.tag(world.actor("agent"), record.number, add=["x" * 41])
    assert refused.value.errors.keys() == {"add"}


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_same_tag_at_once_use_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked and found none before either makes it."""
    agent, both = world.actor("agent"), threading.Barrier(2)
    records = [desk.register(agent, INCIDENT, title=title) for title in ("One", "Two")]
    allowed = rules.new_ones_may_be_made

    def looked(*asked: Any) -> None:
        allowed(*asked)
        both.wait(20)

    monkeypatch.setattr(rules, "new_ones_may_be_made", looked)
    said = at_once(*(partial(actions.tag, agent, each.number, add=["exam"]) for each in records))
    assert said == ["", ""] and [names(each) for each in records] == [["exam"]] * 2 and Tag.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tags_are_not_called_the_same_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    manager, root = world.actor("manager"), Organisation.objects.get(parent=None)
    tags = [actions.make(manager, organisation=root, name=name) for name in ("a", "b")]
    once = rules.a_name_is_given_once

    def slowly(*asked: Any) -> None:
        once(*asked)
        time.sleep(0.3)

    monkeypatch.setattr(rules, "a_name_is_given_once", slowly)
    said = at_once(*(partial(actions.change, manager, each, name="exam") for each in tags))
    assert sorted(said) == ["", "There is a tag “exam” already: use that one."]


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """Each in a thread and transaction of its own: what refused it, "" for nothing."""
    said, start = [""] * len(deeds), threading.Barrier(len(deeds))

    def run(at: int) -> None:
        try:
            start.wait(20)
            deeds[at]()
        except Exception as problem:  # told below
            said[at] = str(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_two_organisations_stay_blind_to_each_others_tags(world: World, record: Record) -> None:
    actions.tag(world.actor("agent"), record.number, add=["everywhere"])
    root = Tag.objects.get()
    other = Organisation.objects.exclude(path__startswith=world.school.path).exclude(parent=None).first()
    assert other is not None
    school = Tag.objects.create(organisation=world.school, name="school")
    far = Tag.objects.create(organisation=other, name="far")
    assert far not in queries.fitting(record.organisation) and school in queries.fitting(record.organisation)
    for who in ("requester", "stranger", "classmate"):
        assert not queries.seen(world.actor(who)).exists(), "tags are the desk's"
    assert {root, school} <= set(queries.seen(world.actor("agent")))


def test_a_filter_finds_by_name_by_id_and_by_the_name_it_had(world: World, record: Record) -> None:
    agent, manager = world.actor("agent"), world.actor("manager")
    actions.tag(agent, record.number, add=["wifi"])
    tag = Tag.objects.get()
    other = actions.make(manager, organisation=tag.organisation, name="network")
    actions.merge(manager, tag, other)
    for raw in ("wifi", "NETWORK", f"tag:{tag.pk}", f"tag:{other.pk}"):
        assert set(Tags().clean(raw, agent)) == {tag.pk, other.pk}
    for raw in ("none", "tag:0", "tag:x", ""):
        with pytest.raises(ValueError, match="no tag"):
            Tags().clean(raw, agent)
    with pytest.raises(ValueError, match="no tag"):
        Tags().clean("wifi", world.actor("requester"))


def test_records_that_go_on_in_another_one_bring_their_tags(world: World) -> None:
    agent = world.actor("agent")
    first, second = (desk.register(agent, INCIDENT, title=title) for title in ("One", "Two"))
    actions.tag(agent, first.number, add=["a", "b"])
    actions.tag(agent, second.number, add=["b", "c"])
    desk.merge(agent, first.number, into=second.number)
    assert names(second) == ["a", "b", "c"] and names(first) == ["a", "b"]


def test_a_record_that_moves_keeps_what_may_stand_there(world: World) -> None:
    agent = world.actor("agent")
    record = desk.register(agent, INCIDENT, title="Whose?", requester=world.people["requester"])
    own = Tag.objects.create(organisation=world.school, name="school only")
    actions.tag(agent, record.number, add=["all", own.name])
    merged = Tag.objects.create(organisation=world.school, name="old name", into=Tag.objects.get(name="all"))
    Record.objects.filter(pk=record.pk).update(tags=[own.pk, merged.pk])
    assert names(record) == ["all", "school only"]
    desk.revise(agent, record.number, requester=world.people["stranger"])
    assert names(record) == ["all"]


def test_a_slip_is_taken_back(world: World, record: Record) -> None:
    agent = world.actor("agent")
    actions.tag(agent, record.number, add=["a"])
    actions.tag(agent, record.number, add=["b"], remove=["a"])
    desk.undo(agent, record.number)
    assert names(record) == ["a"]


def test_a_name_that_names_somebody_is_erased(world: World, record: Record) -> None:
    admin = world.actor("administrator")
    person = people.add(admin, name="Ludmila Ferrer", organisation=world.school, mail="l@example.org")
    actions.tag(world.actor("agent"), record.number, add=["Ludmila Ferrer", "for ludmila ferrer"])
    people.deactivate(admin, person)
    outcome = erasing.erase(admin, Person.objects.get(pk=person.pk), reason="asked")
    assert names(record) == [outcome.mark, f"for {outcome.mark}"]
    assert outcome.found["tags"] == 2
    assert not Entry.everything.filter(facts__icontains="Ludmila").exists()


def test_the_filter_is_one_step_in_an_index(world: World) -> None:
    """Whatever the size: the planner may use the index of tagged records for what the filter says."""
    rows = visible(world.actor("agent"), INCIDENT, REQUEST).filter(tags__overlap=[7]).exclude(tags=[])
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    assert "record_tags" in rows.explain()


def test_whoever_makes_the_same_tag_twice_is_told(world: World) -> None:
    manager = world.actor("manager")
    root = Organisation.objects.get(parent=None)
    actions.make(manager, organisation=root, name="Twice", colour="green")
    with pytest.raises(Invalid, match="already"):
        actions.make(manager, organisation=root, name="tWICE")
    with pytest.raises(Invalid):
        actions.make(manager, organisation=root, name="Pink", colour="pink")
    with pytest.raises(FettleError):
        actions.make(Actor.of(world.people["agent"]), organisation=root, name="Mine")
