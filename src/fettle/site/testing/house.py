"""One house for all the tests of a module: a small world with a full queue, a server before it, people who look at it.

Nothing is put back between its tests: each looks, or changes records of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page
from pytest_django.live_server_helper import LiveServer

from fettle.edges.mail import intake
from fettle.edges.mail.mailboxes import FIELDS
from fettle.edges.transfer import runs
from fettle.facilities.documents import actions as texts
from fettle.facilities.relationships import contacts
from fettle.facilities.risks import actions as risks
from fettle.facilities.search import documents as search
from fettle.governance.documents import actions as documents
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings_actions
from fettle.processes.configuration import actions as items
from fettle.processes.configuration.structure import binding, relations
from fettle.processes.customers import actions as customers
from fettle.processes.customers.complaints import actions as complaints
from fettle.processes.incidents import actions
from fettle.processes.incidents.recalculating import runs as recalculations
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.levels import actions as agreements
from fettle.processes.levels.estimates import actions as estimates
from fettle.processes.levels.evaluation import actions as evaluating
from fettle.processes.levels.evaluation.spans import MONTH, Span
from fettle.processes.levels.models import LevelEstimate
from fettle.processes.levels.violations import actions as violations
from fettle.processes.problems import actions as problems
from fettle.processes.problems.known_errors import actions as known_errors
from fettle.processes.reporting import actions as reporting
from fettle.processes.reviews import actions as reviews
from fettle.processes.services import actions as services
from fettle.processes.services.demands import actions as demands
from fettle.processes.services.models import Component
from fettle.processes.services.packages import actions as packages
from fettle.processes.services.packages.standing import criteria
from fettle.processes.services.specifications import actions as specifications
from fettle.processes.services.structure import components, parties
from fettle.processes.suppliers import actions as suppliers
from fettle.processes.suppliers.offerings import actions as offerings
from fettle.processes.suppliers.performance import rating
from fettle.processes.suppliers.subcontractors import actions as subcontractors
from fettle.processes.surveys import following, running
from fettle.site.testing import spending
from fettle.site.testing.answering import all_answered
from fettle.site.testing.rooms import Rooms, furnish
from fettle.site.testing.world import TARGETS, World, make_world

SUBJECTS = ("Wi-Fi down in the library", "Projector flickers", "Print release stuck", "Laptop for a new starter")
PLACES = ("B-104", "C-21", "the science desk", "the east wing", "room 7B", "the gym")
FILLED = 60
PATIENCE_MS = 30_000
EXPECTED = re.compile("status of (4|503)")
"""Refusals that a test asks for stand in the console too."""


def _portfolio(world: World) -> None:
    """A proposal, and a live service that stands on another, with a party, a specification and a package; a package of
    the other, not submitted yet.
    """
    manager = world.actor("manager")
    power = services.register(manager, title="Power supply", organisation=world.provider)
    components.add(manager, world.service.number, service=power, role="enabling", group="Power", needed=1)
    components.add(manager, world.service.number, name="Battery", role="enabling", group="Power", needed=1)
    point: dict[str, Any] = {"contact_point": "the office of the school"}
    parties.add(
        manager, world.service.number, organisation=world.school, role="member", does="Opens the rooms", **point
    )
    specification = specifications.register(manager, service=world.service, title="Campus network in full")
    texts.submit(manager, specification.number)
    texts.approve(world.actor("head"), specification.number)
    package = packages.register(manager, service=world.service, title="Faster campus network")
    packages.submit(manager, package.number, person=world.people["head"])
    packages.register(manager, service=power, title="A second line of power")
    weighed = dict.fromkeys(("need", "value", "resources", "limits"), "Three schools ask for it.")
    proposal = services.propose(manager, title="Video rooms", organisation=world.provider, **weighed)
    demand = demands.register(world.actor("agent"), title="Lessons by video", nature="demand")
    demands.take_up(manager, demand.number, service=proposal)
    risk = risks.register(world.actor("agent"), title="One line for all", nature="threat", service=world.service)
    risks.assess(manager, risk.number, likelihood="4", impact="4", reason="It was cut twice.")


def _relationships(world: World) -> None:
    """A customer with a review to come, a supplier with a subcontractor, and a complaint."""
    manager, agent = world.actor("manager"), world.people["agent"]
    point: dict[str, Any] = {"contact_point": "the office of the school", "importance": "high", "assignee": agent}
    party = customers.register(manager, organisation=world.school, contact=world.people["requester"], **point)
    supplier = suppliers.register(manager, organisation=world.rival, offerings="A second line", **point)
    given = {"quality": 4, "time": 2}
    rating.rate(manager, supplier.number, first=date(2026, 1, 1), last=date(2026, 3, 31), points=given)
    offerings.register(manager, supplier=supplier, title="A second line", price="200 a month")
    digger = suppliers.register(manager, organisation=world.provider, title="Building office", **point)
    subcontractors.add(manager, supplier.number, supplier=digger, does="Lays the line")
    contacts.add(manager, supplier.number, (supplier.declared,), role="technical", channel="the duty phone")
    complaints.register(world.actor("requester"), title="Nobody calls back", details="Three times I asked.")
    day = timezone.localdate() + timedelta(days=9)
    reviews.register(manager, relationship=party, planned_on=day)
    asks: dict[str, Any] = {"reach": "contacts", "template": "yearly", "ends_on": day}
    running.register(manager, title="How are we doing?", **asks)
    following.register(manager, title="Call the school back", ends_on=day, organisation=world.school, score=2)


def _agreement(world: World) -> None:
    """An SLA that is negotiated."""
    manager = world.actor("manager")
    sla = agreements.register(
        manager, title="Network of the school", type="sla", organisation=world.school, contact="the office"
    )
    share: list[Any] = [{"kind": "availability", "percent": 99.5, "period": "month"}]
    agreements.revise(manager, sla.number, promises=share, valid_from=timezone.localdate())
    agreements.cover(manager, sla.number, service=world.service)
    agreements.negotiate(manager, sla.number)


def _configuration(world: World) -> None:
    """A server that the network runs on, a line that it names, and a certificate that ends."""
    manager = world.actor("manager")
    server = items.register(manager, title="Server 1", type="server", attributes={"serial": "4711"}, place="Rack 3")
    relations.add(manager, server.number, relation="runs_on:back", other=world.service, group="Hosts")
    items.register(manager, title="Names", type="certificate", attributes={"expires": "2099-01-01"})
    binding.bind(manager, server.number, component=Component.objects.get(name="Battery").pk)


def _problems(world: World) -> None:
    """A problem with incidents, its cause and a known error that users are told of."""
    manager, agent = world.actor("manager"), world.actor("agent")
    about = Record.objects.filter(kind="incident", is_open=True).latest("pk")
    made = problems.register(agent, title="The projectors lose their input", source="incident", of=about)
    problems.name_cause(manager, made.number, root_cause="Off from the factory", causes="Blue board\nWrong input")
    known_errors.register(
        manager,
        problem=made,
        title="No picture from the projector",
        symptoms="The board stays blue.",
        workaround="Choose the input again",
        for_users="Press the button INPUT twice.",
    )
    problems.register(agent, title="The line is slow at noon", source="person", impact="much", urgency="soon")


def _money(world: World) -> None:
    """A cost of a service, and a budget that it counts against."""
    spending.cost(world, world.provider, "of the network", "spent")
    spending.budget(world, world.provider, "of the network", "approved")


def _estimated(world: World) -> None:
    """What is expected of the network: a first guess that was wrong, and a later one that customers read."""
    manager, number, day = world.actor("manager"), world.service.number, timezone.localdate() - timedelta(days=100)
    said: dict[str, Any] = {"confidence": "low", "basis": "What the desk remembers"}
    estimates.estimate(manager, number, counts_from=day, incidents=Decimal(900), **said)
    wrong = LevelEstimate.objects.latest("pk").pk
    estimates.withdraw(manager, number, estimate=wrong, reason="A nought too many")
    values: dict[str, Any] = {"incidents": Decimal(9), "respond": 30, "resolve": 240, "availability": Decimal("99.5")}
    estimates.estimate(manager, number, counts_from=day, shown=True, **said, **values)


def _evaluated(world: World) -> None:
    """An SLA that was missed in a month of its year, evaluated twice, with a violation of which somebody was told."""
    manager, month = world.actor("manager"), Span(MONTH, date(2020, 3, 1))
    sla = agreements.register(
        manager, title="Mail of the school", type="sla", organisation=world.school, contact="the office"
    )
    share: list[Any] = [{"kind": "availability", "percent": 99.5, "period": "month"}]
    year: dict[str, Any] = {"valid_from": date(2020, 1, 1), "valid_until": date(2020, 12, 31)}
    agreements.revise(manager, sla.number, promises=share, **year)
    agreements.negotiate(manager, sla.number)
    agreements.sign(manager, sla.number, function="Head")
    agreements.countersign(manager, sla.number, name="Ann Head", function="Director", signed_on=date(2020, 1, 1))
    agreements.put_in_force(manager, sla.number)
    said: dict[str, Any] = {"target": "availability", "source": "Probe of the line", "reason": "Without the night"}
    evaluating.measure(manager, sla.number, period=month, value=Decimal(98), **said)
    evaluating.confirm(manager, sla.number, period=month)
    evaluating.confirm(manager, sla.number, period=month, reason="Looked at again")
    number = Record.objects.get(kind="violation").number
    told: dict[str, Any] = {"person": world.people["requester"], "notice": "We missed it"}
    violations.notify(manager, number, **told)
    words: dict[str, Any] = {"name": "Ann Head", "how": "on the phone", "acknowledged_on": timezone.localdate()}
    violations.note_acknowledgement(manager, number, **words)


def _recalculation(world: World) -> int:
    """What a corrected agreement would change, looked at and not confirmed."""
    manager, number = world.actor("manager"), world.agreement.number
    slower = [{**row, "resolution_minutes": 600} if row["priority"] == 2 else row for row in TARGETS]
    agreements.revise(manager, number, targets=slower, reason="It was a slip")
    run = recalculations.ask(manager, reason="It was a slip", agreement=world.agreement)
    recalculations.look(run)
    return run.pk


@dataclass
class House:
    """``numbers`` are those of the records, the oldest first. ``complaints`` is what stood in the browser's console.
    ``document`` is published, with a draft beside it; ``report`` a specification; ``imports`` are a
    file that is tried, and one that is in; ``mails`` came in: one cannot be read, one waits. ``recalculation`` was
    looked at.
    """

    world: World
    url: str
    browser: Browser
    numbers: list[str]
    document: str
    report: str
    imports: list[int]
    mails: list[int]
    recalculation: int
    contexts: dict[Any, BrowserContext] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @cached_property
    def rooms(self) -> Rooms:
        """What stands beside the queue, made when first asked for."""
        return furnish(self.world)

    @cached_property
    def criterion(self) -> int:
        """The id of a criterion of the first package."""
        return criteria(Record.objects.get(number="SDP-000001"))[0].pk

    def visit(
        self,
        address: str,
        who: str = "agent",
        size: tuple[int, int] = (1440, 900),
        scripts: bool = True,
    ) -> Page:
        """The page as this person sees it; "" is nobody signed in. Each way of looking has one context."""
        key = (who, size, scripts)
        if key not in self.contexts:
            self.contexts[key] = self._context(who, size, scripts)
        pages = self.contexts[key].pages
        page = pages[0] if pages else self.contexts[key].new_page()
        if not pages:
            page.set_default_timeout(PATIENCE_MS)
            page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
            page.on("console", lambda said: self._hear(page, said))
        page.goto(self.url + address)
        return page

    def _hear(self, page: Page, said: ConsoleMessage) -> None:
        """Keep what the page's scripts complain about."""
        if said.type == "error":
            self.complaints.append(f"{page.url}: {said.text}")

    def _context(self, who: str, size: tuple[int, int], scripts: bool) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, base_url=self.url
        )
        if who:
            client = Client()
            client.force_login(self.world.people[who], backend=settings.AUTHENTICATION_BACKENDS[0])
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.url}])
        return context


