"""The generic page of a definition, calendars and the default agreement."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import unescape
from typing import Any

import pytest
from django.db import connection

from fettle.administration.definitions import calendar_text, queries
from fettle.edges.pages import prose, rows
from fettle.kernel.assembly import assembly
from fettle.kernel.clock import queries as calendars
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions
from fettle.kernel.settings.declare import Form
from fettle.kernel.settings.read import current
from fettle.processes.incidents.definitions import CATEGORIES, CLOSURE, MATRIX
from fettle.processes.levels import queries as levels
from fettle.site.testing.cast import Cast, make_cast
from fettle.site.testing.world import World

KEYS = [definition.key for definition in assembly().definitions]


def sent(page: str) -> dict[str, str]:
    """What a browser without scripts would send for the controls of a settings page."""
    form = page[page.index("data-guard novalidate") :]
    form = form[: form.index("</form>")]
    values = dict(re.findall(r'<input[^>]*?name="([^"]+)" value="([^"]*)"', form))
    values |= dict.fromkeys(re.findall(r'type="checkbox"[^>]*name="([^"]+)" checked', form), "on")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', form, re.S):
        values[name] = (re.findall(r'value="([^"]*)" selected', body) or [""])[0]
    values |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S))
    values.pop("csrfmiddlewaretoken", None)
    return {name: unescape(value) for name, value in values.items()}


@pytest.mark.parametrize("key", KEYS)
def test_every_definition_has_a_page_that_sends_back_what_it_shows(world: World, as_, key: str) -> None:
    client = as_("administrator")
    page = client.get(f"/settings/{key}/").content.decode()
    definition = assembly().definition_by_key[key]
    given = rows.given(definition.shape, _controls(definition, current()[key]))
    assert definition.clean(given, None) == current()[key]
    assert str(definition.title) in unescape(page)


def _controls(definition: Any, value: Any) -> dict[str, str]:
    shape = definition.shape
    lines = (
        [(None, rows.of_form(shape, value))]
        if isinstance(shape, Form)
        else [(i.at, i.inputs) for i in rows.of_table(shape, value)]
    )
    found = {} if isinstance(shape, Form) else {"rows": str(len(value))}
    for _at, controls in lines:
        for control in controls:
            if control.kind != "flag":
                found[control.name] = control.value
            elif control.checked:
                found[control.name] = "on"
    return found


def test_the_page_round_trips_through_a_browser_without_scripts(world: World, as_) -> None:
    client = as_("manager")
    values = sent(client.get("/settings/incidents.categories/").content.decode())
    response = client.post("/settings/incidents.categories/", {**values, "do": "save", "reason": "Nothing"})
    assert response.status_code == 302
    assert Record.objects.get(setting__key="incidents.categories").version == 1


def test_rows_are_added_moved_and_removed_without_scripts_and_stored_only_by_saving(world: World, as_) -> None:
    client, before = as_("manager"), current()["incidents.categories"]
    address = "/settings/incidents.categories/"
    values = sent(client.get(address).content.decode())
    values = sent(client.post(address, {**values, "do": "add"}).content.decode())
    last = int(values["rows"]) - 1
    values |= {f"r{last}-code": "lab", f"r{last}-label": "Laboratory"}
    values = sent(client.post(address, {**values, "do": f"up-{last}"}).content.decode())
    values = sent(client.post(address, {**values, "do": "remove-0"}).content.decode())
    assert current()["incidents.categories"] == before
    assert client.post(address, {**values, "do": "save", "reason": "We have a lab now"}).status_code == 302
    codes = [row["code"] for row in current()["incidents.categories"]]
    assert codes == [*[row["code"] for row in before[1:-1]], "lab", before[-1]["code"]]
    page = client.get(address).content.decode()
    assert "We have a lab now" in page and "Laboratory" in page


def test_a_change_needs_a_reason_and_a_right(world: World, as_) -> None:
    address = "/settings/incidents.closure/"
    wish = {"v-close_after_days": "5", "v-reopen_within_days": "9", "procedure": "New text", "version": "1"}
    assert as_("manager").post(address, wish).status_code == 422
    assert as_("agent").post(address, {**wish, "reason": "Mine"}).status_code == 403
    assert as_("requester").get(address).status_code == 403
    assert as_("manager").post(address, {**wish, "reason": "Asked by users"}).status_code == 302
    assert current()["incidents.closure"] == {"close_after_days": 5, "reopen_within_days": 9}
    assert Record.objects.get(setting__key="incidents.closure").item.procedure == "New text"


def test_who_was_slower_sees_what_differs_and_may_save_again(world: World, as_) -> None:
    address, client = "/settings/incidents.closure/", as_("manager")
    wish = {"v-close_after_days": "5", "v-reopen_within_days": "7", "procedure": "x", "version": "1", "reason": "Slow"}
    faster = {"close_after_days": 4, "reopen_within_days": 7}
    actions.redefine(world.actor("manager"), CLOSURE.key, value=faster, reason="Fast")
    response = client.post(address, wish)
    page = response.content.decode()
    assert response.status_code == 409 and "<del>4</del>" in page and "<ins>5</ins>" in page
    assert client.post(address, {**wish, "version": "2"}).status_code == 302
    assert current()[CLOSURE.key]["close_after_days"] == 5


def test_what_cannot_work_is_refused_with_the_row(world: World, as_) -> None:
    client, address = as_("manager"), f"/settings/{MATRIX.key}/"
    values = sent(client.get(address).content.decode())
    shorter = sent(client.post(address, {**values, "do": "remove-0"}).content.decode())
    response = client.post(address, {**shorter, "do": "save", "reason": "x"})
    assert response.status_code == 422 and "has no priority" in response.content.decode()


@pytest.mark.parametrize("rows", ["-1", "9" * 30, "abc", "１"])
def test_a_forged_number_of_rows_does_no_harm(world: World, as_, rows: str) -> None:
    response = as_("manager").post(
        f"/settings/{CATEGORIES.key}/", {"rows": rows, "do": "save", "reason": "x", "version": "1"}
    )
    assert response.status_code in (302, 422)


def test_the_export_holds_data_procedure_and_version(world: World, as_) -> None:
    body = json.loads(as_("auditor").get("/settings/incidents.closure/export/").content)
    assert body["value"] == current()["incidents.closure"] and body["version"] == 1 and body["procedure"]


def test_the_number_of_a_setting_leads_to_its_page(world: World, as_) -> None:
    number = Record.objects.get(setting__key="incidents.closure").number
    assert as_("auditor").get(f"/settings/{number}")["Location"] == "/settings/incidents.closure/"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=y>", "[x](data:text/html,x)"]
)
def test_controlled_text_brings_no_script(text: str) -> None:
    html = str(prose.shown(text))
    assert "<script" not in html and "<img" not in html and 'href="javascript' not in html and 'href="data' not in html


PROGRAM = """
import sys
from fettle.kernel.settings.read import current
for line in sys.stdin:
    print(current()['incidents.closure']['close_after_days'], flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_a_change_is_in_force_in_another_process_without_restart() -> None:
    from fettle.site.testing.world import make_world

    world = make_world()
    database = connection.settings_dict
    code = (
        "import django; django.setup()\n"
        "from django.db import connection as c\n"
        f"c.settings_dict.update({ {name: str(database[name]) for name in ('NAME', 'HOST', 'PORT', 'USER')}!r})\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code + PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "fettle.site.settings"},
    )

    def ask() -> str:
        other.stdin.write("?\n")
        other.stdin.flush()
        return other.stdout.readline().strip()

    try:
        assert ask() == "3"
        new = {"close_after_days": 11, "reopen_within_days": 7}
        actions.redefine(world.actor("manager"), "incidents.closure", value=new, reason="Test")
        assert ask() == "11"
    finally:
        other.stdin.close()
        other.wait(10)


WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "08:00-17:00") | {
    "saturday": "",
    "sunday": "",
}


