"""The pages of problems: recorded from an incident, one text to all incidents, what is offered beside an incident."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.edges.pages.models import BulkRun
from fettle.facilities.search.jobs import catch_up
from fettle.kernel.access.models import Grant
from fettle.kernel.errors import Forbidden, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.problems import actions, pushing
from fettle.processes.problems.tests.test_problems import facts, incident, known_error, recorded
from fettle.site.testing.api import caller_of
from fettle.site.testing.forms import Forms
from fettle.site.testing.world import World


def browser(world: World, who: str = "agent") -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def sent(client: Client, address: str, **values: Any) -> Any:
    """The form of a page, filled in and sent."""
    page = client.get(address)
    form = next(
        each for each in Forms(page.content.decode()).found if all(each.takes(*pair) for pair in values.items())
    )
    return client.post(form.action or address, {**form.values, **values})


@pytest.fixture
def spread(world: World) -> tuple[Record, Record, Record]:
    """A problem with two open incidents."""
    first, second = incident(world), incident(world, "No Wi-Fi")
    made = recorded(world, of=first)
    actions.add_incidents(world.actor("agent"), made.number, incidents=second.number)
    return made, first, second


def said(record: Record) -> list[str]:
    return list(record.comments.order_by("pk").values_list("text", flat=True))


def test_a_problem_is_recorded_from_an_incident(world: World) -> None:
    about, client = incident(world), browser(world)
    assert f"/problems/new?from={about.number}" in client.get(f"/incidents/{about.number}").content.decode()
    page = client.get(f"/problems/new?from={about.number}").content.decode()
    assert about.title in page and world.service.number in page
    answer = sent(client, f"/problems/new?from={about.number}", source="incident")
    assert answer.status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    assert about.number in shown and "1 in all, 1 open" in shown
    assert browser(world, "requester").get("/problems/new").status_code == 403


def test_what_is_sent_to_all_is_what_was_looked_at(world: World, spread: tuple[Record, Record, Record]) -> None:
    made, first, second = spread
    client, at = browser(world), f"/problems/{made.number}/push"
    looked = sent(client, at, way="reply", text="Tonight we change it, {caller} ({number}).", do="preview")
    page = looked.content.decode()
    assert looked.status_code == 200 and f"({first.number})." in page and f"({second.number})." in page
    assert said(first) == [] == said(made)
    form = next(each for each in Forms(page).found if "plan" in each.names)
    other = client.post(at, {**form.values, "text": "Something else", "do": "send"})
    assert other.status_code == 409 and said(first) == []
    for _press in range(2):
        answer = client.post(at, {**form.values, "do": "send"})
        assert answer.status_code == 303
    for record in (first, second):
        assert len(said(record)) == 1 and said(record)[0].endswith(f"({record.number}).")
    assert facts(made)[-1] == "discussion.noted"
    cause = Entry.objects.filter(record=made).latest("seq")
    assert Entry.objects.filter(caused_by=cause).count() == 2


def test_nothing_is_sent_twice_and_never_past_a_wall(world: World, spread: tuple[Record, Record, Record]) -> None:
    made, first, second = spread
    run = pushing.push(world.actor("agent"), made.number, way="note", text="Wait", looked_at=timezone.now())
    assert (run.done, run.refused) == (2, {})
    cause = run.values["cause"]
    pushing.note(world.actor("agent"), first.number, text="Wait", cause=cause)
    assert len(said(first)) == 1, "a job that begins again passes over what it has done"
    foreign = incident(world, "Theirs", "stranger")
    actions.add_incidents(world.actor("agent"), made.number, incidents=foreign.number)
    person = Person.objects.create(name="Of the school", organisation=world.school, may_sign_in=True)
    Grant.objects.create(person=person, role="agent", organisation=world.school)
    world.people["school"] = person
    with pytest.raises(Exception, match="There is no"):
        pushing.push(world.actor("school"), made.number, way="note", text="Hello", looked_at=timezone.now())
    with pytest.raises(Forbidden):
        pushing.push(world.actor("auditor"), made.number, way="note", text="Hello", looked_at=timezone.now())
    for record in (first, second, foreign):
        incidents.resolve(world.actor("agent"), record.number, resolution="Done", closure_code="solved")
        incidents.close(world.actor("agent"), record.number)
    with pytest.raises(Refusal, match="No open incident"):
        pushing.push(world.actor("agent"), made.number, way="note", text="Hello", looked_at=timezone.now())


def test_what_somebody_changed_meanwhile_is_left_out(world: World, spread: tuple[Record, Record, Record]) -> None:
    made, first, second = spread
    looked = timezone.now()
    incidents.reply(world.actor("requester"), first.number, text="It works again")
    run = pushing.push(world.actor("agent"), made.number, way="reply", text="Tonight", looked_at=looked)
    assert run.done == 1 and list(run.refused) == [first.number] and said(second) == ["Tonight"]
    assert BulkRun.objects.count() == 1


def test_known_errors_stand_beside_incidents_and_in_the_portal(world: World) -> None:
    problem = recorded(world, service=world.service)
    made = known_error(world, problem, title="Wi-Fi drops out", for_users="Switch it off and on")
    catch_up.run(timestamp=0)
    about, client = incident(world, "Wi-Fi drops out"), browser(world)
    page = client.get(f"/incidents/{about.number}/helping").content.decode()
    assert made.number in page and "Restart the controller" in page and problem.number in page
    assert made.number in client.get("/incidents/similar?title=wifi+drops+out").content.decode()
    used = client.post(f"/known-errors/{made.number}/used", {"on": about.number})
    assert used.status_code == 303 and "problems.worked_around" in facts(about)
    other = incident(world, "Wi-Fi drops out again")
    reply = sent(client, f"/known-errors/{made.number}/send?on={other.number}", text="Switch it off and on")
    assert reply.status_code == 303 and said(other) == ["Switch it off and on"]
    theirs = browser(world, "requester")
    found = theirs.get("/portal/search?q=wifi+drops+out").content.decode()
    assert f"/portal/workarounds/{made.number}" in found
    assert f"/portal/workarounds/{made.number}" in theirs.get("/portal/new?q=wifi+drops+out").content.decode()
    shown = theirs.get(f"/portal/workarounds/{made.number}").content.decode()
    assert "Switch it off and on" in shown and "Restart the controller" not in shown and problem.number not in shown
    assert theirs.post(f"/portal/workarounds/{made.number}/helped").status_code == 303
    onward = theirs.post(f"/portal/workarounds/{made.number}/not-helped", {"q": "wifi"})
    assert "q=wifi" in onward["Location"] and world.service.number in onward["Location"]
    assert "Helped there" in client.get(f"/known-errors/{made.number}").content.decode()


def test_over_rest_the_portal_has_a_door_of_its_own(world: World) -> None:
    problem = recorded(world)
    made = known_error(world, problem, title="Wi-Fi drops out", for_users="Switch it off and on")
    silent = known_error(world, problem, title="Wi-Fi drops out at night")
    catch_up.run(timestamp=0)
    call = caller_of(world, "requester")
    assert [row["number"] for row in call("GET", "/workarounds?q=wifi%20drops%20out").json()["items"]] == [made.number]
    assert call("GET", f"/workarounds/{made.number}").json()["text"] == "Switch it off and on"
    assert call("GET", f"/workarounds/{silent.number}").status_code == 404
    assert call("GET", f"/known-errors/{made.number}").status_code == 404
    assert call("POST", f"/workarounds/{made.number}/helped", {}).status_code == 200
    staff = caller_of(world, "agent")
    assert staff("GET", f"/known-errors/{made.number}/counts").json()["helped"] == 1
    about = incident(world)
    pushed = {"way": "reply", "text": "Tonight"}
    assert staff("POST", f"/problems/{problem.number}/push", pushed).status_code == 409
    staff("POST", f"/problems/{problem.number}/add_incidents", {"incidents": about.number})
    told = staff("GET", f"/problems/{problem.number}/incidents").json()
    assert (told["total"], told["open"], told["reached"]) == (1, 1, [about.number])
    assert staff("POST", f"/problems/{problem.number}/push", pushed).status_code == 200 and said(about) == ["Tonight"]
