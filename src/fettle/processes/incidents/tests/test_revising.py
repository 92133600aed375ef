"""Changing a record on its page: fields, sections and verbs, and two who do it at once."""

from __future__ import annotations

import re

from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents import actions
from fettle.processes.incidents.tests.desk import HX, fresh, page
from fettle.site.testing.world import World


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


def test_a_section_is_edited_in_its_place(signed_in, record: Record) -> None:
    agent = signed_in("agent")
    html = agent.get(page(record, "edit") + "?section=1", **HX).content.decode()
    assert "<html" not in html and 'name="category"' in html and 'name="title"' not in html
    form = {"version": 1, "category": "network", "service": record.service.number}
    answer = agent.post(page(record, "edit") + "?section=1", form, **HX)
    assert answer["HX-Redirect"] == page(record) and fresh(record).item.category == "network"


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
