"""Service level management (PR2) over a running server: the catalogue, the default agreement and individual ones."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from fettle.processes.levels.evaluation import spans
from fettle.site.testing.visitor import Visitor, Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)


def imported(manager: Visitor, visits: Visits, *lines: str) -> None:
    """A table of services: looked at, then confirmed."""
    file = "services.csv", "\n".join(lines).encode()
    at = manager.upload("/import/", file, kind="services", organisation=str(visits.world.provider.pk))
    assert "Nothing is written yet" in manager.read(at)
    assert "This is what happened" in manager.read(manager.press(at, f"{at}confirm"))


@fitsm("PR2.S1")
def test_the_catalogue_has_its_structure_and_is_derived_from_what_is_provided(visits: Visits) -> None:
    """All services come in as one table; a second one says which of them customers find, and under which heading."""
    manager, customer = visits.as_("service_level_manager"), visits.as_("requester")
    rule = "Ask the service owners twice a year."
    sent = {"r0-label": "In the classroom", "procedure": rule, "reason": "Words of the schools", "do": "save"}
    manager.send("/settings/services.catalogue/", **sent)
    page = visits.as_("auditor").read("/settings/services.catalogue/")
    assert rule in page and "Words of the schools" in page
    provided = "Projectors,Campus desk,no", "School mail,Campus desk,no", "Fibre,Network team,no"
    imported(manager, visits, "name,supporting team,offered in the portal", *provided)
    assert not any(name in customer.read("/portal/services/") for name in ("Projectors", "School mail", "Fibre"))
    offered = "Projectors,yes,In the classroom", "School mail,yes,Applications", "Fibre,no,"
    imported(manager, visits, "name,offered in the portal,heading in the catalogue", *offered)
    page = customer.read("/portal/services/")
    assert (
        page.index("In the classroom")
        < page.index("Projectors")
        < page.index("Applications")
        < page.index("School mail")
    )
    assert "Fibre" not in page and "Fibre" in manager.read("/services")
    shown = {"r4-active": "on", "procedure": rule, "reason": "They ask for it", "do": "save"}
    manager.send("/settings/services.catalogue_entry/", **shown)
    at = f"/services/{visits.world.service.number}"
    manager.send(f"{at}/edit", contact="network@campus.example")
    assert "Contact for this service: network@campus.example" in customer.read("/portal/services/")
    kept = next(
        line for line in manager.fetch("/services/export", format="csv").decode().split("SVC-") if "mail" in line
    )
    assert visits.facts(f"SVC-{kept[:6]}") == {"services.added", "services.updated"}


@fitsm("PR2.A1", "PR2.A1.1", "PR2.A1.2", "PR2.A1.3", "PR2.O1")
def test_the_catalogue_is_kept(visits: Visits) -> None:
    """A service comes in, is described anew and leaves; customers see just what is on offer."""
    manager, customer = visits.as_("service_level_manager"), visits.as_("requester")
    at = manager.send("/services/new", title="Printing", requestable="on")
    number = at.rpartition("/")[2]
    assert "Printing" in manager.read("/services") and "Printing" in customer.read("/portal/services/")
    manager.send(f"{at}/edit", description="In every room")
    assert "In every room" in customer.read("/portal/services/")
    assert number in manager.fetch("/services/export", format="csv").decode()
    guess = {"incidents": "12", "respond": "60", "confidence": "low", "basis": "What the desk remembers", "shown": "on"}
    manager.send(f"{at}/estimates/new", **guess)
    assert "12" in manager.read(f"{at}/estimates") and "Printing" in visits.as_("auditor").read("/agreements/estimates")
    assert "Usually: first answer after 1 h." in customer.read("/portal/services/")
    manager.send(f"{at}/do/retire", reason="Leased from now on")
    assert "Printing" not in customer.read("/portal/services/")
    told = {"services.added", "services.updated", "levels.estimated", "services.retired"}
    assert visits.facts(number) == told


@fitsm("PR2.S2", "PR2.O2")
def test_the_default_agreement_covers_every_service(visits: Visits) -> None:
    """It is changed on its page, and a new incident gets its targets from it."""
    manager, agent = visits.as_("service_level_manager"), visits.as_("agent")
    sent = {"title": "Agreement for everybody", "incident-3-response": "77", "reason": "As agreed with the schools"}
    manager.send("/settings/agreement/", terms="The desk answers in *every* school.", **sent)
    page = visits.as_("auditor").read("/settings/agreement/")
    assert "As agreed with the schools" in page and "in <em>every</em> school" in page and "To be reviewed by" in page
    kept = json.loads(visits.as_("auditor").take("/settings/agreement/", "Export"))
    assert kept["title"] == "Agreement for everybody" and kept["terms"] == "The desk answers in *every* school."
    row = next(row for row in kept["targets"] if (row["kind"], row["priority"]) == ("incident", 3))
    assert row["response_minutes"] == 77
    paper = page.partition('class="x-onpaper"')[2].partition("</section>")[0]
    assert "Agreement for everybody" in paper and "77" in paper and "<input" not in paper
    rule = "The head of the desk says what can be kept."
    manager.send("/settings/levels.agreeing/", procedure=rule, reason="Agreed", do="save")
    assert rule in agent.read("/settings/agreement/")
    number = visits.world.agreement.number
    assert "levels.amended" in visits.facts(number)
    caller = str(visits.world.people["requester"].pk)
    incident = agent.send("/incidents/new", title="No sound", requester=caller, channel="phone")
    assert "By Agreement for everybody, version 2" in agent.read(incident)
    assert "levels.targets_set" in visits.facts(incident.rpartition("/")[2])


def agreed(manager: Visitor, **values: str) -> str:
    """An agreement that is drawn up, promises something, and is being negotiated: its address."""
    at = manager.send("/agreements/new", contact="the office", **values)
    manager.send(f"{at}/version", **{"valid_from": "2026-01-01", "incident-3-response": "11", "percent": "99"})
    return at


def signed(manager: Visitor, at: str, override: str = "") -> None:
    """By both sides, and in force; with the reason why, where what is agreed below does not suffice."""
    manager.send(f"{at}/do/negotiate")
    manager.send(f"{at}/do/sign", function="Head of IT", override=override)
    manager.send(f"{at}/do/countersign", name="Ann Head", function="Director", signed_on="2026-01-02")
    manager.send(f"{at}/do/put_in_force")


@fitsm("PR2.S3")
def test_agreements_begin_with_templates(visits: Visits) -> None:
    """The manager writes the template; a new agreement begins with it."""
    manager = visits.as_("service_level_manager")
    manager.send("/settings/levels.keeping/", **{"v-sla": "## Of our schools", "reason": "Words of the schools"})
    school = f"organisation:{visits.world.school.pk}"
    at = manager.send("/agreements/new", title="Own", type="sla", organisation=school)
    assert "Of our schools" in manager.read(at)
    assert "levels.drawn_up" in visits.facts(at.rpartition("/")[2])


@fitsm("PR2.I1", "PR2.I2")
def test_portfolio_and_requirements_come_into_agreements(visits: Visits) -> None:
    """Services of the portfolio are covered, and what the customer requires is what its targets come from."""
    manager, agent, world = visits.as_("service_level_manager"), visits.as_("agent"), visits.world
    school = f"organisation:{world.school.pk}"
    at = manager.send("/agreements/new", title="Of the school", type="sla", organisation=school)
    number = at.rpartition("/")[2]
    manager.send(f"{at}/covers/add", service=world.service.number)
    assert number in visits.as_("auditor").read(f"/services/{world.service.number}")
    required = agent.send("/demands/new", title="Help until six", nature="requirement", organisation=school)
    assert "in no agreement yet" in manager.read(at)
    manager.send(f"{required}/do/take_up", agreement=number)
    page = visits.as_("auditor").read(at)
    assert "Help until six" in page and "its targets come from it" in page
    assert "levels.version_changed" in visits.facts(number)
    assert visits.facts(required.rpartition("/")[2]) == {"services.demand_recorded", "services.demand_taken_up"}


@fitsm("PR2.S5", "PR2.A2.1", "PR2.A2.4", "PR2.O3")
def test_an_sla_is_negotiated_signed_and_renewed(visits: Visits) -> None:
    """Both sides sign; the desk's clocks follow it; a new version takes its place."""
    manager, agent, world = visits.as_("service_level_manager"), visits.as_("agent"), visits.world
    at = agreed(manager, title="Of the school", type="sla", organisation=f"organisation:{world.school.pk}")
    number = at.rpartition("/")[2]
    manager.send(f"{at}/covers/add", service=world.service.number)
    assert "Nobody knows" in manager.read(f"{at}/feasibility")
    signed(manager, at)
    caller = str(world.people["requester"].pk)
    sent = {"title": "Dark", "requester": caller, "channel": "phone", "service": world.service.number}
    incident = agent.send("/incidents/new", **sent)
    assert "By Of the school, version 1" in agent.read(incident)
    assert "has for this service" in agent.read(f"{incident}/explain")
    manager.send(f"{at}/do/begin_version", reason="Faster")
    manager.send(f"{at}/version", **{"valid_from": "2026-02-01", "incident-3-response": "7"})
    manager.send(f"{at}/do/sign", function="Head of IT")
    manager.send(f"{at}/do/countersign", name="Ann Head", function="Director", signed_on="2026-01-02")
    manager.send(f"{at}/do/put_in_force")
    page = visits.as_("auditor").read(at)
    assert "Otherwise than the version before" in page and "11 min" in page
    assert number in manager.read("/agreements")
    manager.send(f"{at}/do/give_notice", ends_on="2099-12-31", reason="Another school")
    assert number in manager.fetch("/agreements/export", format="csv").decode()
    told = visits.facts(number)
    assert told >= {"levels.signed", "levels.put_in_force", "levels.version_begun", "levels.notice_given"}


