"""The default agreement for each customer: kept with what is confirmed, read by the customer, told of when missed."""

from __future__ import annotations

import html
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fettle.kernel.access import wall
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.customers.actions import DATABASE as CUSTOMERS
from fettle.processes.levels import figures
from fettle.processes.levels.evaluation import actions, agenda, spans
from fettle.processes.levels.models import Agreement, CustomerEvaluation, Evaluation, Outcome, Violation
from fettle.processes.levels.tests.agreed import in_force
from fettle.processes.levels.tests.test_default import client, of, promising, represented
from fettle.processes.levels.violations import actions as violations
from fettle.processes.levels.violations.records import VIOLATION
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

TIME, SHARE = "incident-1-resolution", "availability"


def month() -> Any:
    return spans.last_month(spans.today())


def confirm(world: World, reason: str = "") -> Evaluation:
    actions.confirm(world.actor("manager"), world.agreement.number, period=month(), reason=reason)
    return Evaluation.objects.latest("pk")


def measured(world: World, value: str) -> None:
    said = {"target": SHARE, "value": Decimal(value), "source": "Probe of the line", "reason": "Without the night"}
    actions.measure(world.actor("manager"), world.agreement.number, period=month(), **said)


@pytest.fixture
def held(world: World) -> World:
    """The default agreement of a hundred days, with a share of availability; the school missed, its rival did not."""
    promising(world)
    world.agreement.item.versions.update(made_at=timezone.now() - timedelta(days=100))
    of(world, world.school, kept=1, missed=1)
    of(world, world.rival, kept=2, missed=0)
    return world


def stored(evaluation: Evaluation, party: Organisation) -> dict[str, Any]:
    found = CustomerEvaluation.objects.get(evaluation=evaluation, party=party)
    return {row["code"]: row for row in found.rows} | {"behind": found.behind}


def test_what_is_confirmed_is_kept_for_each_customer(held: World) -> None:
    measured(held, "99.7")
    first = confirm(held)
    theirs, others = (CustomerEvaluation.objects.get(party=party) for party in (held.school, held.rival))
    assert (theirs.met, theirs.missed) == (1, 1) and (others.met, others.missed) == (2, 0)
    row = stored(first, held.school)[TIME]
    assert (row["met"], row["measured"], row["count"]) == (False, "50.0000", 2)
    ids = stored(first, held.school)["behind"][TIME]
    assert set(Record.objects.filter(pk__in=ids).values_list("organisation", flat=True)) == {held.school.pk}
    assert len(ids) == 2 and stored(first, held.rival)[TIME]["met"] is True
    share = stored(first, held.rival)[SHARE]
    assert (share["met"], share["because"], share["source"]) == (True, "for_all", "")
    Outcome.objects.update(kept=True)
    second = confirm(held, "Looked at again")
    assert stored(first, held.school)[TIME]["met"] is False and stored(second, held.school)[TIME]["met"] is True
    assert CustomerEvaluation.objects.filter(evaluation=first).count() == 2


def test_whom_their_own_agreement_covers_wholly_the_default_one_says_nothing(held: World) -> None:
    in_force(held, organisation=held.rival, valid_from=month().start - timedelta(days=400))
    Outcome.objects.filter(record__organisation=held.rival).delete()
    measured(held, "99.1")
    done = confirm(held)
    assert list(done.customers.values_list("party", flat=True)) == [held.school.pk]
    of(held, held.rival, kept=0, missed=1)
    assert set(stored(confirm(held, "A time of which theirs says nothing"), held.rival)) == {TIME, "behind"}


