"""On whom suppliers rely (PR8): no circle ever comes about, the chain is told both ways, and who ends one is warned."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fettle.kernel.access.models import Grant
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.processes.levels.tests.test_served import browser
from fettle.processes.suppliers.actions import DATABASE
from fettle.processes.suppliers.models import Reliance
from fettle.processes.suppliers.performance import pages, scorecard, table
from fettle.processes.suppliers.subcontractors import actions, chain
from fettle.processes.suppliers.tests.test_performance import FIRST, LAST, entered
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def party(world: World, name: str) -> Record:
    return entered(world, organisation=orgs.add_organisation(name, world.provider))


def relies(world: World, made: Record, on: Record, does: str = "") -> None:
    actions.add(world.actor("manager"), made.number, supplier=on, does=does)


def told(world: World, record: Record, who: str = "agent") -> tuple[list[str], list[str]]:
    found = chain.of(world.actor(who), record)
    return [_said(each) for each in found.below], [_said(each) for each in found.above]


def _said(tie: chain.Tie) -> str:
    return f"{tie.name}/{tie.through}" if tie.through else tie.name


def test_the_chain_is_told_both_ways(world: World) -> None:
    line, digger, pump = party(world, "Line"), party(world, "Digger"), party(world, "Pump")
    relies(world, line, digger, "Lays the fibre")
    relies(world, digger, pump)
    assert told(world, line) == (["Digger", "Pump/Digger"], [])
    assert told(world, digger) == (["Pump"], ["Line"])
    assert told(world, pump) == ([], ["Digger", "Line/Digger"])
    assert chain.of(world.actor("agent"), line).below[0].does == "Lays the fibre"
    entry = Entry.objects.filter(record=line).latest("seq")
    assert entry.facts[0]["name"] == "suppliers.subcontractor_added"
    assert entry.facts[0]["data"] == {"supplier": digger.pk, "what": "Digger", "does": "Lays the fibre"}
    row = Reliance.objects.get(record=line)
    actions.remove(world.actor("manager"), line.number, subcontractor=row.pk)
    assert told(world, line) == ([], []) and told(world, digger) == (["Pump"], [])
    assert Entry.objects.filter(record=line).latest("seq").facts[0]["name"] == "suppliers.subcontractor_removed"


def test_a_circle_is_refused_and_named(world: World) -> None:
    line, digger, pump = party(world, "Line"), party(world, "Digger"), party(world, "Pump")
    relies(world, line, digger)
    relies(world, digger, pump)
    with pytest.raises(Invalid) as problem:
        relies(world, pump, line)
    said = "That would be a circle: Pump → Line → Digger → Pump. Choose another supplier."
    assert problem.value.errors == {"supplier": said}
    with pytest.raises(Invalid, match="circle: Line → Line"):
        relies(world, line, line)
    assert Reliance.objects.count() == 2


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=10))
def test_exactly_what_would_make_a_circle_is_refused(world: World, edges: list[tuple[int, int]]) -> None:
    Reliance.objects.all().delete()
    manager = world.actor("manager")
    made = list(Record.objects.filter(kind="supplier").order_by("pk")) or [party(world, f"S{at}") for at in range(4)]
    reach: dict[int, set[int]] = {at: {at} for at in range(4)}
    for above, below in edges:
        if above in reach[below]:
            with pytest.raises(Invalid, match="circle"):
                actions.add(manager, made[above].number, supplier=made[below])
        elif not Reliance.objects.filter(record=made[above], supplier=made[below]).exists():
            actions.add(manager, made[above].number, supplier=made[below])
            for at in range(4):
                if above in reach[at]:
                    reach[at] |= reach[below]


def test_what_cannot_be_is_refused(world: World) -> None:
    line, digger = party(world, "Line"), party(world, "Digger")
    relies(world, line, digger)
    with pytest.raises(Invalid, match="Digger stands there already") as problem:
        relies(world, line, digger)
    assert "supplier" in problem.value.errors
    row = Reliance.objects.get()
    with pytest.raises(Invalid, match="has no such subcontractor any more"):
        actions.remove(world.actor("manager"), digger.number, subcontractor=row.pk)
    with pytest.raises(Forbidden):
        actions.add(world.actor("agent"), line.number, supplier=digger)
    DATABASE.end(world.actor("manager"), digger.number, reason="Over")
    digger.refresh_from_db()
    other = party(world, "Pump")
    with pytest.raises(Invalid, match="has ended"):
        relies(world, other, digger)
    with pytest.raises(Refusal):
        relies(world, digger, other)
    assert Reliance.objects.count() == 1


def test_what_a_reader_does_not_see_has_no_name(world: World) -> None:
    line, digger, pump = party(world, "Line"), entered(world, organisation=world.school), party(world, "Pump")
    relies(world, line, digger, "Words")
    relies(world, digger, pump, "Secret")
    person = world.people["colleague"]
    Grant.objects.filter(person=person).delete()
    for record in (line, pump):
        Grant.objects.create(person=person, role="supplier_relationship_manager", organisation=record.organisation)
    assert told(world, line, "colleague") == (["another supplier"], [])
    assert told(world, pump, "colleague") == ([], [])
    with pytest.raises(NotSeen):
        actions.add(world.actor("colleague"), digger.number, supplier=pump)


def test_who_ends_a_supplier_is_told_who_relies_on_it(world: World) -> None:
    line, digger, client = party(world, "Line"), party(world, "Digger"), browser(world, "manager")
    relies(world, line, digger)
    said = client.get(f"/suppliers/{digger.number}/do/end").content.decode()
    assert "“Line” relies on it." in said and f"/suppliers/{line.number}" in said
    assert "relies on it." not in client.get(f"/suppliers/{line.number}/do/end").content.decode()
    DATABASE.end(world.actor("manager"), line.number, reason="Over")
    assert "relies on it." not in client.get(f"/suppliers/{digger.number}/do/end").content.decode()


def test_on_the_page(world: World) -> None:
    line, digger, client = party(world, "Line"), party(world, "Digger"), browser(world, "manager")
    page = client.get(f"/suppliers/{line.number}").content.decode()
    assert "It relies on no other supplier that is entered here." in page
    at = f"/suppliers/{line.number}/subcontractors/add"
    assert client.post(at, {"supplier": digger.number, "does": "Digs"}).status_code == 303
    again = client.post(at, {"supplier": digger.number})
    assert again.status_code == 422 and "stands there already" in again.content.decode()
    circle = client.post(f"/suppliers/{digger.number}/subcontractors/add", {"supplier": line.number})
    assert circle.status_code == 422 and "Digger → Line → Digger" in circle.content.decode()
    page, other = (client.get(f"/suppliers/{each.number}").content.decode() for each in (line, digger))
    assert f"/suppliers/{digger.number}" in page and "Digs" in page
    assert f"/suppliers/{line.number}" in other and "Relied on by" in other
    row = Reliance.objects.get().pk
    assert client.post(f"/suppliers/{line.number}/subcontractors/{row}/remove").status_code == 303
    assert not Reliance.objects.exists()
    assert browser(world, "auditor").post(at, {"supplier": digger.number}).status_code == 403


def test_over_rest(world: World) -> None:
    line, digger, pump = party(world, "Line"), party(world, "Digger"), party(world, "Pump")
    relies(world, digger, pump)
    call = caller_of(world, "manager")
    at = f"/suppliers/{line.number}/subcontractors"
    made = call("POST", at, {"supplier": digger.number, "does": "Digs"}).json()
    first, second = made["relies_on"]
    told = {"supplier": digger.number, "title": "Digger", "does": "Digs", "through": "", "depth": 1}
    assert first == {"id": Reliance.objects.get(record=line).pk} | told
    assert (second["supplier"], second["through"], second["depth"]) == (pump.number, "Digger", 2)
    back = call("GET", f"/suppliers/{pump.number}/subcontractors").json()["relied_on_by"]
    assert [each["supplier"] for each in back] == [digger.number, line.number]
    wrong = call("POST", f"/suppliers/{pump.number}/subcontractors", {"supplier": line.number})
    assert wrong.status_code == 422 and "Pump → Line → Digger → Pump" in wrong.json()["detail"]
    assert call("POST", f"{at}/{first['id']}/remove").json() == {"relies_on": [], "relied_on_by": []}
    assert caller_of(world, "auditor")("POST", at, {"supplier": digger.number}).status_code == 403
    assert caller_of(world, "stranger")("GET", at).status_code == 404


def test_the_scorecard_names_them(world: World) -> None:
    line, digger, pump = party(world, "Line"), party(world, "Digger"), party(world, "Pump")
    relies(world, line, digger, "Digs")
    relies(world, digger, pump)
    page = browser(world, "agent").get(f"/suppliers/{line.number}/scorecard").content.decode()
    assert f"/suppliers/{digger.number}" in page and f"/suppliers/{pump.number}" in page
    card = scorecard.of(world.actor("agent"), line, FIRST, LAST)
    assert "Digger" in str(pages._body(card))
    assert ["relies_on", digger.number, "Digger", "", "", None, None] in [*table.rows(card)]
    assert ["relies_on", pump.number, "Pump", "Digger", "", None, None] in [*table.rows(card)]
    body = caller_of(world, "agent")("GET", f"/suppliers/{line.number}/scorecard").json()
    assert [each["supplier"] for each in body["relies_on"]] == [digger.number, pump.number]


def test_many_of_them_cost_no_more_statements(world: World) -> None:
    line, client = party(world, "Line"), browser(world, "manager")

    def asked() -> int:
        with CaptureQueriesContext(connection) as ran:
            assert client.get(f"/suppliers/{line.number}").status_code == 200
        return len(ran)

    last = party(world, "Digger")
    relies(world, line, last)
    asked()
    before = asked()
    for at in range(6):
        below = party(world, f"Below {at}")
        relies(world, last, below)
        last = below
    assert asked() == before


def test_a_circle_that_came_about_otherwise_ends(world: World) -> None:
    """Two rows written past the action, as by a restored backup of two houses: reading goes on."""
    line, digger = party(world, "Line"), party(world, "Digger")
    Reliance.objects.create(record=line, supplier=digger)
    Reliance.objects.create(record=digger, supplier=line)
    below, above = told(world, line)
    assert below[0] == "Digger" and above[0] == "Digger" and len(below) <= 2
