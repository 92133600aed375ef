"""Customer relationship management (PR7) over a running server: customers, complaints, satisfaction and reviews."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fettle.facilities.tasks.models import Step
from fettle.kernel.access.models import Grant
from fettle.kernel.orgs.models import Organisation, Person
from fettle.site.testing.visitor import Visitor, Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)
MANAGER = "customer_relationship_manager"


def party(organisation: Organisation, person: Person, **values: Any) -> dict[str, str]:
    """What the form of a customer or a supplier asks for."""
    named = {"organisation": f"organisation:{organisation.pk}", "assignee": f"person:{person.pk}"}
    return {**named, "importance": "high", **values}


def entered(visits: Visits) -> str:
    """The address of a customer, entered by whoever keeps the database."""
    values = party(visits.world.school, visits.world.people["agent"], contact_point="the office")
    return visits.as_(MANAGER).send("/customers/new", **values)


@fitsm("PR7.S1", "PR7.I1")
def test_the_first_customers_are_entered(visits: Visits) -> None:
    """How often they are reviewed is settled; who has no contact is refused; who is left out is named."""
    manager, auditor = visits.as_(MANAGER), visits.as_("auditor")
    rule = "Looked through each January."
    manager.send("/settings/customers.importances/", **{"r0-months": "2"}, procedure=rule, reason="Ours", do="save")
    assert rule in auditor.read("/settings/customers.importances/")
    assert "Riverside School" in manager.read("/customers")
    with pytest.raises(AssertionError, match="answered 422"):
        manager.send("/customers/new", **party(visits.world.school, visits.world.people["agent"]))
    at = entered(visits)
    page = auditor.read(at)
    assert "Riverside School" in page and "the office" in page and "2 months" in page
    assert visits.facts(at.rpartition("/")[2]) == {"relationships.entered", "cycles.set"}


@fitsm("PR7.S2", "PR7.S3")
def test_how_reviews_and_complaints_go_is_laid_down(visits: Visits) -> None:
    """Both are procedures that somebody wrote, with the values that the pages work by."""
    manager, auditor = visits.as_(MANAGER), visits.as_("auditor")
    held, answered = "The minutes are sent the same day.", "Whoever hears it writes it down."
    agenda = {"v-agenda": "## Any other business", "procedure": held}
    manager.send("/settings/reviews.holding/", **agenda, reason="Agreed", do="save")
    manager.send("/settings/customers.complaints/", **{"v-days": "4"}, procedure=answered, reason="Agreed", do="save")
    for key, rule in (("reviews.holding", held), ("customers.complaints", answered)):
        assert rule in auditor.read(f"/settings/{key}/") and "settings.redefined" in visits.facts(visits.setting(key))
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    planned = manager.send(f"/reviews/new?with={entered(visits).rpartition('/')[2]}", planned_on=day)
    assert "Any other business" in manager.read(planned)


@fitsm("PR7.A1", "PR7.A1.1", "PR7.A1.2", "PR7.A1.3", "PR7.O1")
def test_the_customer_database_is_kept(visits: Visits) -> None:
    """A customer is entered, updated, ended without losing anything, and taken up again."""
    manager, at = visits.as_(MANAGER), entered(visits)
    number = at.rpartition("/")[2]
    assert number in manager.read("/customers")
    manager.send(f"{at}/edit", needs="Lessons that never wait.")
    assert "Lessons that never wait." in visits.as_("auditor").read(at)
    assert number in manager.fetch("/customers/export", format="csv").decode()
    manager.send(f"{at}/do/end", reason="Nothing is agreed any more")
    assert "Nothing is agreed any more" in manager.read(at)
    manager.send(f"{at}/do/take_up", reason="They are back")
    assert visits.facts(number) >= {f"relationships.{word}" for word in ("entered", "updated", "ended", "taken_up")}
    with pytest.raises(AssertionError, match=f"{number} answered 404"):
        visits.as_("requester").read(at)


@fitsm("PR7.I5", "PR7.A2", "PR7.A2.1", "PR7.A2.2")
def test_a_complaint_is_answered_and_followed_up(visits: Visits) -> None:
    """From the portal to the answer, on to what is still to be done, and to its end."""
    customer, manager = visits.as_("requester"), visits.as_(MANAGER)
    sent = customer.send("/portal/complaints/new", title="Nobody calls back", details="Three times I asked.")
    number = sent.rpartition("/")[2]
    at = f"/complaints/{number}"
    assert "Nobody calls back" in manager.read("/complaints")
    manager.press(at, f"{at}/do/take")
    manager.send(f"{at}/do/answer", answer="We are sorry.", outcome="justified")
    assert "We are sorry." in customer.read(sent) and "Justified" not in customer.read(sent)
    manager.send(f"{at}/do/follow_up", reason="They were not called yet")
    manager.send(f"/steps/{number}/add", title="Call within a day")
    manager.send(f"{at}/do/answer", answer="You were called today.", outcome="justified")
    assert "Call within a day" in manager.read(at)
    step = Step.objects.get(record__number=number)
    manager.press(at, f"/steps/{number}/{step.pk}/done")
    manager.press(at, f"{at}/do/close")
    heard = manager.send(
        "/complaints/new", title="The hall was cold", organisation=f"organisation:{visits.world.rival.pk}"
    )
    assert "The hall was cold" in manager.read(heard)
    done = {f"complaints.{word}" for word in ("received", "taken", "answered", "followed_up", "closed")}
    assert visits.facts(number) >= done


@fitsm("PR7.A2.3", "PR7.O3")
def test_all_complaints_of_a_period_are_looked_through(visits: Visits) -> None:
    """The report is agreed, counts them and names each, and is delivered; the list is taken along."""
    manager, owner = visits.as_(MANAGER), visits.as_("report_owner")
    told = dict.fromkeys(("purpose", "recipients", "contents", "delivery"), "As we agreed")
    made = {"title": "Complaints of the quarter", "identifier": "complaints-quarterly", "layout": "complaints", **told}
    often = {"frequency": "quarterly", "format": "pdf", "starts_on": "2026-01-01", "told_role": MANAGER}
    agreed = owner.send("/reports/new", **made, **often)
    sent = visits.as_("requester").send("/portal/complaints/new", title="Nobody calls back")
    report = manager.read("/reports/complaints", **visits.this_year)
    assert "Complaints received" in report and "Nobody calls back" in report
    assert manager.fetch("/reports/complaints.pdf", **visits.this_year).startswith(b"%PDF")
    owner.send(f"{agreed}/do/deliver", period_from="2026-01-01", period_until="2026-03-31", remark="Read by all of us")
    assert "Read by all of us" in manager.read(agreed)
    assert "reporting.delivered" in visits.facts(agreed.rpartition("/")[2])
    number = sent.rpartition("/")[2]
    assert number in manager.fetch("/complaints/export", format="csv").decode()
    assert number in manager.read("/complaints") and "Nobody calls back" in manager.read(f"/complaints/{number}")


@fitsm("PR7.A4", "PR7.A4.1", "PR7.A4.2", "PR7.O2")
def test_a_review_is_planned_held_and_printed(visits: Visits) -> None:
    """Its agenda fills itself; what is said is recorded, what follows from it are steps, all of it is printed."""
    manager, customer = visits.as_(MANAGER), entered(visits)
    visits.as_("requester").send("/portal/complaints/new", title="Nobody calls back")
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    at = manager.send(f"/reviews/new?with={customer.rpartition('/')[2]}", planned_on=day)
    number = at.rpartition("/")[2]
    assert "Complaints received: 1" in manager.read(at) and number in manager.read("/reviews")
    manager.send(f"{at}/edit", participants="The head of the school")
    today = timezone.localdate().isoformat()
    manager.send(f"{at}/do/hold", held_on=today, participants="Both sides", minutes="A second line is needed.")
    assert "A second line is needed." in visits.as_("auditor").read(at)
    assert manager.fetch(f"{at}/pdf").startswith(b"%PDF")
    assert visits.facts(number) == {"reviews.planned", "reviews.revised", "reviews.held"}
    assert "cycles.done" in visits.facts(customer.rpartition("/")[2])


@fitsm("PR7.I4")
def test_the_customer_reads_the_agreements_with_it(visits: Visits) -> None:
    """From the offer to the signed paper, and nothing of others'; the service names them."""
    manager, world = visits.as_("service_level_manager"), visits.world
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    Grant.objects.create(person=world.people["stranger"], role="representative", organisation=world.rival)
    customer, other = (Visitor(visits.server, str(world.people[who].mail)) for who in ("classmate", "stranger"))
    said = {"title": "Network of the school", "type": "sla", "organisation": f"organisation:{world.school.pk}"}
    at = manager.send("/agreements/new", **said, contact="the office", terms="Help within the hour.")
    number = at.rpartition("/")[2]
    assert number not in customer.read("/portal/agreements/")
    manager.send(f"{at}/version", **{"valid_from": timezone.localdate().isoformat(), "incident-3-response": "11"})
    manager.send(f"{at}/covers/add", service=world.service.number)
    manager.send(f"{at}/do/negotiate")
    assert number in customer.read("/portal/agreements/")
    assert "Help within the hour." in customer.read(f"/portal/agreements/{number}")
    assert number not in other.read("/portal/agreements/")
    manager.send(f"{at}/do/sign", function="Head of IT")
    signed = {"name": "Ann Head", "function": "Director", "signed_on": timezone.localdate().isoformat()}
    manager.send(f"{at}/do/countersign", **signed)
    manager.upload(f"{at}/paper", ("signed.pdf", b"%PDF-1.4 signed"))
    assert "signed.pdf" in customer.read(f"/portal/agreements/{number}")
    assert "levels.paper_kept" in visits.facts(number)
    assert number in visits.as_("auditor").read(f"/services/{world.service.number}")
    assert number in manager.read("/agreements", every="1")