def _fill(world: World) -> list[str]:
    """A queue of more than a page: of both kinds, of all priorities, new, taken, assigned, waiting, overdue, solved."""
    agent, colleague, now, made = world.actor("agent"), world.actor("colleague"), timezone.now(), []
    for at in range(FILLED):
        record = actions.register(
            agent,
            REQUEST if at % 4 == 3 else INCIDENT,
            title=f"{SUBJECTS[at % 4]} ({PLACES[at % 6]})",
            requester=world.people["requester"],
            service=world.service,
            details="It began this morning.\nNobody changed anything.",
            impact=("building", "group", "one")[at % 3],
            urgency=("stopped", "soon", "wait")[at % 3],
            opened_at=now - timedelta(hours=(60, 1, 5, 2)[at % 4]),
        )
        if at % 6 == 1:
            actions.take(agent, record.number)
        if at % 6 == 2:
            actions.assign(agent, record.number, assignee=world.people["colleague"])
        if at % 6 == 3:
            actions.wait(colleague, record.number, pause_reason="requester")
        search.index(record.pk)
        made.append(record.number)
    actions.take(agent, made[0])
    actions.reply(agent, made[0], text="The switch stopped handing out addresses.")
    actions.note(colleague, made[0], text="Same firmware as last night.")
    actions.escalate(agent, made[0], way="hierarchical", reason="The head asks")
    actions.resolve(agent, made[6], resolution="New lamp.", closure_code="solved")
    return made


