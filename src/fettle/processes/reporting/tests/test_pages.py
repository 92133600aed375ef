"""The pages of service reporting: the list, a specification's life, the report on screen, the records behind it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from fettle.kernel.access.models import Grant
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.reporting import actions
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

NEW = {
    "title": "Weekly desk report",
    "identifier": "weekly-desk",
    "purpose": "Shows the team its week",
    "recipients": "The desk",
    "contents": "Opened, resolved, open",
    "frequency": "weekly",
    "format": "xlsx",
    "delivery": "In the team's folder",
    "starts_on": "2026-01-01",
}


@pytest.fixture
def desk(world: World) -> World:
    actions.install()
    for number in range(3):
        incidents.register(world.actor("requester"), INCIDENT, title=f"Broken {number}", service=world.service)
    return world


def browser(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def today() -> dict[str, str]:
    day = timezone.localdate(timezone=timezone.get_fixed_timezone(60))
    return {"from": str(day.replace(day=1)), "to": str(day.replace(year=day.year + 1, day=1)), "zone": "Europe/Prague"}


def test_a_report_is_specified_revised_and_ended(desk: World) -> None:
    client = browser(desk, "manager")
    made = client.post("/reports/new", NEW)
    assert made.status_code == 302, re.findall(r"x-error[^<]*<[^>]*>([^<]*)", made.content.decode())
    number = made["Location"].rpartition("/")[2]
    page = client.get(made["Location"]).content.decode()
    assert "Weekly desk report" in page and "Shows the team its week" in page
    again = client.post("/reports/new", NEW)
    assert again.status_code == 422 and "with this identifier" in again.content.decode()
    version = re.search(r'name="version" value="(\d+)"', client.get(f"/reports/{number}/edit").content.decode())
    changed = client.post(f"/reports/{number}/edit", {**NEW, "frequency": "monthly", "version": version[1]})
    assert changed.status_code == 302
    assert client.post(f"/reports/{number}/do/terminate", {"reason": "Nobody reads it"}).status_code == 303
    listing = client.get("/reports").content.decode()
    assert listing.index("FITS service report") < listing.index("Weekly desk report") and "Ended" in listing
    assert client.post(f"/reports/{number}/edit", {**NEW, "version": "3"}).status_code in (404, 409)


def test_the_screen_leads_from_each_figure_to_its_records(desk: World) -> None:
    client = browser(desk, "auditor")
    page = client.get("/reports/fits", today())
    text = page.content.decode()
    assert page.status_code == 200 and "style=" not in text
    link = re.search(r'data-code="INC-1">.*?<a href="([^"]+)">(\d+)</a>', text)
    assert link and link[2] == "3"
    behind = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert len(set(re.findall(r'href="/incidents/(INC-\d+)"', behind))) == 3
    assert "not yet measured" in re.search(r'data-code="CHG-1">.*?</tr>', text)[0]
    for ending, media in (("pdf", "application/pdf"), ("json", "application/json"), ("html", "text/html")):
        file = client.get(f"/reports/fits.{ending}", today())
        assert file["Content-Type"].startswith(media) and "attachment" in file["Content-Disposition"]


def behind(client: Client, address: str) -> set[str]:
    """The numbers of the records that a page lists."""
    page = client.get(unescape(address))
    assert page.status_code == 200, address
    return set(re.findall(r'href="/(?:incidents|requests|services)/([A-Z]+-\d+)"', page.content.decode()))


def test_every_number_leads_to_exactly_its_records(desk: World) -> None:
    """Those of the period before, of a split and of a bar, too; a share or a time leads to what it is drawn from."""
    agent, client = desk.actor("agent"), browser(desk, "auditor")
    for title, priority, category in (("A", 1, "network"), ("B", 1, "printing"), ("C", 2, "network")):
        caller = desk.people["requester"]
        made = incidents.register(agent, INCIDENT, title=title, requester=caller, category=category, location=title)
        incidents.prioritise(agent, made.number, priority=priority, reason="It is")
    incidents.declare_major(agent, made.number, criterion="data", reason="All of it")
    incidents.resolve(agent, made.number, resolution="Mended", closure_code="solved")
    page = client.get("/reports/fits", today()).content.decode()
    counts = re.findall(r'<a href="(/reports/fits/records[^"]+)"(?: aria-label="[^"]*: (\d+)")?>(?:(\d+)</a>)?', page)
    told = [(address, int(bar or cell)) for address, bar, cell in counts if bar or cell]
    split = {(code, by) for address, _ in told for code, by in re.findall(r"code=([A-Z0-9-]+).*?by=(\w+)", address)}
    assert split >= {("INC-1", "priority"), ("INC-1", "category"), ("INC-1", "location"), ("INC-10", "age")}
    assert sum("aria-label" in each for each in re.findall(r"<a href=.*?>", page)) >= 8, "bars lead somewhere"
    for address, number in told:
        assert len(behind(client, address)) == number, address
    one = "/reports/fits/records?" + urlencode({**today(), "code": "INC-1", "by": "category", "member": "network"})
    assert len(behind(client, one)) == 2 and len(behind(client, one + "&member=printing")) == 3
    major = json.loads(client.get("/reports/fits.json", today()).content)["reactive"][11]["by"]
    assert major["priority"] == {"P2": 1} and major["category"] == {"Network and Wi-Fi": 1}
    later = timezone.localdate() + timedelta(days=1)
    ahead = {"from": str(later), "to": str(later + timedelta(days=30)), "zone": "Europe/Prague"}
    row = re.search(r'data-code="INC-1">.*?</tr>', client.get("/reports/fits", ahead).content.decode())
    link = re.search(r'<a href="([^"]+)">6</a>', row[0]) if row else None
    assert link and len(behind(client, link[1])) == 6, "the value of the period before"


def test_the_file_leads_back_into_the_house_and_the_api_says_the_same(desk: World, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://desk.example.org"
    file = browser(desk, "auditor").get("/reports/fits.html", today()).content.decode()
    links = set(re.findall(r'href="([^"]+)"', file))
    assert links and all(link.startswith("https://desk.example.org/reports/fits/records?") for link in links)
    call, query = caller_of(desk, "auditor"), urlencode(today())
    some = json.loads(call("GET", f"/figures/INC-1/records?{query}&by=service&member={desk.service.pk}").content)
    assert some["count"] == 3
    assert json.loads(call("GET", f"/figures/INC-1/records?{query}&by=category&member=").content)["count"] == 3
    assert json.loads(call("GET", f"/figures/INC-1/records?{query}&by=category&member=printing").content)["count"] == 0
    wrong = call("GET", f"/figures/INC-1/records?{query}&by=colour&member=red")
    assert wrong.status_code == 422 and "is not split by" in wrong.content.decode()


def test_wrong_periods_are_explained_on_the_page(desk: World) -> None:
    client = browser(desk, "auditor")
    wrong = client.get("/reports/fits", {"from": "2026-03-31", "until": "2026-03-01"})
    assert wrong.status_code == 422 and "give a later day" in wrong.content.decode()
    assert client.get("/reports/fits", {"from": "2026-03-01", "until": "2026-03-31"}).status_code == 200
    assert client.get("/reports/fits").status_code == 200
    assert client.get("/reports/fits.docx", today()).status_code == 404


def test_the_api_says_the_same_and_counts_the_same(desk: World) -> None:
    call = caller_of(desk, "auditor")
    query = "&".join(f"{name}={value}" for name, value in today().items())
    told = json.loads(call("GET", f"/reports/fits?{query}").content)
    for line in told["reactive"]:
        if line["records"] and line["unit"] == "":
            behind = json.loads(call("GET", line["records"].removeprefix("/api/v1")).content)
            assert behind["count"] == line["value"], line["code"]
    assert call("GET", "/figures/INC-99/records?from=2026-01-01&to=2026-02-01").status_code == 404
    assert call("GET", "/figures/INC-1/records?from=2026-01-01").status_code == 422
    assert call("GET", "/reports/fits?from=2026-01-01&to=2026-02-01&color=red").status_code == 422


def test_reports_are_for_those_who_may_see_them(desk: World) -> None:
    """Without the permission nothing of it is told; with it, one's own part of the world only."""
    nobody = browser(desk, "requester")
    for address in ("/reports", "/reports/fits", "/reports/fits.json", "/reports/fits/records?code=INC-1"):
        assert nobody.get(address, today()).status_code in (403, 422), address
    assert caller_of(desk, "requester")("GET", "/reports/fits?from=2026-01-01&to=2026-02-01").status_code == 403
    Grant.objects.create(person=desk.people["classmate"], role="representative", organisation=desk.school)
    Grant.objects.create(person=desk.people["stranger"], role="representative", organisation=desk.rival)
    told = {
        who: json.loads(browser(desk, who).get("/reports/fits.json", today()).content)["reactive"][0]["value"]
        for who in ("classmate", "stranger")
    }
    assert told == {"classmate": 3, "stranger": 0}
    assert browser(desk, "classmate").get("/reports/fits", today()).status_code == 200
