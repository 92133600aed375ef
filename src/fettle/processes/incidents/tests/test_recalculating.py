"""Counting records anew after a correction: looked at first, then done, each with its entry and its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from fettle.kernel.clock import actions as clock
from fettle.kernel.clock.models import Calendar
from fettle.kernel.errors import Forbidden, Invalid, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents import actions
from fettle.processes.incidents.facts import Recalculated
from fettle.processes.incidents.jobs import watch_targets
from fettle.processes.incidents.models import Recalculation
from fettle.processes.incidents.recalculating import jobs, keeping, parts, runs
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.incidents.tests.desk import fresh
from fettle.processes.incidents.tests.test_beside import ola
from fettle.processes.levels import actions as levels
from fettle.processes.levels import talking
from fettle.processes.levels.tests.agreed import in_force, renewed
from fettle.processes.services import actions as services
from fettle.site.testing.world import OFFICE_HOURS, TARGETS, World

Then = Callable[[datetime], datetime]
NINE = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Prague."""
HOUR = timedelta(hours=1)
CLOSED = {**OFFICE_HOURS, "holidays": {"2026-06-01": "Forgotten holiday"}}


def corrected(data: dict[str, Any] = CLOSED) -> Calendar:
    """The office's calendar says something else now."""
    return clock.define("office", "Office hours", data, "tests", "A holiday was missing").calendar


def made(world: World, **values: Any) -> Record:
    given = {"title": "No network", "requester": world.people["requester"], "channel": "mail", "priority": 1} | values
    return actions.register(world.actor("agent"), values.pop("kind", INCIDENT), reason="so", **given)


def looked(world: World, **asked: Any) -> Recalculation:
    run = runs.ask(world.actor("manager"), reason="The holiday was missing", **asked)
    jobs.begin(run)
    return Recalculation.objects.get(pk=run.pk)


def test_a_corrected_calendar_moves_nothing_by_itself_and_everything_once_confirmed(world: World, then: Then) -> None:
    then(NINE)
    record, request = made(world), actions.register(world.actor("requester"), REQUEST, title="A mouse")
    calendar = corrected()
    assert fresh(record).item.resolution_due_at == NINE + 4 * HOUR
    run = looked(world, calendar=calendar)
    assert (run.state, run.total, run.changed, run.effects) == ("looked", 2, 2, {"later": 2})
    assert run.first[0] == [record.pk, "later", (NINE + HOUR / 4).isoformat(), "2026-06-02T06:15:00+00:00"]
    assert fresh(record).version == 1, "nothing is changed by looking"
    then(NINE + HOUR / 10)
    jobs.confirm(world.actor("manager"), run)
    after = fresh(record)
    assert after.item.resolution_due_at == datetime(2026, 6, 2, 10, 0, tzinfo=UTC)
    assert after.due_at == datetime(2026, 6, 2, 6, 15, tzinfo=UTC) and check(after) == []
    assert check(Record.objects.get(pk=request.pk)) == []
    entry = Entry.objects.get(record=record, seq=2)
    told = entry.said()
    assert isinstance(told[0], Recalculated) and told[0].reason == "The holiday was missing"
    assert entry.actor_id == world.people["manager"].pk and entry.changes["due_at"][1] == after.due_at.isoformat()
    run.refresh_from_db()
    assert (run.state, run.done, run.left) == ("done", 2, 0)


def test_what_it_means_is_counted(world: World, then: Then) -> None:
    """Late, and no longer late once the day is a holiday; and the other way round."""
    then(NINE)
    made(world)
    then(NINE + 5 * HOUR)
    assert looked(world, calendar=corrected()).effects == {"no_longer_late": 1}
    then(NINE)
    made(world)
    then(NINE + 5 * HOUR)
    longer = {**OFFICE_HOURS, "week": {day: [["00:00", "24:00"]] for day in ("monday", "tuesday")}}
    run = looked(world, calendar=corrected(longer))
    assert sum(run.effects.values()) == run.changed


def test_what_is_due_at_another_time_is_shown_before_what_nobody_sees(
    world: World, then: Then, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "SHOWN", 1)
    then(NINE)
    done, still_open = made(world), made(world)
    then(NINE + timedelta(minutes=5))
    actions.resolve(world.actor("agent"), done.number, resolution="Done", closure_code="solved")
    run = looked(world, calendar=corrected(), since=NINE.date())
    assert run.effects == {"later": 1, "same": 1}
    assert [(row[0].number, row[1]) for row in runs.rows(world.actor("manager"), run)] == [(still_open.number, "later")]


