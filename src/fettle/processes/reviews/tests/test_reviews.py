"""Reviews with customers and suppliers (PR7.A4, PR8.A2): planned with an agenda that fills itself, and held."""

from __future__ import annotations

import html
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.edges.pages.inputs import LISTED
from fettle.facilities.cycles import queries as duties
from fettle.facilities.relationships import contacts
from fettle.facilities.relationships.actions import Database
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import get
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings import actions as settings
from fettle.processes.customers.actions import DATABASE as CUSTOMERS
from fettle.processes.customers.complaints import actions as complaints
from fettle.processes.customers.records import CUSTOMER
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels import actions as levels
from fettle.processes.levels.evaluation import actions as evaluating
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.tests.agreed import sign, written
from fettle.processes.reviews import actions, following, paper, slots
from fettle.processes.services.demands import actions as demands
from fettle.processes.services.structure import parties
from fettle.processes.suppliers.actions import DATABASE as SUPPLIERS
from fettle.processes.suppliers.records import SUPPLIER
from fettle.site.testing import relating
from fettle.site.testing.world import World

BOTH = pytest.mark.parametrize("database", [CUSTOMERS, SUPPLIERS], ids=["customer", "supplier"])


def party(world: World, database: Database = CUSTOMERS, home: Organisation | None = None) -> Record:
    values: dict[str, Any] = {
        "organisation": home or world.school,
        "assignee": world.people["agent"],
        "importance": "normal",
    }
    return database.register(world.actor("manager"), contact_point="the office", **values)


def planned(world: World, with_: Record, days: int = 7, **values: Any) -> Record:
    day = timezone.localdate() + timedelta(days=days)
    return actions.register(world.actor("manager"), relationship=with_, planned_on=day, **values)


def held(world: World, made: Record, **values: Any) -> Record:
    given: dict[str, Any] = {"held_on": timezone.localdate(), "participants": "Both", "minutes": "All is **well**."}
    return actions.hold(world.actor("manager"), made.number, **given | values)


@BOTH
def test_a_review_is_planned_held_and_makes_the_next_one_due(world: World, database: Database) -> None:
    with_ = party(world, database)
    made = planned(world, with_)
    assert made.organisation == world.school and made.assignee == world.people["agent"]
    assert made.title.startswith("Review with Riverside School")
    before = duties.of_record(with_)[0].due_on
    held(world, made, held_on=timezone.localdate() - timedelta(days=3))
    duty = duties.of_record(with_)[0]
    assert duty.last_done_on == timezone.localdate() - timedelta(days=3) and duty.due_on != before
    actions.close(world.actor("manager"), made.number)
    made.refresh_from_db()
    assert (made.state, made.is_open) == ("closed", False)
    said = list(Entry.objects.filter(record=made).order_by("seq").values_list("fact", flat=True))
    assert said == ["reviews.planned", "reviews.held", "reviews.closed"]


def test_the_agenda_fills_itself_from_what_there_is(world: World) -> None:
    with_, requester = party(world), world.actor("requester")
    incidents.register(requester, INCIDENT, title="Printer jams")
    incidents.register(world.actor("stranger"), INCIDENT, title="Of the others")
    complaints.register(requester, title="Nobody *calls* back")
    complaints.register(world.actor("stranger"), title="Of the rival")
    text = planned(world, with_).item.agenda
    assert "- Incidents opened: 1" in text and "- Complaints received: 1" in text
    assert r"Nobody \*calls\* back" in text and "rival" not in text and "## To talk about" in text
    assert "Complaints answered in time: nothing answered" in text


def test_no_title_stands_there_that_the_party_may_not_read(world: World) -> None:
    """Both sides read the agenda: a customer's major incident stood there by its title for the supplier."""
    manager, agent = world.actor("manager"), world.actor("agent")
    parties.add(
        manager, world.service.number, organisation=world.rival, role="supplier", contact_point="the duty phone"
    )
    made = [
        incidents.register(world.actor("requester"), INCIDENT, title=title, service=world.service)
        for title in ("Theatre is dark", "Salaries are wrong")
    ]
    for each in made:
        incidents.declare_major(agent, each.number, criterion="service_down", reason="All of them")
    kept = made[1]
    Record.objects.filter(pk=kept.pk).update(restricted=True)
    Participant.objects.create(record=kept, person=world.people["manager"], part=Participant.Part.NAMED)
    text = planned(world, party(world, SUPPLIERS, world.rival)).item.agenda
    assert all(f"- {each.number}\n" in text for each in made) and "dark" not in text and "wrong" not in text
    text = planned(world, party(world)).item.agenda
    assert f"- {made[0].number} Theatre is dark\n" in text and f"- {kept.number}\n" in text and "wrong" not in text


