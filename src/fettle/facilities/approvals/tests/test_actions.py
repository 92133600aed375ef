"""Asking, deciding and withdrawing, with every rule; who may not decide; what the outcome does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fettle.facilities.approvals import actions, clockwork, delegates, queries
from fettle.facilities.approvals.models import Decision, Round
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import get
from fettle.kernel.clock import actions as clock
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Membership, Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.actions import redefine
from fettle.processes.incidents import actions as desk
from fettle.site.testing.world import World


def ask(world: World, record: Record, *who: str, **more: Any) -> Record:
    return actions.ask(world.actor("agent"), record.number, people=[world.people[each] for each in who], **more)


def state(record: Record) -> str:
    found = queries.newest(record)
    assert found is not None
    assert found.state in ("withdrawn", queries.standing(found).outcome), "the column follows from the decisions"
    return found.state


def last(record: Record) -> Entry:
    return Entry.objects.filter(record=record).order_by("-seq")[0]


def test_one_person_approves(world: World, request_of: Record) -> None:
    ask(world, request_of, "manager", question="89 euros")
    assert last(request_of).fact == "approvals.asked"
    assert last(request_of).audience == "everyone"
    actions.decide(world.actor("manager"), request_of.number, approve=True, comment="The budget is there")
    assert state(request_of) == "approved"
    entry = last(request_of)
    assert [fact["name"] for fact in entry.facts] == ["approvals.approved", "approvals.decided"]
    assert entry.audience == "everyone"
    assert Decision.objects.get().comment.audience == "staff"


def test_all_have_to_approve_and_the_last_one_ends_it(world: World, request_of: Record) -> None:
    ask(world, request_of, "manager", "head")
    actions.decide(world.actor("manager"), request_of.number, approve=True)
    assert (state(request_of), last(request_of).audience) == ("open", "staff")
    actions.decide(world.actor("head"), request_of.number, approve=True)
    assert state(request_of) == "approved"


def test_a_refusal_ends_it_and_says_why(world: World, request_of: Record) -> None:
    ask(world, request_of, "manager", "head")
    with pytest.raises(Invalid, match="why you refuse"):
        actions.decide(world.actor("manager"), request_of.number, approve=False)
    actions.decide(world.actor("manager"), request_of.number, approve=False, comment="Too dear")
    assert state(request_of) == "refused"
    with pytest.raises(Refusal, match="Manager refused this on"):
        actions.decide(world.actor("head"), request_of.number, approve=True)
    assert Decision.objects.count() == 1


def test_nobody_decides_twice(world: World, request_of: Record) -> None:
    ask(world, request_of, "manager", "head")
    actions.decide(world.actor("manager"), request_of.number, approve=True)
    with pytest.raises(Refusal, match="ask for a new round"):
        actions.decide(world.actor("manager"), request_of.number, approve=False, comment="After all not")


def test_who_is_not_asked_does_not_decide(world: World, request_of: Record) -> None:
    ask(world, request_of, "manager")
    for who in ("head", "auditor", "colleague"):
        with pytest.raises(Refusal, match="not asked"):
            actions.decide(world.actor(who), request_of.number, approve=True)
    with pytest.raises(NotSeen):
        actions.decide(world.actor("stranger"), request_of.number, approve=True)


def test_nobody_was_asked(world: World, request_of: Record) -> None:
    with pytest.raises(Invalid, match="Nobody was asked"):
        actions.decide(world.actor("manager"), request_of.number, approve=True)


@pytest.mark.parametrize("who", ["requester", "agent"])
def test_neither_the_requester_nor_who_asks_is_asked(world: World, request_of: Record, who: str) -> None:
    with pytest.raises(Refusal, match="nobody approves what is their own"):
        ask(world, request_of, who)
    ask(world, request_of, who, "manager")
    with pytest.raises(Refusal, match=r"somebody else has to decide|not asked"):
        actions.decide(world.actor(who), request_of.number, approve=True)


def test_who_became_the_requester_since_does_not_decide(world: World, request_of: Record) -> None:
    ask(world, request_of, "manager")
    desk.revise(world.actor("agent"), request_of.number, requester=world.people["manager"])
    with pytest.raises(Refusal, match="somebody else has to decide"):
        actions.decide(world.actor("manager"), request_of.number, approve=True)


def test_a_delegate_who_is_the_requester_does_not_decide(world: World, request_of: Record) -> None:
    today = timezone.localdate()
    ask(world, request_of, "manager")
    span = {"first_day": today, "last_day": today}
    delegates.name(world.actor("manager"), delegate=world.people["requester"], **span)
    with pytest.raises(Refusal, match="somebody else has to decide"):
        actions.decide(world.actor("requester"), request_of.number, approve=True)
    assert not queries.waiting(world.actor("requester")).exists()


def test_a_delegate_decides_and_the_row_says_for_whom(world: World, request_of: Record) -> None:
    today = timezone.localdate()
    ask(world, request_of, "manager", "head")
    made = delegates.name(
        world.actor("manager"), delegate=world.people["colleague"], first_day=today, last_day=today + timedelta(days=3)
    )
    assert last(request_of).fact == "approvals.delegated"
    assert queries.waiting(world.actor("colleague")).count() == 1
    actions.decide(world.actor("colleague"), request_of.number, approve=True)
    row = Decision.objects.get()
    assert (row.person, row.seat) == (world.people["colleague"], world.people["manager"])
    assert last(request_of).on_behalf_of == world.people["manager"]
    with pytest.raises(Refusal, match="not asked"):
        actions.decide(world.actor("manager"), request_of.number, approve=True)
    delegates.end(world.actor("manager"), made.pk)
    assert queries.stands_in_for(world.people["colleague"].pk) == set()
    with pytest.raises(NotSeen):
        delegates.end(world.actor("head"), made.pk)


def test_a_delegate_of_two_decides_once(world: World, request_of: Record) -> None:
    today = timezone.localdate()
    ask(world, request_of, "manager", "head")
    for who in ("manager", "head"):
        delegates.name(world.actor(who), delegate=world.people["colleague"], first_day=today, last_day=today)
    actions.decide(world.actor("colleague"), request_of.number, approve=True)
    with pytest.raises(Refusal, match="You decided this"):
        actions.decide(world.actor("colleague"), request_of.number, approve=True)
    assert not queries.waiting(world.actor("colleague")).exists()


def test_a_delegate_is_somebody_else_and_for_days_to_come(world: World) -> None:
    today, manager = timezone.localdate(), world.actor("manager")
    with pytest.raises(Invalid, match="This is you"):
        delegates.name(manager, delegate=world.people["manager"], first_day=today, last_day=today)
    with pytest.raises(Invalid, match="in the past"):
        delegates.name(
            manager, delegate=world.people["head"], first_day=today - timedelta(9), last_day=today - timedelta(1)
        )
    with pytest.raises(Invalid, match="for a year"):
        delegates.name(manager, delegate=world.people["head"], first_day=today, last_day=today + timedelta(900))


def test_who_is_asked_sees_the_record_and_may_do_no_more_on_it(world: World, request_of: Record) -> None:
    stranger = world.actor("classmate")
    with pytest.raises(NotSeen):
        get(stranger, request_of.number)
    ask(world, request_of, "classmate")
    assert get(stranger, request_of.number).pk == request_of.pk
    seen = get(stranger, request_of.number)
    assert may(stranger, "incidents.see", seen)
    assert not may(stranger, "incidents.follow", seen)
    assert not may(stranger, "incidents.confirm", seen)
    assert queries.waiting(stranger).count() == 1


def test_only_who_may_work_on_it_asks(world: World, request_of: Record) -> None:
    with pytest.raises(Forbidden):
        actions.ask(world.actor("requester"), request_of.number, people=[world.people["head"]])
    with pytest.raises(Forbidden):
        actions.ask(world.actor("auditor"), request_of.number, people=[world.people["head"]])


def test_one_round_at_a_time_and_none_on_what_is_over(world: World, request_of: Record) -> None:
    ask(world, request_of, "manager")
    with pytest.raises(Refusal, match="asked for already"):
        ask(world, request_of, "head")
    with pytest.raises(Invalid, match="Say why"):
        actions.cancel(world.actor("agent"), request_of.number, reason=" ")
    actions.cancel(world.actor("agent"), request_of.number, reason="Cheaper elsewhere")
    assert state(request_of) == "withdrawn"
    with pytest.raises(Refusal, match="was withdrawn on"):
        actions.decide(world.actor("manager"), request_of.number, approve=True)
    desk.withdraw(world.actor("requester"), request_of.number, reason="No longer")
    with pytest.raises(Refusal, match="is over"):
        ask(world, request_of, "head")


def test_a_decision_is_about_the_round_that_was_shown(world: World, request_of: Record) -> None:
    ask(world, request_of, "manager")
    first = Round.objects.get().pk
    actions.cancel(world.actor("agent"), request_of.number, reason="Asked the wrong thing")
    ask(world, request_of, "manager", question="Something else")
    with pytest.raises(Refusal, match="asked anew"):
        actions.decide(world.actor("manager"), request_of.number, approve=True, shown=first)


def test_a_policy_asks_its_steps_one_after_the_other(world: World, request_of: Record) -> None:
    Membership.objects.create(person=world.people["colleague"], team=world.network, leads=True)
    agent = world.actor("agent")
    desk.hand_over(agent, request_of.number, team=world.network, reason="theirs")
    two = [policy_row(1, role="team_lead"), policy_row(2, people="manager@example.org, head@example.org")]
    redefine(world.actor("manager"), "incidents.approval_policies", value=two)
    actions.ask(agent, request_of.number, policy="buy")
    assert queries.waiting(world.actor("colleague")).count() == 1
    assert not queries.waiting(world.actor("manager")).exists()
    with pytest.raises(Refusal, match="not asked"):
        actions.decide(world.actor("manager"), request_of.number, approve=True)
    actions.decide(world.actor("colleague"), request_of.number, approve=True)
    assert queries.waiting(world.actor("manager")).count() == 1
    assert last(request_of).facts[-1]["name"] == "approvals.asked_next"
    actions.decide(world.actor("head"), request_of.number, approve=True)
    assert state(request_of) == "approved"
    assert not queries.waiting(world.actor("manager")).exists()


def policy_row(step: int, **more: Any) -> dict[str, Any]:
    return {
        "code": "buy", "label": "Spending", "step": step, "people": None, "team": None, "role": None, "quorum": "any",
        "count": None, "hours": 24, "calendar": None, "active": True, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([policy_row(1)], "asks nobody"),
        ([policy_row(1, people="nobody@example.org")], "nobody here has the address"),
        ([policy_row(2, role="agent")], "Number the steps"),
        ([policy_row(1, role="agent", quorum="some")], "how many"),
        ([policy_row(1, role="agent"), policy_row(1, role="agent")], "each may stand once"),
    ],
)
def test_a_policy_that_cannot_work_is_refused(world: World, rows: list[Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        redefine(world.actor("manager"), "incidents.approval_policies", value=rows)


def test_more_approvals_than_people_cannot_be_asked(world: World, request_of: Record) -> None:
    rows = [policy_row(1, people="manager@example.org", quorum="some", count=2)]
    redefine(world.actor("manager"), "incidents.approval_policies", value=rows)
    with pytest.raises(Refusal, match="needs 2 approvals"):
        actions.ask(world.actor("agent"), request_of.number, policy="buy")
    with pytest.raises(Invalid, match="Choose one of: buy"):
        actions.ask(world.actor("agent"), request_of.number, policy="other")
    with pytest.raises(Invalid, match="Choose a policy, or name"):
        actions.ask(world.actor("agent"), request_of.number)


def test_a_policy_that_asks_nobody_who_is_here_says_so(world: World, request_of: Record) -> None:
    with pytest.raises(Refusal, match="asks nobody who is here"):
        actions.ask(world.actor("agent"), request_of.number, policy="team_leader")


def test_time_reminds_and_escalates_and_never_decides(world: World, request_of: Record) -> None:
    ask(world, request_of, "manager", hours=2)
    now = timezone.now()
    assert clockwork.tell(now) == 0
    late = now + timedelta(hours=3)
    assert (clockwork.tell(late), clockwork.tell(late)) == (1, 0)
    assert last(request_of).fact == "approvals.reminded"
    later = now + timedelta(hours=27)
    assert (clockwork.tell(later), clockwork.tell(later)) == (1, 0)
    assert last(request_of).fact == "approvals.overdue"
    assert state(request_of) == "open"
    actions.decide(world.actor("manager"), request_of.number, approve=True)
    assert state(request_of) == "approved"


def test_a_deadline_by_working_time(world: World, request_of: Record) -> None:
    from datetime import UTC, datetime

    from fettle.facilities.approvals import policy

    friday = datetime(2026, 1, 9, 15, 0, tzinfo=UTC)
    assert policy.due({"hours": 2, "calendar": "office"}, friday) == datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
    assert policy.due({"hours": 2, "calendar": ""}, friday) == friday + timedelta(hours=2)
    assert policy.due({"hours": 2, "calendar": "gone"}, friday) == friday + timedelta(hours=2)
    assert policy.due({"hours": None, "calendar": "office"}, friday) is None


def test_under_a_calendar_that_never_works_it_is_asked_without_a_deadline(world: World) -> None:
    from fettle.facilities.approvals import policy

    closed = {"zone": "UTC", "week": {}, "special": {"2020-01-01": [["09:00", "10:00"]]}}
    clock.define("office", "Closed", closed, "tests")
    assert policy.due({"hours": 2, "calendar": "office"}, timezone.now()) is None


def test_who_left_is_not_asked(world: World, request_of: Record) -> None:
    Person.objects.filter(pk=world.people["head"].pk).update(is_active=False)
    world.people["head"].refresh_from_db()
    with pytest.raises(Refusal, match="asks nobody who is here"):
        ask(world, request_of, "head")


def test_the_affected_person_does_not_decide(world: World, request_of: Record) -> None:
    desk.revise(world.actor("agent"), request_of.number, affected=world.people["head"])
    assert Participant.objects.filter(part="affected").exists()
    with pytest.raises(Refusal, match="nobody approves what is their own"):
        ask(world, request_of, "head")
