"""Service portfolio management (PR1) over a running server: from the demand to the live service, and its end."""

from __future__ import annotations

import pytest
from django.utils import timezone

from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Entry
from fettle.processes.services.models import Criterion, Party
from fettle.site.testing.visitor import Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)
WEIGHED = {
    "need": "Three schools ask for it.",
    "value": "Lessons reach those who are ill.",
    "resources": "Two cameras a room; the desk knows how.",
    "limits": "No recording: the law forbids it.",
}


def told(number: str) -> None:
    """What follows from the entries of a record, as a worker has it follow."""
    for entry in Entry.objects.filter(record__number=number).order_by("pk"):
        deliver.run(entry.pk)


@fitsm("PR1.S1", "PR1.S2", "PR1.S3")
def test_the_portfolio_is_laid_down_and_built(visits: Visits) -> None:
    """How the portfolio and one service are described is settled; what is provided already is entered."""
    manager, auditor = visits.as_("service_portfolio_manager"), visits.as_("auditor")
    rule, how = "Looked through in the first week of each month.", "## What it is\n\n## Whom to ask"
    manager.send("/settings/services.portfolio/", procedure=rule, reason="Agreed", do="save")
    described = {"v-template": how, "procedure": rule, "reason": "Agreed", "do": "save"}
    manager.send("/settings/services.specifying/", **described)
    for key in ("portfolio", "specifying"):
        assert rule in auditor.read(f"/settings/services.{key}/")
        assert "settings.redefined" in visits.facts(visits.setting(f"services.{key}"))
    at = manager.send("/services/new", title="Printing", purpose="Paper where it is needed")
    number = at.rpartition("/")[2]
    missing = auditor.read("/services/completeness").partition(number)[2].partition("</tr>")[0]
    assert "specification in force" in missing and "purpose" not in missing
    begun = manager.send("/specifications/new", title="Printing in full", service=number)
    assert "Whom to ask" in manager.read(begun) and "Printing in full" in auditor.read("/specifications")
    assert visits.facts(number) == {"services.added"}


@fitsm("PR1.S4", "PR1.S4.1", "PR1.S4.2", "PR1.A3")
def test_the_parties_that_deliver_are_on_a_map(visits: Visits) -> None:
    """Each stands there with its role and one contact point, or is refused; and follows what changes."""
    manager, auditor = visits.as_("service_portfolio_manager"), visits.as_("auditor")
    at, rule = f"/services/{visits.world.service.number}", "Each contact point is tried in May and November."
    manager.send(
        "/settings/services.party_roles/", **{"r1-label": "Member site"}, procedure=rule, reason="Ours", do="save"
    )
    assert rule in auditor.read("/settings/services.party_roles/")
    party = {"organisation": f"organisation:{visits.world.school.pk}", "role": "member", "does": "Opens the rooms"}
    with pytest.raises(AssertionError, match="answered 422"):
        manager.send(f"{at}/parties/add", **party)
    manager.send(f"{at}/parties/add", **party, contact_point="office@riverside.example")
    mapped = auditor.read("/services/parties")
    assert "Riverside School" in mapped and "Member site" in mapped and "office@riverside" in mapped
    row = Party.objects.get().pk
    manager.send(f"{at}/parties/{row}/change", contact_point="janitor@riverside.example")
    mapped = auditor.read("/services/parties")
    assert "janitor@riverside" in mapped and "office@riverside" not in mapped
    assert visits.facts(visits.world.service.number) >= {"services.party_added", "services.party_changed"}


@fitsm("PR1.I1", "PR1.I2", "PR1.I3")
def test_a_demand_becomes_a_proposal_that_is_weighed(visits: Visits) -> None:
    """What a customer asks for is recorded at the desk; the proposal is accepted once everything is weighed."""
    manager, agent = visits.as_("service_portfolio_manager"), visits.as_("agent")
    asked = agent.send(
        "/demands/new", title="Lessons by video", nature="demand", voiced_by="The heads of three schools"
    )
    assert "Lessons by video" in manager.read("/demands")
    at = manager.send("/services/propose", title="Video rooms", resources=WEIGHED["resources"], effort="12")
    number = at.rpartition("/")[2]
    manager.send(f"{asked}/do/take_up", service=number)
    assert "Lessons by video" in manager.read(at)
    assert "not weighed yet" in manager.read(at)
    manager.send(f"{at}/edit", **{name: text for name, text in WEIGHED.items() if name != "resources"})
    today = timezone.localdate().isoformat()
    estimate = {"nature": "purchase", "price": "7.900,00", "stage": "estimated", "begins": today, "service": number}
    manager.send("/costs/new", title="Two cameras a room", **estimate)
    manager.send(f"{at}/do/accept", reason="Worth it")
    page = manager.read(at)
    assert "€7,900.00" in page and "12 days" in page
    assert all(text in page for text in WEIGHED.values()) and "Design" in page
    assert visits.facts(number) == {"services.proposed", "services.updated", "services.accepted"}
    assert visits.facts(asked.rpartition("/")[2]) == {"services.demand_recorded", "services.demand_taken_up"}


