"""Problems (PR10.A2): recorded, classed, prioritised, escalated, resolved, closed; told of in time; for staff alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from fettle.facilities.links import queries as links
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.offers import offers
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.problems import actions, queries, targets
from fettle.processes.problems.known_errors import actions as known
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.values import Causes
from fettle.site.testing.world import World


def recorded(world: World, **values: Any) -> Record:
    given = {"title": "The Wi-Fi drops out", "source": "trend", "impact": "much", "urgency": "soon", **values}
    return actions.register(world.actor("agent"), **given)


def incident(world: World, title: str = "Wi-Fi down", who: str = "requester") -> Record:
    return incidents.register(world.actor(who), INCIDENT, title=title, service=world.service)


def facts(record: Record) -> list[str]:
    return list(Entry.objects.filter(record=record).order_by("seq").values_list("fact", flat=True))


def fresh(record: Record) -> Record:
    return Record.objects.select_related("problem", "assignee", "team").get(pk=record.pk)


def known_error(world: World, problem: Record, **values: Any) -> Record:
    given = {"title": "Wi-Fi drops out every hour", "workaround": "Restart the controller", **values}
    return known.register(world.actor("agent"), problem=problem, **given)


def test_a_problem_lives_from_recording_to_closing(world: World) -> None:
    agent, manager = world.actor("agent"), world.actor("manager")
    made = recorded(world)
    assert (made.number, made.rank, made.item.first_priority) == ("PRB-000001", 2, 2)
    actions.take(agent, made.number)
    assert fresh(made).assignee == world.people["agent"]
    actions.name_cause(agent, made.number, root_cause="The controller leaks memory", causes="It restarts\nIt is full")
    with pytest.raises(Refusal, match="record one first"):
        actions.declare(agent, made.number)
    known_error(world, fresh(made))
    actions.declare(agent, made.number)
    actions.resolve(agent, made.number, way="removed", solution="A new version")
    found = fresh(made)
    assert (found.state, found.is_open, found.due_at) == ("resolved", True, None) and found.item.resolved_at
    colleague = world.actor("colleague")
    with pytest.raises(Refusal, match="or the problem manager"):
        actions.close(colleague, made.number, outcome="stopped")
    tasks.add(manager, made.number, title="Watch it for a week")
    with pytest.raises(Refusal, match="Watch it"):
        actions.close(manager, made.number, outcome="stopped")
    tasks.done(manager, made.number, step=steps.steps(made)[0].pk)
    actions.close(manager, made.number, outcome="stopped")
    assert (fresh(made).state, fresh(made).is_open) == ("closed", False)
    said = [name for name in facts(made) if name.startswith("problems.")]
    words = ("recorded", "taken", "cause_named", "declared", "resolved", "closed")
    assert said == [f"problems.{word}" for word in words]
    actions.reopen(agent, made.number, reason="It is back")
    assert fresh(made).state == "in_work" and fresh(made).due_at > timezone.now()
    actions.withdraw(agent, made.number, reason="It was none")
    with pytest.raises(Refusal, match="is over"):
        actions.revise(agent, made.number, title="Another")


def test_priority_follows_the_matrix_and_its_target_the_calendar(world: World) -> None:
    agent = world.actor("agent")
    assert recorded(world, impact="", urgency="").rank == actions.MIDDLE
    made = recorded(world)
    was = fresh(made).due_at
    actions.prioritise(agent, made.number, urgency="now")
    assert fresh(made).rank == 1 and fresh(made).due_at < was
    with pytest.raises(Invalid, match="Say why"):
        actions.prioritise(agent, made.number, priority=3)
    actions.prioritise(agent, made.number, priority=4, reason="There is a good way round it")
    found = fresh(made)
    assert (found.rank, found.item.first_priority) == (4, 2) and found.due_at, "scheduled: the day that stood stays"
    day = timezone.now() + timedelta(days=90)
    actions.revise(agent, made.number, due_at=day)
    assert fresh(made).due_at == day
    with pytest.raises(Invalid, match="past"):
        actions.revise(agent, made.number, due_at=timezone.now() - timedelta(days=1))
    rows = [{**row, "days": 2} for row in current()["problems.priorities"]]
    settings.redefine(world.actor("head"), "problems.priorities", value=rows)
    friday = datetime(2026, 7, 3, 15, tzinfo=UTC)
    assert targets.due(2, friday, world.provider).date() == date(2026, 7, 7), "a weekend does not count"
    values = {**current()["problems.handling"], "calendar": "office"}
    settings.redefine(world.actor("head"), "problems.handling", value=values)
    assert targets.due(2, friday, world.provider).date() >= date(2026, 7, 7)


def test_the_way_to_a_cause_is_a_few_lines() -> None:
    assert Causes().clean("It restarts\r\n\n  It is full ", None) == "It restarts\nIt is full"
    with pytest.raises(ValueError, match="At most 10"):
        Causes().clean("why\n" * 11, None)


def test_days_are_counted_until_the_last_of_them() -> None:
    def weekday(day: date) -> bool:
        return day.weekday() < 5

    assert targets.day_after(date(2026, 7, 3), 1, weekday) == date(2026, 7, 6)
    assert targets.day_after(date(2026, 7, 4), 5, weekday) == date(2026, 7, 10)
    assert targets.day_after(date(2026, 7, 3), 1, lambda day: False) is None


def test_what_shows_a_problem_is_linked_with_it(world: World) -> None:
    agent = world.actor("agent")
    first, second, third = incident(world), incident(world, "No Wi-Fi"), incident(world, "Wi-Fi, again", "stranger")
    made = recorded(world, of=first)
    assert made.service == world.service
    actions.add_incidents(agent, made.number, incidents=f"{second.number}, {third.number}; {second.number}")
    told = queries.counted(agent, made)
    assert (told.total, told.open) == (3, 3) and told.last
    assert [each.relation for each in links.links(agent, first)] == ["caused_by"]
    assert {each.relation for each in links.links(agent, made)} == {"causes"}
    incidents.withdraw(world.actor("stranger"), third.number, reason="Gone")
    assert queries.counted(agent, made).open == 2
    with pytest.raises(Invalid, match="INC-000999"):
        actions.add_incidents(agent, made.number, incidents=f"{second.number} INC-000999")
    with pytest.raises(Invalid, match="at least one"):
        actions.add_incidents(agent, made.number, incidents=" , ")
    assert not visible(world.actor("requester"), PROBLEM).exists(), "nobody who reports reads of problems"
    with pytest.raises(NotSeen):
        get(world.actor("requester"), made.number)


def test_an_escalation_says_to_whom_and_why(world: World) -> None:
    agent, made = world.actor("agent"), recorded(world)
    with pytest.raises(Invalid, match="to whom"):
        actions.escalate(agent, made.number, way="hierarchical", reason="No money")
    actions.escalate(agent, made.number, way="hierarchical", reason="No money", to=world.people["head"])
    entry = Entry.objects.filter(record=made, fact="problems.escalated").get()
    assert entry.facts[0]["data"]["people"] == [world.people["head"].pk]
    assert fresh(made).item.escalation == 1


def test_what_is_due_is_told_once_for_each_day(world: World) -> None:
    agent = world.actor("agent")
    made = recorded(world, assignee=world.people["agent"])
    due = fresh(made).due_at
    assert actions.tell(timezone.now()) == 0
    assert [actions.tell(due - timedelta(minutes=5)) for _each in range(2)] == [1, 0]
    assert [actions.tell(due + timedelta(minutes=5)) for _each in range(2)] == [1, 0]
    assert facts(made)[-2:] == ["problems.looms", "problems.late"]
    later = due + timedelta(days=30)
    actions.revise(agent, made.number, due_at=later)
    assert actions.tell(later + timedelta(minutes=1)) == 1, "another day is another word"
    actions.take(agent, made.number)
    actions.resolve(agent, made.number, way="accepted", solution="We live with it")
    assert actions.tell(later + timedelta(days=9)) == 0


def test_its_owner_or_the_process_manager_closes_it(world: World) -> None:
    """Whoever merely recorded it does not: they are offered the step with the reason why it is not theirs."""
    resolved = ("resolve", {"way": "accepted", "solution": "We live with it"})

    def closing(who: str, record: Record) -> str:
        return next(each.refusal for each in offers(world.actor(who), fresh(record)) if each.verb.name == "close")

    for closes in ("colleague", "manager"):
        made = recorded(world)
        for verb, given in (("take", {}), resolved):
            actions.VERBS[verb](world.actor("colleague"), made.number, **given)
        assert "or the problem manager" in closing("agent", made)
        with pytest.raises(Refusal, match="or the problem manager"):
            actions.close(world.actor("agent"), made.number, outcome="fewer")
        assert closing(closes, made) == ""
        actions.close(world.actor(closes), made.number, outcome="fewer")
        assert fresh(made).state == "closed"