ONE_RULE = {"r0-after": "resolved", "r0-wait_hours": "0", "r0-share": "100", "r0-active": "on"}


@fitsm("PR7.S4")
def test_how_satisfaction_is_measured_is_laid_down(visits: Visits) -> None:
    """After what people are asked, how, and from when on somebody follows up; all of it with its procedure."""
    manager, auditor = visits.as_(MANAGER), visits.as_("auditor")
    rule, days = "Everybody is asked once a term.", "Called within two days."
    manager.send("/settings/surveys.rules/", **ONE_RULE, procedure=rule, reason="Agreed", do="save")
    manager.send("/settings/surveys.handling/", **{"v-threshold": "3"}, procedure=days, reason="Agreed", do="save")
    for key, words in (("surveys.rules", rule), ("surveys.handling", days)):
        assert words in auditor.read(f"/settings/{key}/") and "settings.redefined" in visits.facts(visits.setting(key))


@fitsm("PR7.I2", "PR7.I3")
def test_catalogue_demands_and_agreements_come_in(visits: Visits) -> None:
    """What is on offer, what the customer needs and what is agreed stand on the page of the customer."""
    manager, at = visits.as_(MANAGER), entered(visits)
    number = at.rpartition("/")[2]
    assert visits.world.service.title in manager.read("/services")
    manager.send(f"{at}/link", other=visits.world.service.number, relation="related")
    assert visits.world.service.number in manager.read(at)
    home = f"organisation:{visits.world.school.pk}"
    demand = manager.send("/demands/new", title="Lessons by video", nature="demand", organisation=home)
    assert "Lessons by video" in manager.read("/demands") and "Lessons by video" in manager.read(at)
    assert "services.demand_recorded" in visits.facts(demand.rpartition("/")[2])
    level = visits.as_("service_level_manager")
    level.send("/agreements/new", title="Network of the school", type="sla", organisation=home)
    assert "Network of the school" in manager.read("/agreements", every="1") + manager.read("/agreements", open="true")
    assert "Network of the school" in manager.read(at)
    assert "links.linked" in visits.facts(number)