@fitsm("PR1.A1", "PR1.A1.1", "PR1.A1.2", "PR1.A1.3", "PR1.O1")
def test_the_portfolio_is_kept(visits: Visits) -> None:
    """A service is proposed, updated; another one that was live is retired. Customers see nothing that is planned."""
    manager, customer = visits.as_("service_portfolio_manager"), visits.as_("requester")
    at = manager.send("/services/propose", title="Video rooms")
    number = at.rpartition("/")[2]
    assert "Video rooms" in manager.read("/services")
    with pytest.raises(AssertionError, match=f"{number} answered 404"):
        customer.read(at)
    manager.send(f"{at}/edit", description="A room in each school")
    assert "A room in each school" in manager.read(at)
    assert number in manager.fetch("/services/export", format="csv").decode()
    assert "Campus network" in visits.as_("auditor").read("/services/completeness"), "what is live and not complete"
    live = f"/services/{visits.world.service.number}"
    manager.send(f"{live}/do/retire", reason="Leased from now on")
    assert "Leased from now on" in manager.read(live)
    assert visits.facts(number) == {"services.proposed", "services.updated"}
    assert "services.retired" in visits.facts(visits.world.service.number)


@fitsm("PR1.O2")
def test_services_are_specified(visits: Visits) -> None:
    """A specification is written by one and approved by another; then nothing of it is missing any more."""
    manager, head, auditor = (visits.as_(role) for role in ("service_portfolio_manager", "sms_manager", "auditor"))
    number = visits.world.service.number
    at = manager.send("/specifications/new", title="Campus network in full", service=number)
    manager.send(f"{at}/do/write", text="Cables and air, in every room.", do="save")
    manager.send(f"{at}/do/submit", reviewer="")
    head.send(f"{at}/do/approve")
    assert "Cables and air" in auditor.read(at) and "Campus network in full" in auditor.read("/specifications")
    assert "specification in force" not in auditor.read("/services/completeness", all="")
    assert at.rpartition("/")[2] in manager.fetch("/specifications/export", format="csv").decode()
    assert "documents.published" in visits.facts(at.rpartition("/")[2])


@fitsm("PR1.A2", "PR1.A2.1", "PR1.A2.2", "PR1.O3")
def test_a_package_brings_a_service_into_use(visits: Visits) -> None:
    """Drawn up, updated, approved by another; the service goes live once each criterion is shown or waived."""
    manager, head = visits.as_("service_portfolio_manager"), visits.as_("sms_manager")
    at = manager.send("/services/propose", title="Video rooms", requestable="on", **WEIGHED)
    number = at.rpartition("/")[2]
    manager.send(f"{at}/do/accept", reason="Worth it")
    plan = manager.send(f"/packages/new?service={number}", title="Video rooms by June")
    package = plan.rpartition("/")[2]
    assert "Video rooms by June" in manager.read("/packages")
    manager.send(f"{plan}/do/write", text="Two cameras a room.", do="save")
    manager.send(f"{plan}/edit", live_on="2030-06-01")
    manager.send(f"{plan}/do/submit", policy="package", question="For three schools")
    head.send(f"/approvals/{package}/", verdict="approve")
    told(package)
    manager.press(at, f"{at}/do/start_transition")
    assert "have no evidence yet" in manager.read(at)
    first, *others = Criterion.objects.filter(record__number=package).order_by("pk")
    for row in others:
        manager.send(f"{plan}/criteria/{row.pk}/evidence", evidence="Tried in three rooms")
    head.send(f"{plan}/criteria/{first.pk}/waive", reason="Tried by the makers")
    manager.press(at, f"{at}/do/go_live")
    assert "Video rooms" in visits.as_("requester").read("/portal/services/")
    assert package in manager.fetch("/packages/export", format="csv", state="completed").decode()
    assert visits.facts(number) >= {"services.transition_started", "services.went_live"}
    done = {f"services.{word}" for word in ("package_drawn_up", "package_revised", "criterion_waived")}
    assert visits.facts(package) >= done | {"approvals.approved", "services.package_completed"}