def test_the_customer_reads_what_is_kept_and_nothing_of_others(held: World) -> None:
    at = f"/portal/agreements/{held.agreement.number}/evaluation"
    theirs, other = represented(held, "classmate", held.school), represented(held, "stranger", held.rival)
    assert "Nothing is confirmed" in theirs.get(at).content.decode()
    measured(held, "99.1")
    confirm(held)
    Outcome.objects.update(kept=True)
    page = html.unescape(theirs.get(at).content.decode())
    for words in (held.school.name, month().words, "50 %", "99.1 %", "counts for all our customers", "Announced two"):
        assert words in page, words
    for words in (held.rival.name, "Probe of the line", "Without the night", "75 %", "/evaluation/records"):
        assert words not in page, words
    assert "50 %" not in html.unescape(other.get(at).content.decode())
    listed = html.unescape(theirs.get("/portal/agreements/").content.decode())
    assert "How it was kept" in listed and month().words in listed and "2 missed" in listed
    assert "1 missed" in html.unescape(other.get("/portal/agreements/").content.decode())
    confirm(held, "Looked at again")
    assert "50 %" not in html.unescape(theirs.get(at).content.decode()), "the newest run counts"
    assert client(held, "requester").get(at).status_code == 404
    assert theirs.get(f"/agreements/{held.agreement.number}/evaluation").status_code == 404
    assert theirs.get(f"{at}?period=soon").status_code == 404


def test_the_same_over_rest(held: World) -> None:
    represented(held, "classmate", held.school)
    measured(held, "99.7")
    confirm(held)
    call, at = caller_of(held, "classmate"), f"/agreements/{held.agreement.number}/evaluation?period={month().key}"
    told = call("GET", at)
    body = told.json()
    assert body["confirmed"] is True and body["excluded"][0]["words"] == "Announced two days before"
    assert [row["target"] for row in body["targets"]] == [SHARE], "of all customers together nothing is told"
    (own,) = body["customers"]
    rows = {row["target"]: row for row in own["targets"]}
    assert (own["customer"], own["missed"], rows[TIME]["measured"]) == (held.school.name, 1, 50)
    assert "counts for all our customers" in rows[SHARE]["why"] and rows[SHARE]["met"] is True
    for words in (held.rival.name, "Probe of the line", "Looked at"):
        assert words not in told.content.decode(), words
    ours = caller_of(held, "auditor")("GET", at).json()
    assert set(ours) == set(body) and len(ours["customers"]) == 2
    listed = call("GET", f"/agreements/evaluations?period={month().key}").json()["items"]
    said = (held.agreement.number, held.school.name, 1, 1, True)
    assert [tuple(row[name] for name in ("agreement", "party", "met", "missed", "confirmed")) for row in listed] == [
        said
    ]
    assert caller_of(held, "requester")("GET", at).status_code == 404


def test_staff_see_what_was_confirmed_and_before_that_what_records_say(held: World) -> None:
    at, staff = f"/agreements/{held.agreement.number}/evaluation?period={month().key}", client(held, "manager")
    assert "as they stand now" in html.unescape(staff.get(at).content.decode())
    confirm(held)
    Outcome.objects.update(kept=True)
    page = html.unescape(staff.get(at).content.decode()).partition('id="customers"')[2].partition("</section>")[0]
    assert "as they were confirmed" in page and "50 % of 2 kept" in page
    assert f"/violations/{Record.objects.get(kind='violation').number}" in page


