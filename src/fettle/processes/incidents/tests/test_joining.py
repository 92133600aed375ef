"""A second report of the same: who gave it joins the record and reads the replies; what they said stays with staff."""

from __future__ import annotations

import pytest

from fettle.edges.pages.tests.test_frame import client
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Forbidden, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions, panels
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.tests.test_actions import fresh, opened
from fettle.site.testing.world import World


def test_they_read_the_replies_but_not_the_note(world: World) -> None:
    record = opened(world)
    with pytest.raises(NotSeen):
        get(world.actor("classmate"), record.number)
    actions.add_report(world.actor("agent"), record.number, person=world.people["classmate"], text="Mine too")
    assert check(fresh(record)) == []
    assert panels.people(record) == (["Classmate", "Requester"], [])
    portal = client(world, "classmate").get(f"/portal/requests/{record.number}").content.decode()
    assert "Wi-Fi down" in portal and "Mine too" not in portal
    page = client(world, "agent").get(f"/incidents/{record.number}").content.decode()
    assert "added a report of the same" in page and "Mine too" in page and "Send reply to 2 people" in page


def test_people_of_another_customer_and_of_nobody_stay_apart(world: World) -> None:
    record = opened(world)
    for person in ("stranger", "colleague"):
        with pytest.raises(Refusal):
            actions.add_report(world.actor("agent"), record.number, person=world.people[person])
    with pytest.raises(Forbidden):
        actions.add_report(world.actor("requester"), record.number, person=world.people["classmate"])
    assert not visible(world.actor("stranger"), INCIDENT).exists()


def test_what_is_solved_takes_no_more(world: World) -> None:
    record, agent = opened(world), world.actor("agent")
    actions.resolve(agent, record.number, resolution="Done", closure_code="solved")
    with pytest.raises(Refusal):
        actions.add_report(agent, record.number, person=world.people["classmate"])


def test_two_clicks_from_the_form_for_a_new_one(world: World) -> None:
    record, browser = opened(world), client(world, "agent")
    offered = browser.get(
        "/incidents/similar?title=no wifi in my room", headers={"HX-Request": "true"}
    ).content.decode()
    assert f'formaction="/incidents/{record.number}/also"' in offered
    who = f"person:{world.people['classmate'].pk}"
    typed = {"requester": who, "title": "Wi-Fi is gone", "details": "Since nine", "impact": "one"}
    first = browser.post(f"/incidents/{record.number}/also", typed)
    assert first.status_code == 200 and Entry.objects.filter(record=record).count() == 1, "looking changes nothing"
    text = first.content.decode()
    assert "Wi-Fi is gone\n\nSince nine" in text and f'value="{who}"' in text and "Classmate" in text
    second = browser.post(f"/incidents/{record.number}/also", {"requester": who, "text": "Wi-Fi is gone"})
    assert second["Location"] == f"/incidents/{record.number}"
    assert Record.objects.filter(kind="incident").count() == 1


def test_somebody_new_is_named_and_added_in_one(world: World) -> None:
    record, browser = opened(world), client(world, "agent")
    new = {"new_name": "Nora New", "new_organisation": f"organisation:{world.school.pk}"}
    assert "Nora New" in browser.post(f"/incidents/{record.number}/also", new).content.decode()
    browser.post(f"/incidents/{record.number}/also", {**new, "text": "Also here"})
    assert panels.people(record) == (["Requester"], ["Nora New"])
    away = {"new_name": "Otto Other", "new_organisation": f"organisation:{world.rival.pk}", "text": ""}
    refused = browser.post(f"/incidents/{record.number}/also", away)
    assert refused.status_code == 422 and "must not read" in refused.content.decode()
    assert not Person.objects.filter(name="Otto Other").exists(), "both or neither"
