"""The record page and what hangs on it: who sees it, what it costs, what writing on it can and cannot do."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fettle.edges.pages.models import Draft
from fettle.facilities.discussion.models import Comment
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.incidents.urls import BELOW
from fettle.site.testing.world import World

QUERIES = 26
"""Of the record page of staff, sign-in and frame included."""
HX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def signed_in(world: World) -> Any:
    def client(who: str) -> Client:
        made = Client()
        made.force_login(world.people[who])
        return made

    return client


@pytest.fixture
def record(world: World) -> Record:
    return actions.register(
        world.actor("requester"), INCIDENT, title="Wi-Fi down", details="Since eight", impact="group", urgency="soon",
        service=world.service,
    )  # fmt: skip


def page(record: Record, *rest: str) -> str:
    return "/" + "/".join((record.declared.path, record.number, *rest))


def fresh(record: Record) -> Record:
    return Record.objects.select_related("incident", "organisation").get(pk=record.pk)


def addresses(record: Record) -> list[str]:
    """Every address below a record, its pattern filled in."""
    named = {"(?P<mode>reply|note)": "reply", "(?P<name>[a-z_]+)": "resolve", r"(?P<entry>\d{1,9})": "1"}
    found = []
    for below, _view in BELOW:
        for pattern, value in named.items():
            below = below.replace(pattern, value)
        found.append(page(record) + below)
    return found


def test_a_stranger_finds_nothing_at_any_address(signed_in, record: Record) -> None:
    for who in ("stranger", "classmate"):
        client = signed_in(who)
        for address in addresses(record):
            for method in (client.get, client.post):
                assert method(address).status_code in (404, 405), address
    assert Entry.objects.filter(record=record).count() == 1


def test_nobody_signed_in_is_sent_to_sign_in(record: Record, db: None) -> None:
    answer = Client().get(page(record))
    assert answer.status_code == 302 and "sign-in" in answer["Location"]


def test_each_page_answers_staff(signed_in, record: Record) -> None:
    client = signed_in("agent")
    for address in addresses(record):
        answer = client.get(address)
        assert answer.status_code in (200, 302, 405), (address, answer.content[:300])


def test_a_record_at_anothers_place_is_redirected(signed_in, world: World) -> None:
    made = actions.register(world.actor("requester"), REQUEST, title="A laptop")
    answer = signed_in("agent").get(f"/incidents/{made.number}")
    assert answer.status_code == 302 and answer["Location"] == f"/requests/{made.number}"


def test_the_page_costs_the_same_however_long_its_story(signed_in, world: World, record: Record) -> None:
    client, counts = signed_in("agent"), []
    for _round in range(3):
        client.get(page(record))
        with CaptureQueriesContext(connection) as spent:
            assert client.get(page(record)).status_code == 200
        counts.append(len(spent))
        for number in range(20):
            actions.note(world.actor("agent"), record.number, text=f"Note {number}")
            actions.prioritise(world.actor("agent"), record.number, priority=1 + number % 2, reason="Test")
    assert counts[2] == counts[1] <= QUERIES, counts


def test_a_note_goes_another_way_and_reaches_no_requester(signed_in, world: World, record: Record) -> None:
    agent, requester = signed_in("agent"), signed_in("requester")
    html = agent.get(page(record)).content.decode()
    forms = re.findall(r'<form[^>]*action="([^"]+)"[^>]*data-side="(\w+)"', html)
    assert {side: address for address, side in forms} == {
        "reply": page(record, "reply"),
        "note": page(record, "note"),
    }
    assert agent.post(page(record, "note"), {"text": "The switch is ours to blame", "then": "wait"}).status_code == 303
    entry = Entry.objects.filter(record=record).latest("seq")
    assert entry.audience == "staff" and [fact["name"] for fact in entry.facts] == ["discussion.noted"]
    assert Comment.objects.get().audience == "staff" and fresh(record).state == "new"
    assert "ours to blame" in agent.get(page(record)).content.decode()
    for address in (page(record), page(record, "live"), page(record, "timeline")):
        assert "ours to blame" not in requester.get(address).content.decode()
    assert requester.post(page(record, "note"), {"text": "Hello"}).status_code == 403


def test_a_reply_is_stopped_once_by_what_came_meanwhile(signed_in, world: World, record: Record) -> None:
    agent = signed_in("agent")
    seen = fresh(record).version
    actions.note(world.actor("colleague"), record.number, text="A note stops nobody")
    actions.reply(world.actor("requester"), record.number, text="It works again!")
    sent = {"text": "On our way", "seen": seen}
    answer = agent.post(page(record, "reply"), sent, **HX)
    html = answer.content.decode()
    assert answer.status_code == 409 and "It works again!" in html and "On our way" in html
    assert "A note stops nobody" not in html
    assert Comment.objects.filter(text="On our way").count() == 0
    sent["seen"] = re.search(r'name="seen" value="(\d+)"', html)[1]
    assert agent.post(page(record, "reply"), sent, **HX).status_code == 200
    assert Comment.objects.filter(text="On our way").count() == 1


def test_sending_gives_back_what_moved_and_forgets_the_draft(signed_in, record: Record) -> None:
    agent = signed_in("agent")
    assert agent.post(page(record, "draft", "reply"), {"text": "On our"}).status_code == 204
    assert "On our</textarea>" in agent.get(page(record)).content.decode()
    answer = agent.post(page(record, "reply"), {"text": "On our way", "seen": 1, "then": "wait"}, **HX)
    html = answer.content.decode()
    assert answer.status_code == 200 and fresh(record).state == "waiting"
    for part in ("record-head", "steps", "clocks", "story"):
        assert re.search(rf'id="{part}"[^>]*hx-swap-oob', html), part
    assert not Draft.objects.exists()


def test_drafts_are_kept_apart_by_person_and_mode(signed_in, record: Record) -> None:
    agent = signed_in("agent")
    agent.post(page(record, "draft", "note"), {"text": "for staff"})
    agent.post(page(record, "draft", "reply"), {"text": "for Maja"})
    html = agent.get(page(record)).content.decode()
    assert "for staff</textarea>" in html and "for Maja</textarea>" in html
    assert "for staff" not in signed_in("colleague").get(page(record)).content.decode()
    agent.post(page(record, "draft", "note"), {"text": ""})
    assert list(Draft.objects.values_list("mode", flat=True)) == ["reply"]


def test_an_empty_reply_comes_back_with_its_sentence(signed_in, record: Record) -> None:
    answer = signed_in("agent").post(page(record, "reply"), {"text": "  "}, **HX)
    assert answer.status_code == 422 and "Write something first" in answer.content.decode()


def test_colleagues_see_each_other_and_the_requester_nobody(signed_in, record: Record) -> None:
    signed_in("colleague").post(page(record, "presence"), {"writing": "1"})
    html = signed_in("agent").post(page(record, "presence")).content.decode()
    assert "Colleague is writing" in html and "Agent" not in html
    assert signed_in("requester").post(page(record, "presence")).status_code == 404


def test_nothing_new_is_304(signed_in, world: World, record: Record) -> None:
    agent = signed_in("agent")
    first = agent.get(page(record, "live") + "?after=1", **HX)
    assert first.status_code == 200
    again = agent.get(page(record, "live") + "?after=1", HTTP_IF_NONE_MATCH=first["ETag"], **HX)
    assert again.status_code == 304 and again.content == b""
    actions.reply(world.actor("requester"), record.number, text="And now the printer")
    later = agent.get(page(record, "live") + "?after=1", HTTP_IF_NONE_MATCH=first["ETag"], **HX)
    assert later.status_code == 200 and "And now the printer" in later.content.decode()


def test_a_long_story_shows_thirty_and_then_the_rest(signed_in, world: World, record: Record) -> None:
    for number in range(40):
        actions.note(world.actor("agent"), record.number, text=f"Note {number:02d}")
    agent = signed_in("agent")
    html = agent.get(page(record)).content.decode()
    assert "Note 39" in html and "Note 10" in html and "Note 09" not in html
    older = re.search(r'href="([^"]+before=\d+)"', html)[1]
    rest = agent.get(older.replace("&amp;", "&"), **HX).content.decode()
    assert "Note 09" in rest and "Note 00" in rest and "Note 10" not in rest
    notes = agent.get(page(record) + "?show=changes").content.decode()
    assert "Note 39" not in notes and "recorded it" in notes


def test_two_who_revise_the_same_field_see_both_versions(signed_in, world: World, record: Record) -> None:
    agent = signed_in("agent")
    html = agent.get(page(record, "edit")).content.decode()
    version = re.search(r'name="version" value="(\d+)"', html)[1]
    actions.revise(world.actor("colleague"), record.number, title="Wi-Fi down in the library")
    form = {
        "version": version,
        "title": "Wi-Fi down on all floors",
        "details": "Since eight",
        "requester": f"person:{world.people['requester'].pk}",
        "service": world.service.number,
    }
    answer = agent.post(page(record, "edit"), form)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Wi-Fi down in the library" in html and "Wi-Fi down on all floors" in html and "Colleague" in html
    form["version"] = re.search(r'name="version" value="(\d+)"', html)[1]
    assert agent.post(page(record, "edit"), form).status_code == 302
    assert fresh(record).title == "Wi-Fi down on all floors"


def test_nothing_typed_is_lost_when_a_field_is_refused(signed_in, record: Record) -> None:
    answer = signed_in("agent").post(page(record, "edit"), {"version": 1, "title": "", "details": "Long story"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "Long story" in html and 'href="#id_title"' in html
    assert fresh(record).version == 1


def test_a_verb_asks_and_a_refused_one_says_why(signed_in, world: World, record: Record) -> None:
    agent = signed_in("agent")
    assert agent.get(page(record, "do", "resolve")).status_code == 200
    assert fresh(record).version == 1
    html = agent.post(page(record, "do", "resolve"), {"resolution": ""}).content.decode()
    assert "Give a value." in html
    answer = agent.post(page(record, "do", "resolve"), {"resolution": "Rebooted", "closure_code": "solved"})
    assert answer.status_code == 303 and fresh(record).state == "resolved"
    again = agent.get(page(record, "do", "assign"))
    assert again.status_code == 409 and "is not possible now" in again.content.decode()
    assert agent.get(page(record, "do", "explode")).status_code == 404
    assert signed_in("auditor").get(page(record, "do", "close")).status_code == 403


def test_every_verb_of_the_flow_has_a_page(signed_in, world: World, record: Record) -> None:
    agent = signed_in("agent")
    for verb in INCIDENT.flow.verbs:
        answer = agent.get(page(record, "do", verb.name))
        assert answer.status_code == (200 if "new" in verb.sources else 409), verb.name
        for ask in verb.asks:
            assert f'name="{ask.name}"' in answer.content.decode() or answer.status_code == 409, ask.name


def test_the_explanation_adds_up(signed_in, world: World, record: Record) -> None:
    actions.take(world.actor("agent"), record.number)
    actions.wait(world.actor("agent"), record.number, pause_reason="supplier")
    actions.resume(world.actor("agent"), record.number)
    html = signed_in("agent").get(page(record, "explain")).content.decode()
    assert html.count("<tfoot>") == 2
    for table in re.findall(r"<table.*?</table>", html, re.S):
        counted = re.findall(r'<tr class="is-counted">.*?<td class="x-end x-num">([\d:]+)</td>', table, re.S)
        total = re.search(r"<tfoot>.*?x-num\">([\d:]+)<", table, re.S)[1]
        assert sum(map(seconds, counted)) == seconds(total)


def seconds(text: str) -> int:
    hours, minutes, rest = map(int, text.split(":"))
    return hours * 3600 + minutes * 60 + rest


def test_the_explanation_of_a_backdated_record_names_nights_and_pauses(signed_in, world: World) -> None:
    opened = timezone.now() - timedelta(days=9)
    made = actions.register(
        world.actor("agent"), INCIDENT, title="Old", opened_at=opened, requester=world.people["requester"]
    )
    html = signed_in("agent").get(page(made, "explain")).content.decode()
    assert "Outside working hours, not counted" in html and "Working time, counted" in html
    tables = re.findall(r"<table.*?</table>", html, re.S)
    counted = re.findall(r'<tr class="is-counted">.*?<td class="x-end x-num">([\d:]+)</td>', tables[-1], re.S)
    assert len(counted) > 4
    assert sum(map(seconds, counted)) == seconds(re.search(r"<tfoot>.*?x-num\">([\d:]+)<", tables[-1], re.S)[1])


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


def test_watching_is_one_button(signed_in, world: World, record: Record) -> None:
    agent = signed_in("agent")
    assert agent.post(page(record, "watch")).status_code == 303
    assert "Stop watching" in agent.get(page(record)).content.decode()
    agent.post(page(record, "watch"))
    assert "Nobody watches it." in agent.get(page(record)).content.decode()


@pytest.mark.parametrize(("who", "finds"), [("agent", True), ("requester", False)])
def test_pickers_name_only_whom_the_reader_knows(signed_in, world: World, who: str, finds: bool) -> None:
    client = signed_in(who)
    assert ("Stranger" in client.get("/pick/people?q=stran").content.decode()) == finds
    assert ("Hilltop" in client.get("/pick/organisations?q=hill").content.decode()) == finds


def test_a_record_picker_finds_by_number_and_words(signed_in, record: Record) -> None:
    agent = signed_in("agent")
    for q in ("inc-1", "wi-fi"):
        assert record.number in agent.get(f"/pick/records/incidents?q={q}").content.decode()
    assert record.number not in signed_in("stranger").get("/pick/records/incidents?q=wi-fi").content.decode()
    assert agent.get("/pick/records/nothing?q=x").status_code == 404


def test_a_record_is_linked_and_unlinked_from_its_page(signed_in, world: World, record: Record) -> None:
    other = actions.register(world.actor("classmate"), INCIDENT, title="Wi-Fi gone")
    agent = signed_in("agent")
    wrong = agent.post(page(record, "link"), {"other": "INC-999999", "relation": "duplicate_of"})
    assert wrong.status_code == 422 and "INC-999999" in wrong.content.decode()
    assert agent.post(page(record, "link"), {"other": other.number, "relation": "duplicate_of"}).status_code == 303
    html = agent.get(page(record)).content.decode()
    assert "duplicate of" in html and html.count(other.number) >= 2
    agent.post(page(record, "unlink"), {"other": other.number, "relation": "duplicate_of"})
    assert "Nothing linked." in agent.get(page(record)).content.decode()


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


def test_a_section_is_edited_in_its_place(signed_in, record: Record) -> None:
    agent = signed_in("agent")
    html = agent.get(page(record, "edit") + "?section=1", **HX).content.decode()
    assert "<html" not in html and 'name="category"' in html and 'name="title"' not in html
    form = {"version": 1, "category": "network", "service": record.service.number}
    answer = agent.post(page(record, "edit") + "?section=1", form, **HX)
    assert answer["HX-Redirect"] == page(record) and fresh(record).item.category == "network"


def test_the_people_we_serve_are_led_to_their_own_page(signed_in, record: Record) -> None:
    answer = signed_in("requester").get(page(record))
    assert answer.status_code == 302 and answer["Location"].startswith("/portal/")


def test_a_file_sent_with_a_note_stays_with_staff(signed_in, world: World, record: Record) -> None:
    agent = signed_in("agent")
    sent = {"text": "The log", "files": SimpleUploadedFile("switch.txt", b"VLAN 340 lost")}
    assert agent.post(page(record, "note"), sent).status_code == 303
    html = agent.get(page(record)).content.decode()
    file = re.search(r'class="x-file" href="([^"?]+)', html)[1]
    assert "switch.txt" in html and b"".join(agent.get(file).streaming_content) == b"VLAN 340 lost"
    assert signed_in("requester").get(file).status_code == 404


def test_custom_fields_of_the_category_are_asked_and_shown(signed_in, world: World, record: Record) -> None:
    rows = [{"code": "ssid", "label": "Network name", "category": "network", "type": "line", "needed": True}]
    settings.redefine(world.actor("manager"), "incidents.custom_fields", value=rows)
    agent = signed_in("agent")
    form = {"version": 1, "category": "network", "service": record.service.number}
    answer = agent.post(page(record, "edit") + "?section=1", form)
    assert answer.status_code == 422 and "Network name" in answer.content.decode()
    assert agent.post(page(record, "edit") + "?section=1", form | {"custom.ssid": "eduroam"}).status_code == 302
    html = agent.get(page(record)).content.decode()
    assert "Network name" in html and "eduroam" in html
