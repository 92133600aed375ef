"""Service level management (PR2) over a running server: the catalogue and the default agreement."""

from __future__ import annotations

import json

import pytest

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
    manager.send(f"{at}/do/retire", reason="Leased from now on")
    assert "Printing" not in customer.read("/portal/services/")
    assert visits.facts(number) == {"services.added", "services.updated", "services.retired"}


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