@pytest.mark.parametrize("confirmed", [False, True], ids=["live", "confirmed"])
def test_the_records_behind_the_value_of_a_customer_are_listed(held: World, confirmed: bool) -> None:
    """As the evaluation of an individual agreement lists them: by page and over REST, of this customer alone."""
    if confirmed:
        confirm(held)
        Outcome.objects.update(kept=True)
    at, key, staff = f"/agreements/{held.agreement.number}/evaluation", month().key, client(held, "auditor")
    theirs = list(Record.objects.filter(organisation=held.school, kind="incident").order_by("pk"))
    others = Record.objects.filter(organisation=held.rival, kind="incident")
    way = f"{at}/records?period={key}&customer={held.school.pk}"
    assert f'href="{way}"' in html.unescape(staff.get(f"{at}?period={key}").content.decode())
    for address in (way, f"{way}&target={TIME}"):
        page = html.unescape(staff.get(address).content.decode())
        assert held.school.name in page and "50 %" in page
        assert all(f'href="/incidents/{each.number}"' in page for each in theirs)
        assert not any(each.number in page for each in others)
    assert f'href="{way}&target={TIME}"' in html.unescape(staff.get(way).content.decode())
    call = caller_of(held, "auditor")
    for asked in (held.school.name, str(held.school.pk)):
        for target in ("", f"&target={TIME}"):
            told = call("GET", f"{at}/records?period={key}&customer={quote(asked)}{target}")
            assert told.json() == {"items": [each.number for each in theirs], "count": 2}, told.content
    refused = call("GET", f"{at}/records?period={key}&customer=nobody&target={TIME}")
    assert refused.status_code == 404 and "take a customer of the evaluation" in refused.content.decode()
    assert call("GET", f"{at}/records?period={key}&customer={held.school.pk}&target=odd").status_code == 404
    assert "No record stands behind" in staff.get(f"{way}9999").content.decode()
    own = in_force(held)
    nobody = call("GET", f"/agreements/{own.number}/evaluation/records?customer={held.school.pk}&target={TIME}")
    assert nobody.status_code == 404


@pytest.mark.parametrize("confirmed", [False, True], ids=["live", "confirmed"])
def test_a_name_that_several_customers_have_is_refused(held: World, confirmed: bool) -> None:
    Organisation.objects.filter(pk=held.rival.pk).update(name=held.school.name, parent=held.school)
    if confirmed:
        confirm(held)
    at = f"/agreements/{held.agreement.number}/evaluation/records?period={month().key}&customer="
    call = caller_of(held, "auditor")
    refused = call("GET", at + quote(held.school.name))
    assert refused.status_code == 422, refused.content
    (sentence,) = [refused.json()["errors"]["customer"]]
    assert held.school.name in str(sentence) and "give the id of the organisation" in str(sentence)
    for party in (held.school, held.rival):
        assert call("GET", f"{at}{party.pk}").json()["count"] == 2
    page = client(held, "auditor").get(at + quote(held.school.name))
    assert page.status_code == 422 and "give the id of the organisation" in page.content.decode()


def test_one_customer_is_told_of_its_own_missed_targets(held: World) -> None:
    manager = held.actor("manager")
    confirm(held)
    record = Record.objects.get(kind="violation")
    assert (record.organisation, record.item.party) == (held.school, held.school)
    assert "50 % of 2 kept" in record.item.missed and held.rival.name not in record.item.notice
    violations.notify(manager, record.number, notice=record.item.notice, person=held.people["requester"])
    assert set(visible(held.actor("requester"), VIOLATION)) == {record}
    represented(held, "stranger", held.rival)
    assert not visible(held.actor("stranger"), VIOLATION).exists()
    assert caller_of(held, "stranger")("GET", f"/violations/{record.number}").status_code == 404
    violations.confirm_reading(held.actor("requester"), record.number)
    assert violations.close(manager, record.number, cause="demand").state == "closed"
    confirm(held, "Looked at again")
    assert Record.objects.filter(kind="violation").count() == 1, "nobody is told twice"


def test_the_form_of_the_notice_begins_with_the_contact_of_the_customer(held: World) -> None:
    entered: dict[str, Any] = {"importance": "high", "contact_point": "the office", "assignee": held.people["agent"]}
    CUSTOMERS.register(held.actor("manager"), organisation=held.school, contact=held.people["requester"], **entered)
    confirm(held)
    number = Record.objects.get(kind="violation").number
    page = client(held, "manager").get(f"/violations/{number}/do/notify").content.decode()
    assert held.people["requester"].name in page and "50 % of 2 kept" in html.unescape(page)


