"""The link in the mail: looking changes nothing, one POST answers, once; and who reads the answer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from fettle.edges.notify.models import OutgoingMail
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.surveys import actions, following, queries
from fettle.processes.surveys.models import Answer, FollowUp, Invitation, Key, Remark
from fettle.processes.surveys.records import FOLLOW_UP
from fettle.processes.surveys.slots import of_record
from fettle.processes.surveys.tests.desk import Resolve, deliver, settle
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def link(record: Record) -> str:
    """The address in the mail, without the score."""
    mail = OutgoingMail.objects.filter(record=record, body__contains="/s/").latest("pk")
    found = re.search(r"http\S+?(/s/[^?\s]+)", mail.body)
    assert found, mail.body
    return found[1]


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Invitation, Answer, Remark, Key, Entry, Record)]


def test_a_scanner_that_opens_it_answers_nothing(resolved: Resolve) -> None:
    address, before = link(resolved()), everything()
    for score in (1, 5, 3):
        assert Client().get(f"{address}?score={score}").status_code == 200
        Client().head(address)
    assert everything() == before
    assert address.rpartition("/")[2] not in str(list(Key.objects.values()))


def test_the_score_of_the_link_is_chosen_and_one_post_answers(resolved: Resolve) -> None:
    made = resolved()
    client, address = Client(), link(made)
    page = client.get(f"{address}?score=2").content.decode()
    assert re.search(r'value="2"[^>]*checked', page) and "Dissatisfied" in page
    done = client.post(address, {"q0": "2", "comment": "Nobody called"})
    assert done.status_code == 200 and "Thank you" in done.content.decode()
    row = Answer.objects.get()
    assert (row.score, row.channel, row.record) == (2, "link", made)
    assert Remark.objects.get().text == "Nobody called"
    again = client.post(address, {"q0": "5"})
    assert again.status_code == 409 and Answer.objects.count() == 1
    assert [entry.audience for entry in Entry.objects.filter(record=made, fact="surveys.rated")] == ["staff"]


def test_a_comment_may_be_added_once_after_the_rating(resolved: Resolve) -> None:
    made = resolved()
    client, address = Client(), link(made)
    page = client.post(address, {"q0": "4"}).content.decode()
    assert 'name="comment"' in page
    assert "Thank you" in client.post(address, {"comment": "Quick!"}).content.decode()
    assert client.post(address, {"comment": "More"}).status_code == 409
    assert [row.text for row in Remark.objects.all()] == ["Quick!"]


@pytest.mark.parametrize("given", [{}, {"q0": "6"}, {"q0": "0"}, {"q0": "five"}])
def test_what_is_no_score_is_refused(resolved: Resolve, given: dict[str, str]) -> None:
    answer = Client().post(link(resolved()), given)
    assert answer.status_code == 422 and not Answer.objects.exists()


def test_a_link_ends(world: World, resolved: Resolve) -> None:
    """With its time, with its address, with its person; and nobody guesses one."""
    address = link(resolved())
    assert Client().get("/s/unknown").status_code == 410
    person = world.people["requester"]
    person.mail = "other@example.org"
    person.save()
    assert Client().post(address, {"q0": "5"}).status_code == 410
    person.mail, person.is_active = "requester@example.org", False
    person.save()
    assert Client().get(address).status_code == 410
    person.is_active = True
    person.save()
    Key.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(address).status_code == 410 and not Answer.objects.exists()


def test_nobody_answers_for_somebody_else(world: World, resolved: Resolve) -> None:
    made = resolved()
    for who in ("agent", "manager"):
        with pytest.raises(Refusal):
            actions.answer(world.actor(who), made.number, {0: "5"})
    for who in ("classmate", "stranger"):
        with pytest.raises(NotSeen):
            actions.answer(world.actor(who), made.number, {0: "5"})
    client = Client()
    client.force_login(world.people["stranger"])
    assert client.post(f"/ratings/{made.number}", {"q0": "5"}).status_code == 404


def test_who_is_signed_in_answers_in_the_portal(world: World, resolved: Resolve) -> None:
    made = resolved()
    client = Client()
    client.force_login(world.people["requester"])
    assert f"/ratings/{made.number}" in client.get(f"/portal/requests/{made.number}").content.decode()
    assert client.post(f"/ratings/{made.number}", {"q0": "5"}).status_code == 200
    assert Answer.objects.get().channel == "screen"
    assert f"/ratings/{made.number}" not in client.get(f"/portal/requests/{made.number}").content.decode()


def test_it_is_too_late_after_its_time(world: World, resolved: Resolve) -> None:
    made = resolved()
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(Refusal, match="time"):
        actions.answer(world.actor("requester"), made.number, {0: "5"})


def test_answers_are_only_added(world: World, resolved: Resolve) -> None:
    made = resolved()
    actions.answer(world.actor("requester"), made.number, {0: "5"})
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('fettle_app', 'surveys_answer', 'update, delete')")
        assert cursor.fetchone() == (False,)
    for score in (0, 6):
        with pytest.raises(DatabaseError), transaction.atomic():
            Answer.objects.update(score=score)


@pytest.mark.parametrize(("setting", "agent"), [("nothing", None), ("scores", (2, "")), ("all", (2, "Nobody called"))])
def test_who_reads_the_answer_is_settled(world: World, resolved: Resolve, setting: str, agent: Any) -> None:
    made = resolved()
    actions.answer(world.actor("requester"), made.number, {0: "2"}, "Nobody called")
    settle(world, "surveys.handling", {"agents": setting})
    made.refresh_from_db()
    for who in ("manager", "auditor", "head"):
        found = queries.rating(world.actor(who), made)
        assert found and (found.score, found.comment) == (2, "Nobody called")
    for who, expected in (("agent", agent), ("colleague", None), ("requester", None)):
        found = queries.rating(world.actor(who), made)
        assert (found and (found.score, found.comment)) == expected, who
    client = Client()
    client.force_login(world.people["agent"])
    page = client.get(f"/incidents/{made.number}").content.decode()
    assert ("Dissatisfied" in page) == (setting != "nothing")
    assert ("Nobody called" in page) == (setting == "all")


def test_the_panel_says_why_nobody_is_asked(world: World, resolved: Resolve) -> None:
    made = resolved("agent")
    part = of_record(world.actor("manager"), made)
    assert part and "worked on it themselves" in str(part["why"])


def test_a_low_rating_is_followed_up_once(world: World, resolved: Resolve) -> None:
    made = resolved()
    actions.answer(world.actor("requester"), made.number, {0: "2"}, "Nobody called")
    deliver(made, "surveys.rated")
    opened = FollowUp.objects.get()
    record = opened.record
    assert (opened.about, opened.person, opened.score) == (made, world.people["requester"], 2)
    assert record.assignee == world.people["manager"] and record.due_at is not None
    assert record.organisation == world.school
    deliver(made, "surveys.rated")
    assert FollowUp.objects.count() == 1
    manager = world.actor("manager")
    part = of_record(manager, record)
    assert part and part["texts"] == ["Nobody called"] and part["url"] == f"/incidents/{made.number}"
    following.settle(manager, record.number, outcome="We spoke, all is well")
    record.refresh_from_db()
    assert (record.state, record.due_at) == ("settled", None)
    following.reopen(manager, record.number, reason="Not yet")
    record.refresh_from_db()
    assert record.is_open and record.due_at is not None


def test_a_good_rating_is_not_followed_up(world: World, resolved: Resolve) -> None:
    made = resolved()
    actions.answer(world.actor("requester"), made.number, {0: "3"})
    deliver(made, "surveys.rated")
    assert not FollowUp.objects.exists()


def test_follow_ups_are_for_those_who_look_after_them(world: World, resolved: Resolve) -> None:
    made = resolved()
    today = timezone.localdate()
    row = following.register(world.actor("manager"), title="Call them", ends_on=today, about=made)
    for who in ("agent", "requester", "stranger"):
        client = Client()
        client.force_login(world.people[who])
        assert client.get(f"/followups/{row.number}").status_code == 404, who
    following.revise(world.actor("manager"), row.number, assignee=world.people["agent"])
    following.settle(world.actor("agent"), row.number, outcome="Done")
    with pytest.raises(Forbidden):
        following.register(world.actor("agent"), title="Call them", ends_on=today)
    with pytest.raises(Invalid):
        following.register(world.actor("manager"), title="Call them", ends_on=today - timedelta(days=1))
    with pytest.raises(Refusal):
        following.revise(world.actor("manager"), row.number, title="Other")
    assert FOLLOW_UP.process == "PR7"


def test_over_rest(world: World, resolved: Resolve) -> None:
    made = resolved()
    own, manager = caller_of(world, "requester"), caller_of(world, "manager")
    assert [row["number"] for row in own("GET", "/ratings").json()["items"]] == [made.number]
    assert own("GET", f"/ratings/{made.number}").json()["state"] == "asked"
    assert own("GET", f"/ratings/{made.number}/results").status_code == 404
    assert manager("GET", f"/ratings/{made.number}").status_code == 404
    assert own("POST", f"/ratings/{made.number}/answer", {"answers": ["7"]}).status_code == 422
    done = own("POST", f"/ratings/{made.number}/answer", {"answers": ["1"], "comment": "Bad"})
    assert done.status_code == 200 and done.json()["state"] == "answered"
    assert own("POST", f"/ratings/{made.number}/answer", {"answers": ["5"]}).status_code == 409
    found = manager("GET", f"/ratings/{made.number}/results").json()
    assert (found["asked"], found["answered"]) == (1, 1)
    assert (found["items"][0]["mean"], found["items"][0]["texts"]) == (1.0, ["Bad"])
