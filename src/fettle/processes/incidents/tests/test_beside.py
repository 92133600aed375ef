"""OLAs of teams and UAs of suppliers on a record: when their clocks run, by which agreement, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation, Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions, queries
from fettle.processes.incidents.actions import by_itself
from fettle.processes.incidents.beside import Whom, readings
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.tests.desk import fresh, page
from fettle.processes.levels.facts import SupportBreached, SupportWarned
from fettle.processes.levels.tests.agreed import in_force, renewed
from fettle.site.testing.world import World

Then = Callable[[datetime], datetime]
NINE = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Prague."""
HOUR = timedelta(hours=1)


def rows(response: int | None, resolution: int) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "priority": rank, "response_minutes": response, "resolution_minutes": resolution}
        for kind in ("incident", "request")
        for rank in (1, 2, 3, 4)
    ]


@pytest.fixture
def supplier(world: World) -> Organisation:
    return orgs.add_organisation("Line company", world.provider, is_supplier=True, zone="Europe/Prague")


def ola(world: World, team: Team, response: int | None = 30, resolution: int = 120, **more: Any) -> Record:
    given = {"type": "ola", "title": f"OLA of {team.name}", "team": team, "organisation": team.organisation} | more
    return in_force(world, targets=rows(response, resolution), valid_from=date(2026, 5, 1), **given)


def ua(world: World, supplier: Organisation, resolution: int = 240, **more: Any) -> Record:
    given = {"type": "ua", "title": "UA", "organisation": supplier} | more
    return in_force(world, targets=rows(None, resolution), valid_from=date(2026, 5, 1), **given)


def made(world: World, **values: Any) -> Record:
    given = {"title": "No network", "requester": world.people["requester"], "channel": "mail", "priority": 3} | values
    return actions.register(world.actor("agent"), INCIDENT, reason="so", **given)