def test_what_is_measured_for_all_and_missed_is_missed_for_each(held: World) -> None:
    measured(held, "99.1")
    confirm(held)
    found = {each.organisation_id: each.item for each in Record.objects.filter(kind="violation")}
    assert set(found) == {held.school.pk, held.rival.pk}
    assert len(found[held.school.pk].missed.splitlines()) == 2
    (line,) = found[held.rival.pk].missed.splitlines()
    assert "99.1 %" in line and "for all customers" in line


def test_one_violation_for_an_agreement_a_period_and_a_party(held: World) -> None:
    confirm(held)
    there = Violation.objects.get()
    other = Record.objects.exclude(kind="violation").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Violation.objects.create(
            record=other, agreement_id=there.agreement_id, unit=there.unit, start=there.start, party=held.school
        )
    again = Violation(record=other, agreement_id=there.agreement_id, unit=there.unit, start=there.start)
    again.party = held.rival
    again.save()


def test_nobody_of_ours_is_told_as_a_customer(held: World) -> None:
    Record.objects.filter(organisation=held.school, kind="incident").update(organisation=held.provider)
    done = confirm(held)
    assert not Record.objects.filter(kind="violation").exists()
    assert CustomerEvaluation.objects.get(evaluation=done, party=held.provider).missed == 1


def test_the_share_of_what_was_kept_by_customer_counts_the_default_agreement(held: World) -> None:
    """AGR-1 of one customer: what holds for them by it. As a whole it counts once."""
    hour, house = timedelta(hours=1), held.actor("auditor")
    period = Period(timezone.now() - hour, timezone.now() + hour)
    measured(held, "99.7")
    assert figures.kept(period, Scope(house, held.school.path)).value is None
    confirm(held)
    scopes = {"school": held.school.path, "rival": held.rival.path, "all": "", "top": held.provider.path}
    shares = {name: figures.kept(period, Scope(house, path)).value for name, path in scopes.items()}
    assert shares == {"school": 0, "rival": 100, "all": 0, "top": 0}, "of all together 75 % kept the time"
    assert figures.kept(period, Scope(house, held.rival.path)).records() == (held.agreement.pk,)
    in_force(held, organisation=held.rival)
    part = orgs.add_organisation("Evening courses", held.rival)
    assert figures.kept(period, Scope(house, part.path)).value is None, "what is above is not theirs"
    represented(held, "classmate", held.school)
    represented(held, "stranger", held.rival)
    for who, share in (("classmate", 0), ("stranger", 100), ("requester", None)):
        assert figures.kept(period, Scope(held.actor(who))).value == share, who
    assert figures.kept(period, Scope(held.actor("stranger"), held.school.path)).value is None, "others are not theirs"
    Outcome.objects.update(kept=True)
    confirm(held, "Looked at again")
    assert figures.kept(period, Scope(house, held.school.path)).value == 100, "the newest run counts"
    earlier = Period(period.start - timedelta(days=9), period.start)
    assert figures.kept(earlier, Scope(house, held.school.path)).value is None


def test_the_agenda_of_a_review_names_them(held: World) -> None:
    manager = held.actor("manager")
    entered: dict[str, Any] = {"assignee": held.people["agent"], "importance": "high", "contact_point": "the office"}
    parties = {each.pk: CUSTOMERS.register(manager, organisation=each, **entered) for each in (held.school, held.rival)}
    confirm(held)
    since = Period(timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1))
    ((_title, lines, count),) = agenda.missed(manager, parties[held.school.pk], since)
    assert count == 1 and held.agreement.number in lines[0][1] and "50 % of 2 kept" in lines[0][1]
    assert not list(agenda.missed(manager, parties[held.rival.pk], since))


