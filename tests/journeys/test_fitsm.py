"""The items of FitSM-2 that Fettle covers, each done through pages or the API as the role that FitSM gives it.

The marker names the items; the register names the test. What is registered without a journey fails here.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from fettle.administration.tests.test_settings import sent
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.reporting import actions as reporting
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

fitsm = pytest.mark.fitsm
CLOSED = {"resolution": "Changed the cable", "closure_code": "solved"}
REPORT = {
    "title": "Weekly desk report", "identifier": "weekly-desk",
    "purpose": "Shows the team its week", "recipients": "The desk",
    "contents": "Opened, resolved, open", "frequency": "weekly", "format": "xlsx", "delivery": "In the folder",
    "starts_on": "2026-01-01",
}  # fmt: skip


def browser(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def facts(number: str) -> set[str]:
    entries = Entry.objects.filter(record__number=number)
    return {fact["name"] for entry in entries for fact in entry.facts}


def call(world: World, who: str, path: str, body: Any = None, method: str = "POST", **headers: str) -> Any:
    answer = caller_of(world, who)(method, path, body, **headers)
    assert answer.status_code < 300, answer.content
    return json.loads(answer.content)


def reported(world: World) -> str:
    return str(call(world, "requester", "/incidents", {"title": "Projector is dark"})["number"])


def text(client: Client, address: str, **query: str) -> str:
    page = client.get(address, query)
    assert page.status_code == 200, (address, page.status_code)
    return page.content.decode()


@fitsm("PR9.S1", "PR9.A1")
def test_the_desk_has_its_tool(world: World) -> None:
    """Staff find an incident in the tool, take it, and every step stands in its history."""
    number = reported(world)
    agent = browser(world, "agent")
    assert number in text(agent, "/incidents")
    assert agent.post(f"/incidents/{number}/do/take").status_code == 303
    assert "incidents.taken" in facts(number) and number in text(agent, f"/incidents/{number}")


@fitsm("PR9.S2", "PR9.S3", "PR9.S4", "PR9.S5", "PR9.S6")
@pytest.mark.parametrize("key", ["channels", "categories", "matrix", "escalation", "closure"])
def test_procedures_of_the_desk_are_defined(world: World, key: str) -> None:
    """The process manager writes down the procedure beside its setting; everybody on the desk reads it."""
    manager, address = browser(world, "manager"), f"/settings/incidents.{key}/"
    values = sent(text(manager, address))
    wish = {**values, "procedure": "Ask the head of the desk first.", "do": "save", "reason": "Agreed today"}
    assert manager.post(address, wish).status_code == 302
    assert "Ask the head of the desk first." in text(browser(world, "agent"), address)
    setting = Record.objects.get(setting__key=f"incidents.{key}")
    assert "settings.redefined" in facts(setting.number)


@fitsm("PR9.I1", "PR9.A1.1", "PR9.O1")
def test_an_incident_is_reported_and_recorded(world: World) -> None:
    number = reported(world)
    assert facts(number) >= {"incidents.registered"}
    agent = browser(world, "agent")
    assert "Projector is dark" in text(agent, f"/incidents/{number}") and number in text(agent, "/incidents")


@fitsm("PR9.I2", "PR9.O2")
def test_a_request_is_made_and_recorded(world: World) -> None:
    number = call(world, "requester", "/requests", {"title": "A laptop for the new teacher"})["number"]
    assert "incidents.registered" in facts(number) and number in text(browser(world, "agent"), "/requests")


@fitsm("PR9.A1.2", "PR9.A1.3")
def test_an_incident_is_classified_and_prioritised(world: World) -> None:
    number = reported(world)
    call(world, "agent", f"/incidents/{number}", {"category": "hardware"}, "PATCH", If_Match="*")
    told = call(
        world, "agent", f"/incidents/{number}/prioritise", {"impact": "service", "urgency": "stopped", "reason": "Exam"}
    )
    assert told["priority"] == 1 and facts(number) >= {"incidents.classified", "incidents.prioritised"}


@fitsm("PR9.A1.4")
def test_an_incident_is_escalated(world: World) -> None:
    number = reported(world)
    call(world, "agent", f"/incidents/{number}/escalate", {"way": "hierarchical", "reason": "No spare part"})
    assert "incidents.escalated" in facts(number)


@fitsm("PR9.A1.5", "PR9.A1.6")
def test_an_incident_is_resolved_and_closed(world: World) -> None:
    number, agent = reported(world), browser(world, "agent")
    assert agent.post(f"/incidents/{number}/do/resolve", CLOSED).status_code == 303
    assert agent.post(f"/incidents/{number}/do/close").status_code == 303
    assert facts(number) >= {"incidents.resolved", "incidents.closed"}
    assert Record.objects.get(number=number).state == "closed"


@fitsm("PR2.S1", "PR2.A1.1", "PR2.A1.2", "PR2.A1.3", "PR2.O1")
def test_the_catalogue_is_kept(world: World) -> None:
    """The manager adds, updates and retires a service; everybody reads the catalogue."""
    made = browser(world, "manager").post("/services/new", {"title": "Printing", "requestable": "on"})
    assert made.status_code == 302
    number = made["Location"].rpartition("/")[2]
    assert "Printing" in text(browser(world, "agent"), "/services")
    call(world, "manager", f"/services/{number}", {"description": "In every room"}, "PATCH", If_Match="*")
    assert browser(world, "manager").post(f"/services/{number}/do/retire", {"reason": "Leased"}).status_code == 303
    assert facts(number) == {"services.added", "services.updated", "services.retired"}


@fitsm("PR2.S2", "PR2.O2")
def test_the_default_agreement_covers_every_service(world: World) -> None:
    """It stands on a page, and a new incident gets its targets from it."""
    assert "Default agreement" in text(browser(world, "manager"), "/settings/agreement/")
    agreement = call(world, "manager", "/agreements", method="GET")["items"][0]
    entry = Entry.objects.get(record__number=reported(world), seq=1)
    targets = [fact["data"] for fact in entry.facts if fact["name"] == "levels.targets_set"]
    assert targets and targets[0]["agreement"] == agreement["number"]


@fitsm("PR3.S1", "PR3.S2", "PR3.O1", "PR3.O2")
def test_all_agreed_reports_are_listed_and_specified(world: World) -> None:
    reporting.install()
    manager = browser(world, "manager")
    made = manager.post("/reports/new", REPORT)
    assert made.status_code == 302
    listed = text(browser(world, "auditor"), "/reports")
    assert "FITS service report" in listed and "Weekly desk report" in listed
    page = text(browser(world, "auditor"), made["Location"])
    for said in (
        "weekly-desk",
        "Shows the team its week",
        "The desk",
        "Weekly",
        "Opened, resolved, open",
        "XLSX",
        "In the folder",
    ):
        assert said in page, said


@fitsm("PR3.A1", "PR3.A1.1", "PR3.A1.2", "PR3.A1.3")
def test_a_report_is_defined_changed_and_ended(world: World) -> None:
    manager = browser(world, "manager")
    number = manager.post("/reports/new", REPORT)["Location"].rpartition("/")[2]
    call(world, "manager", f"/reports/{number}", {"frequency": "monthly"}, "PATCH", If_Match="*")
    assert manager.post(f"/reports/{number}/do/terminate", {"reason": "Unread"}).status_code == 303
    assert facts(number) == {"reporting.specified", "reporting.respecified", "reporting.terminated"}


@fitsm("PR3.S3", "PR3.O3", "PR9.O6")
def test_the_report_is_produced_in_one_structure(world: World) -> None:
    """Two periods have the same lines in the same order, and incidents stand in them."""
    reported(world)
    auditor = browser(world, "auditor")
    periods = ({"from": "2026-01-01", "to": "2026-02-01"}, {"from": "2026-03-01", "to": "2026-04-01"})
    pages = [text(auditor, "/reports/fits", **period) for period in periods]
    codes = [re.findall(r'data-code="([A-Z]+-\d+)"', page) for page in pages]
    assert codes[0] == codes[1] and codes[0][0] == "INC-1"
    now = json.loads(auditor.get("/reports/fits.json", this_year()).content)
    assert now["reactive"][0]["value"] == 1
    assert auditor.get("/reports/fits.pdf", this_year()).content.startswith(b"%PDF-")


def this_year() -> dict[str, str]:
    from django.utils import timezone

    year = timezone.localdate().year
    return {"from": f"{year}-01-01", "to": f"{year + 1}-01-02"}