def _document(world: World) -> str:
    """Written by the manager, approved by the head, distributed, and written anew."""
    manager, head = world.actor("manager"), world.actor("head")
    number = documents.register(manager, title="Service policy", type="policy").number
    for person in ("requester", "auditor", "manager"):
        texts.distribute(manager, number, person=world.people[person])
    texts.write(manager, number, text="## Why\n\nWe serve.\n\n- fast\n- well")
    texts.submit(manager, number, reviewer=world.people["head"])
    texts.approve(head, number)
    texts.acknowledge(world.actor("auditor"), number)
    texts.write(manager, number, text="## Why\n\nWe serve gladly.\n\n- fast\n- well", note="Says how")
    return number


def _imports(world: World) -> list[int]:
    """Two files of which one row is right and one is not: the first is tried, the second brought in."""
    manager, made = world.actor("manager"), []
    for name in ("Scanning", "Plotting"):
        rows = f"name,requestable\n{name},yes\nBinding,perhaps\n".encode()
        importer = runs.importer_of("services")
        run = runs.take(manager, importer, [rows], file_name="services.csv", organisation=world.provider)
        runs.preview(manager, run)
        made.append(run.pk)
    runs.confirm(manager, run)
    runs.bring_in(manager, run)
    return made


def _mails(world: World) -> list[int]:
    """One that cannot be read, and one with an image and a quotation that waits for a decision."""
    row: dict[str, Any] = {field.name: None for field in FIELDS}
    row |= {"code": "desk", "label": "Desk", "address": "desk@fettle.example", "route": "incident", "unknown": "hold"}
    row |= {"source": "drop", "active": True, "bulk": False, "plus": True}
    settings_actions.redefine(Actor.house("tests", "notify.administer"), "mail.mailboxes", value=[row])
    html = "<h1>Hello</h1><p>See the <a href='https://example.org/'>offer</a>.</p><img src='cid:x@y' alt='Logo'>"
    headers = (
        "From: Kim <kim@books.example>\nTo: desk@fettle.example\nSubject: Offer\nMessage-ID: <offer@books.example>"
    )
    raws = (b"\n\nno mail", f"{headers}\nContent-Type: text/html\n\n{html}<blockquote>Once</blockquote>".encode())
    made = [intake.keep("desk", raw)[0].pk for raw in raws]
    intake.handle.run(mailbox="desk")
    return made


