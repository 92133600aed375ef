"""What was measured beside what was expected: by records, by values entered, by month and zone; figures and pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.assembly import assembly
from fettle.kernel.figures import Reading, Scope
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.levels.estimates import actions, page, results
from fettle.processes.levels.estimates.results import Row
from fettle.processes.levels.evaluation import actions as evaluating
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.evaluation.spans import QUARTER, Span, last_month
from fettle.processes.levels.models import Cover, LevelEstimate
from fettle.processes.levels.tests.test_estimating import estimated
from fettle.processes.levels.tests.test_evaluating import promised
from fettle.processes.services import actions as services
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

EARLY = date(2026, 1, 1)


def month() -> Span:
    return last_month(spans.today())


def middle(span: Span) -> datetime:
    """A Tuesday or so at noon of the provider, in a period."""
    return span.moments(spans.zone()).start + timedelta(days=9, hours=12)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """As if it were that moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


def happened(world: World, moment: datetime, *, answered: int = 0, resolved: int = 0, kind: Any = INCIDENT) -> Record:
    """A record about the service, answered and resolved after so many minutes."""
    agent = world.actor("agent")
    with at(moment):
        made = incidents.register(world.actor("requester"), kind, title="It is slow", service=world.service)
    if answered:
        with at(moment + timedelta(minutes=answered)):
            incidents.reply(agent, made.number, text="We look at it")
    if resolved:
        with at(moment + timedelta(minutes=resolved)):
            incidents.take(agent, made.number)
            incidents.resolve(agent, made.number, resolution="Done", closure_code="solved")
    return made


def told(row: Row) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {each.measure.name: (each.expected, each.measured) for each in row.cells}


def of_world(world: World, span: Span, who: str = "manager") -> Row:
    return next(row for row in results.overview(world.actor(who), span) if row.service == world.service.pk)


@pytest.fixture
def lived(world: World) -> World:
    """Three incidents and a request of last month, one incident of the month before; estimated since long."""
    noon = middle(month())
    with at(middle(month().moved(-3))):
        installer = Actor.house("installation", "services.manage")
        old = services.register(installer, title="Old network", team=world.desk, requestable=True)
    Record.objects.filter(pk=world.service.pk).update(state="retired")
    world = replace(world, service=old)
    for minutes in ((10, 60), (20, 120), (60, 600)):
        happened(world, noon, answered=minutes[0], resolved=minutes[1])
    happened(world, noon, kind=REQUEST)
    happened(world, middle(month().moved(-1)), answered=5, resolved=50)
    day = spans.today() - timedelta(days=300)
    estimated(world, counts_from=day, incidents=Decimal(10), requests=Decimal(1), respond=20, resolve=60)
    return world