def survey(visits: Visits) -> str:
    """The address of a survey that is drawn up, where mails leave."""
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    server = {"v-host": "127.0.0.1", "v-port": "1", "v-tls": "none", "v-sender": "desk@example.org"}
    visits.as_("administrator").send("/settings/notify.mail/", **server, reason="Ours", do="save")
    asks = {"reach": "named", "others": "requester@example.org", "questions": "rating: How are we?\ntext: Why?"}
    return visits.as_(MANAGER).send("/surveys/new", title="Once a year", ends_on=day, **asks)


@fitsm("PR7.A3", "PR7.A3.1", "PR7.A3.2")
def test_a_survey_is_run_and_its_results_stand(visits: Visits) -> None:
    """Drawn up, changed, started, answered by whoever is asked, closed; its results are for those who may read them."""
    manager, customer, at = visits.as_(MANAGER), visits.as_("requester"), survey(visits)
    number = at.rpartition("/")[2]
    manager.send(f"{at}/edit", introduction="Two minutes.")
    manager.press(at, f"{at}/do/start")
    assert "Two minutes." in customer.read(f"/ratings/{number}")
    customer.send(f"/ratings/{number}", q0="2", q1="Nobody calls back")
    assert "1 of 1 answered" in manager.read(at) and "Nobody calls back" in visits.as_("auditor").read(at)
    assert "Nobody calls back" not in customer.read(at)
    manager.press(at, f"{at}/do/close")
    assert number in manager.read("/surveys", state="closed")
    assert "Satisfaction" in manager.read("/reports/satisfaction", **visits.this_year)
    assert visits.facts(number) == {f"surveys.{word}" for word in ("planned", "revised", "started", "rated", "closed")}