def test_a_corrected_agreement_is_promised_to_what_followed_it(world: World, then: Then) -> None:
    then(NINE)
    record = made(world)
    slower = [{**row, "resolution_minutes": 480} if row["priority"] == 1 else row for row in TARGETS]
    manager = world.actor("manager")
    levels.revise(manager, world.agreement.number, targets=slower, reason="Wrong from the beginning")
    run = looked(world, agreement=world.agreement)
    jobs.confirm(manager, run)
    after = fresh(record)
    assert after.item.resolution_due_at == NINE + 8 * HOUR and after.item.response_due_at == NINE + HOUR / 4
    again = looked(world, agreement=world.agreement)
    assert again.changed == 0
    with pytest.raises(Refusal, match="nothing to do"):
        jobs.confirm(manager, again)


def test_what_was_resolved_is_counted_anew_by_choice(world: World, then: Then) -> None:
    then(NINE)
    record = made(world)
    then(NINE + 5 * HOUR)
    actions.resolve(world.actor("agent"), record.number, resolution="Done", closure_code="solved")
    assert fresh(record).item.within_target is False
    calendar = corrected()
    assert looked(world, calendar=calendar).total == 0
    run = looked(world, calendar=calendar, since=date(2026, 6, 1))
    assert run.effects == {"now_kept": 1}
    jobs.confirm(world.actor("manager"), run)
    assert fresh(record).item.within_target is True and check(fresh(record)) == []


def test_clocks_of_teams_are_counted_anew_too(world: World, then: Then) -> None:
    then(NINE)
    agreed = ola(world, world.desk)
    record = made(world, team=world.desk)
    run = looked(world, calendar=corrected())
    jobs.confirm(world.actor("manager"), run)
    names = [fact["name"] for fact in Entry.objects.get(record=record, seq=2).facts]
    assert names == ["incidents.recalculated", "levels.targets_set", "levels.clock_set"]
    assert looked(world, agreement=agreed).changed == 1, "by the agreement the hours that were signed hold again"


def test_it_is_refused_when_something_changed_since(world: World, then: Then) -> None:
    then(NINE)
    record, other = made(world), made(world)
    calendar = corrected()
    run = looked(world, calendar=calendar)
    corrected({**CLOSED, "holidays": {}, "special": {"2026-06-01": [["08:00", "10:00"]]}})
    with pytest.raises(Refusal, match="changed since you looked"):
        jobs.confirm(world.actor("manager"), run)
    then(NINE + HOUR)
    run = looked(world, calendar=calendar)
    then(NINE + 2 * HOUR)
    actions.take(world.actor("agent"), other.number)
    jobs.confirm(world.actor("manager"), run)
    run.refresh_from_db()
    assert (run.done, run.left) == (1, 1) and fresh(other).version == 2 and fresh(record).version == 2
    with pytest.raises(Refusal, match="confirmed already"):
        jobs.confirm(world.actor("manager"), run)


def test_what_changes_no_clock_voids_nothing(world: World, then: Then) -> None:
    """A note, another title, a draft; a calendar that nothing counts by; an agreement that begins later."""
    then(NINE)
    manager = world.actor("manager")
    agreed = in_force(world, valid_from=date(2026, 5, 1))
    made(world)
    run = looked(world, calendar=corrected())
    talking.note(manager, agreed.number, text="They are slow to answer")
    levels.revise(manager, agreed.number, title="Another title")
    levels.begin_version(manager, agreed.number, reason="Next year")
    services.revise(manager, world.service.number, title="The network")
    clock.define("elsewhere", "Elsewhere", OFFICE_HOURS, "tests", "Nobody counts by it")
    in_force(world, organisation=world.rival, valid_from=date(2026, 7, 1))
    jobs.confirm(manager, run)
    run.refresh_from_db()
    assert (run.state, run.done) == ("done", 1)