def test_rules_over_several_periods_hold_for_each_customer(held: World) -> None:
    """Together they keep enough, one of them not."""
    of(held, held.rival, kept=30, missed=0)
    earlier = month().moved(-1)
    rule = {"missed": 2, "of": 2, "unit": "month", "action": "tell", "days": 0}
    actions.settle_following(held.actor("manager"), held.agreement.number, follows=[rule])
    done = Evaluation.objects.create(
        agreement_id=held.agreement.pk, unit=earlier.unit, start=earlier.start, version=2, rows=[], behind={},
        met=1, missed=0, unknown=0,
    )  # fmt: skip
    for party, missed in ((held.school, 1), (held.rival, 0)):
        counts = {"met": 0, "missed": missed, "unknown": 0}
        CustomerEvaluation.objects.create(evaluation=done, party=party, rows=[], behind={}, **counts)
    assert confirm(held).missed == 0
    (entry,) = Entry.objects.filter(record=held.agreement, facts__contains=[{"name": "levels.missed_again"}])
    fact = next(fact["data"] for fact in entry.facts if fact["name"] == "levels.missed_again")
    assert (fact["customers"], fact["missed"]) == (held.school.name, 2)


def test_the_customer_takes_the_paper_of_the_default_agreement(held: World) -> None:
    theirs, number = represented(held, "classmate", held.school), held.agreement.number
    assert f'href="/agreements/{number}/pdf"' in theirs.get("/portal/agreements/").content.decode()
    answer = theirs.get(f"/agreements/{number}/pdf")
    assert answer.content.startswith(b"%PDF") and "no-store" in answer["Cache-Control"]
    assert caller_of(held, "classmate")("GET", f"/agreements/{number}/pdf").content.startswith(b"%PDF")
    for path in ("", "/versions", "/evaluation/records", "/evaluation/pdf"):
        assert caller_of(held, "classmate")("GET", f"/agreements/{number}{path}").status_code in (403, 404), path
    assert client(held, "requester").get(f"/agreements/{number}/pdf").status_code == 404


def test_the_wall_stands_before_what_is_kept_of_others(held: World) -> None:
    represented(held, "stranger", held.rival)
    confirm(held)
    wall.enter(held.actor("stranger"))
    try:
        seen = list(CustomerEvaluation.objects.values_list("party", flat=True))
    finally:
        wall.leave()
    assert seen == [held.rival.pk] and CustomerEvaluation.objects.count() == 2


@pytest.mark.parametrize("first", [True, False], ids=["default", "individual"])
def test_what_is_drawn_up_over_rest_says_all_that_it_promises(world: World, first: bool) -> None:
    if first:
        world.agreement.item.versions.all().delete()
        Agreement.objects.filter(pk=world.agreement.pk).update(is_default=False, type="ola")
    call = caller_of(world, "manager")
    promises = [{"kind": "availability", "percent": 99.5, "period": "month"}]
    excluded = [{"kind": "planned", "words": "Announced before", "targets": ["availability"]}]
    said: dict[str, Any] = {"title": "New", "calendar": "office", "targets": [], "promises": promises}
    said |= {} if first else {"type": "sla", "organisation": world.school.name}
    wrong = call("POST", "/agreements", said | {"excluded": [{**excluded[0], "kind": "nonesuch"}]})
    assert wrong.status_code == 422 and "excluded" in wrong.json()["errors"]
    made = call("POST", "/agreements", said | {"excluded": excluded})
    assert made.status_code == 201, made.content
    (version,) = call("GET", f"/agreements/{made.json()['number']}/versions").json()["items"]
    assert (version["promises"], version["excluded"]) == (promises, excluded)


def test_whoever_represents_several_reads_each(held: World) -> None:
    Grant.objects.create(person=held.people["classmate"], role="representative", organisation=held.school)
    theirs = represented(held, "classmate", held.rival)
    confirm(held)
    page = html.unescape(theirs.get(f"/portal/agreements/{held.agreement.number}/evaluation").content.decode())
    assert page.index(held.school.name) < page.index(held.rival.name) and "50 %" in page and "100 %" in page