@fitsm("PR2.S4", "PR2.A3.1", "PR2.A3.4", "PR2.O4")
def test_what_services_stand_on_is_agreed(visits: Visits) -> None:
    """A component that nobody promised is found; an OLA closes the gap, and ends by notice."""
    manager, world = visits.as_("service_level_manager"), visits.world
    manager.send(f"/services/{world.service.number}/components/add", name="Fibre", role="enabling")
    assert "Fibre" in manager.read("/agreements/gaps")
    at = agreed(manager, title="Of the network team", type="ola", team=f"team:{world.network.pk}")
    manager.send(f"{at}/covers/add", service=world.service.number, component="Fibre")
    signed(manager, at)
    assert "1 of 1 are covered" in visits.as_("auditor").read("/agreements/gaps")
    sla = agreed(manager, title="Of the school", type="sla", organisation=f"organisation:{world.school.pk}")
    manager.send(f"{sla}/version", **{"valid_from": "2026-01-01", "incident-3-response": "11", "percent": "99.9"})
    manager.send(f"{sla}/covers/add", service=world.service.number)
    assert "Not possible" in manager.read(f"{sla}/feasibility")
    assert world.school.name in manager.read("/agreements/gaps/customers")
    reason = "A second line follows in May"
    signed(manager, sla, override=reason)
    assert visits.facts(sla.rpartition("/")[2]) >= {"levels.overridden", "levels.put_in_force"}
    assert reason in visits.as_("auditor").read("/agreements/gaps") and "does not suffice" in manager.read("/risks")
    assert world.school.name not in manager.read("/agreements/gaps/customers").partition("<tbody>")[2]
    manager.send(f"{at}/do/give_notice", ends_on="2099-12-31", reason="The team is dissolved")
    manager.send(f"{at}/do/begin_version", reason="Until then somebody else answers")
    number = at.rpartition("/")[2]
    assert number in manager.fetch("/agreements/export", format="csv").decode()
    assert number in visits.as_("auditor").read("/agreements")
    told = {"levels.signed", "levels.put_in_force", "levels.notice_given", "levels.version_begun"}
    assert visits.facts(number) >= told