def test_the_agenda_names_open_demands_and_missed_targets(world: World) -> None:
    with_, manager = party(world), world.actor("manager")
    school = {"nature": "demand", "organisation": world.school}
    asked = demands.register(manager, title="Wi-Fi in the *yard*", **school)
    over = demands.register(manager, title="A second line", **school)
    demands.decline(manager, over.number, reason="Too dear")
    demands.register(manager, title="Of the others", nature="demand", organisation=world.rival)
    month = spans.last_month(spans.today())
    promised = [{"kind": "availability", "percent": 99.5, "period": "month"}, {"kind": "notice", "hours": 24}]
    agreed = written(world, valid_from=month.start, targets=[])
    levels.revise(manager, agreed.number, promises=promised)
    levels.negotiate(manager, agreed.number)
    sign(world, agreed)
    levels.put_in_force(manager, agreed.number)
    for value in ("99.1", "99.2"):
        evaluating.measure(
            manager, agreed.number, period=month, target="availability", value=Decimal(value), source="probe"
        )
        evaluating.confirm(manager, agreed.number, period=month, reason="anew")
    agenda = planned(world, with_).item.agenda
    heading = "## Demands and requirements"
    assert f"{heading}\n\n- {asked.number}\n" in agenda, "by its number alone: who reads the agenda reads no demands"
    assert agenda.count("DEM-") == 1
    assert "## Targets that were missed" in agenda and agenda.count("Availability") == 1
    assert f"{agreed.number}, {month.words}: Availability: at least 99.5 % promised, 99.2 % measured" in agenda
    missed = "Targets that were missed"
    theirs = planned(world, party(world, SUPPLIERS, world.rival)).item.agenda
    assert missed not in theirs and theirs.count("DEM-") == 1 and asked.number not in theirs


def test_the_agenda_goes_on_from_the_last_review(world: World) -> None:
    with_, manager = party(world), world.actor("manager")
    first = planned(world, with_)
    held(world, first)
    tasks.add(manager, first.number, title="Lay a second line", person=world.people["agent"])
    complaints.register(world.actor("requester"), title="Since then")
    second = planned(world, with_, days=30)
    assert "Lay a second line" not in second.item.agenda and "Since then" in second.item.agenda
    staff, client = slots.of_record(manager, second), Client()
    assert staff is not None and [step.title for step in staff["left"]] == ["Lay a second line"]
    Grant.objects.create(person=world.people["requester"], role="representative", organisation=world.school)
    theirs = slots.of_record(world.actor("requester"), second)
    assert theirs is not None and theirs["left"] == []
    client.force_login(world.people["requester"])
    assert "Lay a second line" not in client.get(f"/reviews/{second.number}").content.decode()
    complaints.register(world.actor("requester"), title="After planning")
    actions.prepare(manager, second.number)
    second.refresh_from_db()
    assert "After planning" in second.item.agenda


def test_what_is_on_the_agenda_is_settled(world: World) -> None:
    manager = world.actor("manager")
    wish: dict[str, Any] = {"figures": "cmp-1", "listed": "", "agenda": "## Anything else"}
    settings.redefine(manager, "reviews.holding", value=wish)
    text = planned(world, party(world)).item.agenda
    assert "Complaints received: 0" in text and "Incidents" not in text and text.endswith("## Anything else")
    with pytest.raises(Invalid, match="measured nowhere"):
        settings.redefine(manager, "reviews.holding", value={**wish, "figures": "XYZ-1"})


def test_one_is_planned_at_a_time_with_whom_it_is_not_over(world: World) -> None:
    with_, manager = party(world), world.actor("manager")
    made = planned(world, with_)
    with pytest.raises(Invalid, match=f"{made.number} is planned"):
        planned(world, with_)
    actions.cancel(manager, made.number, reason="Nobody has time")
    with pytest.raises(Invalid, match="still to come"):
        planned(world, with_, days=-1)
    CUSTOMERS.end(manager, with_.number, reason="Over")
    with pytest.raises(Invalid, match="has ended"):
        planned(world, with_)


def test_what_was_agreed_is_done_before_it_is_closed(world: World) -> None:
    manager, made = world.actor("manager"), planned(world, party(world))
    with pytest.raises(Invalid, match="still to come"):
        held(world, made, held_on=timezone.localdate() + timedelta(days=1))
    held(world, made)
    tasks.add(manager, made.number, title="Lay a second line")
    with pytest.raises(Refusal, match="Lay a second line"):
        actions.close(manager, made.number)
    tasks.skip(manager, made.number, step=steps.steps(made)[0].pk, reason="Too dear")
    actions.close(manager, made.number)
    with pytest.raises(Refusal, match="reopen it"):
        actions.revise(manager, made.number, minutes="Other words")
    actions.reopen(manager, made.number, reason="They ask again")
    actions.revise(manager, made.number, minutes="Other words")


