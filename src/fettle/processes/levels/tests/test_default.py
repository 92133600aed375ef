"""The default agreement promises what an individual one can: on its page, over REST, in its history and per period."""

from __future__ import annotations

import html
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.kernel.access.models import Grant
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.levels import actions, printing, queries
from fettle.processes.levels.definitions import EXCLUSIONS
from fettle.processes.levels.evaluation import actions as evaluating
from fettle.processes.levels.evaluation import results, spans
from fettle.processes.levels.exclusions import mark
from fettle.processes.levels.standing import shown_version
from fettle.processes.levels.tests.agreed import in_force
from fettle.processes.levels.tests.test_evaluating import decided
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import TARGETS, World

SHARE = {"kind": "availability", "percent": 99.5, "period": "month"}
PLANNED = {"kind": "planned", "words": "Announced two days before", "targets": ["availability"]}
AT = "/settings/agreement/"


def client(world: World, who: str = "manager") -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


def sent(**values: Any) -> dict[str, Any]:
    times = {
        f"{row['kind']}-{row['priority']}-{clock}": str(row[f"{clock}_minutes"] or "")
        for row in TARGETS
        for clock in ("response", "resolution")
    }
    return {**times, "title": "For everybody", "calendar": "office", "reason": "As we said"} | values


def promising(world: World, **values: Any) -> None:
    said = {"promises": [SHARE], "excluded": [PLANNED], "reason": "As we said"} | values
    actions.revise(world.actor("manager"), world.agreement.number, **said)


def test_on_its_page_it_promises_and_excludes(world: World) -> None:
    browser = client(world)
    wish = sent(
        percent="99,5",
        interruptions="2",
        capacity="storage; 500; GB",
        notice_hours="48",
        report_days="31",
        kind="planned",
        words="Announced two days before",
        for_availability="on",
        measuring="By a probe",
        kept_percent="95",
    )
    answer = browser.post(AT, wish)
    assert answer.status_code == 302, html.unescape(answer.content.decode())
    version = queries.default()
    assert version is not None and version.version == 2 and version.targets == TARGETS
    kinds = [row["kind"] for row in version.promises]
    assert kinds == ["availability", "reliability", "capacity", "notice", "reporting"]
    assert version.promises[0] == SHARE and version.excluded == [PLANNED]
    assert version.agreement.kept_percent == 95 and version.agreement.measuring == "By a probe"
    page = html.unescape(client(world, "auditor").get(AT).content.decode())
    for words in ("at least 99.5 % each month", "at least 500 GB", "announced at least 48 h before", "By a probe"):
        assert words in page, words
    assert "Announced two days before" in page and "at most 2 interruptions a month" in page
    kept = client(world, "auditor").get(f"{AT}export/").json()
    assert kept["promises"] == version.promises and kept["excluded"] == [PLANNED] and kept["kept_percent"] == 95
    wish = sent(percent="99,9", **{f"again-{mark(PLANNED)}": "on"})
    assert browser.post(AT, wish).status_code == 302
    version = queries.default()
    assert version is not None and version.excluded == [] and version.promises == [{**SHARE, "percent": 99.9}]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"percent": "101"}, "Give a number from 0 to 100."),
        ({"capacity": "storage"}, "with semicolons between them"),
        ({"hours_between": "5"}, "Say how many interruptions are allowed"),
        ({"words": "Announced"}, "Choose one of them."),
        ({"for_notice": "on"}, "Choose one of them."),
        ({"kind": "other"}, "Say in words what is meant."),
        ({"kept_percent": "101"}, "100"),
    ],
)
def test_what_cannot_be_promised_is_refused_with_a_sentence(world: World, wrong: dict[str, str], sentence: str) -> None:
    answer = client(world).post(AT, sent(**wrong))
    assert answer.status_code == 422 and sentence in html.unescape(answer.content.decode())
    world.agreement.refresh_from_db()
    assert world.agreement.item.latest == 1


def test_over_rest_it_promises_the_same(world: World) -> None:
    call, at = caller_of(world, "manager"), f"/agreements/{world.agreement.number}"
    body = {"promises": [SHARE], "excluded": [PLANNED], "measuring": "By a probe", "reason": "As we said"}
    answer = call("PATCH", at, body, If_Match="*")
    assert answer.status_code == 200 and answer.json()["measuring"] == "By a probe", answer.content
    newest, first = call("GET", f"{at}/versions").json()["items"]
    assert (newest["promises"], newest["excluded"], newest["targets"]) == ([SHARE], [PLANNED], TARGETS)
    assert first["promises"] == []
    refused = call("PATCH", at, {"promises": [{**SHARE, "percent": 101}], "reason": "More"}, If_Match="*")
    assert refused.status_code == 422 and "Row 1: percent" in refused.json()["errors"]["promises"]
    assert call("PATCH", at, {"targets": TARGETS, "reason": "Again"}, If_Match="*").status_code == 200
    assert call("GET", f"{at}/versions").json()["items"][0]["promises"] == [SHARE], "what is not given stays"