def test_a_calendar_reads_as_it_is_written(world: World) -> None:
    data = calendars.latest("office").data
    assert calendar_text.data_of(calendar_text.fields_of(data)) == {**data, "holidays": {}, "special": {}}


def test_a_new_version_of_a_calendar_and_the_agreement_that_counts_by_it(world: World, as_) -> None:
    client = as_("manager")
    page = client.get("/settings/calendars/office/")
    assert page.status_code == 200
    wish = {
        **WEEK,
        "name": "Office hours",
        "zone": "Europe/Prague",
        "holidays": "2026-12-25 Christmas Day",
        "special": "2026-12-24 08:00-12:00",
        "reason": "Holidays",
        "version": "1",
        "do": "save",
    }
    assert client.post("/settings/calendars/office/", {**wish, "monday": "17:00-08:00"}).status_code == 422
    assert client.post("/settings/calendars/office/", {**wish, "holidays": "sometime"}).status_code == 422
    assert client.post("/settings/calendars/office/", wish).status_code == 302
    assert calendars.latest("office").version == 2
    stale = client.post("/settings/calendars/office/", {**wish, "friday": ""})
    assert stale.status_code == 409 and "Somebody else changed" in stale.content.decode()
    assert "still counts by version 1" in client.get("/settings/calendars/office/").content.decode()
    targets = {
        f"{kind}-{rank}-{clock}": "60"
        for kind in ("incident", "request")
        for rank in (1, 2, 3, 4)
        for clock in ("response", "resolution")
    }
    wish = {
        **targets,
        "incident-4-response": "",
        "title": "Default agreement",
        "calendar": "office",
        "reason": "New calendar",
    }
    assert client.post("/settings/agreement/", {**wish, "incident-1-response": "soon"}).status_code == 422
    assert client.post("/settings/agreement/", wish).status_code == 302
    version = levels.default()
    assert version.version == 2 and version.calendar == calendars.latest("office")
    assert levels.target_for("incident", 1, None, world.school).resolution == 60
    assert as_("agent").post("/settings/agreement/", wish).status_code == 403