def missed(manager: Visitor, visits: Visits, at: str) -> str:
    """Last month is evaluated, with an availability that was missed: the address of the violation."""
    month = spans.last_month(spans.today()).key
    page = manager.read(f"{at}/evaluation?period={month}")
    assert "enter the value with its source" in page and "Not confirmed yet" in page
    manager.send(f"{at}/measure", period=month, target="availability", value="98,2", source="Probe of the line")
    manager.send(f"{at}/evaluate", period=month)
    page = visits.as_("auditor").read(f"{at}/evaluation?period={month}")
    assert "98.2 %" in page and "Probe of the line" in page and "Confirmed" in page and "VIO-" in page
    assert manager.fetch(f"{at}/evaluation/pdf", period=month).startswith(b"%PDF")
    number = at.rpartition("/")[2]
    assert number in manager.read("/agreements") and at in manager.read("/agreements/evaluations", period=month)
    assert visits.facts(number) >= {"levels.measured", "levels.evaluated"}
    return "/violations/VIO-" + page.partition("/violations/VIO-")[2].partition('"')[0]


@fitsm("PR2.A2", "PR2.A2.2", "PR2.A2.3")
def test_an_sla_is_evaluated_and_the_customer_told(visits: Visits) -> None:
    """Each target of the month with what was measured, confirmed; the customer gets the notice and acknowledges it."""
    manager, customer, world = visits.as_("service_level_manager"), visits.as_("requester"), visits.world
    at = agreed(manager, title="Of the school", type="sla", organisation=f"organisation:{world.school.pk}")
    signed(manager, at)
    violation = missed(manager, visits, at)
    told = f"person:{world.people['requester'].pk}"
    manager.send(f"{violation}/do/notify", person=told, notice="The line was down for half a day.")
    assert "The line was down for half a day." in customer.read(violation)
    customer.press(violation, f"{violation}/do/confirm_reading")
    manager.send(f"{violation}/do/close", cause="infrastructure")
    assert violation.rpartition("/")[2] in manager.fetch("/violations/export", format="csv").decode()
    facts = visits.facts(violation.rpartition("/")[2])
    assert facts >= {"levels.violation_noted", "levels.violation_told", "levels.violation_acknowledged"}


@fitsm("PR2.A3", "PR2.A3.2", "PR2.A3.3")
def test_an_ola_is_evaluated_and_the_team_told(visits: Visits) -> None:
    """The same of what a team promised; it says on the phone that it has read the notice."""
    manager, world = visits.as_("service_level_manager"), visits.world
    at = agreed(manager, title="Of the network team", type="ola", team=f"team:{world.network.pk}")
    signed(manager, at)
    violation = missed(manager, visits, at)
    manager.send(f"{violation}/do/notify", how="In the meeting of the team", notice="The line was down.")
    sent = {"name": "Nora Net", "how": "on the phone", "acknowledged_on": timezone.localdate().isoformat()}
    manager.send(f"{violation}/do/note_acknowledgement", **sent)
    assert "Nora Net" in visits.as_("auditor").read(violation)
    facts = visits.facts(violation.rpartition("/")[2])
    assert facts >= {"levels.violation_told", "levels.violation_acknowledged"}
