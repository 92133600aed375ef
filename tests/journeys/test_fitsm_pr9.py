"""Incident and service request management (PR9): each item done over a running server, as the role FitSM gives it.

The marker names the items, the coverage register names the test. A check breaks what each item stands on and sees the
test fail, so every journey opens the page that the register names.
"""

from __future__ import annotations

import pytest

from fettle.site.testing.visitor import Visitor, Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)
SOLVED = {"resolution": "Changed the cable", "closure_code": "solved"}


def recorded(visits: Visits, kind: str = "incidents", **more: str) -> str:
    """Somebody calls, the desk records it. The number."""
    agent, caller = visits.as_("agent"), str(visits.world.people["requester"].pk)
    arrived = agent.send(f"/{kind}/new", title="Projector is dark", requester=caller, channel="phone", **more)
    return arrived.rpartition("/")[2]


def add_row(manager: Visitor, address: str, **values: str) -> None:
    """A further row of a settings table, and save it."""
    manager.send(address, do="add")
    manager.go_on(**{f"r2-{name}": value for name, value in values.items()}, do="save", reason="Came up three times")


@fitsm("PR9.S1", "PR9.A1")
def test_the_desk_has_its_tool(visits: Visits) -> None:
    """Staff find an incident in the tool and work it from the first step to the last; each stands in its history."""
    number, agent = recorded(visits), visits.as_("agent")
    assert number in agent.read("/desk/", open="true")
    agent.send(f"/incidents/{number}/do/take")
    agent.send(f"/incidents/{number}/do/wait", pause_reason="supplier")
    agent.send(f"/incidents/{number}/do/resume")
    agent.send(f"/incidents/{number}/do/resolve", **SOLVED)
    page = agent.read(f"/incidents/{number}")
    assert "took it" in page and "resolved it" in page and "Changed the cable" in page
    assert visits.facts(number) >= {f"incidents.{word}" for word in ("taken", "paused", "resumed", "resolved")}


@fitsm("PR9.S2", "PR9.S3", "PR9.S4", "PR9.S5", "PR9.S6")
def test_procedures_of_the_desk_are_defined(visits: Visits) -> None:
    """The process manager changes each procedure beside its setting; the desk reads it there."""
    manager, agent = visits.as_("incident_manager"), visits.as_("agent")
    for key in ("channels", "categories", "matrix", "escalation", "closure"):
        address, rule = f"/settings/incidents.{key}/", f"Ask the head of the desk about {key} first."
        manager.send(address, procedure=rule, reason="Agreed today", do="save")
        page = agent.read(address)
        assert rule in page and "Agreed today" in page, key


@fitsm("PR9.S7", "PR9.A1.7", "PR9.O3")
def test_a_major_incident_is_declared_by_criteria_and_reviewed_before_it_is_closed(visits: Visits) -> None:
    manager, agent, auditor = (visits.as_(role) for role in ("incident_manager", "agent", "auditor"))
    rule = "The head of the school is told first."
    manager.send("/settings/incidents.major/", procedure=rule, reason="As the schools wish", do="save")
    assert rule in agent.read("/settings/incidents.major/")
    at = f"/incidents/{recorded(visits)}"
    agent.send(f"{at}/do/declare_major", criterion="service_down", reason="No network in the whole school")
    agent.send(f"{at}/do/resolve", **SOLVED)
    assert "it is closed after its review" in agent.read(at)
    manager.send(f"{at}/do/review_major", review="The switch had no spare. Buy one until May: head of networks.")
    agent.send(f"{at}/do/close")
    number = at.rpartition("/")[2]
    assert visits.facts(number) >= {"incidents.declared_major", "incidents.reviewed_major", "incidents.closed"}
    page = auditor.read(at)
    assert "The switch had no spare." in page and "Major incident" in page
    assert number in auditor.read("/incidents", major="reviewed")
    assert "The switch had no spare." in auditor.fetch("/incidents/export", format="csv", major="reviewed").decode()