def standing(browser: Browser) -> Iterator[House]:
    """The house while it stands; then its tables are emptied, as after every test that commits."""
    world = make_world()
    numbers = _fill(world)
    server = LiveServer("localhost")
    server._live_server_modified_settings.enable()
    reporting.install()
    report = Record.objects.get(kind="report_spec").number
    _portfolio(world)
    _relationships(world)
    _agreement(world)
    _money(world)
    _configuration(world)
    _problems(world)
    _evaluated(world)
    _estimated(world)
    made = (_imports(world), _mails(world), _recalculation(world))
    house = House(world, server.url, browser, numbers, _document(world), report, *made)
    yield house
    for context in house.contexts.values():
        context.close()
    all_answered()
    server.stop()
    server._live_server_modified_settings.disable()
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
    unexpected = [each for each in house.complaints if not EXPECTED.search(each)]
    assert not unexpected, unexpected


@dataclass
class Hand:
    """Counts what a person does: clicks, and keys that are no letters of what they write."""

    page: Page
    clicks: int = 0
    keys: int = 0

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def write(self, text: str) -> None:
        """Into the field that has, or is about to get, the focus: a person sees the cursor before they type."""
        self.page.locator("input:focus, textarea:focus, [contenteditable]:focus").wait_for(state="attached")
        self.page.keyboard.type(text)
