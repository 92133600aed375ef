"""The KEDB (PR10.A3): added, updated, removed, reviewed; offered where it helps, to staff and to users."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fettle.facilities.cycles import queries as duties
from fettle.facilities.search.jobs import catch_up
from fettle.kernel.access import wall
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.problems import actions, queries, slots
from fettle.processes.problems.known_errors import actions as known
from fettle.processes.problems.models import KnownError, Problem
from fettle.processes.problems.tests.test_problems import facts, incident, known_error, recorded
from fettle.processes.services import actions as services
from fettle.site.testing.world import World


@pytest.fixture
def problem(world: World) -> Record:
    return recorded(world, service=world.service, category="network")


def state(record: Record) -> str:
    return Record.objects.get(pk=record.pk).state


def staff_of_the_school(world: World) -> Actor:
    person = Person.objects.create(name="Of the school", organisation=world.school, may_sign_in=True)
    Grant.objects.create(person=person, role="agent", organisation=world.school)
    return Actor.of(person, Channel.SCREEN)


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


def test_what_comes_back_brings_its_known_errors_back(world: World, problem: Record) -> None:
    """Those that were solved with it, also where the roles of whoever reopens it do not reach; no others."""
    agent = world.actor("agent")
    made, other = known_error(world, problem), known_error(world, problem)
    elsewhere = known_error(world, problem, organisation=world.rival)
    known.solve(agent, other.number, reason="By itself")
    actions.take(agent, problem.number)
    for _again in range(2):
        actions.resolve(agent, problem.number, way="removed", solution="A new one", root_cause="It was too old")
        assert [state(each) for each in (made, other, elsewhere)] == ["solved", "solved", "solved"]
        assert not duties.of_record(made)
        actions.reopen(agent, problem.number, reason="It is back")
        assert [state(each) for each in (made, other, elsewhere)] == ["current", "solved", "current"]
        assert duties.of_record(made), "it is reviewed again"
    back = Entry.objects.filter(record=made, fact="problems.known_error_back").latest("seq")
    assert back.caused_by == Entry.objects.filter(record=problem, fact="problems.reopened").latest("seq")
    assert back.actor == world.people["agent"]


def test_a_role_for_a_part_solves_and_reopens_it_whole(world: World) -> None:
    """Staff of the school resolve its problem; a known error of the whole house goes with it."""
    local = staff_of_the_school(world)
    theirs = actions.register(local, title="The Wi-Fi drops out", source="trend")
    made = known_error(world, Record.objects.get(pk=theirs.pk), organisation=world.provider)
    with pytest.raises(NotSeen):
        get(local, made.number)
    actions.take(local, theirs.number)
    actions.resolve(local, theirs.number, way="removed", solution="A new one", root_cause="It was too old")
    assert state(made) == "solved"
    actions.reopen(local, theirs.number, reason="It is back")
    assert state(made) == "current"


def test_staff_of_a_member_see_what_is_known_of_its_services(world: World) -> None:
    """Of the house above theirs: what users are told, of the services that they are offered; and all of what is known
    of a service that they run themselves.
    """
    local, house = staff_of_the_school(world), Actor.house("tests", "services.see", "services.manage")
    run = services.register(house, title="Wi-Fi of the school", organisation=world.school)
    away = services.register(house, title="Wi-Fi of others", organisation=world.rival)
    told = known_error(world, recorded(world, service=world.service), for_users="Switch it off and on")
    silent = known_error(world, recorded(world, service=world.service), title="Wi-Fi drops out at night")
    ours = known_error(world, recorded(world, service=run), title="Wi-Fi drops out at school")
    hidden = known_error(world, recorded(world, service=away), title="Wi-Fi drops out elsewhere")
    rivals = known_error(world, recorded(world), organisation=world.rival, for_users="Wait")
    own = known_error(world, recorded(world), organisation=world.school, title="Wi-Fi drops out in class")
    about = incidents.register(world.actor("requester"), INCIDENT, title="Wi-Fi drops out", service=world.service)
    catch_up.run(timestamp=0)
    wall.enter(local)
    try:
        rows = {row["record"].number: row for row in slots.helping(local, get(local, about.number))["rows"]}
        typed = {row["record"].number for row in slots.while_typing(local, "wifi drops out")["rows"]}
        known.use(local, about.number, known_error=own)
    finally:
        wall.leave()
    assert set(rows) == {told.number, ours.number, own.number} == typed
    assert not {silent.number, hidden.number, rivals.number} & set(rows)
    assert rows[told.number]["workaround"] == "Switch it off and on"
    assert rows[told.number]["url"] == f"/portal/workarounds/{told.number}"
    assert (rows[ours.number]["workaround"], rows[ours.number]["url"]) == ("Restart the controller", "")
    assert (rows[own.number]["problem"], rows[own.number]["use_url"]) == (None, f"/known-errors/{own.number}/used")
    assert not rows[told.number]["use_url"] and not rows[ours.number]["problem"]
    assert queries.counts([own])[own.pk]["used"] == 1


def test_behind_the_wall_a_problem_is_an_id(world: World) -> None:
    """Whoever is told of a way round reads nothing of the problem, though the first door stood open."""
    problem = recorded(world, title="Nobody knows this")
    told = known_error(world, problem, for_users="Switch it off and on")
    wall.enter(world.actor("requester"))
    try:
        assert list(KnownError.objects.values_list("record_id", "problem_id")) == [(told.pk, problem.pk)]
        assert not Record.objects.filter(pk=problem.pk).exists() and not Problem.objects.exists()
        assert not Entry.objects.filter(record_id=problem.pk).exists()
        assert not list(KnownError.objects.select_related("problem")), "and nothing is joined to it"
    finally:
        wall.leave()


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
