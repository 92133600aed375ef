"""The demos obey every law of the house, are the same each time, and never touch data that are there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, Q
from django.utils import timezone

from fettle.edges.mail import queries as mails
from fettle.edges.mail import wording
from fettle.edges.mail.mailboxes import MAILBOXES
from fettle.edges.mail.models import IncomingMail
from fettle.facilities.approvals import queries as approvals
from fettle.facilities.approvals.models import Decision, Delegation, Round, Seat
from fettle.facilities.discussion.models import Comment
from fettle.facilities.links.models import Link
from fettle.facilities.tasks.models import Step
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check, in_order
from fettle.kernel.history.timeline import timeline
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.configuration.models import Binding
from fettle.processes.configuration.queries import impacted_by
from fettle.processes.configuration.structure.reach import Effect
from fettle.processes.incidents import actions, promises, reviewing
from fettle.processes.incidents.catalogue import following
from fettle.processes.incidents.records import DESK
from fettle.processes.knowledge import queries as answers
from fettle.processes.levels.beginnings import OLA, SLA, UA
from fettle.processes.levels.estimates import results
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.feasible import judging
from fettle.processes.levels.models import CustomerEvaluation, LevelEstimate
from fettle.processes.services.structure import drawing, graph, lacking
from fettle.site import demo

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 17, 10, 30, tzinfo=UTC)
DESK_KEYS = [kind.key for kind in DESK]


@pytest.mark.parametrize(("name", "least"), [("school", 55), ("federation", 195)], ids=demo.NAMES)
def test_a_demo_is_whole(name: str, least: int) -> None:
    told = demo.load(name)
    obeys_the_laws(told, least)
    has_documents_in_every_stage_and_duties()
    has_an_agreement_to_read_and_reports_that_it_promises()
    has_agreements_that_add_up_and_one_that_does_not()
    has_agreements_of_each_type_at_every_turn()
    if name == "federation":
        has_kept_the_default_agreement_for_each_customer()
    knows_what_is_expected_of_its_services()
    has_an_approval_that_waits_and_steps_that_are_begun()
    has_approvals_that_were_given_and_refused()
    has_a_catalogue_in_which_something_is_approved()
    has_a_delegate_and_a_split()
    has_mails_of_each_decision()
    has_a_running_and_a_reviewed_major_incident()
    marks_one_person_who_asked_for_something()
    tells_its_people_and_writes_down_what_it_knows()
    has_a_portfolio_from_the_proposal_to_the_live_service()
    has_customers_and_suppliers_with_complaints_and_reviews()
    has_surveys_and_what_followed_from_low_ratings()
    says_what_its_services_cost()
    if name == "federation":
        has_passed_one_on_to_a_supplier()
    has_items_whose_failure_reaches_its_services()
    has_problems_at_several_stages_and_known_errors_that_helped()
    opens_the_door_to_its_sign_ins()


def marks_one_person_who_asked_for_something() -> None:
    whom = Person.objects.get(vip=True)
    named = [kind.model._default_manager.filter(**{kind.about: whom}) for kind in DESK]
    assert whom.demo and any(found.exists() for found in named)


def obeys_the_laws(told: int, least: int) -> None:
    desk = Record.objects.filter(kind__in=DESK_KEYS).select_related("organisation")
    assert told == desk.count() >= least
    assert [found for record in Record.objects.all() for found in check(record)] == []
    states = set(desk.values_list("state", flat=True))
    assert states >= {"new", "in_progress", "waiting", "resolved", "closed", "merged"}
    assert not desk.filter(is_open=True, silent=True).exists()
    said = Comment.objects.filter(record__in=desk).values("record", "text").annotate(times=Count("pk"))
    assert not said.filter(times__gt=1).exists(), "nobody says the same twice"
    assert Person.objects.filter(demo=False).count() == 0


def has_documents_in_every_stage_and_duties() -> None:
    found = Record.objects.filter(kind="document")
    assert found.count() == 3 and found.filter(sms_document__in_force=None).count() == 1
    assert found.filter(sms_document__in_force__isnull=False, duties__code="document.review").count() == 2
    specified = Record.objects.filter(kind="report_spec", duties__code="report.make")
    assert specified.count() == 3
    delivered = specified.exclude(report_specification__delivered_until=None).get().item
    assert delivered.layout == "incidents" and delivered.checked_until is None
    assert "demo" in current()["desk.contact"]["phone"]


def has_an_approval_that_waits_and_steps_that_are_begun() -> None:
    on_the_desk = {"record__kind__in": ("incident", "request")}
    assert Seat.objects.filter(waits=True, round__state="open", **on_the_desk).count() == 1
    assert not Seat.objects.filter(waits=True, record__incident__major="declared").exists()
    assert Step.objects.filter(state="done", **on_the_desk).count() == 1
    assert Step.objects.filter(state="open", **on_the_desk).count() >= 2
    assert len(current()["incidents.recurring_requests"]) == 1, "one comes again by itself, for the first time in days"


def has_approvals_that_were_given_and_refused() -> None:
    """With reasons that whoever ordered it may read; kept as the decisions say, at times that are over."""
    rounds = Round.objects.filter(record__kind__in=DESK_KEYS).exclude(state="open")
    assert sorted(rounds.values_list("state", flat=True)) == ["approved", "refused"]
    assert all(approvals.standing(each).outcome == each.state for each in rounds)
    decisions = Decision.objects.filter(round__in=rounds)
    assert not decisions.filter(Q(comment=None) | ~Q(comment__audience="everyone")).exists()
    for each in rounds:
        entries = Entry.objects.filter(record=each.record)
        assert entries.filter(fact=f"approvals.{each.state}", happened_at=each.ended_at).exists()
        assert each.asked_at < each.ended_at < timezone.now() - timedelta(days=5)


def has_a_catalogue_in_which_something_is_approved() -> None:
    """It stands open as well: what is ordered of it now asks the first step of its policy, by itself."""
    wanted = {row["code"]: row["approval"] for row in current()["incidents.standard_requests"] if row["approval"]}
    assert set(wanted.values()) <= {row["code"] for row in current()["incidents.approval_policies"]}
    ordered = Record.objects.filter(kind="request", service_request__standard__in=wanted)
    assert ordered.filter(state="closed").count() == 2
    live = ordered.get(is_open=True)
    following.fulfil(Entry.objects.filter(record=live).earliest("seq"))
    asked = Round.objects.get(record=live, state="open")
    assert asked.policy == wanted[live.item.standard] and asked.seats.filter(waits=True).count() == 1


def has_a_delegate_and_a_split() -> None:
    assert Delegation.objects.filter(ended_at=None, ends_on__gte=timezone.localdate()).count() == 1
    parts = Link.objects.filter(relation="split_from")
    assert parts.count() == 1 and Entry.objects.filter(fact="incidents.split_into").count() == 1


def has_mails_of_each_decision() -> None:
    """None came back, for nothing leaves a demo; one cannot be read, and stands in the log."""
    assert current()[MAILBOXES.key]
    assert set(IncomingMail.objects.values_list("decision", flat=True)) == set(wording.DECISIONS) - {wording.REPORTED}
    kept = mails.mails(Actor.house("tests", mails.SEE), state=IncomingMail.State.QUARANTINED).get()
    assert kept.sender and kept.reasons == [["two_senders", {}]]


def has_passed_one_on_to_a_supplier() -> None:
    """Its answer is a note, and nothing of both is for the requester."""
    entries = Entry.objects.filter(fact__in=("discussion.forwarded", "discussion.supplier_answered"))
    (record,) = {entry.record for entry in entries}
    assert entries.count() == 2 and not entries.exclude(audience="staff").exists() and record.state == "in_progress"
    answer = IncomingMail.objects.get(entry__fact="discussion.supplier_answered")
    assert answer.decision == wording.NOTED and answer.reasons[0][0] == "by_forwarded" and len(answer.reasons) == 1
    assert Link.objects.filter(Q(source=record) | Q(target=record), relation="related").count() == 1


def has_a_running_and_a_reviewed_major_incident() -> None:
    """Each was announced; the review says what the entries say."""
    running = Record.objects.get(incident__major="declared")
    assert running.is_open and promises.next_due(in_order(running)) is not None
    over = Record.objects.get(incident__major="reviewed")
    assert over.state == "closed" and over.item.review.count("## ") == 5
    found = dict(reviewing.figures(reviewing.course(in_order(over), timezone.now())))
    told = [line[2:].split(": ") for line in over.item.review.splitlines() if line.startswith("- ")]
    assert len(told) == 3 and all(found[label] == words for label, words in told)
    states = dict(Record.objects.filter(kind="announcement").values_list("announcement__about", "state"))
    assert states[running.number] == "stands" and states[over.number] == "ended"


def tells_its_people_and_writes_down_what_it_knows() -> None:
    natures = Record.objects.filter(kind="announcement", is_open=True).values_list("announcement__nature", flat=True)
    assert {"outage", "planned"} <= set(natures)
    assert Record.objects.filter(kind="article").count() >= 2


def has_a_portfolio_from_the_proposal_to_the_live_service() -> None:
    services = Record.objects.filter(kind="service")
    assert {"proposal", "design", "transition", "live", "retired"} == set(services.values_list("state", flat=True))
    specified = Record.objects.filter(kind="service_specification", service_specification__in_force__isnull=False)
    assert specified.filter(service__state="live").count() == 1
    packages = Record.objects.filter(kind="design_package")
    assert packages.count() == 2
    going = packages.get(service__state="transition").item
    assert going.acceptance in ("1/6", "2/6") and going.progress in ("1/5", "2/5")
    risks = set(Record.objects.filter(kind="risk").values_list("state", flat=True))
    assert {"identified", "assessed", "accepted"} <= risks
    demands = Record.objects.filter(kind="demand")
    assert {"new", "taken_up", "met"} <= set(demands.values_list("state", flat=True))
    sums = lacking.sums(Actor.house("tests", "services.see"))
    assert 0 < sums.total - sums.incomplete < sums.total
    for record in services.filter(state="live"):
        part = graph.around(Actor.house("tests", "services.see"), record)
        assert not part.left_out and len(drawing.table(part)) == len(part.lines)


def has_customers_and_suppliers_with_complaints_and_reviews() -> None:
    records = {kind: Record.objects.filter(kind=kind) for kind in ("customer", "supplier", "complaint", "review")}
    assert records["customer"].count() >= 2 and records["supplier"].count() >= 2
    assert not records["customer"].exclude(duties__code="customer.review").exists()
    assert {"closed"} < set(records["complaint"].values_list("state", flat=True))
    assert set(records["review"].values_list("state", flat=True)) == {"planned", "held", "closed"}
    assert "ended" in set(records["supplier"].values_list("state", flat=True))
    assert all("## " in review.item.agenda for review in records["review"])


def has_surveys_and_what_followed_from_low_ratings() -> None:
    for kind, states in (("survey", {"running", "closed"}), ("follow_up", {"open", "settled"})):
        assert set(Record.objects.filter(kind=kind).values_list("state", flat=True)) == states


def says_what_its_services_cost() -> None:
    """Costs in each state, budgets in force and drafted, one of them nearly used up, and a price."""
    costs, budgets = (Record.objects.filter(kind=kind) for kind in ("cost", "budget"))
    assert set(costs.values_list("state", flat=True)) == {"spent", "committed", "estimated"}
    assert set(budgets.values_list("state", flat=True)) == {"draft", "approved"}
    assert budgets.filter(budget__told__gte=80).exists()
    assert current()["money.prices"] and current()["money.shares"]


def has_items_whose_failure_reaches_its_services() -> None:
    """In use and not, with days that end as duties; one line fails alone, both together take a service with them."""
    items = Record.objects.filter(kind="item")
    assert items.count() >= 15 and set(items.values_list("state", flat=True)) >= {"in_use", "under_repair", "retired"}
    assert items.filter(duties__code="item.certificate").exists()
    bound = list(Binding.objects.order_by("pk").values_list("item_id", flat=True))
    alone, both = impacted_by(bound[:1]).found, impacted_by(bound[:2]).found
    assert len(bound) == 2 and both.only(Effect.FAILS) and len(both.only(Effect.FAILS)) > len(alone.only(Effect.FAILS))


def has_problems_at_several_stages_and_known_errors_that_helped() -> None:
    """Recorded, looked into, known; with the incidents that come of them, and one text for users."""
    found = Record.objects.filter(kind="problem")
    assert set(found.values_list("state", flat=True)) >= {"recorded", "in_work", "known_error"}
    assert Link.objects.filter(relation="caused_by", target__in=found).count() >= 2
    assert Entry.objects.filter(record__in=found, fact="problems.escalated").exists()
    for_users = Record.objects.filter(kind="known_error", state="current").exclude(known_error__for_users="")
    assert for_users.exists() and all(
        each["helped"] for each in answers.counted(list(for_users.values_list("pk", flat=True))).values()
    )


def has_agreements_that_add_up_and_one_that_does_not() -> None:
    """SLAs, OLAs and UAs in force, and one that is negotiated and asks for more than is agreed below."""
    held = Record.objects.filter(kind="agreement", state="in_force", agreement_item__is_default=False)
    assert {record.item.type for record in held} == {"sla", "ola", "ua"}
    waiting = Record.objects.get(kind="agreement", state="negotiation")
    house = Actor.house("tests", "services.see", "levels.see")
    found = judging.of_version(house, waiting.item.versions.get())
    assert found.says == "infeasible" and found.lines


def has_agreements_of_each_type_at_every_turn() -> None:
    """Each type was evaluated and one of them missed a target; one is renewed; one names the supplier's contract; each
    has a text of its own.
    """
    held = Record.objects.filter(kind="agreement", agreement_item__is_default=False)
    assert {each.item.type for each in held.filter(agreement_item__evaluations__isnull=False)} == {"sla", "ola", "ua"}
    assert {"acknowledged", "closed"} <= set(Record.objects.filter(kind="violation").values_list("state", flat=True))
    assert held.filter(state="in_force").exclude(agreement_item__notice_on=None).count() == 1
    assert held.exclude(agreement_item__draft=None).filter(state="in_force").count() == 1
    assert held.exclude(agreement_item__reference="").count() == 1
    said = [each.item.terms for each in held]
    assert len(set(said)) == len(said) and all("Made up for this demo" in text for text in said)
    hints = {line for text in (SLA, OLA, UA) for line in text.splitlines() if line and not line.startswith("#")}
    assert not hints & {line for text in said for line in text.splitlines()}, "a text, not the hints of the template"
    promised = [row["kind"] for each in held for version in each.item.versions.all() for row in version.promises]
    assert set(promised) >= {"availability", "reliability", "capacity", "notice", "reporting"}


def has_kept_the_default_agreement_for_each_customer() -> None:
    """For whom it was missed depends on the day: each has a violation, and one coordinator is told of theirs."""
    kept = CustomerEvaluation.objects.filter(evaluation__agreement__is_default=True, party__is_customer=True)
    assert kept.count() == 4 and any(row["because"] == "for_all" for each in kept for row in each.rows)
    noted = Record.objects.filter(kind="violation", violation__agreement__agreement_item__is_default=True)
    missed = {each.party_id for each in kept if each.missed}
    assert set(noted.values_list("organisation_id", flat=True)) == missed
    told = [each for each in noted if each.item.told]
    assert all(each.item.told.organisation_id == each.organisation_id for each in told) and len(told) <= 1


def knows_what_is_expected_of_its_services() -> None:
    """Some are estimated and some not, one estimate was wrong, and customers read some of them."""
    house = Actor.house("tests", "services.see", "levels.see", "incidents.see")
    rows = results.overview(house, spans.last_month(spans.today()))
    assert {row.estimate is None for row in rows} == {True, False}
    assert (
        LevelEstimate.objects.exclude(withdrawn_at=None).exists() and LevelEstimate.objects.filter(shown=True).exists()
    )
    assert any(each.off is not None for row in rows for each in row.cells) and any(row.far for row in rows)


def has_an_agreement_to_read_and_reports_that_it_promises() -> None:
    said = Record.objects.get(kind="agreement", agreement_item__is_default=True).item
    assert said.terms.count("\n## ") == 3 and said.terms.count("\n- ") >= 4
    assert len(said.reporting.strip().splitlines()) == 2


def test_staff_words_stay_with_staff() -> None:
    demo.load("school")
    noted = Entry.objects.filter(fact="discussion.noted").select_related("record__organisation").first()
    requester = Actor.of(noted.record.item.requester)
    assert "discussion.noted" not in {entry.fact for entry in timeline(requester, noted.record)}


def test_the_same_moment_gives_the_same_data() -> None:
    def told() -> list[tuple[object, ...]]:
        demo.load("school", NOW)
        rows = Record.objects.filter(kind__in=DESK_KEYS, is_open=False).exclude(state="merged").order_by("number")
        return list(rows.values_list("number", "title", "state", "opened_at", "closed_at"))

    from django.db import transaction

    first: list[tuple[object, ...]] = []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        first = told()
        raise ZeroDivisionError
    assert first and told() == first


def test_it_fills_only_an_empty_database() -> None:
    demo.load("school")
    before = Record.objects.count(), Organisation.objects.count()
    with pytest.raises(Refusal, match="empty database only"):
        demo.load("federation")
    assert (Record.objects.count(), Organisation.objects.count()) == before


def test_an_unknown_demo_is_refused() -> None:
    with pytest.raises(Invalid):
        demo.load("hospital")


def opens_the_door_to_its_sign_ins() -> None:
    rows = demo.sign_ins()
    assert len(rows) >= 3 and len({role for role, _mail, _password in rows}) == len(rows)
    for _role, mail, password in rows:
        assert Person.objects.get(mail=mail).check_password(password)


def test_every_open_record_can_be_gone_on_with() -> None:
    demo.load("school")
    technician = Actor.of(Person.objects.get(mail="tina@school.example.org"))
    waiting = visible(technician, *DESK).filter(state="waiting").first()
    actions.resume(technician, waiting.number)
    waiting.refresh_from_db()
    assert waiting.state == "in_progress" and check(waiting) == []
