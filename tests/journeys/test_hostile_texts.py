"""Every text of the database is an attack, and every page is opened in a real browser: nothing runs, with the
Content-Security-Policy and without it (bar T26).

Pages come from the application in this process; the browser asks it for each address through a route of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

from fettle.edges.mail.models import MailboxState
from fettle.edges.pages.models import Draft, SavedView
from fettle.edges.rest import tokens
from fettle.edges.transfer import runs
from fettle.edges.transfer.models import RefusedRow, SourceRow
from fettle.facilities.approvals.models import Round
from fettle.facilities.discussion import actions as discussion
from fettle.facilities.relationships.models import Contact
from fettle.facilities.search import documents as search
from fettle.facilities.tags.models import Tag
from fettle.facilities.tasks import actions as tasks
from fettle.governance.documents.records import DOCUMENT
from fettle.kernel.clock import actions as clock
from fettle.kernel.history.models import Entry, Erasure
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.configuration import actions as items
from fettle.processes.configuration.models import Item, Relation
from fettle.processes.customers import actions as customers
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.models import OwnAnswer, Recalculation
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.levels import actions as agreements
from fettle.processes.levels.evaluation.spans import MONTH, Span
from fettle.processes.levels.models import (
    Agreement,
    AgreementVersion,
    Cover,
    Evaluation,
    LevelEstimate,
    Measurement,
    Signature,
    Violation,
)
from fettle.processes.levels.violations import actions as violations
from fettle.processes.money import actions as costs
from fettle.processes.problems import actions as problems
from fettle.processes.problems.known_errors import actions as known_errors
from fettle.processes.problems.models import KnownError, Problem
from fettle.processes.reporting import actions as reporting
from fettle.processes.services import actions as services
from fettle.processes.services.demands import actions as demands
from fettle.processes.services.models import Component, Criterion, Party
from fettle.processes.services.packages import actions as packages
from fettle.processes.suppliers import actions as suppliers
from fettle.processes.suppliers.models import Rating, Reliance
from fettle.processes.suppliers.offerings import actions as offerings
from fettle.processes.surveys.models import Invitation, Remark
from fettle.site.testing.cast import SPECIFIED, Cast, make_cast
from fettle.site.testing.hostile import XSS, XSS_LONG, packed
from fettle.site.testing.pages import LEFT_OUT, filled, pages
from fettle.site.testing.poisoned import LEFT_FOR_ID, LINE, fitting, poison, standing_in
from fettle.site.testing.world import OFFICE_HOURS, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
STATIC = "/static/"
HOUSE = "http://house.test"
SHORT, REFERENCE = 120, 80
"""Characters of a shared component, and of the number under which a party is in our books."""
ENOUGH = 60
"""Attacks that must stand in each field; in a shorter one all that fit into it."""
LEFT: dict[str, Any] = {
    "asked_at": datetime(2026, 3, 2, 9, tzinfo=UTC),
    "steps": [{"needed": 1, "hours": None, "calendar": None, "words": "words"}],
    "state": Round.State.WITHDRAWN,
}
"""An asking for approval that was withdrawn."""
FOUND = """() => [...document.querySelectorAll('*')].filter(element =>
    [...element.attributes].some(({name, value}) => /^on/i.test(name) || (/^(href|src|action|formaction|data|srcdoc)$/i
        .test(name) && /^\\s*(javascript|data:text|vbscript)/i.test(value)))
    || (element.tagName === 'SCRIPT' && !element.src && !/json/.test(element.type))
).map(element => element.outerHTML.slice(0, 200))"""
"""Elements that would run something when somebody touches them."""


def furnish(cast: Cast, vectors: tuple[str, ...]) -> list[str]:
    """So many rows of everything that each attack has room in each field. The addresses of what they are about."""
    world, lines, words = cast.world, packed(vectors, LINE), " ".join(vectors)
    many, few = range(len(packed(vectors, 60))), range(len(packed(vectors, 120 - LEFT_FOR_ID)))
    agent, manager = world.actor("agent"), world.actor("manager")
    numbers = [_record(world, kind, at) for kind in (INCIDENT, REQUEST) for at in range(len(lines))]
    for at, line in enumerate(lines):
        incidents.escalate(agent, numbers[at], way="hierarchical", reason=line)
        services.register(manager, title=f"Service {at}", requestable=True, description="words")
        cast.mail("A")
        cast.incoming("A")
    for at in range(len(packed(vectors, REFERENCE))):
        orgs.add_organisation(f"School {at}", world.provider, is_customer=True)
    MailboxState.objects.create(code=cast.mailbox(), problem="words")
    people = [orgs.add_person(f"Person {at}", world.school, f"person{at}@example.org") for at in many]
    for at in many:
        SavedView.objects.create(person=world.people["agent"], path="/incidents", query=f"q={at}", name=f"View {at}")
    for at, number in zip(range(len(packed(vectors, 80 - LEFT_FOR_ID))), numbers * len(lines), strict=False):
        OwnAnswer.objects.create(person=world.people["agent"], name=f"Answer {at}", text="words")
        Round.objects.create(record=Record.objects.get(number=number), label=f"Leave {at}", question="words", **LEFT)
    for at in few:
        orgs.add_team(f"Team {at}", world.provider)
        tokens.issue(agent, world.people["agent"], f"Token {at}", "read")
        clock.define(f"calendar-{at}", f"Calendar {at}", OFFICE_HOURS, "tests")
    _added_only(Record.objects.get(number=numbers[0]), people, lines, words)
    Draft.objects.create(person=world.people["agent"], record=Record.objects.get(number=numbers[0]), mode="reply")
    cast.dead_reaction()
    reporting.register(manager, **SPECIFIED, title="Weekly", identifier="weekly")
    reached = {"phone": "12", "mail": "desk@example.org", "words": "words", "link": "https://example.org/"}
    settings.redefine(world.actor("keeper"), "desk.contact", value=reached)
    document = cast.record(DOCUMENT, "A", "redrafted")
    pages = [f"/documents/{document.number}", f"/people/{people[0].pk}/", *_imports(cast, lines)]
    pages += _portfolio(cast, vectors, len(lines))
    pages += _newer(cast, vectors, [Record.objects.get(number=number) for number in numbers])
    return [*(f"/{'incidents' if each.startswith('INC') else 'requests'}/{each}" for each in numbers), *pages]


def _portfolio(cast: Cast, vectors: tuple[str, ...], lines: int) -> list[str]:
    """A service with many parts and parties, a package with many criteria, many demands; their addresses."""
    service, manager = cast.world.service, cast.world.actor("manager")
    package = packages.register(manager, service=service, title="Package")
    parts = range(len(packed(vectors, 80)))
    Component.objects.bulk_create(
        Component(record=service, name=f"Part {at}", group=f"Group {at}", role="enabling") for at in parts
    )
    Criterion.objects.bulk_create(Criterion(record=package, title=f"Criterion {at}") for at in range(lines))
    schools = Organisation.objects.filter(name__startswith="School ")[:lines]
    Party.objects.bulk_create(Party(record=service, organisation=home, role="member") for home in schools)
    for at in range(lines):
        demands.register(manager, title=f"Demand {at}", nature="demand")
    pages = [f"/services/{service.number}", f"/services/{service.number}/map", f"/packages/{package.number}"]
    pages += _items(cast, vectors, lines) + _problems(cast)
    every = list(Organisation.objects.filter(name__regex=r"^School [0-9]+$"))
    return [*pages, *_parties(cast, vectors, every)]


def _problems(cast: Cast) -> list[str]:
    """A problem and a known error; their addresses."""
    manager = cast.world.actor("manager")
    made = problems.register(manager, title="Problem", source="trend", details="words")
    problems.name_cause(manager, made.number, root_cause="words", causes="words")
    kept = known_errors.register(manager, problem=made, title="Known", workaround="words", for_users="words")
    fields = dict.fromkeys(("investigation", "solution", "details", "causes", "root_cause"), "words")
    Problem.objects.filter(record=made).update(**fields)
    KnownError.objects.filter(record=kept).update(symptoms="words", cause="words")
    return [f"/problems/{made.number}", f"/problems/{made.number}/push", f"/known-errors/{kept.number}"]


def _items(cast: Cast, vectors: tuple[str, ...], lines: int) -> list[str]:
    """A server with many relations in many groups, and items of each; the addresses of one and of its impact."""
    manager = cast.world.actor("manager")
    server = items.register(manager, title="Server", type="server", description="words", place="words")
    groups = len(packed(vectors, 80))
    made = [items.register(manager, title=f"Item {at}", type="software") for at in range(max(lines, groups))]
    rows = [Relation(source=each, target=server, type="runs_on", group=f"Group {at}") for at, each in enumerate(made)]
    Relation.objects.bulk_create(rows)
    Item.objects.filter(record__in=made).update(description="words", place="words", attributes={"version": "words"})
    ends = ("", "/impact", "/impact?way=down", "/relations")
    return [f"/items/{record.number}{end}" for record in (server, made[0]) for end in ends]


def _parties(cast: Cast, vectors: tuple[str, ...], schools: list[Organisation]) -> list[str]:
    """A customer, a supplier and a signed agreement of each organisation; the addresses of one of each."""
    manager, agent = cast.world.actor("manager"), cast.world.people["agent"]
    told: dict[str, Any] = {"contact_point": "words", "escalation": "words", "importance": "normal", "assignee": agent}
    for home in schools:
        customer = customers.register(manager, organisation=home, **told)
        supplier = suppliers.register(manager, organisation=home, **told)
        agreement = agreements.register(manager, title="Words", type="sla", organisation=home, contact="words")
    Agreement.objects.filter(party__in=schools).update(accepted="words")
    versions = AgreementVersion.objects.filter(agreement__party__in=schools)
    signed: dict[str, Any] = {"name": "words", "function": "words", "signed_on": date(2026, 1, 1)}
    Signature.objects.bulk_create(Signature(version=version, side="theirs", **signed) for version in versions)
    parts = range(len(packed(vectors, 120)))
    service = cast.world.service
    Cover.objects.bulk_create(Cover(version=versions[0], service=service, component=f"Part {at}") for at in parts)
    paths = (("customers", customer), ("suppliers", supplier), ("agreements", agreement))
    return [f"/{path}/{record.number}" for path, record in paths]


def _newer(cast: Cast, vectors: tuple[str, ...], records: list[Record]) -> list[str]:
    """Tags, contacts, ratings, subcontractors, offerings, costs of components, recalculations, evaluations and
    violations of one supplier and one agreement, estimates of a service, and what somebody wrote with a rating; their
    addresses.
    """
    world, manager, lines = cast.world, cast.world.actor("manager"), packed(vectors, LINE)
    home, now, day = world.provider, timezone.now(), date(2020, 1, 1)
    Tag.objects.bulk_create(Tag(organisation=home, name=f"tag {at}") for at in range(len(packed(vectors, 32))))
    supplier, sla = Record.objects.filter(kind="supplier").last(), Record.objects.filter(kind="agreement").last()
    assert supplier and sla
    Contact.objects.bulk_create(Contact(record=supplier, role="general", name=f"Contact {at}") for at in records)
    for at, line in enumerate(lines):
        first, month = day + timedelta(days=at), Span(MONTH, date(2020 + at // 12, 1 + at % 12, 1))
        Rating.objects.create(
            record=supplier, first=first, last=first, criterion="quality", points=1, remark="words", person=None
        )
        offerings.register(manager, title=f"Line {at}", supplier=supplier, price="words")
        Recalculation.objects.create(reason="words", agreement=sla, looked_at=now, state="done")
        told = {"unit": MONTH, "start": month.start, "agreement_id": sla.pk}
        Measurement.objects.create(code="availability", value=1, source=line, reason=line, **told)
        counts = dict.fromkeys(("met", "missed", "unknown"), 0)
        Evaluation.objects.create(version=1, rows=[], behind={}, reason=line, by_label=line, **counts, **told)
        LevelEstimate.objects.create(service=world.service, counts_from=first, confidence="low", basis="words")
        made = violations.note(manager, sla, month, ["words"])
        assert made
        Violation.objects.filter(pk=made.pk).update(acknowledged_by="words", acknowledged_how="words")
    others = Record.objects.filter(kind="supplier").exclude(pk=supplier.pk)[: len(packed(vectors, 200))]
    Reliance.objects.bulk_create(Reliance(record=supplier, supplier=each, does="words") for each in others)
    for at, _line in enumerate(packed(vectors, SHORT)):
        spent = {"nature": "purchase", "price": "1", "stage": "spent", "begins": day}
        costs.register(manager, title=f"Cost {at}", component=f"Part {at}", **spent)
    for record, line in zip(records, lines, strict=False):
        asked = {"made_at": now, "due_at": now, "asked_at": now, "expires_at": now + timedelta(days=9)}
        person = world.people["requester"]
        invitation = Invitation.objects.create(record=record, person=person, state="asked", **asked)
        Remark.objects.create(record=record, invitation=invitation, text=line, at=now)
    return [
        f"/agreements/{sla.number}/evaluation?period=2020-01",
        f"/services/{world.service.number}/estimates",
        f"/violations/{made.number}",
        "/violations",
        "/costs",
    ]


def _record(world: World, kind: Kind, at: int) -> str:
    """With something in every field, said on it, and attached."""
    agent = world.actor("agent")
    number = incidents.register(world.actor("requester"), kind, title=f"Broken {at}", details="words").number
    incidents.revise(agent, number, location="words", external_ref=f"X-{at}")
    incidents.reply(agent, number, text=f"Reply {at}")
    incidents.note(agent, number, text=f"Note {at}")
    tasks.add(agent, number, title=f"Step {at}", text="words", person=world.people["agent"])
    discussion.attach(agent, number, [ContentFile(f"<script>{at}</script>".encode(), name=f"{at}.html")])
    return number


def _added_only(record: Record, people: list[Person], lines: list[str], words: str) -> None:
    """Rows that nobody may change afterwards: they are written with their attack."""
    last = Entry.objects.filter(record=record).latest("seq")
    told = {"fact": last.fact, "facts": last.facts, "channel": "import", "origin": "restored"}
    for at, line in enumerate(lines, start=1):
        Entry.objects.create(record=record, seq=last.seq + at, happened_at=last.happened_at, actor_label=line, **told)
        Erasure.objects.create(person=people[at - 1], mark=f"[erased {at}]", by_label=line, reason=words)
        hours = {**OFFICE_HOURS, "week": {"monday": [["08:00", f"{at // 60 + 12}:{at % 60:02}"]]}}
        clock.define("office", "Office hours", hours, line, words)


def _imports(cast: Cast, lines: list[str]) -> list[str]:
    """Files whose every row is an attack, taken or refused; the address of the one that is tried."""
    manager, importer = cast.world.actor("manager"), runs.importer_of("services")
    table = StringIO()
    writer = csv.writer(table)
    writer.writerows([["name", "requestable"], *([line, "yes"] for line in lines), *([line, line] for line in lines)])
    for at, line in enumerate(lines):
        rows, home = [table.getvalue().encode()], cast.world.provider
        run = runs.take(manager, importer, rows, file_name=f"{at}.csv", organisation=home)
        RefusedRow.objects.create(run=run, line=at, text="words", reason="words", group="words", after="words")
        event = {"group": "words", "key": f"{at}", "place": 1, "line": at, "values": {line: line}}
        SourceRow.objects.create(run=run, source="services", organisation=home, **event)
    runs.preview(manager, run)
    return [f"/import/{run.pk}/"]


@pytest.fixture
def hits() -> list[str]:
    """The addresses at which a script of an attack ran, or could."""
    return []


@dataclass
class Reader:
    """Somebody, and what they were given already: whether an address is one is found by asking, and that once."""

    client: Client
    ready: dict[str, Any] = field(default_factory=dict)
    inside: Context = field(default_factory=copy_context)
    """Of the test, with its transaction: the browser asks from a context of its own, which would have a connection of
    its own, that knows nobody.
    """

    def has(self, address: str) -> bool:
        given = self.client.get(address)
        if given.status_code == 200:
            self.ready[address] = given
        return bool(given.status_code == 200)

    def get(self, address: str, headers: dict[str, str]) -> Any:
        if address in self.ready:
            return self.ready.pop(address)
        return self.inside.run(self.client.get, address, follow=True, headers=headers)


def reader(world: World, who: str) -> Reader:
    client = Client()
    if who:
        client.force_login(world.people[who])
    return Reader(client)


def opened(browser: Browser, reading: Reader, hits: list[str], policy: bool) -> tuple[BrowserContext, Page]:
    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith(STATIC):
            found = finders.find(parts.path.removeprefix(STATIC))
            route.fulfill(path=str(found)) if found and Path(str(found)).is_file() else route.abort()
            return
        if f"{parts.scheme}://{parts.netloc}" != HOUSE:
            hits.append(f"asked for {route.request.url[:100]}")
            route.abort()
            return
        wanted = {name: value for name, value in route.request.headers.items() if name.startswith("hx-")}
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        given = reading.get(address, wanted)  # what a page sends by itself changes nothing here
        headers = {name: value for name, value in given.items() if policy or name != "Content-Security-Policy"}
        body = b"".join(given) if given.streaming else given.content
        route.fulfill(status=given.status_code, headers=headers, body=body)

    context = browser.new_context(bypass_csp=not policy)
    context.expose_binding("pwn", lambda source: hits.append(source["page"].url))
    page = context.new_page()
    page.on("dialog", lambda dialog: (hits.append(page.url), dialog.dismiss()))
    page.route("**/*", answer)
    return context, page


def visit(page: Page, address: str, hits: list[str]) -> None:
    """Open an address as a page of its own, whatever it is."""
    with suppress(Error):  # a file that is saved is no page
        page.goto(f"{HOUSE}{address}", wait_until="load", timeout=30_000)
    hits += [f"{address}: {element}" for element in page.evaluate(FOUND)]


def addresses(reading: Reader, places: list[str]) -> Iterator[str]:
    """Those of the places that this person has, and the paths on which an attack is said back."""
    yield from filter(reading.has, places)
    for line in packed(XSS, 600):
        for start in ("/search?q=", "/palette?q=", "/incidents?q=", "/pick/people?q=", "/sign-in/?next=", "/nothing/"):
            yield start + quote(line)


@pytest.mark.parametrize("vectors", [XSS, pytest.param(XSS_LONG, marks=pytest.mark.long)], ids=["suite", "long"])
@pytest.mark.parametrize(
    "policy", [False, pytest.param(True, marks=pytest.mark.long)], ids=["without policy", "with policy"]
)
def test_no_text_runs(browser: Browser, world: World, hits: list[str], vectors: tuple[str, ...], policy: bool) -> None:
    """Every page, each opened once, and once more as the person who reads it in the portal. Without the policy is the
    harder question, and asked for each change: what does not run then does not run under it either.
    """
    cast = make_cast(world)
    places = [filled(page, cast, "A") if page.path not in LEFT_OUT else "/" for page in pages()]
    places = list(dict.fromkeys([*places, *furnish(cast, vectors)]))
    poison(vectors)
    for pk in Record.objects.values_list("pk", flat=True):
        search.index(pk)
    standing = standing_in(vectors)
    few = {name: count for name, count in standing.items() if count < min(ENOUGH, fitting(vectors, name))}
    assert len(standing) > 40 and few == {}
    opened_so_far: set[str] = set()
    for who in ("agent", "administrator", "manager", "requester"):
        reading = reader(world, who)
        context, page = opened(browser, reading, hits, policy)
        for address in addresses(reading, [each for each in places if who == "requester" or each not in opened_so_far]):
            if address not in opened_so_far or who == "requester":
                opened_so_far.add(address)
                visit(page, address, hits)
                assert not hits, (who, address, hits[:3])
        page.goto(f"{HOUSE}/about/")
        assert page.locator("nav").count(), "the browser is not who it was: it saw nothing but the way to sign in"
        context.close()
    assert len(opened_so_far) > 150, len(opened_so_far)


def test_the_attacks_do_run_where_nobody_escapes(browser: Browser, world: World, hits: list[str]) -> None:
    """So that the test before this one can fail: each attack alone on a bare page."""
    context, page = opened(browser, reader(world, ""), hits, policy=False)
    ran = 0
    for vector in XSS:
        hits.clear()
        page.unroute_all()
        page.route("**/*", partial(_bare, vector))
        visit(page, "/", hits)
        ran += bool(hits)
    context.close()
    assert ran > 30, ran


def _bare(vector: str, route: Route) -> None:
    body = f"<title>x</title><textarea></textarea>{vector}"
    route.fulfill(body=body, content_type="text/html; charset=utf-8")
