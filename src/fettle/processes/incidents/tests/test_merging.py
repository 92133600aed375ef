"""Two reports of one thing become one, and can be two again: nobody and nothing said is lost on the way."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fettle.edges.notify.deciding import candidates
from fettle.edges.pages.tests.test_frame import client
from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.models import Comment
from fettle.facilities.links import actions as links
from fettle.facilities.links import queries as linked
from fettle.facilities.tags import actions as tags
from fettle.facilities.tags import queries as borne
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import FettleError, Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check, in_order
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Participant, Record
from fettle.processes.incidents import actions, panels, queries
from fettle.processes.incidents.clocks import gather
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.incidents.tests.desk import fresh
from fettle.site.testing.world import World

Part = Participant.Part


def reported(world: World, who: str = "requester", kind: Any = INCIDENT, title: str = "No Wi-Fi") -> Record:
    return actions.register(world.actor(who), kind, title=title, details="Since eight", impact="group", urgency="soon")


def people(record: Record, *parts: str) -> set[str]:
    rows = Participant.objects.filter(record=record)
    rows = rows.filter(part__in=parts) if parts else rows
    return {name.lower() for name in rows.values_list("person__name", flat=True)}


def test_it_goes_on_in_the_other_one_with_its_people(world: World) -> None:
    first, second, agent = reported(world), reported(world, "classmate"), world.actor("agent")
    discussion.watch(world.actor("colleague"), second.number)
    merged = actions.merge(agent, second.number, into=first.number.lower())
    assert (merged.state, merged.is_open) == ("merged", False) and check(fresh(merged)) == []
    assert check(fresh(first)) == [] and fresh(first).state == "new"
    assert people(first, Part.JOINED) == {"classmate"} and people(first, Part.WATCHER) == {"colleague"}
    assert panels.people(first) == (["Classmate", "Requester"], []), "the reply reaches both"
    assert get(world.actor("classmate"), first.number).pk == first.pk
    assert queries.where_it_goes(fresh(second)).pk == first.pk and queries.where_it_goes(first).pk == first.pk
    assert [end.relation for end in linked.links(agent, fresh(second))] == ["merged_into"]
    assert Entry.objects.filter(record=second).count() == 3 and Entry.objects.filter(record=first).count() == 2


def test_it_counts_neither_as_solved_nor_as_open_and_no_clock_runs(world: World) -> None:
    first, second = reported(world), reported(world, "classmate")
    actions.merge(world.actor("agent"), second.number, into=first.number)
    item = fresh(second).incident
    assert (item.resolved_at, item.within_target, fresh(second).due_at, item.response_due_at) == (None,) * 4
    assert fresh(second).closed_at and gather(in_order(fresh(second))).resolution[-1].what == "cancel"
    back = actions.unmerge(world.actor("agent"), second.number)
    assert back.state == "new" and fresh(second).due_at and fresh(second).incident.response_due_at, "both clocks go on"
    assert check(fresh(second)) == []


def test_what_is_said_to_it_afterwards_arrives_in_the_other_one(world: World) -> None:
    first, second, agent = reported(world), reported(world, "classmate"), world.actor("agent")
    third = reported(world)
    actions.merge(agent, second.number, into=first.number)
    actions.merge(agent, first.number, into=third.number)
    assert queries.where_it_goes(fresh(second)).pk == third.pk, "through all of them"
    answered = actions.reply(world.actor("classmate"), second.number, text="Still gone")
    assert answered.pk == third.pk and Comment.objects.get(text="Still gone").record_id == third.pk
    discussion.watch(agent, second.number, world.people["stranger"])
    with pytest.raises(Refusal, match="anew"):
        actions.reply(world.actor("stranger"), second.number, text="And I?")


def test_taking_out_again_takes_out_whom_the_merge_alone_brought(world: World) -> None:
    first, second, agent = reported(world), reported(world, "classmate"), world.actor("agent")
    third = reported(world, "classmate")
    for one in (second, third):
        actions.merge(agent, one.number, into=first.number)
    actions.unmerge(agent, second.number)
    assert people(first, Part.JOINED) == {"classmate"}, "their third report is still merged into it"
    actions.add_report(agent, first.number, person=world.people["classmate"])
    actions.unmerge(agent, third.number)
    assert people(first, Part.JOINED) == set() and people(first, Part.AFFECTED) == {"classmate"}, "joined by themselves"
    assert people(second) == people(third) == {"classmate"}
    assert linked.links(agent, fresh(first)) == [] and not visible(world.actor("stranger")).filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (lambda world, agent, first, other: first.number, "same record"),
        (lambda world, agent, first, other: "INC-999999", "There is no INC-999999"),
        (lambda world, agent, first, other: "something", "There is no something"),
        (lambda world, agent, first, other: reported(world, kind=REQUEST).number, "another kind"),
        (lambda world, agent, first, other: over(agent, other, "withdraw", reason="twice"), "“Withdrawn”"),
        (
            lambda world, agent, first, other: over(agent, other, "resolve", resolution="x", closure_code="solved"),
            "“Resolved”",
        ),
        (lambda world, agent, first, other: over(agent, other, "merge", into=first.number), "“Merged”"),
    ],
)
def test_what_cannot_be_merged_says_why(world: World, how: Any, why: str) -> None:
    agent, first, other = world.actor("agent"), reported(world), reported(world, "classmate")
    into = how(world, agent, first, other)
    before = Entry.objects.count()
    with pytest.raises((Invalid, Refusal), match=why):
        actions.merge(agent, first.number, into=into)
    assert Entry.objects.count() == before and fresh(first).state == "new", "nothing half-done"


def over(agent: Actor, record: Record, verb: str, **values: Any) -> str:
    return actions.VERBS[verb](agent, record.number, **values).number


def test_a_restricted_a_major_and_a_whole_one_stay(world: World) -> None:
    agent, first, other = world.actor("agent"), reported(world), reported(world)
    links.link(agent, first.number, other.number, "parent_of")
    with pytest.raises(Refusal, match="1 part"):
        actions.merge(agent, first.number, into=reported(world).number)
    major = reported(world)
    actions.declare_major(agent, major.number, criterion="service_down", reason="all")
    with pytest.raises(Refusal, match="major"):
        actions.merge(agent, major.number, into=first.number)
    Record.objects.filter(pk=first.pk).update(restricted=True)
    with pytest.raises((Refusal, Invalid)):
        actions.merge(agent, other.number, into=first.number)


def test_nobody_of_another_organisation_comes_to_read_it(world: World) -> None:
    ours, theirs, agent = reported(world), reported(world, "stranger", title="Rival secret"), world.actor("agent")
    for one, into in ((theirs, ours), (ours, theirs)):
        with pytest.raises(Refusal, match="must not read"):
            actions.merge(agent, one.number, into=into.number)
    nobody = actions.register(agent, INCIDENT, title="No Wi-Fi", requester=None, service=world.service)
    discussion.watch(agent, nobody.number, world.people["stranger"])
    with pytest.raises(Refusal, match="must not read"):
        actions.merge(agent, nobody.number, into=ours.number)
    assert not visible(world.actor("stranger")).filter(pk=ours.pk).exists()
    page = client(world, "agent").post(f"/incidents/{theirs.number}/do/merge", {"into": ours.number})
    assert page.status_code == 409 and "must not read" in page.content.decode()


def test_only_staff_merge_and_only_what_they_work_on(world: World) -> None:
    first, second = reported(world), reported(world)
    with pytest.raises(Forbidden):
        actions.merge(world.actor("requester"), second.number, into=first.number)
    with pytest.raises(NotSeen):
        actions.merge(world.actor("stranger"), second.number, into=first.number)
    actions.merge(world.actor("agent"), second.number, into=first.number)
    with pytest.raises(Forbidden):
        actions.unmerge(world.actor("requester"), second.number)


def test_it_is_taken_out_in_turn_and_in_time(world: World, then: Any) -> None:
    first, second, third, agent = reported(world), reported(world), reported(world), world.actor("agent")
    actions.merge(agent, first.number, into=second.number)
    actions.merge(agent, second.number, into=third.number)
    with pytest.raises(Refusal, match="take that one out first"):
        actions.unmerge(agent, first.number)
    actions.unmerge(agent, second.number)
    then(timezone.now() + timedelta(days=8))
    with pytest.raises(Refusal, match="merged more than 7 days ago"):
        actions.unmerge(world.actor("agent"), first.number)


def test_those_on_it_are_told_once_and_staff_of_the_other_too(world: World) -> None:
    first, second, agent = reported(world), reported(world, "classmate"), world.actor("agent")
    actions.take(agent, first.number)
    actions.merge(world.actor("colleague"), second.number, into=first.number)
    told = {(one.person, one.way) for one in candidates(Entry.objects.filter(record=second).latest("pk"))}
    classmate, colleague = world.people["classmate"].pk, world.people["agent"].pk
    assert told == {(classmate, "screen"), (classmate, "mail")}
    told = {(one.person, one.way) for one in candidates(Entry.objects.filter(record=first).latest("pk"))}
    assert told == {(colleague, "screen")}
    actions.reply(agent, first.number, text="We are at it")
    told = {one.person for one in candidates(Entry.objects.filter(record=first).latest("pk"))}
    assert told == {classmate, world.people["requester"].pk, colleague}


@pytest.mark.parametrize("seed", range(4))
def test_no_sequence_of_merges_makes_a_circle_or_loses_somebody(world: World, seed: int) -> None:
    """Whatever is merged and taken out in whatever order: each chain ends, everybody who was on a record is on it
    still, and on the one in which it goes on; what was said is there.
    """
    chance, agent = random.Random(seed), world.actor("agent")
    pupils = [orgs.add_person(f"Pupil {at}", world.school, f"pupil{at}@example.org") for at in range(4)]
    records = [
        actions.register(agent, INCIDENT, title=f"Dark {at}", requester=chance.choice(pupils)) for at in range(6)
    ]
    said = {actions.note(agent, one.number, text=one.number).pk: one.number for one in records}
    named = {one.pk: set(Participant.objects.filter(record=one).values_list("person_id", "part")) for one in records}
    steps = 0
    for _turn in range(40):
        one, other = chance.choice(records), chance.choice(records)
        try:
            if chance.random() < 0.65:
                actions.merge(agent, one.number, into=other.number)
            else:
                actions.unmerge(agent, one.number)
            steps += 1
        except FettleError:
            continue
        for each in map(fresh, records):
            end = queries.where_it_goes(each)
            assert end.state != "merged" and (each.state == "merged") == (end.pk != each.pk)
            on_it = set(Participant.objects.filter(record=each).values_list("person_id", "part"))
            assert named[each.pk] <= on_it
            there = set(Participant.objects.filter(record=end).values_list("person_id", flat=True))
            assert {person for person, _part in named[each.pk]} <= there
            assert Comment.objects.get(record=each).text == said[each.pk] and check(each) == []
    assert steps > 8


def test_the_page_shows_what_would_happen_before_it_does(world: World) -> None:
    first, second, browser = reported(world), reported(world, "classmate"), client(world, "agent")
    actions.reply(world.actor("agent"), first.number, text="At it")
    assert "Merge into another" in browser.get(f"/incidents/{second.number}").content.decode()
    address = f"/incidents/{second.number}/do/merge"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"into": second.number}).status_code == 422
    preview = browser.post(address, {"into": first.number})
    text = preview.content.decode()
    assert preview.status_code == 200 and "Classmate" in text and "the 1 message on it" in text
    assert fresh(second).state == "new", "looking changes nothing"
    done = browser.post(address, {"into": first.number, "confirmed": "1"})
    assert done.status_code == 303 and done["Location"] == f"/incidents/{first.number}"
    page = browser.get(f"/incidents/{second.number}").content.decode()
    assert f"Goes on in {first.number}" in page and 'data-side="reply"' not in page and 'data-side="note"' in page
    portal = client(world, "classmate").get(f"/portal/requests/{second.number}").content.decode()
    assert "worked on in one place" in portal and f"/portal/requests/{first.number}" in portal
    assert "the other record" not in portal
    blocked = browser.get(address)
    assert blocked.status_code == 409 and "Merged" in blocked.content.decode()
    assert browser.post(f"/incidents/{second.number}/do/unmerge", {}).status_code == 303
    assert fresh(second).state == "new"


def test_taking_out_takes_along_the_tags_that_only_this_merge_brought(world: World) -> None:
    agent = world.actor("agent")
    first, second, third = (reported(world, title=title) for title in ("One", "Two", "Three"))
    for record, names in ((first, "own, both"), (second, "both, second, shared"), (third, "shared, third")):
        tags.tag(agent, record.number, add=names)
    for record in (second, third):
        actions.merge(agent, record.number, into=first.number)
    tags.tag(agent, first.number, add="later")

    def names() -> set[str]:
        return {tag.name for tag in borne.on(Record.objects.get(pk=first.pk))}

    assert names() == {"own", "both", "second", "shared", "third", "later"}
    actions.unmerge(agent, second.number)
    assert names() == {"own", "both", "shared", "third", "later"}, "another one that is still merged brought “shared”"
    assert {tag.name for tag in borne.on(Record.objects.get(pk=second.pk))} == {"both", "second", "shared"}
    actions.merge(agent, second.number, into=first.number)
    actions.unmerge(agent, second.number)
    assert names() == {"own", "both", "shared", "third", "later"}
    actions.unmerge(agent, third.number)
    assert names() == {"own", "both", "later"}, "what two of them brought goes with the last"
    actions.merge(agent, third.number, into=first.number)
    tags.tag(agent, first.number, remove="third")
    tags.tag(agent, first.number, add="third")
    actions.unmerge(agent, third.number)
    assert names() == {"own", "both", "later", "third"}, "somebody put it there since"
    assert check(fresh(first)) == []