def test_holidays_are_proposed_into_the_form_and_not_stored(world: World, as_) -> None:
    client = as_("manager")
    wish = {
        **WEEK,
        "name": "Office hours",
        "zone": "Europe/Prague",
        "holidays": "2026-01-02 Ours",
        "special": "",
        "reason": "",
        "version": "1",
        "do": "propose",
        "country": "CZ",
        "part": "",
    }
    page = client.post("/settings/calendars/office/", wish).content.decode()
    assert "2026-01-02 Ours" in page and "-12-25 " in page
    assert calendars.latest("office").version == 1
    assert client.post("/settings/calendars/office/", {**wish, "part": "ZZ"}).status_code == 422
    assert client.get("/settings/calendars/new/").status_code == 200
    new = {**wish, "name": "Nights", "do": "save", "reason": "First"}
    new.pop("version")
    assert client.post("/settings/calendars/new/", new).status_code == 302
    assert client.post("/settings/calendars/new/", new).status_code == 422


@pytest.mark.parametrize(
    "page", ["/settings/", "/settings/calendars/", "/settings/calendars/office/", "/settings/agreement/"]
)
def test_who_may_not_change_may_read(world: World, as_, page: str) -> None:
    assert as_("auditor").get(page).status_code == 200


@pytest.mark.parametrize("who", ["agent", "manager", "auditor", "administrator", "agent_a"])
def test_the_list_of_settings_names_only_what_opens(cast: Cast, as_, who: str) -> None:
    """Whoever works for one customer only sees neither the provider's settings nor addresses that are not for them."""
    client = as_(who)
    page = client.get("/settings/").content.decode()
    links = set(re.findall(r'href="(/settings/[^"]+)"', page))
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    assert ("/settings/agreement/" in links) == (who != "agent_a")
    assert client.get("/settings/agreement/").status_code == (404 if who == "agent_a" else 200)


@pytest.fixture
def cast(world: World) -> Cast:
    """The world with an agent whose scope is one customer."""
    return make_cast(world)


def test_every_group_of_settings_is_called_by_its_process() -> None:
    assert {definition.process for definition in assembly().definition_by_key.values()} <= set(queries.PROCESSES)