def test_the_history_says_what_is_promised_otherwise(world: World) -> None:
    promising(world)
    promising(world, promises=[], excluded=[])
    told = [
        each.facts[0]["data"]
        for each in Entry.objects.filter(record=world.agreement, fact="levels.amended").order_by("seq")
    ]
    assert told[0]["after"] == {"promises": [SHARE], "excluded": [PLANNED]}
    assert told[1]["before"] == {"promises": [SHARE], "excluded": [PLANNED]}
    page = html.unescape(client(world).get(AT).content.decode())
    assert "at least 99.5 % each month" in page and "Does not count: Planned maintenance" in page


def test_a_kind_that_is_no_longer_in_use_is_not_agreed_anew(world: World) -> None:
    promising(world)
    rows = [{**row, "active": row["code"] == "hours"} for row in current()[EXCLUSIONS.key]]
    settings.redefine(world.actor("manager"), EXCLUSIONS.key, value=rows, reason="Only hours")
    promising(world, promises=[])
    with pytest.raises(Invalid, match="no longer in use"):
        promising(world, excluded=[PLANNED, {**PLANNED, "kind": "beyond"}])


def test_it_is_evaluated_per_period_like_any_other(world: World) -> None:
    promising(world)
    world.agreement.item.versions.update(made_at=timezone.now() - timedelta(days=100))
    manager, span = world.actor("manager"), spans.last_month(spans.today())
    said = {"period": span, "target": "availability", "source": "Probe"}
    evaluating.measure(manager, world.agreement.number, value=Decimal("99.1"), **said)
    found = results.live(span, [world.agreement.pk])[0]
    row = next(row for row in found.rows if row.code == "availability")
    assert (row.met, row.measured, row.needed) == (False, Decimal("99.1"), Decimal("99.5"))
    assert results.excluded(found) == [PLANNED]


def test_an_sla_begins_with_all_that_it_promises(world: World) -> None:
    """Who gets an agreement of their own is promised no less unless somebody says so."""
    promising(world)
    made = actions.register(world.actor("manager"), title="Own", type="sla", organisation=world.school)
    version = made.item.versions.get()
    assert (version.promises, version.excluded) == ([SHARE], [PLANNED])
    ola = actions.register(world.actor("manager"), title="Desk", type="ola", team=world.desk)
    assert ola.item.versions.get().promises == []


def test_it_prints_as_an_individual_one_does(world: World) -> None:
    """The same paper, without a party of its own and without lines to sign on."""
    promising(world, terms="Help within the hour.", measuring="By a probe")
    number = world.agreement.number
    browser = client(world, "auditor")
    assert f'href="/agreements/{number}/pdf"' in browser.get(AT).content.decode()
    answer = browser.get(f"/agreements/{number}/pdf")
    assert answer.content.startswith(b"%PDF") and f'"{number}-2.pdf"' in answer["Content-Disposition"]
    assert caller_of(world, "auditor")("GET", f"/agreements/{number}/pdf").content.startswith(b"%PDF")
    assert client(world, "classmate").get(f"/agreements/{number}/pdf").status_code == 404
    record = Record.objects.get(pk=world.agreement.pk)
    facts = dict(printing.facts(record, shown_version(record)))
    assert facts["Other party"] == "Every customer, for all services without an agreement of its own"
    assert facts["Version"] == 2 and facts["Valid"].endswith("until the next version")
    assert not {"Contact point", "Notice period", "Contract reference"} & set(facts)
    body = str(printing.body(record, shown_version(record)))
    for words in ("Help within the hour.", "at least 99.5 % each month", "Announced two days before", "By a probe"):
        assert words in body, words
    assert "Signatures" not in body and "Covers" not in body
    own = in_force(world)
    assert "Signatures" in str(printing.body(own, shown_version(own)))
    assert dict(printing.facts(own, shown_version(own)))["Other party"] == world.school.name


def represented(world: World, who: str, organisation: Organisation) -> Client:
    Grant.objects.create(person=world.people[who], role="representative", organisation=organisation)
    return client(world, who)