@fitsm("PR9.S8", "PR9.A2")
def test_steps_for_a_well_known_incident_are_written_down_and_found(visits: Visits) -> None:
    """The process manager adds a row; from then on staff see its steps on every incident of the category."""
    manager, address = visits.as_("incident_manager"), "/settings/incidents.known_incidents/"
    steps = {"code": "projector", "label": "A projector is dark", "steps": "1. Look at the cable."}
    add_row(manager, address, category="hardware", **steps)
    agent, at = visits.as_("agent"), f"/incidents/{recorded(visits)}"
    assert "Look at the cable." not in agent.read(at)
    agent.send(f"{at}/edit", category="hardware")
    assert "Step by step: A projector is dark" in agent.read(at) and "Look at the cable." in agent.read(at)
    setting = manager.data(f"{address}export/")
    assert setting["value"][2]["steps"] == "1. Look at the cable." and setting["version"] == 2
    assert "settings.redefined" in visits.facts(visits.setting("incidents.known_incidents"))


@fitsm("PR9.S9", "PR9.O5")
def test_steps_for_a_standard_request_are_written_down_and_found(visits: Visits) -> None:
    """They stand on a page to read and print, leave as a file, and on every request of the category."""
    manager, address = visits.as_("incident_manager"), "/settings/incidents.standard_requests/"
    steps = {"code": "loan", "label": "A laptop on loan", "steps": "1. Look at the calendar."}
    add_row(manager, address, category="hardware", **steps)
    agent, at = visits.as_("agent"), f"/requests/{recorded(visits, 'requests')}"
    agent.send(f"{at}/edit", category="hardware")
    assert "Look at the calendar." in agent.read(at) and "Look at the calendar." in agent.read(address)
    assert agent.data(f"{address}export/")["value"][2]["label"] == "A laptop on loan"


@fitsm("PR9.I1")
def test_an_incident_arrives_from_its_user(visits: Visits) -> None:
    arrived = visits.as_("requester").send("/portal/new", title="No sound in room 3", kind="incident")
    number = arrived.split("/")[3]
    assert "incidents.registered" in visits.facts(number)
    assert "No sound in room 3" in visits.as_("agent").read("/desk/", open="true")


@fitsm("PR9.I2")
def test_a_request_arrives_from_its_user(visits: Visits) -> None:
    arrived = visits.as_("requester").send("/portal/new", title="A laptop for the new teacher", kind="request")
    number = arrived.split("/")[3]
    assert number.startswith("REQ-") and "incidents.registered" in visits.facts(number)
    assert "A laptop for the new teacher" in visits.as_("agent").read("/desk/", open="true")


@fitsm("PR9.A1.1", "PR9.A1.2", "PR9.A1.3", "PR9.A1.4")
def test_an_incident_is_recorded_classified_prioritised_and_escalated(visits: Visits) -> None:
    number, agent = recorded(visits), visits.as_("agent")
    at = f"/incidents/{number}"
    agent.send(f"{at}/edit", category="hardware")
    agent.send(f"{at}/do/prioritise", impact="service", urgency="stopped", reason="An exam stands still")
    agent.send(f"{at}/do/escalate", way="hierarchical", reason="No spare part in the house")
    page = agent.read(at)
    assert "An exam stands still" in page and "No spare part in the house" in page and "Hardware" in page
    done = {f"incidents.{word}" for word in ("registered", "classified", "prioritised", "escalated")}
    assert visits.facts(number) >= done


@fitsm("PR9.A1.5", "PR9.A1.6")
def test_an_incident_is_resolved_and_closed(visits: Visits) -> None:
    """The user reads what was done."""
    number, agent = recorded(visits), visits.as_("agent")
    agent.send(f"/incidents/{number}/do/resolve", **SOLVED)
    agent.send(f"/incidents/{number}/do/close")
    assert visits.facts(number) >= {"incidents.resolved", "incidents.closed"}
    assert "Changed the cable" in visits.as_("requester").read(f"/portal/requests/{number}")


@fitsm("PR9.O1", "PR9.O2")
def test_records_are_listed_and_leave_as_a_file(visits: Visits) -> None:
    for kind in ("incidents", "requests"):
        number, agent = recorded(visits, kind), visits.as_("agent")
        assert number in agent.read(f"/{kind}")
        assert number in agent.fetch(f"/{kind}/export", format="csv").decode()


@fitsm("PR9.O6")
def test_the_regular_report_counts_incidents(visits: Visits) -> None:
    recorded(visits)
    reader = visits.as_("auditor")
    page = reader.read("/reports/fits", **visits.this_year)
    assert 'data-code="INC-1"' in page
    first = reader.data("/reports/fits.json", **visits.this_year)["reactive"][0]
    assert first["code"] == "INC-1" and first["value"] == 1
