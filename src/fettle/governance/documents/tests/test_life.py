"""A document from its first word to its end: who may what, and what stands there afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fettle.edges.notify.recipients import Recipients
from fettle.facilities.documents import actions as texts
from fettle.facilities.documents import jobs, queries
from fettle.facilities.search.documents import parts_of
from fettle.governance.documents import actions
from fettle.governance.documents.records import DOCUMENT
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal, Stale
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.site.testing.world import World


def entered(world: World, **more: Any) -> str:
    return actions.register(world.actor("manager"), title="Policy", type="policy", **more).number


def published(world: World, **more: Any) -> str:
    number = entered(world, **more)
    texts.write(world.actor("manager"), number, text="## Why\nWe serve.")
    texts.submit(world.actor("manager"), number, reviewer=world.people["head"])
    texts.approve(world.actor("head"), number)
    return number


def record(number: str) -> Record:
    return Record.objects.get(number=number)


def test_from_draft_to_published(world: World) -> None:
    number = entered(world)
    with pytest.raises(Refusal, match="write it first"):
        texts.submit(world.actor("manager"), number)
    texts.write(world.actor("manager"), number, text="We serve.")
    texts.submit(world.actor("manager"), number, reviewer=world.people["head"])
    assert record(number).assignee == world.people["head"]
    texts.approve(world.actor("head"), number)
    found = record(number)
    assert (found.state, found.is_open, found.item.in_force, found.item.draft) == ("published", False, 1, None)
    assert found.item.effective_on == timezone.localdate() and found.versions.get().approval.person.name == "Head"


def test_the_author_does_not_approve_unless_one_person_may_do_both(world: World) -> None:
    number = entered(world)
    head = world.actor("head")
    texts.write(head, number, text="We serve.")
    texts.submit(head, number)
    with pytest.raises(Refusal, match="somebody else approves"):
        texts.approve(head, number)
    assert record(number).state == "in_review" and not record(number).versions.filter(approval__isnull=False)
    settings.redefine(world.actor("administrator"), "documents.control", value={"one_person": True, "remind_days": 14})
    texts.approve(head, number)
    assert record(number).state == "published"


def test_a_new_version_is_written_while_the_old_one_holds(world: World) -> None:
    number = published(world)
    texts.write(world.actor("manager"), number, text="We serve gladly.", note="Says how")
    found = record(number)
    assert (found.state, found.item.in_force, found.item.draft) == ("draft", 1, 2)
    stands = {one.number: queries.stands(found, one) for one in queries.versions(world.actor("manager"), found)}
    assert stands == {1: "published", 2: "draft"}
    texts.discard(world.actor("manager"), number)
    assert (record(number).state, record(number).item.draft) == ("published", None)
    texts.write(world.actor("manager"), number, text="We serve very gladly.")
    texts.submit(world.actor("manager"), number)
    texts.approve(world.actor("head"), number)
    found = record(number)
    stands = {one.number: queries.stands(found, one) for one in queries.versions(world.actor("manager"), found)}
    assert stands == {1: "replaced", 2: "dropped", 3: "published"}


def test_what_was_sent_back_is_its_authors_again(world: World) -> None:
    number = entered(world)
    texts.write(world.actor("manager"), number, text="We serve.")
    texts.submit(world.actor("manager"), number)
    with pytest.raises(Forbidden):
        texts.send_back(world.actor("manager"), number, reason="No")
    texts.send_back(world.actor("head"), number, reason="Say whom")
    assert (record(number).state, record(number).assignee) == ("draft", world.people["manager"])


def test_writing_refuses_the_same_text_and_a_lost_race(world: World) -> None:
    number = entered(world)
    texts.write(world.actor("manager"), number, text="One")
    with pytest.raises(Invalid):
        texts.write(world.actor("manager"), number, text="One ")
    texts.write(world.actor("head"), number, text="Two", base=1)
    with pytest.raises(Stale):
        texts.write(world.actor("manager"), number, text="Three", base=1)
    assert queries.text_of(record(number), 2) == "Two" and record(number).versions.count() == 2


def test_a_withdrawn_document_stays_as_it_is(world: World) -> None:
    number = published(world)
    texts.withdraw(world.actor("manager"), number, reason="Replaced by the handbook")
    for act in (
        lambda: texts.write(world.actor("manager"), number, text="x"),
        lambda: texts.submit(world.actor("manager"), number),
    ):
        with pytest.raises(Refusal):
            act()
    with pytest.raises(Refusal, match="withdrawn"):
        actions.revise(world.actor("manager"), number, title="Other")
    found = record(number)
    assert queries.stands(found, found.versions.get()) == "withdrawn" and queries.unread(found) == set()


def test_it_is_distributed_read_and_understood(world: World) -> None:
    number = entered(world)
    texts.distribute(world.actor("manager"), number, team=world.desk)
    texts.distribute(world.actor("manager"), number, person=world.people["requester"])
    texts.distribute(world.actor("manager"), number, role="auditor")
    with pytest.raises(Refusal, match="nothing to confirm"):
        texts.acknowledge(world.actor("agent"), number)
    texts.write(world.actor("manager"), number, text="We serve.")
    texts.submit(world.actor("manager"), number)
    texts.approve(world.actor("head"), number)
    names = {world.people[who].pk for who in ("agent", "colleague", "requester", "auditor")}
    assert queries.readers(record(number)) == names == set(Recipients(record(number)).of("readers"))
    texts.acknowledge(world.actor("agent"), number)
    count = Entry.objects.filter(record__number=number).count()
    texts.acknowledge(world.actor("agent"), number)
    assert Entry.objects.filter(record__number=number).count() == count
    assert queries.unread(record(number)) == names - {world.people["agent"].pk}
    assert [row.at is None for row in queries.readings(record(number))] == [True, True, True, False]
    with pytest.raises(Refusal, match="not distributed to you"):
        texts.acknowledge(world.actor("manager"), number)
    texts.write(world.actor("manager"), number, text="We serve you.")
    texts.submit(world.actor("manager"), number)
    texts.approve(world.actor("head"), number)
    assert queries.unread(record(number)) == names, "a new version is read again"


def lists_agree(world: World) -> dict[str, list[str]]:
    """What each has still to read, asked for at once, is what each document says of its readers."""
    found = {}
    for who, person in world.people.items():
        mine = queries.to_read(Actor.of(person))
        texts_seen = visible(Actor.of(person), DOCUMENT)
        assert {each.pk for each in mine} == {each.pk for each in texts_seen if person.pk in queries.unread(each)}, who
        found[who] = [each.number for each in mine]
    return found


def test_everybody_has_a_list_of_what_is_still_to_be_read(world: World) -> None:
    manager = world.actor("manager")
    first, second, hidden, draft = published(world), published(world), published(world, restricted=True), entered(world)
    rival = actions.register(manager, title="Theirs", type="policy", organisation=world.rival).number
    for number in (first, draft):
        texts.distribute(manager, number, team=world.desk)
        texts.distribute(manager, number, person=world.people["requester"])
    texts.distribute(manager, second, role="auditor")
    texts.distribute(manager, hidden, person=world.people["requester"])
    texts.write(manager, rival, text="We serve.")
    texts.submit(manager, rival)
    texts.approve(world.actor("head"), rival)
    Grant.objects.create(person=world.people["stranger"], role="auditor", organisation=world.school)
    Grant.objects.create(person=world.people["classmate"], role="auditor", organisation=world.rival)
    texts.distribute(manager, rival, role="auditor")
    found = lists_agree(world)
    assert found["requester"] == [hidden, first] and found["agent"] == found["colleague"] == [first]
    assert found["auditor"] == [rival, second] and found["classmate"] == [rival] and found["stranger"] == []

    texts.acknowledge(Actor.of(world.people["requester"]), first)
    texts.withdraw(manager, hidden, reason="It is no more.")
    texts.take_off(manager, second, role="auditor")
    found = lists_agree(world)
    assert found["requester"] == [] and found["auditor"] == [rival] and found["agent"] == [first]
    texts.write(manager, first, text="We serve you.")
    assert lists_agree(world)["requester"] == []
    texts.submit(manager, first)
    texts.approve(world.actor("head"), first)
    assert lists_agree(world)["requester"] == [first], "a new version is read again"


def test_readers_see_what_was_published_and_no_draft(world: World) -> None:
    number = published(world, restricted=True)
    reader = lambda: Actor.of(world.people["requester"])  # noqa: E731
    with pytest.raises(NotSeen):
        get(reader(), number)
    assert not visible(world.actor("agent"), DOCUMENT).filter(number=number)
    texts.distribute(world.actor("manager"), number, person=world.people["requester"])
    texts.write(world.actor("manager"), number, text="Secret plans")
    found = get(reader(), number)
    assert [one.number for one in queries.versions(reader(), found)] == [1]
    with pytest.raises(NotSeen):
        queries.version(reader(), found, 2)
    assert "Secret plans" not in str(parts_of(found)["everyone"])
    assert "We serve." in str(parts_of(found)["everyone"]) and "Secret" in str(parts_of(found)["staff"])
    texts.take_off(world.actor("manager"), number, person=world.people["requester"])
    with pytest.raises(NotSeen):
        get(reader(), number)


def test_one_addressee_at_a_time(world: World) -> None:
    number = entered(world)
    for wish in ({}, {"team": world.desk, "role": "auditor"}):
        with pytest.raises(Invalid):
            texts.distribute(world.actor("manager"), number, **wish)


def test_those_who_have_not_read_it_are_reminded_once_in_the_agreed_days(world: World) -> None:
    number = published(world)
    texts.distribute(world.actor("manager"), number, team=world.desk)
    later = timezone.now() + timedelta(days=15)
    assert jobs.remind_due() == 0
    assert jobs.remind_due(later) == 1 and jobs.remind_due() == 0
    assert Entry.objects.filter(record__number=number, fact="documents.reminded").count() == 1
    for who in ("agent", "colleague"):
        texts.acknowledge(world.actor(who), number)
    assert jobs.remind_due(later + timedelta(days=15)) == 0


def test_every_change_is_one_entry(world: World) -> None:
    number = published(world)
    found = record(number)
    assert found.version == Entry.objects.filter(record=found).count() == 4