def test_a_customer_reads_what_holds_for_them_by_it(world: World) -> None:
    promising(world, terms="Help within *the hour*.", measuring="By a probe")
    browser, call = represented(world, "classmate", world.school), caller_of(world, "classmate")
    page = html.unescape(browser.get("/portal/agreements/").content.decode())
    for words in (
        "What holds for all our customers",
        "There is no agreement of its own: this holds for all services.",
        "at least 99.5 % each month",
        "Announced two days before",
        "within <em>the hour</em>",
        "By a probe",
        "by 90 % of the records",
        "Office hours, or those of the service",
        "<td>240</td>",
    ):
        assert words in page, words
    told = call("GET", "/agreements/default").json()
    assert (told["promises"], told["excluded"], told["targets"]) == ([SHARE], [PLANNED], TARGETS)
    assert (told["version"], told["kept_percent"], told["terms"]) == (2, 90, "Help within *the hour*.")
    assert told["customers"] == [{"customer": world.school.name, "everything": False, "services": []}]


def test_where_a_customer_has_an_agreement_of_its_own_the_portal_says_for_what_else_it_holds(world: World) -> None:
    browser, call = represented(world, "classmate", world.school), caller_of(world, "classmate")
    in_force(world, covers=[world.service])
    in_force(world, organisation=world.rival)
    page = html.unescape(browser.get("/portal/agreements/").content.decode())
    assert f"all services but these, which an agreement of its own covers: {world.service.title}." in page
    told = call("GET", "/agreements/default").json()["customers"]
    assert told == [{"customer": world.school.name, "everything": False, "services": [world.service.number]}]
    other, theirs = represented(world, "stranger", world.rival), caller_of(world, "stranger")
    assert "covers all services: this holds only for times" in html.unescape(
        other.get("/portal/agreements/").content.decode()
    )
    assert theirs("GET", "/agreements/default").json()["customers"] == [
        {"customer": world.rival.name, "everything": True, "services": []}
    ]


def test_whoever_represents_an_organisation_reads_of_those_below_it(world: World) -> None:
    """What is agreed above holds below as well, and not the other way round."""
    part = orgs.add_organisation("Evening courses", world.school, is_customer=True)
    represented(world, "classmate", world.school)
    in_force(world, covers=[world.service], organisation=part)
    told = caller_of(world, "classmate")("GET", "/agreements/default").json()["customers"]
    named = {"customer": part.name, "everything": False, "services": [world.service.number]}
    assert told == [named, {"customer": world.school.name, "everything": False, "services": []}]
    in_force(world)
    told = caller_of(world, "classmate")("GET", "/agreements/default").json()["customers"]
    assert [each["everything"] for each in told] == [True, True]


def test_who_represents_nobody_is_not_told(world: World) -> None:
    assert (
        "What holds for all our customers" not in client(world, "requester").get("/portal/agreements/").content.decode()
    )
    assert caller_of(world, "requester")("GET", "/agreements/default").status_code in (403, 404)
    assert caller_of(world, "auditor")("GET", "/agreements/default").json()["customers"] == []


def of(world: World, organisation: Organisation, kept: int, missed: int) -> None:
    """Clocks of an organisation's records under the default agreement, decided in the month before."""
    ids = decided(world, world.agreement, spans.last_month(spans.today()), kept, missed)
    Record.objects.filter(pk__in=ids).update(organisation=organisation)


def test_it_is_evaluated_for_each_customer(world: World) -> None:
    """The times, by the records of each and of what is below it; what no record tells is judged for all at once."""
    promising(world)
    world.agreement.item.versions.update(made_at=timezone.now() - timedelta(days=100))
    part = orgs.add_organisation("Evening courses", world.school)
    of(world, world.school, kept=1, missed=0)
    of(world, part, kept=0, missed=1)
    of(world, world.rival, kept=2, missed=0)
    number, key = world.agreement.number, spans.last_month(spans.today()).key
    told = caller_of(world, "auditor")("GET", f"/agreements/{number}/evaluation?period={key}").json()["customers"]
    assert [(each["customer"], each["missed"]) for each in told] == [(world.school.name, 1), (world.rival.name, 0)]
    row = told[0]["targets"][0]
    assert (row["target"], row["measured"], row["met"], row["records"]) == ("incident-1-resolution", 50, False, 2)
    assert {row["target"] for each in told for row in each["targets"]} == {"incident-1-resolution"}
    page = html.unescape(client(world, "auditor").get(f"/agreements/{number}/evaluation?period={key}").content.decode())
    part_of_page = page.partition('id="customers"')[2].partition("</section>")[0]
    assert "measured once for all customers" in part_of_page and "50 % of 2 kept" in part_of_page
    assert part_of_page.index(world.school.name) < part_of_page.index(world.rival.name)
    own = in_force(world)
    answer = caller_of(world, "auditor")("GET", f"/agreements/{own.number}/evaluation").json()
    assert answer["customers"] == []
    assert "For each customer" not in client(world).get(f"/agreements/{own.number}/evaluation").content.decode()
