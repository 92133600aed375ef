"""The desk's form for a new record: for whom, what it previews, what it asks, what it finds that is alike."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone

from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.tests.desk import HX, page
from fettle.site.testing.world import World


def test_staff_record_for_somebody_with_two_fields(signed_in, world: World) -> None:
    requester = world.people["requester"]
    answer = signed_in("agent").post(
        "/incidents/new", {"requester": f"person:{requester.pk}", "title": "Projector flickers"}
    )
    assert answer.status_code == 303
    made = Record.objects.get(kind="incident")
    assert (
        made.title == "Projector flickers"
        and made.incident.requester == requester
        and made.organisation == world.school
    )


def test_somebody_new_is_named_with_the_record(signed_in, world: World) -> None:
    agent = signed_in("agent")
    form = {
        "title": "Cannot print",
        "new_name": "Teresa Almeida",
        "new_mail": "teresa@example.org",
        "new_organisation": f"organisation:{world.school.pk}",
    }
    assert agent.post("/incidents/new", form | {"new_mail": "requester@example.org"}).status_code == 422
    assert Record.objects.filter(kind="incident").count() == 0
    assert agent.post("/incidents/new", form).status_code == 303
    made = Record.objects.get(kind="incident")
    assert made.incident.requester.name == "Teresa Almeida" and made.organisation == world.school
    assert not made.incident.requester.may_sign_in


def test_the_preview_says_what_registering_then_does(signed_in, world: World) -> None:
    agent = signed_in("agent")
    form = {
        "requester": f"person:{world.people['requester'].pk}",
        "title": "Exam stops",
        "impact": "service",
        "urgency": "stopped",
        "service": world.service.number,
        "channel": "mail",
    }
    html = agent.post("/incidents/preview", form, **HX).content.decode()
    assert "P1" in html and Record.objects.filter(kind="incident").count() == 0
    due = re.findall(r'datetime="([^"]+)"', html)
    agent.post("/incidents/new", form)
    made = Record.objects.select_related("incident").get(kind="incident")
    for text, moment in zip(due, (made.incident.response_due_at, made.incident.resolution_due_at), strict=True):
        assert abs(timezone.datetime.fromisoformat(text) - moment) < timedelta(seconds=30)


def test_another_priority_needs_a_reason_and_an_empty_form_says_what_is_missing(signed_in, world: World) -> None:
    agent = signed_in("agent")
    form = {
        "requester": f"person:{world.people['requester'].pk}",
        "title": "X",
        "impact": "person",
        "urgency": "soon",
        "priority": "1",
    }
    html = agent.post("/incidents/new", form).content.decode()
    assert "say why another one is right" in html
    assert agent.post("/incidents/new", form | {"reason": "The head asked"}).status_code == 303
    answer = agent.post("/incidents/new", {"details": "kept"})
    assert answer.status_code == 422 and answer.content.decode().count("Give a value.") >= 2
    assert "kept" in answer.content.decode()


def test_the_people_we_serve_do_not_get_the_desks_form(signed_in) -> None:
    assert signed_in("requester").get("/incidents/new").status_code == 403


def test_a_closed_record_is_followed_up_by_a_new_one(signed_in, world: World, record: Record) -> None:
    agent = world.actor("agent")
    actions.resolve(agent, record.number, resolution="Rebooted", closure_code="solved")
    actions.close(agent, record.number)
    client = signed_in("agent")
    assert "follow-up" in client.get(page(record)).content.decode()
    answer = client.post(page(record, "follow-up"), {"details": "It came back"})
    assert answer.status_code == 303 and answer["Location"] == "/incidents/INC-000002"


def test_similar_records_are_shown_while_one_types(signed_in, world: World, record: Record) -> None:
    """As people say it, not as a search would want it; and nothing where one common word is all they share."""
    agent = world.actor("agent")
    for at in range(4):
        actions.register(agent, INCIDENT, title=f"Printer {at} cannot print in the library")
    browser = signed_in("agent")

    def offered(typed: str) -> list[str]:
        return re.findall(r'x-meta">(INC-\d+)<', browser.get("/incidents/similar", {"title": typed}).content.decode())

    assert offered("There is no wifi here any more") == [record.number]
    assert offered("library") == [] and len(offered("printing in the library")) == 4
    assert offered("\x00") == []
    assert signed_in("requester").get("/incidents/similar?title=wi-fi").status_code == 403
