"""An announcement is put up, told further, ended and withdrawn; who it is for reads it, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import NotificationDecision
from fettle.facilities.search.queries import documents_for, search
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import audiences, get, visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.announcements import actions, queries
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def put_up(world: World, who: str = "agent", **more: Any) -> Record:
    words = {"title": "Wi-Fi is down", "text": "Use the cable.", "nature": "outage", "organisation": world.school}
    return actions.announce(world.actor(who), **{**words, **more})


def told(record: Record) -> set[str]:
    """Whom the last entry is told to, by name."""
    entry = Entry.objects.filter(record=record).latest("seq")
    decide(entry)
    return set(NotificationDecision.objects.filter(entry=entry).values_list("person__name", flat=True))


def test_it_is_for_the_people_of_an_organisation_and_of_those_below(world: World) -> None:
    ours, everybody = put_up(world), put_up(world, organisation=world.provider)
    seen = {
        who: set(queries.for_me(world.actor(who)).values_list("pk", flat=True))
        for who in ("requester", "stranger", "agent")
    }
    assert seen == {"requester": {ours.pk, everybody.pk}, "stranger": {everybody.pk}, "agent": {everybody.pk}}
    assert visible(world.actor("agent"), ANNOUNCEMENT).count() == 2
    with pytest.raises(NotSeen):
        get(world.actor("stranger"), ours.number)
    for who, allowed in (("requester", True), ("stranger", False)):
        assert may(world.actor(who), "announcements.join", ours) is allowed
        assert not may(world.actor(who), "announcements.manage", everybody)
    assert check(ours) == []


def test_nobody_of_another_organisation_finds_it_over_rest(world: World) -> None:
    record = put_up(world)
    number = record.number
    deliver.run(record.entries.get().pk)
    for who, found in (("requester", True), ("stranger", False)):
        caller = caller_of(world, who)
        for path in ("/announcements", "/search?q=cable", "/announcements?q=wi-fi"):
            assert (number in caller("GET", path).content.decode()) is found, (who, path)
        assert caller("GET", f"/announcements/{number}").status_code == (200 if found else 404)
        assert caller("POST", f"/announcements/{number}/me_too", {}).status_code == (200 if found else 404)


def test_staff_of_a_part_find_what_is_meant_for_all_without_the_words_of_its_staff(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They see it as people of an organisation below, not by their role; also where the index cannot tell the many
    organisations apart.
    """
    monkeypatch.setattr("fettle.facilities.search.queries.MANY_ORGANISATIONS", 1)
    record = put_up(world, organisation=world.provider)
    deliver.run(record.entries.get().pk)
    person = orgs.add_person("Local", world.school, "local@example.org", may_sign_in=True)
    Grant.objects.create(person=person, role="agent", organisation=world.school)
    actor = Actor.of(person)
    assert [hit.number for hit in search(actor, "cable")] == [record.number]
    assert audiences(actor, get(actor, record.number)) == {"everyone"}
    read = [document.audience for found in documents_for(actor, (ANNOUNCEMENT,)) for document in found]
    assert set(read) == {"everyone"}
    actions.me_too(actor, record.number)
    with pytest.raises(Forbidden):
        actions.end(actor, record.number)


def test_who_may_and_what_is_refused(world: World) -> None:
    with pytest.raises(Forbidden):
        put_up(world, who="requester")
    now = timezone.now()
    with pytest.raises(Invalid, match="before it begins"):
        put_up(world, starts_at=now, ends_at=now - timedelta(hours=1))
    with pytest.raises(Invalid, match="until when"):
        put_up(world, nature="planned")
    record = put_up(world)
    with pytest.raises(Invalid, match="before it begins"):
        actions.revise(world.actor("agent"), record.number, ends_at=record.item.starts_at)


def test_news_reaches_those_who_are_affected_and_everybody_if_asked(world: World) -> None:
    record, agent = put_up(world), world.actor("agent")
    assert told(record) == set()
    actions.me_too(world.actor("requester"), record.number)
    actions.tell(agent, record.number, text="A switch is broken.", stage="identified")
    assert told(record) == {"Requester"}
    actions.tell(agent, record.number, text="The new switch is there.", write=True)
    assert told(record) == {"Requester", "Classmate"}
    fresh = Record.objects.get(pk=record.pk)
    assert fresh.item.stage == "identified" and check(fresh) == []
    assert told(put_up(world, write=True)) == {"Requester", "Classmate"}


def test_very_many_are_not_written_to_at_once(world: World) -> None:
    value = {**current()["announcements.rules"], "most_people": 1}
    settings.redefine(world.actor("manager"), "announcements.rules", value=value)
    with pytest.raises(Invalid, match="at most 1 get mail"):
        put_up(world, write=True)
    record = put_up(world)
    with pytest.raises(Invalid, match="2 people"):
        actions.tell(world.actor("agent"), record.number, text="News", write=True)


def test_what_works_again_is_over(world: World) -> None:
    record, agent = put_up(world), world.actor("agent")
    done = actions.tell(agent, record.number, text="It works.", stage="resolved")
    assert done.state == "ended" and not queries.running(world.actor("requester"))
    assert [row.pk for row in queries.over(world.actor("requester"))] == [record.pk]
    with pytest.raises(Refusal, match="put it up again"):
        actions.revise(agent, record.number, title="Other")
    with pytest.raises(Refusal, match="no running disruption"):
        actions.me_too(world.actor("requester"), record.number)
    again = actions.put_up_again(agent, record.number, reason="It is back")
    assert again.state == "stands" and again.closed_at is None and check(again) == []
    assert queries.running(world.actor("requester"))


def test_what_was_wrong_is_gone_from_the_portal(world: World) -> None:
    record = put_up(world)
    actions.withdraw(world.actor("agent"), record.number, reason="Wrong school")
    requester = world.actor("requester")
    assert not queries.running(requester) and not queries.over(requester).exists()
    with pytest.raises(NotSeen):
        queries.readable(requester, get(requester, record.number))


def test_planned_work_stands_ahead_and_ends_by_itself(world: World) -> None:
    now, requester = timezone.now(), world.actor("requester")
    times = {"starts_at": now + timedelta(days=3), "ends_at": now + timedelta(days=3, hours=2)}
    record = put_up(world, nature="planned", service=world.service, **times)
    far = {name: moment + timedelta(days=60) for name, moment in times.items()}
    put_up(world, nature="planned", **far)
    assert [row.pk for row in queries.running(requester)] == [record.pk]
    assert queries.of_services(requester, now) == {}
    assert set(queries.of_services(requester, now + timedelta(days=3, hours=1))) == {world.service.pk}
    assert actions.end_what_is_over() == 0
    actions.revise(world.actor("agent"), record.number, starts_at=now - timedelta(hours=2), ends_at=now)
    assert actions.end_what_is_over() == 1 and actions.end_what_is_over() == 0
    fresh = Record.objects.get(pk=record.pk)
    assert (fresh.state, fresh.closed_at) == ("ended", now) and check(fresh) == []
