"""Who is asked for a rating, and who is not (PR7.A3.2): each rule, and that waiting for a while is not forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.notify.models import OutgoingMail
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as desk
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.surveys import actions, asking, keeping, questions, rules
from fettle.processes.surveys.models import Answer, Invitation
from fettle.processes.surveys.tests.desk import RULE, Resolve, deliver, settle
from fettle.site.testing.world import World


def of(record: Record) -> Invitation:
    return Invitation.objects.get(record=record)


def test_whoever_asked_is_asked_by_mail(world: World, resolved: Resolve) -> None:
    made = resolved()
    found = of(made)
    assert (found.state, found.person) == ("asked", world.people["requester"])
    mail = OutgoingMail.objects.get(record=made, address="requester@example.org", body__contains="/s/")
    assert mail.private, "a mail with a link is shown to administrators only and forgotten when it has left"
    assert mail.body.count("?score=") == 5 and "How satisfied are you" in mail.body and "Very satisfied" in mail.body


def test_it_is_asked_in_the_language_of_the_person(world: World, resolved: Resolve) -> None:
    person = world.people["requester"]
    person.language = "de"
    person.save()
    made = resolved()
    assert "Sehr zufrieden" in OutgoingMail.objects.get(record=made, body__contains="/s/").body


def test_nobody_is_asked_where_no_rule_is_in_use(world: World, mails: None, resolved: Resolve) -> None:
    settle(world, "surveys.rules", [{**RULE, "active": False}])
    made = resolved()
    assert not Invitation.objects.filter(record=made).exists()


@pytest.mark.parametrize(
    ("row", "asked"), [({"kind": "request"}, 0), ({"kind": "incident"}, 1), ({"after": "closed"}, 0)]
)
def test_the_rule_says_what_and_when(world: World, resolved: Resolve, row: dict[str, Any], asked: int) -> None:
    settle(world, "surveys.rules", [{**RULE, "active": True, **row}])
    assert Invitation.objects.filter(record=resolved()).count() == asked


def test_after_closing_it_is_asked_when_it_is_closed(world: World, resolved: Resolve) -> None:
    settle(world, "surveys.rules", [{**RULE, "active": True, "after": "closed", "service": world.service.number}])
    made = resolved(ask=False)
    desk.confirm(world.actor("requester"), made.number)
    deliver(made, "incidents.closed")
    assert asking.ask_due(timezone.now() + timedelta(minutes=1)) == 1


def test_nobody_rates_own_work(world: World, resolved: Resolve) -> None:
    """Neither the resolver nor the assignee, though they asked for it themselves (PR7.A3.2)."""
    made = resolved("agent")
    assert (of(made).state, of(made).reason) == ("left_out", "own")
    other = resolved("colleague", ask=False)
    Record.objects.filter(pk=other.pk).update(assignee=world.people["colleague"])
    assert asking.ask_due(timezone.now() + timedelta(minutes=1)) == 0
    assert of(other).reason == "own"


def test_who_was_asked_and_then_worked_on_it_does_not_rate_it(world: World, resolved: Resolve) -> None:
    """Asked as requester, reopened, solved by themselves: still their own work."""
    made, own = resolved("colleague"), world.actor("colleague")
    assert of(made).state == "asked"
    desk.reopen(own, made.number, reason="Still jams")
    desk.resolve(own, made.number, resolution="Did it myself", closure_code="solved")
    with pytest.raises(Refusal, match="yourself"):
        actions.answer(own, made.number, {0: "5"})
    assert not Answer.objects.exists()


def test_whoever_no_longer_asks_for_it_is_not_asked(world: World, resolved: Resolve) -> None:
    """The requester was another one, and may not even see it."""
    made = resolved(ask=False)
    desk.revise(world.actor("agent"), made.number, requester=world.people["classmate"])
    assert asking.ask_due(timezone.now() + timedelta(minutes=1)) == 0
    assert (of(made).state, of(made).reason) == ("left_out", "other")


def test_who_wrote_it_down_for_somebody_is_not_asked(world: World, resolved: Resolve) -> None:
    made = resolved("requester", by="colleague")
    assert [row.person_id for row in Invitation.objects.filter(record=made)] == [world.people["requester"].pk]


def test_nobody_is_asked_again_so_soon(world: World, resolved: Resolve) -> None:
    resolved()
    second = resolved()
    assert of(second).reason == "lately"
    settle(world, "surveys.handling", {"pause_days": 0})
    assert of(resolved()).state == "asked"


def test_it_waits_and_asks_nobody_when_it_came_back(world: World, resolved: Resolve) -> None:
    settle(world, "surveys.rules", [{**RULE, "active": True, "wait_hours": 48}])
    made = resolved()
    assert of(made).state == "waiting"
    desk.reopen(world.actor("requester"), made.number, reason="Still jams")
    assert asking.ask_due(timezone.now() + timedelta(hours=49)) == 0
    assert (of(made).state, of(made).reason) == ("left_out", "changed")
    desk.resolve(world.actor("agent"), made.number, resolution="Really", closure_code="solved")
    asking.plan(Entry.objects.filter(record=made, fact="incidents.resolved").latest("pk"))
    assert asking.ask_due(timezone.now() + timedelta(hours=49)) == 1


def test_nobody_is_asked_without_a_mail_server(world: World, resolved: Resolve, settings: Any) -> None:
    made = resolved(ask=False)
    settings.EMAIL_HOST = ""
    assert asking.ask_due(timezone.now() + timedelta(minutes=1)) == 0
    assert of(made).reason == "no_mail"


@pytest.mark.parametrize(("values", "reason"), [({"mail": None}, "no_address"), ({"is_active": False}, "left")])
def test_nobody_is_asked_who_cannot_be_reached(
    world: World, resolved: Resolve, values: dict[str, Any], reason: str
) -> None:
    made, person = resolved(ask=False), world.people["requester"]
    for name, value in values.items():
        setattr(person, name, value)
    person.save()
    asking.ask_due(timezone.now() + timedelta(minutes=1))
    assert of(made).reason == reason


def test_what_came_by_itself_asks_nobody(world: World, resolved: Resolve) -> None:
    house = Actor.house("tests", "incidents.see", "incidents.register", "incidents.work")
    made = desk.register(house, INCIDENT, title="Disk is full", requester=world.people["requester"])
    agent = world.actor("agent")
    desk.take(agent, made.number)
    desk.resolve(agent, made.number, resolution="Emptied", closure_code="solved")
    deliver(made, "incidents.resolved")
    assert (of(made).state, of(made).reason) == ("left_out", "automatic")


@given(st.integers(1, 100), st.integers(1, 10**6))
def test_the_sample_is_the_same_each_time_and_grows_with_the_share(share: int, number: int) -> None:
    one = f"INC-{number:06}"
    assert rules.in_the_sample(one, "all", share) == rules.in_the_sample(one, "all", share)
    assert rules.in_the_sample(one, "all", share) <= rules.in_the_sample(one, "all", min(100, share + 1))
    assert rules.in_the_sample(one, "all", 100)


def test_the_sample_holds_about_its_share() -> None:
    drawn = sum(rules.in_the_sample(f"INC-{number:06}", "all", 10) for number in range(10_000))
    assert 900 < drawn < 1_100


def test_what_is_kept_for_long_enough_is_forgotten(world: World, resolved: Resolve) -> None:
    made, other = resolved(), resolved("agent")
    assert of(other).state == "left_out"
    keeping.forget(timezone.now() + timedelta(days=91))
    assert not Invitation.objects.filter(record=other).exists() and of(made).state == "asked"
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("How are you?", "Line 1"),
        ("rating: A?\nchoice: B? | one", "Line 2"),
        ("rating: A? | one | two", "Line 1"),
        ("text:", "Line 1"),
        ("\n".join(["rating: A?"] * 21), "20"),
        ("text: " + "a" * 301, "Line 1"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_by_its_line(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        questions.read(text)


def test_questions_are_read() -> None:
    assert questions.read("Rating: How?\n\nchoice: Which? | a | b | a\ntext: Why?") == [
        {"type": "rating", "text": "How?", "answers": []},
        {"type": "choice", "text": "Which?", "answers": ["a", "b"]},
        {"type": "text", "text": "Why?", "answers": []},
    ]