def test_a_party_sees_its_own_reviews_alone(world: World) -> None:
    made = planned(world, party(world))
    for who, home in (("classmate", world.school), ("stranger", world.rival)):
        with pytest.raises(NotSeen):
            get(world.actor(who), made.number)
        Grant.objects.create(person=world.people[who], role="representative", organisation=home)
    assert get(world.actor("classmate"), made.number) == made
    with pytest.raises(NotSeen):
        get(world.actor("stranger"), made.number)
    with pytest.raises(Forbidden):
        actions.cancel(world.actor("classmate"), made.number, reason="No")


def test_who_holds_reviews_elsewhere_plans_none_here(world: World) -> None:
    with_, agent = party(world), world.people["agent"]
    Grant.objects.create(person=agent, role="customer_relationship_manager", organisation=world.rival)
    values: dict[str, Any] = {"planned_on": timezone.localdate()}
    with pytest.raises(Forbidden):
        actions.register(world.actor("agent"), relationship=with_, **values)
    Grant.objects.filter(person=agent).update(organisation=world.school)
    actions.register(world.actor("agent"), relationship=with_, **values)


def test_what_follows_from_it_stands_on_the_paper_of_staff_alone(world: World) -> None:
    made = planned(world, party(world))
    held(world, made)
    tasks.add(world.actor("manager"), made.number, title="Lay a second line")
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    for who, there in (("auditor", True), ("classmate", False)):
        said = str(paper._data(world.actor(who), get(world.actor(who), made.number)))
        assert "well" in said and ("second line" in said) == there, who


def test_it_is_printed(world: World) -> None:
    made, browser = planned(world, party(world)), Client()
    held(world, made)
    tasks.add(world.actor("manager"), made.number, title="Lay a second line")
    browser.force_login(world.people["auditor"])
    answer = browser.get(f"/reviews/{made.number}/pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    page = browser.get(f"/reviews/{made.number}").content.decode()
    assert "<strong>well</strong>" in page and f"/reviews/{made.number}/pdf" in page


def test_of_many_parties_one_is_looked_up_by_typing(world: World) -> None:
    """Customers and suppliers in one field, and nothing else."""
    client = Client()
    client.force_login(world.people["manager"])
    customer, supplier = (relating.relationship(world, kind, world.school, "one") for kind in (CUSTOMER, SUPPLIER))
    assert f'value="{supplier.number}"' in client.get("/reviews/new").content.decode()
    for at in range(LISTED):
        relating.relationship(world, CUSTOMER, world.school, f"no {at}")
    form = client.get("/reviews/new").content.decode()
    address = html.unescape(form.partition('data-picker="/pick/records?')[2].partition('"')[0])
    offered = client.get(f"/pick/records?{address}&q=Party one").content.decode()
    assert customer.number in offered and supplier.number in offered
    assert world.service.number not in client.get(f"/pick/records?{address}&q=").content.decode()
    assert client.get("/pick/records?kind=nothing").status_code == 404


@BOTH
def test_a_planned_review_ends_with_the_relationship(world: World, database: Database) -> None:
    manager, with_ = world.actor("manager"), party(world, database)
    made = planned(world, with_)
    database.end(manager, with_.number, reason="Nothing is agreed any more")
    entry = Entry.objects.get(record=with_, fact="relationships.ended")
    for _twice in range(2):
        following.cancel_what_is_planned(entry)
    made.refresh_from_db()
    last = Entry.objects.filter(record=made).latest("seq")
    assert (made.state, last.fact, last.caused_by_id) == ("cancelled", "reviews.cancelled", entry.pk)
    assert with_.title in last.facts[0]["data"]["reason"]
    database.take_up(manager, with_.number, reason="They are back")
    again = planned(world, with_)
    following.cancel_what_is_planned(entry)
    again.refresh_from_db()
    assert again.state == "planned"


def test_who_takes_part_for_the_party_is_invited(world: World) -> None:
    manager, with_ = world.actor("manager"), party(world)
    contacts.add(manager, with_.number, (with_.declared,), role="reviews", person=world.people["classmate"])
    made = planned(world, with_)
    entry = Entry.objects.get(record=made, fact="reviews.planned")
    assert entry.facts[0]["data"]["people"] == [world.people["classmate"].pk]
    assert get(world.actor("classmate"), made.number) == made
    with pytest.raises(NotSeen):
        get(world.actor("requester"), made.number)


def test_each_manager_settles_how_their_reviews_are_held(world: World) -> None:
    manager = world.actor("manager")
    settings.redefine(manager, "reviews.suppliers", value={"figures": "SUP-8", "listed": "", "agenda": "## The line"})
    assert planned(world, party(world, SUPPLIERS, world.rival)).item.agenda.endswith("## The line")
    assert "## The line" not in planned(world, party(world)).item.agenda
    Grant.objects.filter(person=world.people["manager"], role="supplier_relationship_manager").delete()
    with pytest.raises(Forbidden):
        settings.redefine(
            world.actor("manager"), "reviews.suppliers", value={"figures": "", "listed": "", "agenda": ""}
        )
