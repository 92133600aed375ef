"""The KEDB (PR10.A3): added, updated, removed, reviewed; offered where it helps, to staff and to users."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fettle.facilities.cycles import queries as duties
from fettle.facilities.search.jobs import catch_up
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.problems import actions, queries
from fettle.processes.problems.known_errors import actions as known
from fettle.processes.problems.tests.test_problems import facts, incident, known_error, recorded
from fettle.site.testing.world import World


@pytest.fixture
def problem(world: World) -> Record:
    return recorded(world, service=world.service, category="network")


def offered(world: World, record: Record) -> list[str]:
    catch_up.run(timestamp=0)
    return [fit.record.number for fit in queries.fitting_to(world.actor("agent"), record)]


def test_a_known_error_is_kept_right(world: World, problem: Record) -> None:
    agent = world.actor("agent")
    made = known_error(world, problem)
    assert (made.number, made.service, made.item.category, made.is_open) == (
        "KE-000001",
        world.service,
        "network",
        False,
    )
    duty = duties.of_record(made)[0]
    assert duty.code == "known_error.review" and duty.due_on > timezone.localdate() + timedelta(days=150)
    known.revise(agent, made.number, workaround="Restart it, and wait five minutes")
    entry = Entry.objects.filter(record=made, fact="problems.known_error_updated").get()
    assert entry.changes["workaround"][0] == "Restart the controller", "what stood there stays in the history"
    known.confirm(agent, made.number, remark="Tried it")
    assert {"problems.known_error_confirmed"} <= set(facts(made))
    assert duties.of_record(made)[0].last_done_on == timezone.localdate()
    known.remove(agent, made.number, reason="It was another device")
    assert not duties.of_record(made)
    with pytest.raises(Refusal, match="bring it back"):
        known.revise(agent, made.number, workaround="Nothing")
    known.bring_back(agent, made.number, reason="It was this one")
    assert duties.of_record(made)
    known.revise(agent, made.number, assignee=world.people["manager"])
    assert duties.of_record(made)[0].person == world.people["manager"]


def test_what_is_over_takes_its_known_errors_along(world: World, problem: Record) -> None:
    agent = world.actor("agent")
    made = known_error(world, problem)
    actions.declare(agent, problem.number)
    actions.resolve(agent, problem.number, way="accepted", solution="We live with it")
    made.refresh_from_db()
    assert made.state == "current"
    actions.reopen(agent, problem.number, reason="No, we do not")
    with pytest.raises(Invalid, match="what the cause was"):
        actions.resolve(agent, problem.number, way="removed", solution="A new one")
    actions.resolve(agent, problem.number, way="removed", solution="A new one", root_cause="It was too old")
    made.refresh_from_db()
    assert made.state == "solved" and offered(world, incident(world)) == []
    actions.close(world.actor("manager"), problem.number, outcome="stopped")
    with pytest.raises(Invalid, match="reopen it first"):
        known_error(world, Record.objects.get(pk=problem.pk))


def test_it_is_offered_by_words_service_and_category(world: World, problem: Record) -> None:
    other = recorded(world, title="Wi-Fi of the guests")
    elsewhere = known_error(world, other, title="Wi-Fi drops out for guests")
    here = known_error(world, problem)
    about = incident(world, "Wi-Fi drops out")
    assert offered(world, about) == [here.number, elsewhere.number], "the same service comes first"
    assert offered(world, incident(world, "The printer jams")) == []
    known.use(world.actor("agent"), about.number, known_error=elsewhere)
    assert offered(world, about)[0] == elsewhere.number, "what it is linked to stands on top"
    agent = world.actor("agent")
    queries.fitting_to(agent, about)
    with CaptureQueriesContext(connection) as asked:
        queries.fitting_to(agent, about)
    assert len([each for each in asked.captured_queries if "setting" not in each["sql"]]) == 2
    assert [fit.record for fit in queries.suggested(world.actor("agent"), "wifi drops")]


def test_using_it_links_and_counts_once(world: World, problem: Record) -> None:
    agent, made, about = world.actor("agent"), known_error(world, problem), incident(world)
    for _each in range(2):
        known.use(agent, about.number, known_error=made)
    assert queries.counts([made])[made.pk]["used"] == 1
    assert facts(about).count("problems.worked_around") == 1
    assert queries.counted(agent, problem).total == 1
    with pytest.raises(Refusal, match="no workaround for users"):
        known.send(agent, about.number, known_error=made, text="Restart it")
    known.revise(agent, made.number, for_users="Switch the Wi-Fi off and on")
    second = incident(world, "Again no Wi-Fi")
    known.send(agent, second.number, known_error=made, text="Switch the Wi-Fi off and on")
    assert "discussion.replied" in facts(second) and queries.counts([made])[made.pk]["used"] == 2


def test_users_are_told_what_is_for_them_and_theirs(world: World, problem: Record) -> None:
    requester = world.actor("requester")

    def answers() -> list[str]:
        catch_up.run(timestamp=0)
        return [fit.record.number for fit in queries.answering(requester, "wifi drops out")]

    made = known_error(world, problem)
    assert answers() == []
    known.revise(world.actor("agent"), made.number, for_users="Switch it off and on")
    assert answers() == [made.number]
    assert queries.read(requester, made.number) == made
    known.helped(requester, made.number)
    known.did_not_help(requester, made.number)
    told = queries.counts([made])[made.pk]
    assert (told["helped"], told["failed"]) == (1, 1)
    foreign = known_error(world, problem, organisation=world.rival, for_users="Nothing")
    assert foreign.number not in answers()
    known.remove(world.actor("agent"), made.number, reason="Wrong")
    assert answers() == []
    with pytest.raises(NotSeen):
        queries.read(requester, made.number)