@pytest.mark.parametrize("what", ["in force", "default", "ended", "renewed", "own hours", "hours of a service"])
def test_what_clocks_follow_from_voids_it(world: World, then: Then, what: str) -> None:
    """Another agreement, another version of one, one less, or other hours of a service."""
    then(NINE)
    manager = world.actor("manager")
    agreed = in_force(world, valid_from=date(2026, 5, 1))
    other = clock.define("night", "Night", {**OFFICE_HOURS, "week": {"monday": [["20:00", "22:00"]]}}, "tests").calendar
    if what == "hours of a service":
        services.revise(manager, world.service.number, calendar=other)
    made(world)
    run = looked(world, calendar=corrected())
    if what == "in force":
        in_force(world, organisation=world.rival, valid_from=date(2026, 5, 1))
    elif what == "default":
        slower = [{**row, "resolution_minutes": 2880} for row in TARGETS]
        levels.revise(manager, world.agreement.number, targets=slower, reason="Slower")
    elif what == "ended":
        levels.terminate(manager, agreed.number, reason="Over")
    elif what == "renewed":
        renewed(world, agreed, date(2026, 6, 1))
    elif what == "own hours":
        services.revise(manager, world.service.number, calendar=other)
    else:
        clock.define("night", "Night", {**OFFICE_HOURS, "week": {"monday": [["20:00", "23:00"]]}}, "tests")
    with pytest.raises(Refusal, match="changed since you looked"):
        jobs.confirm(manager, run)
    assert not Entry.objects.filter(facts__0__name="incidents.recalculated").exists()


