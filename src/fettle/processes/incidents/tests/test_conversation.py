"""Writing on a record: whom a reply and a note reach, what came meanwhile, who else is there, and drafts."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from fettle.edges.pages.models import Draft
from fettle.facilities.discussion.models import Comment
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.tests.desk import HX, fresh, page
from fettle.site.testing.world import World


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


def test_a_file_sent_with_a_note_stays_with_staff(signed_in, world: World, record: Record) -> None:
    agent = signed_in("agent")
    sent = {"text": "The log", "files": SimpleUploadedFile("switch.txt", b"VLAN 340 lost")}
    assert agent.post(page(record, "note"), sent).status_code == 303
    html = agent.get(page(record)).content.decode()
    file = re.search(r'class="x-file" href="([^"?]+)', html)[1]
    assert "switch.txt" in html and b"".join(agent.get(file).streaming_content) == b"VLAN 340 lost"
    assert signed_in("requester").get(file).status_code == 404


def test_a_long_talk_shows_its_newest_thirty(signed_in, world: World, record: Record) -> None:
    for turn in range(200):
        actions.note(world.actor("colleague"), record.number, text=f"Message {turn}.")
    browser = signed_in("agent")
    text = browser.get(page(record)).content.decode()
    assert re.findall(r"Message (\d+)\.", text) == [str(turn) for turn in range(199, 169, -1)]
    older = re.search(r'="([^"]*/timeline\?[^"]*before=[^"]*)"', text)
    assert older
    more = browser.get(older[1].replace("&amp;", "&"), **HX).content.decode()
    assert re.findall(r"Message (\d+)\.", more) == [str(turn) for turn in range(169, 139, -1)]
