"""Surveys of customers (PR7.A3): drawn up, started, answered once, reminded of, closed; results without names."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.edges.notify.models import OutgoingMail
from fettle.edges.pages.tests.test_frame import client
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.customers import actions as customers
from fettle.processes.surveys import actions, queries, running
from fettle.processes.surveys.figures import FIGURES
from fettle.processes.surveys.models import Answer, FollowUp, Invitation, Key, Remark
from fettle.processes.surveys.records import SURVEY
from fettle.processes.surveys.tests.desk import Resolve, deliver, settle
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World, day_there

TEXT = "rating: How?\nchoice: Which? | this | that\ntext: Why?"
BOTH = "requester@example.org\nstranger@example.org"
FIGURE = {figure.code: figure for figure in FIGURES}


def drawn_up(world: World, **values: Any) -> Record:
    given: dict[str, Any] = {
        "title": "How are we doing?",
        "reach": "named",
        "others": BOTH,
        "questions": TEXT,
        "ends_on": timezone.localdate() + timedelta(days=10),
    }
    return running.register(world.actor("manager"), **{**given, **values})


@pytest.fixture
def started(world: World, mails: None) -> Record:
    made = drawn_up(world)
    running.start(world.actor("manager"), made.number)
    made.refresh_from_db()
    return made


def test_it_asks_those_it_is_for(world: World, started: Record) -> None:
    deliver(started, "surveys.started")
    people = {"requester", "stranger"}
    assert set(Invitation.objects.values_list("person__mail", flat=True)) == {f"{who}@example.org" for who in people}
    assert started.item.progress == "0/2" and [each["type"] for each in started.item.asked] == [
        "rating",
        "choice",
        "text",
    ]
    for who in people:
        mail = OutgoingMail.objects.get(record=started, person=world.people[who])
        assert mail.private and "Answer here" in mail.body
        assert "satisfied you are: How are we doing?\n" in mail.body and "?." not in mail.body
    assert OutgoingMail.objects.count() == 2


def test_it_is_answered_by_the_link_once(world: World, started: Record) -> None:
    deliver(started, "surveys.started")
    body = OutgoingMail.objects.get(person=world.people["stranger"]).body
    address = re.search(r"http\S+(/s/\S+)", body)
    assert address
    client = Client()
    assert "Which?" in client.get(address[1]).content.decode()
    assert client.post(address[1], {"q0": "4"}).status_code == 422
    assert client.post(address[1], {"q0": "4", "q1": "that", "q2": "Because"}).status_code == 200
    assert client.post(address[1], {"q0": "1", "q1": "this"}).status_code == 409
    assert list(Answer.objects.order_by("question").values_list("score", "choice")) == [(4, ""), (None, "that")]
    assert Remark.objects.get().text == "Because"
    started.item.refresh_from_db()
    assert started.item.progress == "1/2"


def test_those_who_are_asked_see_no_more_than_the_questions(world: World, started: Record) -> None:
    actions.answer(world.actor("stranger"), started.number, {0: "2", 1: "this", 2: "Secret of the rival"})
    for who in ("requester", "stranger"):
        client = Client()
        client.force_login(world.people[who])
        page = client.get(f"/surveys/{started.number}").content.decode()
        assert "How are we doing?" in page and "Secret of the rival" not in page and "example.org" not in page
        assert (f"/ratings/{started.number}" in page) == (who == "requester")
    for who in ("classmate", "agent"):
        assert not visible(world.actor(who), SURVEY).exists(), who
    client = Client()
    client.force_login(world.people["auditor"])
    page = client.get(f"/surveys/{started.number}").content.decode()
    assert "Secret of the rival" in page and "1 of 2 answered" in page


def test_results_count_each_answer(world: World, started: Record) -> None:
    actions.answer(world.actor("stranger"), started.number, {0: "2", 1: "this"})
    actions.answer(world.actor("requester"), started.number, {0: "5", 1: "this", 2: "Fine"})
    rating, choice, text = queries.results(started)
    assert (rating.count, rating.mean) == (2, 3.5) and [count for _word, count in rating.bars] == [1, 0, 0, 1, 0]
    assert list(choice.bars) == [("this", 2), ("that", 0)] and list(text.texts) == ["Fine"]


def test_a_low_answer_is_followed_up(world: World, started: Record) -> None:
    actions.answer(world.actor("stranger"), started.number, {0: "1", 1: "this"})
    deliver(started, "surveys.rated")
    row = FollowUp.objects.get()
    assert (row.person, row.record.organisation) == (world.people["stranger"], world.rival)


def test_it_is_reminded_of_and_closed_by_its_day(world: World, started: Record) -> None:
    actions.answer(world.actor("stranger"), started.number, {0: "5", 1: "this"})
    assert started.due_at is not None
    running.go_on(started.due_at - timedelta(days=4))
    assert not Entry.objects.filter(fact="surveys.reminded").exists()
    running.go_on(started.due_at - timedelta(days=2))
    running.go_on(started.due_at - timedelta(days=2))
    told = Entry.objects.get(fact="surveys.reminded")
    assert told.facts[0]["data"]["people"] == [world.people["requester"].pk]
    running.go_on(started.due_at + timedelta(minutes=1))
    started.refresh_from_db()
    assert started.state == "closed" and started.item.progress == "1/2"
    with pytest.raises(Refusal):
        actions.answer(world.actor("requester"), started.number, {0: "5", 1: "this"})


def test_a_later_end_lets_the_links_work_on(world: World, started: Record) -> None:
    deliver(started, "surveys.started")
    later = timezone.localdate() + timedelta(days=30)
    running.revise(world.actor("manager"), started.number, ends_on=later)
    started.refresh_from_db()
    assert {key.expires_at for key in Key.objects.all()} == {started.due_at}
    assert {row.expires_at for row in Invitation.objects.all()} == {started.due_at}


def test_it_reaches_contacts_representatives_and_who_asked_lately(world: World, resolved: Resolve) -> None:
    manager = world.actor("manager")
    contact = {"contact": world.people["stranger"], "assignee": world.people["agent"], "importance": "normal"}
    customers.register(manager, organisation=world.rival, **contact)
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    resolved("requester")
    for reach, who in (("contacts", "stranger"), ("representatives", "classmate"), ("lately", "requester")):
        made = drawn_up(world, reach=reach, others="")
        assert running.meant(manager, made) == [world.people[who].pk], reach
        elsewhere = world.rival if who != "stranger" else world.school
        other = drawn_up(world, reach=reach, others="", organisation=elsewhere)
        assert running.meant(manager, other) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"questions": ""}, "questions"),
        ({"questions": "Which?"}, "questions"),
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "ends_on"),
        ({"others": "nobody@nowhere.example"}, "others"),
    ],
)
def test_what_cannot_be_asked_is_refused(world: World, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        drawn_up(world, **values)
    assert set(refused.value.errors) == {field}


def test_it_starts_only_where_mail_leaves_and_somebody_is_meant(world: World, settings: Any) -> None:
    made = drawn_up(world)
    with pytest.raises(Refusal, match="mail server"):
        running.start(world.actor("manager"), made.number)
    settings.EMAIL_HOST = "mail.example.org"
    running.revise(world.actor("manager"), made.number, others="")
    with pytest.raises(Invalid):
        running.start(world.actor("manager"), made.number)


def test_a_template_gives_its_questions(world: World) -> None:
    made = drawn_up(world, questions="", template="yearly")
    assert made.item.questions.startswith("rating: ")
    with pytest.raises(Invalid):
        settle(world, "surveys.templates", [{"code": "bad", "label": "Bad", "questions": "What?", "active": True}])


def test_who_may(world: World, mails: None) -> None:
    made = drawn_up(world)
    with pytest.raises(Forbidden):
        running.start(world.actor("auditor"), made.number)
    with pytest.raises(NotSeen):
        running.start(world.actor("agent"), made.number)
    running.cancel(world.actor("head"), made.number, reason="Not now")
    with pytest.raises(Refusal):
        running.revise(world.actor("manager"), made.number, title="Other")


def test_nobody_is_reminded_of_what_can_no_longer_be_answered(world: World, started: Record) -> None:
    """After its last day and before the clockwork closes it: the mail would come without a link."""
    Record.objects.filter(pk=started.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refusal, match="time to answer"):
        running.remind(world.actor("manager"), started.number)


def test_what_is_closed_before_its_day_waits_for_nobody(world: World, started: Record) -> None:
    stranger = world.actor("stranger")
    assert [each.record for each in queries.waiting(stranger)] == [started]
    home = client(world, "stranger").get("/portal/").content.decode()
    assert "May we ask you?" in home and f'href="/ratings/{started.number}"' in home
    running.close(world.actor("manager"), started.number)
    assert queries.waiting(stranger) == []
    assert "May we ask you?" not in client(world, "stranger").get("/portal/").content.decode()


def test_who_else_is_asked_is_told_to_staff_alone(world: World, started: Record) -> None:
    """Over REST an entry holds its facts; the people whom one names are of other organisations."""
    running.remind(world.actor("manager"), started.number)
    path = f"/records/{started.number}/entries"
    for who, told in (("stranger", set()), ("auditor", {"people"})):
        facts = [fact for row in caller_of(world, who)("GET", path).json()["items"] for fact in row["facts"]]
        assert {"surveys.started", "surveys.reminded"} <= {fact["name"] for fact in facts}, who
        assert {name for fact in facts for name in fact.get("data", ())} & {"people"} == told, who


def test_nobody_is_left_to_remind(world: World, started: Record) -> None:
    for who in ("stranger", "requester"):
        actions.answer(world.actor(who), started.number, {0: "5", 1: "this"})
    with pytest.raises(Refusal):
        running.remind(world.actor("manager"), started.number)


def test_over_rest(world: World, mails: None) -> None:
    manager, stranger = caller_of(world, "manager"), caller_of(world, "stranger")
    given = {"title": "Ours", "reach": "named", "others": BOTH, "questions": TEXT}
    given["ends_on"] = (timezone.localdate() + timedelta(days=3)).isoformat()
    made = manager("POST", "/surveys", given)
    assert made.status_code == 201, made.content
    number = made.json()["number"]
    assert manager("POST", f"/surveys/{number}/start", {}).status_code == 200
    assert [each["type"] for each in stranger("GET", f"/ratings/{number}").json()["questions"]] == [
        "rating",
        "choice",
        "text",
    ]
    assert stranger("POST", f"/ratings/{number}/answer", {"answers": ["3", None, "that"]}).status_code == 422
    answers = {"answers": ["3", "that", None]}
    assert stranger("POST", f"/ratings/{number}/answer", answers).status_code == 200
    assert stranger("GET", f"/ratings/{number}/results").status_code == 404
    found = manager("GET", f"/ratings/{number}/results").json()
    assert (found["answered"], found["items"][2]["texts"]) == (1, [])
    assert manager("POST", f"/surveys/{number}/close", {}).status_code == 200


def reading(world: World, code: str, who: str = "manager", **scope: Any) -> Any:
    now = timezone.now()
    period = Period(now - timedelta(days=1), now + timedelta(days=1))
    return FIGURE[code].compute(period, Scope(world.actor(who), **scope))


def test_figures_say_no_share_of_too_few(world: World, resolved: Resolve) -> None:
    settle(world, "surveys.handling", {"pause_days": 0})
    rows = [resolved() for _each in range(4)]
    for row, score in zip(rows, ("5", "4", "1"), strict=False):
        actions.answer(world.actor("requester"), row.number, {0: score})
    assert (reading(world, "SAT-1").value, reading(world, "SAT-2").value) == (4, 3)
    assert reading(world, "SAT-3").value is None and "3 of 4" in str(reading(world, "SAT-3").because)
    assert reading(world, "SAT-5").value is None and "2 of 3" in str(reading(world, "SAT-5").because)
    settle(world, "surveys.handling", {"smallest": 3})
    assert [reading(world, code).value for code in ("SAT-3", "SAT-4", "SAT-5", "SAT-6")] == [75.0, 3.33, 66.7, 1]
    assert reading(world, "SAT-2").by["customer"] == {"Riverside School": 3}
    assert reading(world, "SAT-4").by["service"] == {"Campus network": 3.33}
    assert reading(world, "SAT-2", organisation_path=world.rival.path).value == 0
    assert set(reading(world, "SAT-6").records()) == {rows[2].pk}
    assert reading(world, "SAT-6", "agent").records() == ()


def test_who_may_not_read_single_answers_learns_none_from_figures(world: World, resolved: Resolve) -> None:
    """The agent who resolved the one record of a day would read its rating from "0 of 1 satisfied", or from a one."""
    settle(world, "surveys.handling", {"pause_days": 0, "smallest": 3})
    made = resolved()
    actions.answer(world.actor("requester"), made.number, {0: "1"})
    assert "0 of 1" in str(reading(world, "SAT-5").because) and reading(world, "SAT-6").value == 1
    assert (reading(world, "SAT-2", "agent").value, reading(world, "SAT-6", "manager").by["service"]) == (
        1,
        {"Campus network": 1},
    )
    for code in ("SAT-5", "SAT-6"):
        told = reading(world, code, "agent")
        assert (told.value, str(told.because)) == (None, "too few ratings (1)"), code
        assert not any(each for each in told.by["service"].values()), code
    for score in ("5", "2"):
        actions.answer(world.actor("requester"), resolved().number, {0: score})
    told = reading(world, "SAT-6", "agent")
    assert (told.value, told.by["service"]) == (2, {"Campus network": 2})


def test_the_mean_of_surveys_is_one_of_enough_people(world: World, mails: None) -> None:
    """However many questions one of them answered."""
    settle(world, "surveys.handling", {"smallest": 2})
    made = drawn_up(world, questions="rating: How?\nrating: Why?\nrating: Who?")
    running.start(world.actor("manager"), made.number)
    actions.answer(world.actor("stranger"), made.number, {0: "1", 1: "1", 2: "2"})
    assert (reading(world, "SAT-10").value, reading(world, "SAT-10").because) == (None, "too few answers (1)")
    actions.answer(world.actor("requester"), made.number, {0: "5", 1: "5", 2: "4"})
    assert reading(world, "SAT-10").value == 3.0


def test_figures_of_surveys_and_follow_ups(world: World, started: Record) -> None:
    actions.answer(world.actor("stranger"), started.number, {0: "1", 1: "this"})
    deliver(started, "surveys.rated")
    running.close(world.actor("manager"), started.number)
    assert [reading(world, code).value for code in ("SAT-7", "SAT-8", "SAT-9", "SAT-10")] == [1, 1, 1, None]
    settle(world, "surveys.handling", {"smallest": 1})
    assert reading(world, "SAT-10").value == 1.0
    earlier = timezone.now() - timedelta(days=2)
    assert FIGURE["SAT-8"].compute(
        Period(earlier - timedelta(days=1), earlier), Scope(world.actor("manager"))
    ).value in (
        None,
        0,
    )


def test_the_report_is_read_and_printed(world: World, resolved: Resolve) -> None:
    made = resolved()
    actions.answer(world.actor("requester"), made.number, {0: "1"})
    deliver(made, "surveys.rated")
    Invitation.objects.update(asked_at=timezone.now())
    today = day_there()
    period = {"from": (today - timedelta(days=1)).isoformat(), "to": (today + timedelta(days=1)).isoformat()}
    client = Client()
    client.force_login(world.people["auditor"])
    for ending in ("", ".json", ".xlsx", ".pdf"):
        answer = client.get(f"/reports/satisfaction{ending}", period)
        assert answer.status_code == 200, ending
    page = client.get("/reports/satisfaction", period).content.decode()
    assert "1 person was asked" in page and FollowUp.objects.get().record.number in page