@fitsm("PR7.A3.3")
def test_low_satisfaction_is_followed_up(visits: Visits) -> None:
    """Somebody is named with a day, does what is to be done, and says what came of it."""
    manager, at = visits.as_(MANAGER), survey(visits)
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    about = {"about": at.rpartition("/")[2], "organisation": f"organisation:{visits.world.school.pk}"}
    opened = manager.send("/followups/new", title="Call the school", ends_on=day, **about)
    number = opened.rpartition("/")[2]
    assert "Call the school" in manager.read("/followups")
    manager.send(f"/steps/{number}/add", title="Ask what went wrong")
    step = Step.objects.get(record__number=number)
    manager.press(opened, f"/steps/{number}/{step.pk}/done")
    manager.send(f"{opened}/do/settle", outcome="They were called; a second line is planned.")
    assert "a second line is planned" in visits.as_("auditor").read(opened)
    assert visits.facts(number) >= {"surveys.follow_up_opened", "surveys.follow_up_settled"}


@fitsm("PR7.O4")
def test_the_satisfaction_report_is_read_and_printed(visits: Visits) -> None:
    """How many were asked and answered, how satisfied they are, what followed: on the page and on paper."""
    manager, at = visits.as_(MANAGER), survey(visits)
    manager.press(at, f"{at}/do/start")
    visits.as_("requester").send(f"/ratings/{at.rpartition('/')[2]}", q0="2")
    manager.press(at, f"{at}/do/close")
    report = manager.read("/reports/satisfaction", **visits.this_year)
    assert "Surveys closed" in report and "Once a year" in report and "too few answers" in report
    assert manager.fetch("/reports/satisfaction.pdf", **visits.this_year).startswith(b"%PDF")
    assert "surveys.rated" in visits.facts(at.rpartition("/")[2])