def states(record: Record, now: datetime) -> dict[tuple[str, int], tuple[str, int]]:
    """State and minutes used of every clock beside the customer's, by its name and whose it is."""
    found = readings(queries.clocks_of(record).beside, now)
    return {(name, one.whom.pk): (reading.state, reading.elapsed_seconds // 60) for one, name, reading in found}


def test_a_teams_clock_runs_while_the_team_has_it(world: World, then: Then) -> None:
    """From assignment to hand-over; what it had it before counts when it comes back."""
    then(NINE)
    ola(world, world.desk)
    ola(world, world.network, resolution=60)
    agent, desk, network = world.actor("agent"), world.desk.pk, world.network.pk
    record = made(world, team=world.desk)
    due = fresh(record).item.resolution_due_at
    assert states(record, NINE) == {("ola", desk): ("running", 0), ("ola_response", desk): ("running", 0)}
    then(NINE + HOUR)
    actions.assign(agent, record.number, team=world.network)
    then(NINE + 1.5 * HOUR)
    actions.take(agent, record.number)
    assert states(record, NINE + 3 * HOUR) == {
        ("ola", desk): ("met", 60),
        ("ola_response", desk): ("missed", 60),
        ("ola", network): ("running", 120),
        ("ola_response", network): ("met", 30),
    }
    then(NINE + 3 * HOUR)
    actions.hand_over(agent, record.number, team=world.desk, reason="Yours after all")
    assert states(record, NINE + 4 * HOUR)["ola", desk] == ("running", 120)
    assert states(record, NINE + 4 * HOUR)["ola", network] == ("missed", 120)
    then(NINE + 4.5 * HOUR)
    actions.resolve(agent, record.number, resolution="Done", closure_code="solved")
    assert states(record, NINE + 9 * HOUR)["ola", desk] == ("missed", 150)
    assert check(fresh(record)) == [] and due is not None


def test_the_customers_clock_is_not_moved_by_them(world: World, then: Then) -> None:
    """The queue and the figures follow the SLA alone."""
    then(NINE)
    before = made(world, team=world.desk)
    ola(world, world.desk, response=1, resolution=2)
    after = made(world, team=world.desk)
    assert (after.due_at, after.soon_at) == (before.due_at, before.soon_at)
    assert after.item.resolution_due_at == before.item.resolution_due_at


def test_waiting_for_a_supplier_runs_its_clock_and_stops_the_teams(
    world: World, supplier: Organisation, then: Then
) -> None:
    then(NINE)
    ola(world, world.desk)
    agreed = ua(world, supplier)
    agent, desk = world.actor("agent"), world.desk.pk
    record = made(world, team=world.desk)
    actions.take(agent, record.number)
    then(NINE + HOUR)
    actions.wait(agent, record.number, pause_reason="supplier", supplier=supplier)
    assert fresh(record).item.supplier_id == supplier.pk
    assert states(record, NINE + 3 * HOUR)["ua", supplier.pk] == ("running", 120)
    assert states(record, NINE + 3 * HOUR)["ola", desk] == ("paused", 60)
    then(NINE + 3 * HOUR)
    actions.resume(agent, record.number)
    assert fresh(record).item.supplier_id is None
    assert states(record, NINE + 4 * HOUR)["ua", supplier.pk] == ("met", 120)
    assert states(record, NINE + 4 * HOUR)["ola", desk] == ("running", 120)
    (support,) = [one for whom, one in queries.clocks_of(record).beside.all.items() if whom.type == "ua"]
    assert support.agreement == f"{agreed.number} v1" and support.chosen == "supplier_all"


def test_a_reason_may_stop_the_team_alone(world: World, supplier: Organisation, then: Then) -> None:
    """The customer's clock runs on, and so does the supplier's."""
    then(NINE)
    reasons = [dict(row) for row in current()["incidents.pause_reasons"]]
    for row in reasons:
        if row["code"] == "supplier":
            row |= {"stops_clock": False, "stops_team": True}
    settings.redefine(world.actor("manager"), "incidents.pause_reasons", value=reasons)
    ola(world, world.desk)
    record = made(world, team=world.desk)
    due = record.item.resolution_due_at
    actions.wait(world.actor("agent"), record.number, pause_reason="supplier", supplier=supplier)
    assert fresh(record).item.resolution_due_at == due
    assert states(record, NINE + HOUR)["ola", world.desk.pk] == ("paused", 0)


def test_an_agreement_for_the_service_comes_first(world: World, supplier: Organisation, then: Then) -> None:
    then(NINE)
    named = ola(world, world.desk, covers=[world.service])
    whole = ola(world, world.desk, title="For all else")
    ola(world, world.network)

    def follows(service: Record | None) -> str:
        record = made(world, team=world.desk, service=service)
        return queries.clocks_of(record).beside.all[Whom("ola", world.desk.pk)].agreement

    assert follows(world.service) == f"{named.number} v1"
    assert follows(None) == f"{whole.number} v1"


def test_an_agreement_with_a_member_covers_its_teams(world: World, then: Then) -> None:
    then(NINE)
    member = orgs.add_organisation("Member", world.provider, is_member=True, zone="Europe/Prague")
    theirs = orgs.add_team("Members' desk", member)
    given = {"type": "ola", "title": "With the member", "organisation": member}
    in_force(world, targets=rows(None, 60), valid_from=date(2026, 5, 1), **given)
    record = made(world, team=theirs)
    (support,) = queries.clocks_of(record).beside.all.values()
    assert support.chosen == "member_all"


def test_a_new_version_holds_when_the_record_comes_back(world: World, then: Then) -> None:
    then(NINE)
    agreed = ola(world, world.network)
    record = made(world, team=world.network)
    agent = world.actor("agent")
    actions.assign(agent, record.number, team=world.desk)
    then(NINE + timedelta(days=3))
    renewed(world, agreed, date(2026, 6, 3))
    assert queries.clocks_of(record).beside.all[Whom("ola", world.network.pk)].agreement.endswith("v1")
    actions.hand_over(agent, record.number, team=world.network, reason="Back")
    assert queries.clocks_of(record).beside.all[Whom("ola", world.network.pk)].agreement.endswith("v2")


def test_another_priority_asks_again(world: World, then: Then) -> None:
    then(NINE)
    targets = [{**row, "resolution_minutes": 60 * row["priority"]} for row in rows(None, 1)]
    given = {"type": "ola", "title": "By rank", "team": world.desk, "organisation": world.provider}
    in_force(world, targets=targets, valid_from=date(2026, 5, 1), **given)
    record = made(world, team=world.desk)
    actions.prioritise(world.actor("agent"), record.number, priority=1, reason="All of them")
    ((_one, name, reading),) = readings(queries.clocks_of(record).beside, NINE)
    assert name == "ola" and reading.due_at == NINE + HOUR


def test_what_is_taken_back_never_counted(world: World, then: Then) -> None:
    then(NINE)
    ola(world, world.network)
    record = made(world, team=world.desk)
    actions.take(world.actor("agent"), record.number)
    actions.hand_over(world.actor("agent"), record.number, team=world.network, reason="Wrong button")
    actions.undo(world.actor("agent"), record.number)
    assert states(record, NINE + HOUR) == {}


def test_taking_back_a_slip_leaves_what_a_team_had_it_before(world: World, then: Then) -> None:
    """Handed to a team by mistake, and back again: what it was late with before stays late."""
    then(NINE)
    ola(world, world.network, response=None, resolution=60)
    record, agent = made(world, team=world.network), world.actor("agent")
    then(NINE + 2 * HOUR)
    actions.assign(agent, record.number, team=world.desk)
    late = {("ola", world.network.pk): ("missed", 120)}
    assert states(record, NINE + 3 * HOUR) == late
    then(NINE + 3 * HOUR)
    actions.take(agent, record.number)
    actions.hand_over(agent, record.number, team=world.network, reason="Wrong button")
    actions.undo(agent, record.number)
    assert states(record, NINE + 4 * HOUR) == late


def test_no_clock_begins_on_what_is_resolved(world: World, then: Then) -> None:
    then(NINE)
    record, agent = made(world, team=world.desk), world.actor("agent")
    actions.resolve(agent, record.number, resolution="Done", closure_code="solved")
    ola(world, world.desk, covers=[world.service])
    actions.revise(agent, record.number, service=world.service)
    assert states(record, NINE + HOUR) == {}


def test_only_a_supplier_is_waited_for(world: World, supplier: Organisation) -> None:
    record, agent = made(world), world.actor("agent")
    with pytest.raises(Invalid, match="no supplier"):
        actions.wait(agent, record.number, pause_reason="supplier", supplier=world.school)
    actions.wait(agent, record.number, pause_reason="supplier")
    actions.wait(agent, record.number, pause_reason="supplier", supplier=supplier)
    with pytest.raises(Refusal, match="waits for this already"):
        actions.wait(agent, record.number, pause_reason="supplier", supplier=supplier)


def test_who_answers_for_the_agreement_is_told_when_it_is_late(
    world: World, supplier: Organisation, then: Then
) -> None:
    """By the same table of rules as for the customer's clocks; each once."""
    then(NINE)
    agreed = ola(world, world.desk, response=None)
    ua(world, supplier, resolution=60)
    record = made(world, team=world.desk)
    then(NINE + 1.6 * HOUR)
    by_itself.watch_targets()
    by_itself.watch_targets()
    (warned,) = [fact for fact in _said(record) if isinstance(fact, SupportWarned)]
    owner = agreed.item.owner_id
    assert (warned.type, warned.agreement, warned.percent, warned.people) == ("ola", agreed.number, 75, [owner])
    actions.wait(world.actor("agent"), record.number, pause_reason="supplier", supplier=supplier)
    then(NINE + 3 * HOUR)
    by_itself.watch_targets()
    (late,) = [fact for fact in _said(record) if isinstance(fact, SupportBreached)]
    assert (late.type, late.whom, late.clock) == ("ua", supplier.pk, "ua")


def _said(record: Record) -> list[Any]:
    return [fact for entry in Entry.objects.filter(record=record).order_by("seq") for fact in entry.said()]


def test_they_are_shown_and_explained(
    world: World, supplier: Organisation, signed_in: Any, caller: Callable[..., Callable]
) -> None:
    ola(world, world.desk)
    ua(world, supplier)
    record = made(world, team=world.desk, opened_at=None)
    actions.wait(world.actor("agent"), record.number, pause_reason="supplier", supplier=supplier)
    html = signed_in("agent").get(page(record)).content.decode()
    assert "Campus desk (OLA)" in html and "Line company (UA)" in html
    why = signed_in("agent").get(page(record, "explain")).content.decode()
    assert "OLA of Campus desk, version 1" in why and "The OLA with this team, which names no service" in why
    told = caller("agent")("GET", f"/incidents/{record.number}/explain").json()["items"]
    assert [each["type"] for each in told] == ["sla", "sla", "ola", "ola", "ua"]
    assert told[-1]["why"] == "the UA with this supplier, which names no service"
    shown = caller("agent")("GET", f"/incidents/{record.number}").json()
    assert shown["supplier"] == "Line company"
    assert "supplier" not in caller("requester")("GET", f"/incidents/{record.number}").json()


def test_recording_asks_no_further_statement(world: World) -> None:
    """Whether there is an OLA or not."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            made(world, team=world.desk)
        return len(statements)

    made(world, team=world.desk)
    before = asked()
    ola(world, world.desk)
    made(world, team=world.desk)
    assert asked() == before
