"""Links: one row, an entry on each record, read only where both ends are seen."""

from __future__ import annotations

from itertools import pairwise

import pytest

from fettle.facilities.links import actions as links
from fettle.facilities.links import queries
from fettle.facilities.links.models import Link
from fettle.facilities.links.relations import BY_EITHER, RELATIONS
from fettle.kernel.access.read import get
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.history.timeline import timeline
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


def opened(world: World, who: str = "requester") -> Record:
    return actions.register(world.actor(who), INCIDENT, title="Wi-Fi down", service=world.service)


@pytest.mark.parametrize(
    "code", sorted(code for code, relation in BY_EITHER.items() if relation.by_hand and not relation.sources)
)
def test_each_relation_reads_right_from_both_ends(world: World, code: str) -> None:
    agent, one, other = world.actor("agent"), opened(world), opened(world)
    links.link(agent, one.number, other.number, code)
    links.link(agent, one.number, other.number, code)
    relation = BY_EITHER[code]
    back = relation.inverse if code == relation.code else relation.code
    (end,) = queries.links(agent, one)
    (rend,) = queries.links(agent, other)
    assert (end.record, end.relation) == (other, code) and (rend.record, rend.relation) == (one, back)
    for record in (one, other):
        now = Record.objects.get(pk=record.pk)
        assert now.version == 2 and check(now) == []
    said = Entry.objects.filter(record=one, seq=2).get().facts[0]["data"]
    assert said == {"other": other.pk, "relation": code}
    links.unlink(agent, other.number, one.number, back)
    assert queries.links(agent, one) == [] and Link.objects.count() == 0


def test_the_other_end_is_shown_and_named_only_to_those_who_see_it(world: World) -> None:
    agent, mine, theirs = world.actor("agent"), opened(world), opened(world, "stranger")
    links.link(agent, mine.number, theirs.number, "caused_by")
    requester = world.actor("requester")
    assert queries.links(requester, mine) == [] and queries.named(requester, [theirs.pk]) == {}
    seen = get(requester, mine.number)
    assert [entry.fact for entry in timeline(requester, seen)] == ["incidents.registered"]
    assert theirs.number not in str(list(Entry.objects.filter(record=mine).values_list("facts", flat=True)))


def test_people_we_serve_do_not_link_and_learn_nothing_by_trying(world: World) -> None:
    mine, theirs = opened(world), opened(world, "stranger")
    requester = world.actor("requester")
    with pytest.raises(NotSeen):
        links.link(requester, theirs.number, mine.number, "related")
    answers = []
    for number in (theirs.number, "INC-999999"):
        with pytest.raises(Invalid) as caught:
            links.link(requester, mine.number, number, "related")
        answers.append(str(caught.value).replace(number, "X"))
    assert answers[0] == answers[1]
    with pytest.raises(Forbidden):
        links.link(requester, mine.number, opened(world).number, "related")


@pytest.mark.parametrize(
    "relation", [each.code for each in RELATIONS if each.no_circle and each.by_hand and not each.flat]
)
def test_no_circle_however_long(world: World, relation: str) -> None:
    agent, chain = world.actor("agent"), [opened(world) for _ in range(4)]
    for one, other in pairwise(chain):
        links.link(agent, one.number, other.number, relation)
    with pytest.raises(Refusal):
        links.link(agent, chain[-1].number, chain[0].number, relation)
    with pytest.raises(Invalid):
        links.link(agent, chain[0].number, chain[0].number.lower(), relation)
    with pytest.raises(Invalid):
        links.link(agent, chain[0].number, chain[1].number, "befriends")


def test_a_part_has_no_parts_and_one_whole(world: World) -> None:
    agent = world.actor("agent")
    whole, part, other, more = (opened(world).number for _ in range(4))
    links.link(agent, whole, part, "parent_of")
    links.link(agent, whole, part, "parent_of")
    for source, target, why in (
        (part, other, "part of another record itself"),
        (other, whole, "has parts of its own"),
        (other, part, "part of another record already"),
        (part, whole, "would be a circle"),
    ):
        with pytest.raises(Refusal, match=why):
            links.link(agent, source, target, "parent_of")
    links.link(agent, more, whole, "caused_by")
    links.unlink(agent, part, whole, "child_of")
    links.link(agent, part, other, "parent_of")


def test_what_follows_from_a_step_is_not_linked_by_hand(world: World) -> None:
    agent, one, other = world.actor("agent"), opened(world), opened(world)
    actions.merge(agent, one.number, into=other.number)
    for change in (links.link, links.unlink):
        with pytest.raises(Invalid, match="Choose one of"):
            change(agent, one.number, other.number, "merged_into")
    assert queries.links(agent, one)


def test_a_follow_up_is_linked_to_what_it_follows(world: World) -> None:
    agent, old = world.actor("agent"), opened(world)
    actions.resolve(agent, old.number, resolution="Done", closure_code="solved")
    made = actions.follow_up(world.actor("requester"), old.number, details="Again")
    (end,) = queries.links(agent, made)
    assert (end.record, end.relation) == (old, "follows_up")