def test_many_are_done_by_a_job_that_may_run_twice(world: World, then: Then, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    monkeypatch.setattr(runs, "PORTION", 2)
    then(NINE)
    records = [made(world) for _count in range(5)]
    run = looked(world, calendar=corrected())
    assert run.state == "looking"
    jobs.look_later.run(run.pk)
    run.refresh_from_db()
    jobs.confirm(world.actor("manager"), run)
    jobs.do_later.run(run.pk)
    jobs.do_later.run(run.pk)
    assert {fresh(record).version for record in records} == {2}
    run.refresh_from_db()
    assert (run.state, run.done) == ("done", 5)


def test_what_is_done_at_once_is_done_with_the_confirmation_or_not_at_all(
    world: World, then: Then, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would be confirmed, and nobody would do it."""
    then(NINE)
    made(world)
    run = looked(world, calendar=corrected())
    monkeypatch.setattr(runs, "write_many", _no_room)
    with pytest.raises(OSError, match="no room"):
        jobs.confirm(world.actor("manager"), run)
    run.refresh_from_db()
    assert run.state == "looked"


def _no_room(*_given: Any) -> None:
    raise OSError("no room")


def test_what_was_found_is_kept_until_it_is_done(world: World, then: Then) -> None:
    """Done is what was looked at, to the letter; a look that was cut off and begun again keeps nothing twice."""
    then(NINE)
    records = [made(world), made(world), actions.register(world.actor("requester"), REQUEST, title="A mouse")]
    run = looked(world, calendar=corrected())
    runs.look(run)
    kept = [found for part in run.parts.order_by("at") for found in parts.read(part)]
    assert [found.record for found in kept] == [record.pk for record in records]
    actions.reply(world.actor("agent"), records[1].number, text="We look at it")
    then(NINE + HOUR / 10)
    jobs.confirm(world.actor("manager"), run)
    run.refresh_from_db()
    assert (run.state, run.done, run.left, run.parts.count()) == ("done", 2, 1, 0)
    for found in kept:
        record = fresh(Record.objects.get(pk=found.record))
        assert check(record) == []
        as_found = (record.version, record.due_at, record.soon_at) == (
            2,
            found.values["due_at"],
            found.values["soon_at"],
        )
        assert as_found is (found.record != records[1].pk)


def test_days_are_those_of_whoever_asked(world: World, then: Then) -> None:
    """Late in the evening of UTC Prague has the next day; the worker that looks and does it lives in UTC."""
    then(NINE)
    record = made(world)
    then(datetime(2026, 6, 1, 22, 30, tzinfo=UTC))
    actions.resolve(world.actor("agent"), record.number, resolution="Done", closure_code="solved")
    calendar, manager = corrected(), world.actor("manager")
    with timezone.override(UTC):
        run = looked(world, calendar=calendar, since=date(2026, 6, 2))
        assert run.total == 1
        then(datetime(2026, 6, 2, 21, 30, tzinfo=UTC))
        jobs.confirm(manager, run)
    assert fresh(record).item.within_target is True
    run = looked(world, calendar=corrected(OFFICE_HOURS), since=date(2026, 6, 2))
    then(datetime(2026, 6, 2, 22, 30, tzinfo=UTC))
    with pytest.raises(Refusal, match="changed since you looked"):
        jobs.confirm(manager, run)


def test_who_may_ask_and_for_what(world: World) -> None:
    with pytest.raises(Forbidden):
        runs.ask(world.actor("agent"), reason="x", agreement=world.agreement)
    with pytest.raises(Invalid, match="either"):
        runs.ask(world.actor("manager"), reason="x")
    with pytest.raises(Invalid, match="future"):
        runs.ask(world.actor("manager"), reason="x", agreement=world.agreement, since=date(2099, 1, 1))


def test_on_pages_and_over_rest(world: World, signed_in: Any, caller: Callable[..., Callable], then: Then) -> None:
    then(NINE)
    record = made(world)
    corrected()
    browser = signed_in("manager")
    assert 'name="once"' in browser.get("/desk/recalculations").content.decode(), "sent twice it is asked once"
    sent = browser.post("/desk/recalculations", {"calendar": "office", "reason": "Missing"})
    assert sent.status_code == 303
    html = browser.get(sent["Location"]).content.decode()
    assert "1 of 1 records would be promised something else" in html and record.number in html
    assert "Default agreement" in html, "which still counts by the earlier version"
    assert browser.post(f"{sent['Location']}/confirm").status_code == 303
    assert "1 record is counted anew" in browser.get(sent["Location"]).content.decode()
    assert signed_in("agent").get(sent["Location"]).status_code == 403
    told = caller("manager")("POST", "/recalculations", {"agreement": world.agreement.number, "reason": "Back"})
    assert told.status_code == 201 and told.json()["changed"] == 1
    done = caller("manager")("POST", f"/recalculations/{told.json()['id']}/confirm")
    assert done.json()["state"] == "done" and done.json()["done"] == 1
    assert caller("manager")("GET", f"/recalculations/{told.json()['id']}").json()["done"] == 1


def test_what_nobody_confirmed_is_forgotten_and_what_was_done_stays(world: World, then: Then) -> None:
    then(NINE)
    made(world)
    done = looked(world, calendar=corrected())
    jobs.confirm(world.actor("manager"), done)
    old, fresh_one = looked(world, calendar=corrected(OFFICE_HOURS)), looked(world, calendar=corrected(OFFICE_HOURS))
    begun = runs.ask(world.actor("manager"), reason="Cut off", calendar=fresh_one.calendar)
    stopped = runs.ask(world.actor("manager"), reason="Half done", calendar=fresh_one.calendar)
    Recalculation.objects.filter(pk=stopped.pk).update(state="stopped")
    month = timedelta(days=30)
    Recalculation.objects.filter(pk=fresh_one.pk).update(looked_at=NINE + HOUR)
    then(NINE + month)
    jobs.forget_unconfirmed.run()
    assert Recalculation.objects.count() == 5, "the day has not passed"
    then(NINE + month + HOUR / 2)
    assert keeping.forget(NINE + month + HOUR / 2) == 2
    assert set(Recalculation.objects.values_list("pk", flat=True)) == {done.pk, fresh_one.pk, stopped.pk}
    assert keeping.forget(NINE + month + HOUR / 2) == 0 and begun.pk != old.pk
    settings.redefine(world.actor("head"), keeping.KEEPING.key, value={"days": 365})
    Recalculation.objects.filter(pk=fresh_one.pk).update(looked_at=NINE)
    assert keeping.forget(NINE + month * 2) == 0


def test_what_was_said_is_not_said_again_of_a_target_that_did_not_move(world: World, then: Then) -> None:
    """A holiday that lies ahead changes the promise and no due time; one of today does."""
    then(NINE)
    record = made(world)
    then(NINE + 5 * HOUR)
    watch_targets.run()
    before = spoken(record)
    assert before, "the response is late"
    ahead = {**OFFICE_HOURS, "holidays": {"2026-12-24": "Forgotten holiday"}}
    run = looked(world, calendar=corrected(ahead))
    assert run.effects == {"same": 1}
    jobs.confirm(world.actor("manager"), run)
    watch_targets.run()
    assert spoken(record) == before
    longer = {**OFFICE_HOURS, "week": {**OFFICE_HOURS["week"], "monday": [["09:05", "17:00"]]}}
    jobs.confirm(world.actor("manager"), looked(world, calendar=corrected(longer)))
    then(NINE + 6 * HOUR)
    watch_targets.run()
    assert len(spoken(record)) > len(before), "it is late since another moment"


def spoken(record: Record) -> list[tuple[str, str]]:
    """What was said of its targets, and for which moment."""
    facts = [fact for entry in Entry.objects.filter(record=record).order_by("seq") for fact in entry.said()]
    names = ("levels.warned", "levels.breached", "incidents.escalated")
    return [(fact.name, getattr(fact, "due_at", "")) for fact in facts if fact.name in names]