def test_a_month_says_what_the_figures_of_the_desk_say(lived: World) -> None:
    row = of_world(lived, month())
    assert told(row) == {
        "incidents": (10, 3),
        "requests": (1, 1),
        "respond": (20, 20),
        "resolve": (60, 120),
        "availability": (None, None),
        "changes": (None, None),
    }
    assert {each.measure.name: each.off for each in row.cells if each.off is not None} == {
        "incidents": -70,
        "requests": 0,
        "respond": 0,
        "resolve": 100,
    }
    assert row.far and row.worst is not None and row.worst.measure.name == "resolve"
    quarter = of_world(lived, Span(QUARTER, month().start.replace(month=(month().start.month - 1) // 3 * 3 + 1)))
    assert told(quarter)["incidents"][0] == 30


def test_the_months_of_one_service_agree_with_those_of_all(lived: World) -> None:
    rows = results.history(lived.actor("manager"), lived.service, month(), LevelEstimate.objects.all())
    assert [row.span for row in rows] == list(month().before(12))
    for row in rows[:3]:
        assert told(row) == told(of_world(lived, row.span))
    assert told(rows[1])["resolve"] == (60, 50) and told(rows[3])["incidents"][1] is None, "nobody measured then"
    assert rows[0].afterwards, "it was written down when the month was over"


def test_twelve_months_of_one_service_cost_as_many_statements_as_one(lived: World) -> None:
    manager, counts = lived.actor("manager"), []
    for last in (month(), month().moved(-11)):
        with CaptureQueriesContext(connection) as asked:
            results.history(manager, lived.service, last, ())
        counts.append(len([each for each in asked if "SAVEPOINT" not in each["sql"]]))
    lively, before_anything = counts
    assert before_anything <= 8 and lively <= 20, counts


def test_no_request_of_one_service_is_nought_once_requests_are_recorded_here(lived: World) -> None:
    """As on the page of all services."""
    with at(middle(month().moved(-2))):
        quiet = services.register(Actor.house("installation", "services.manage"), title="Quiet", team=lived.desk)
    manager = lived.actor("manager")
    beside = next(row for row in results.overview(manager, month()) if row.service == quiet.pk)
    alone = results.history(manager, quiet, month(), ())
    assert told(beside)["requests"] == told(alone[0])["requests"] == (None, 0)
    assert told(alone[3])["requests"][1] is None, "nobody recorded requests then"


def test_what_happens_at_midnight_there_is_of_the_month_there(world: World) -> None:
    """The provider is at Prague: an hour or two before the month begins in UTC."""
    span = month()
    begins = span.moments("Europe/Prague").start
    assert begins.day != 1, "at UTC it is the day before"
    happened(world, begins, resolved=30)
    happened(world, begins - timedelta(minutes=1), resolved=20)
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        with timezone.override(zone):
            assert told(of_world(world, span))["incidents"][1] == 1
            assert told(of_world(world, span.moved(-1)))["incidents"][1] == 1


def test_the_estimate_counts_in_the_month_of_its_day(world: World) -> None:
    span = month()
    estimated(world, counts_from=span.last, incidents=Decimal(5))
    estimated(world, counts_from=span.end, incidents=Decimal(7))
    expected = [told(of_world(world, span.moved(by)))["incidents"][0] for by in (-1, 0, 1)]
    assert expected == [None, 5, 7]
    assert all(each.off is None for each in of_world(world, span.moved(1)).cells), "that month still runs"


def test_availability_is_what_was_entered_for_an_agreement_that_names_it(world: World) -> None:
    manager, span = world.actor("manager"), month()
    estimated(world, counts_from=span.start, availability=Decimal("99.5"))
    named, whole = promised(world, covers=[world.service]), promised(world, title="Of everything")
    Cover.objects.create(version=whole.item.versions.get(), service=world.service, component="Fibre")
    for made, value in ((named, "98.5"), (whole, "12")):
        said: dict[str, Any] = {"target": "availability", "value": Decimal(value), "source": "Probe"}
        evaluating.measure(manager, made.number, period=span, **said)
    row = of_world(world, span)
    assert told(row)["availability"] == (Decimal("99.5"), Decimal("98.5")) and row.far
    assert told(of_world(world, span.moved(-1)))["availability"][1] is None
    evaluating.measure(manager, named.number, period=span, target="availability", value=Decimal("99.4"), source="Probe")
    assert told(of_world(world, span))["availability"][1] == Decimal("99.4"), "the newest counts"
    one = results.history(manager, world.service, span, LevelEstimate.objects.all())[0]
    assert told(one)["availability"] == (Decimal("99.5"), Decimal("99.4")) and not one.far
    other = promised(world, title="Of the other school", organisation=world.rival, covers=[world.service])
    evaluating.measure(manager, other.number, period=span, target="availability", value=Decimal(97), source="Probe")
    assert told(of_world(world, span))["availability"][1] == 97, "of several the lowest"


def reading(world: World, code: str, who: str = "manager", **more: Any) -> Reading:
    period = month().moments(spans.zone())
    return assembly().figure_by_code[code].compute(period, Scope(world.actor(who), **more))


def test_the_figures_say_who_is_estimated_and_how_far_off(lived: World) -> None:
    assert reading(lived, "SLM-1").value is None, "it was not known yet when the month ended"
    LevelEstimate.objects.update(at=middle(month()))
    share = reading(lived, "SLM-1")
    assert share.value == 100 and share.records() == (lived.service.pk,)
    off = reading(lived, "SLM-2")
    assert off.value == 42.5, "the mean of 70, 0, 0 and 100"
    assert off.records() == (lived.service.pk,) and off.by["service"] == {lived.service.title: 42.5}
    assert off.of("service", [str(lived.service.pk)]).value == 42.5
    assert reading(lived, "SLM-2", organisation_path=lived.school.path).value is None, "of one customer nothing is said"
    member = orgs.add_organisation("Hazel", lived.provider, is_provider=True)
    Record.objects.filter(pk=lived.service.pk).update(organisation=member)
    told_there = reading(lived, "SLM-2", organisation_path=member.path).value
    assert told_there == 42.5, "of a member's services all that was measured, whoever asked for it"
    actions.withdraw(lived.actor("manager"), lived.service.number, estimate=LevelEstimate.objects.get().pk, reason="No")
    assert reading(lived, "SLM-2").value == 42.5, "what happened since changes no report of that month"


def test_how_soon_is_answered_is_a_figure_of_the_desk(lived: World) -> None:
    mean, median = reading(lived, "INC-15"), reading(lived, "INC-16")
    assert (mean.value, median.value) == (30.0, 20.0) and len(mean.records()) == 3
    assert median.by["service"] == {lived.service.title: 20.0}
    assert len(median.within("service", [str(lived.service.pk)])) == 3 and median.within("service", [""]) == ()
    assert reading(lived, "REQ-16").value is None and reading(lived, "REQ-16").because
    assert reading(lived, "INC-16", organisation_path=lived.rival.path).value is None
    assert reading(lived, "INC-16", service_id=lived.service.pk).value == 20


def elsewhere(world: World) -> tuple[Organisation, Actor, Record]:
    """A member with a manager and a live service of its own."""
    member = orgs.add_organisation("Hazel", world.provider, is_provider=True)
    person = orgs.add_person("Hazel Manager", member, "hazel@example.org", may_sign_in=True)
    for role in ("service_level_manager", "service_portfolio_manager"):
        Grant.objects.create(person=person, role=role, organisation=member)
    actor = Actor.of(person)
    installer = Actor.house("installation", "services.manage")
    return member, actor, services.register(installer, title="Hazel cloud", organisation=member)


def test_members_see_no_estimates_of_each_other(world: World) -> None:
    estimated(world, incidents=Decimal(5))
    _member, theirs, cloud = elsewhere(world)
    said: dict[str, Any] = {"counts_from": spans.today(), "confidence": "low", "basis": "Ours", "incidents": Decimal(3)}
    actions.estimate(theirs, cloud.number, **said)
    assert [row.number for row in results.overview(theirs, month())] == [cloud.number]
    assert {row.number for row in results.overview(world.actor("manager"), month())} == {
        world.service.number,
        cloud.number,
    }
    browser = Client()
    browser.force_login(theirs.person)
    assert browser.get(f"/services/{cloud.number}/estimates").status_code == 200
    for path in ("", "/new", f"/{LevelEstimate.objects.earliest('pk').pk}/withdraw"):
        assert browser.get(f"/services/{world.service.number}/estimates{path}").status_code in (403, 404), path
    assert "The desk" not in browser.get(f"/services/{world.service.number}").content.decode()
    ours = LevelEstimate.objects.earliest("pk").pk
    answer = browser.post(f"/services/{cloud.number}/estimates/{ours}/withdraw", {"reason": "Not mine"})
    assert answer.status_code == 303 and LevelEstimate.objects.filter(withdrawn_at=None).count() == 2


def test_one_value_is_estimated_anew_and_the_others_stay(world: World) -> None:
    """What stands in the form is taken as it stands there, and refused in words."""
    estimated(world, counts_from=month().start, incidents=Decimal("12.5"), availability=Decimal(99), respond=30)
    browser = Client()
    browser.force_login(world.people["manager"])
    at = f"/services/{world.service.number}/estimates/new"
    sent = dict(re.findall(r'<input type="(?:text|number|date)" name="(\w+)" value="([^"]+)"', read(browser, at)))
    assert (sent["incidents"], sent["availability"], sent["respond"]) == ("12.5", "99", "30")
    sent |= {"confidence": "high"}
    wrong = browser.post(at, sent | {"availability": "101"})
    assert wrong.status_code == 422 and "Give an availability from 0 to 100 per cent." in wrong.content.decode()
    assert browser.post(at, sent | {"respond": "45"}).status_code == 303
    made = LevelEstimate.objects.latest("pk")
    assert (made.incidents, made.availability, made.respond) == (Decimal("12.5"), Decimal(99), 45)


def test_as_many_statements_for_many_services(world: World) -> None:
    """The overview, the table and the services of the portal."""
    manager = world.actor("manager")

    def asked(work: Any) -> int:
        with CaptureQueriesContext(connection) as found:
            work()
        return len(found)

    def overview() -> list[Row]:
        return results.overview(manager, month())

    estimated(world, incidents=Decimal(5), counts_from=month().start, shown=True)
    overview()
    few = asked(overview)
    installer = Actor.house("installation", "services.see", "services.manage", "levels.manage")
    for number in range(60):
        made = services.register(installer, title=f"Service {number}", requestable=True)
        said: dict[str, Any] = {"counts_from": month().start, "confidence": "low", "basis": "Words", "shown": True}
        actions.estimate(installer, made.number, incidents=Decimal(number), **said)
    assert asked(overview) == few and len(overview()) == 61
    assert len(list(page.table(overview()))) == 62
    browser = Client()
    browser.force_login(world.people["manager"])
    assert "51–61" in browser.get("/agreements/estimates?page=1").content.decode()


def read(browser: Client, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, path
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return html.unescape(content.decode())


def client(world: World, who: str = "manager") -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


def test_from_the_service_to_its_estimate_and_back(lived: World) -> None:
    browser, at_service = client(lived), f"/services/{lived.service.number}"
    page_of_it = read(browser, at_service)
    assert (
        "Expected level" in page_of_it
        and "Time to respond" in page_of_it
        and f"{at_service}/estimates/new" in page_of_it
    )
    form = read(browser, f"{at_service}/estimates/new")
    assert 'value="10"' in form and 'value="20"' in form, "it begins with what counts now"
    given = {"counts_from": month().start.isoformat(), "incidents": "4,5", "confidence": "high", "basis": "Records"}
    for wrong, says in (
        ({"availability": "101"}, "from 0 to 100"),
        ({"incidents": "", "counts_from": "2001-01-01"}, "at least one value"),
        ({"counts_from": "2001-01-01"}, "Give a day from"),
        ({"confidence": ""}, "How sure is it?"),
    ):
        answer = browser.post(f"{at_service}/estimates/new", {**given, **wrong})
        assert answer.status_code == 422 and says in html.unescape(answer.content.decode()), wrong
    assert browser.post(f"{at_service}/estimates/new", given).status_code == 303
    shown = read(browser, f"{at_service}/estimates")
    assert "High: from records" in shown and "of 4.5" in shown and "+100 %" not in shown and "−33 %" in shown
    made = LevelEstimate.objects.latest("pk").pk
    assert browser.post(f"{at_service}/estimates/{made}/withdraw", {"reason": "Mistyped"}).status_code == 303
    shown = read(browser, f"{at_service}/estimates")
    assert "Withdrawn by Manager" in shown and "Mistyped" in shown and "+100 %" in shown
    everything = read(browser, f"/agreements/estimates?period={month().key}")
    assert lived.service.title in everything and "Time to fix: +100 %" in everything
    assert "No service is too far off" not in read(browser, f"/agreements/estimates?period={month().key}&only=far")
    assert "Every live service has an estimate" in read(
        browser, f"/agreements/estimates?period={month().key}&only=none"
    )
    table = read(browser, f"/agreements/estimates/export?period={month().key}")
    assert f"{lived.service.number},{lived.service.title},{month().key}" in table and ",yes" in table
    for text in ("2026-13", "x"):
        assert browser.get(f"/agreements/estimates?period={text}").status_code == 404
    assert browser.get(f"{at_service}/estimates?period=2026").status_code == 404, "a year is no month"


def test_without_services_and_for_others(world: World) -> None:
    Record.objects.filter(pk=world.service.pk).update(state="retired")
    assert "No service is live yet" in read(client(world), "/agreements/estimates")
    for who in ("requester", "stranger"):
        assert client(world, who).get("/agreements/estimates").status_code in (403, 404)
        assert client(world, who).get(f"/services/{world.service.number}/estimates").status_code in (403, 404)
    for who in ("agent", "auditor"):
        shown = read(client(world, who), f"/services/{world.service.number}/estimates")
        assert "Nobody has estimated yet" in shown and "Estimate the level" not in shown


def test_customers_read_what_is_shown_to_them(world: World) -> None:
    browser = client(world, "requester")
    at_service = f"/portal/services/{world.service.number}"
    assert "Nothing is estimated for it yet" in read(browser, at_service)
    estimated(world, respond=30, resolve=240, availability=Decimal("99.5"), basis="A secret of the desk")
    assert "30 min" not in read(browser, at_service) and "30 min" not in read(browser, "/portal/services/")
    estimated(world, respond=30, resolve=240, availability=Decimal("99.5"), shown=True, basis="A secret of the desk")
    shown = read(browser, at_service)
    assert "30 min" in shown and "99.5 %" in shown and "no promise" in shown
    assert "secret of" not in shown
    tiles = read(browser, "/portal/services/")
    assert "Usually: first answer after 30 min, fixed after 4 h, available 99.5 %. An estimate, no promise." in tiles
    assert at_service in read(browser, f"/portal/new?service={world.service.number}")
    estimated(world, respond=45)
    assert "30 min" not in read(browser, at_service), "the newest counts, and is not shown"
    assert browser.get("/portal/services/SVC-999999").status_code == 404
    Record.objects.filter(pk=world.service.pk).update(state="retired")
    assert browser.get(at_service).status_code == 404


def test_the_same_over_rest(lived: World) -> None:
    call, at_service = caller_of(lived, "manager"), f"/services/{lived.service.number}/estimates"
    listed = call("GET", f"/agreements/estimates?period={month().key}").json()
    assert listed["count"] == 1 and listed["items"][0]["too_far_off"] and listed["items"][0]["service"]
    values = {row["name"]: row for row in listed["items"][0]["values"]}
    assert (values["resolve"]["expected"], values["resolve"]["measured"], values["resolve"]["off"]) == (60, 120, 100)
    assert "no records of changes" in values["changes"]["why"]
    body = {"counts_from": month().start.isoformat(), "availability": 99.5, "confidence": "medium", "basis": "Probe"}
    assert call("POST", at_service, {**body, "availability": 101}).json()["errors"].keys() == {"availability"}
    assert call("POST", at_service, {**body, "availability": None}).status_code == 422
    told_now = call("POST", at_service, body).json()
    assert [row["availability"] for row in told_now["estimates"]] == [99.5, None] and len(told_now["months"]) == 12
    made = told_now["estimates"][0]["id"]
    assert call("POST", f"{at_service}/{made}/withdraw", {}).status_code == 422
    gone = call("POST", f"{at_service}/{made}/withdraw", {"reason": "Wrong"}).json()["estimates"][0]
    assert gone["withdrawn_at"] and gone["withdrawn_because"] == "Wrong"
    assert call("POST", f"{at_service}/{made}/withdraw", {"reason": "Wrong"}).status_code == 422
    assert call("GET", f"{at_service}?period=2026").status_code == 404
    customer = caller_of(lived, "requester")
    at_expected = f"/services/{lived.service.number}/expected"
    assert customer("GET", at_expected).json()["incidents"] is None, "it is not shown to them"
    estimated(lived, changes=Decimal(2), shown=True, basis="A secret of the desk")
    said = customer("GET", at_expected).json()
    assert (said["changes"], said["respond"], said["promised"]) == (2, None, False) and "basis" not in said
    agent = caller_of(lived, "agent")
    assert agent("GET", at_service).status_code == 200 and agent("POST", at_service, body).status_code == 403
    assert caller_of(lived, "requester")("GET", at_service).status_code in (403, 404)
    assert caller_of(lived, "requester")("GET", "/agreements/estimates").status_code in (403, 404)
