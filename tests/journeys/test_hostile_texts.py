"""Every text of the database is an attack, and every page is opened in a real browser: nothing runs, with the
Content-Security-Policy and without it (bar T26).

Pages come from the application in this process; the browser asks it for each address through a route of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

from fettle.edges.pages.models import SavedView
from fettle.facilities.discussion import actions as discussion
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.settings.models import Setting
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.reporting import actions as reporting
from fettle.processes.services import actions as services
from fettle.site.testing.cast import SPECIFIED, Cast, make_cast
from fettle.site.testing.hostile import XSS, XSS_LONG, packed, taken
from fettle.site.testing.pages import LEFT_OUT, filled, pages
from fettle.site.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
STATIC = "/static/"
HOUSE = "http://house.test"
LINE, TEXT = 200, 20_000
LEFT_FOR_ID = 20
LINES = ("title", "name", "location", "external_ref", "label", "subject", "identifier", "actor_label", "channel")
STRUCTURE = {
    *("kind", "state", "number", "path", "zone", "language", "theme", "density", "purpose", "key", "scopes", "mode"),
    *("query", "acts", "verb", "origin", "channel", "fact", "reaction", "media_type", "sha256", "prefix", "password"),
    *("part", "role", "way", "rule", "who", "reason", "secret_hash", "mail_hash", "message_id", "thread_id", "icon"),
    *("audience", "relation", "frequency", "format", "category", "impact", "urgency", "closure_code", "pause_reason"),
    *("salt", "source_key", "source", "back", "storage", "task"),
}
"""Columns whose values are ours: nobody types them."""
FREE = ("label", "text", "subject", "first", "second", "group", "why", "help", "procedure")
"""What people write inside a setting."""
FOUND = """() => [...document.querySelectorAll('*')].filter(element =>
    [...element.attributes].some(({name, value}) => /^on/i.test(name) || (/^(href|src|action|formaction|data|srcdoc)$/i
        .test(name) && /^\\s*(javascript|data:text|vbscript)/i.test(value)))
    || (element.tagName === 'SCRIPT' && !element.src && !/json/.test(element.type))
).map(element => element.outerHTML.slice(0, 200))"""
"""Elements that would run something when somebody touches them."""


def poison(vectors: tuple[str, ...]) -> int:
    """Write an attack into every text column of every row. How many columns there were."""
    lines, text = packed(vectors, LINE - LEFT_FOR_ID), " ".join(vectors)[:TEXT]
    count = 0
    for model in apps.get_models():
        if not model.__module__.startswith("fettle.") or model._meta.model_name in ("entry", "calendarversion"):
            continue
        for column in model._meta.concrete_fields:
            if _is_free(column):
                count += 1
                short = column.name in LINES or column.max_length
                packs = packed(vectors, min(column.max_length or LINE, LINE) - LEFT_FOR_ID) if short else [text]
                for at, row in enumerate(model._base_manager.all() if packs else ()):  # some are too short for any
                    model._base_manager.filter(pk=row.pk).update(**{column.name: f"{taken(packs, at)} {row.pk}"})
    for setting in Setting.objects.all():
        Setting.objects.filter(pk=setting.pk).update(value=_poisoned(setting.value, lines))
    return count


def _is_free(column: models.Field[Any, Any]) -> bool:
    typed = isinstance(column, (models.CharField, models.TextField)) and not isinstance(column, models.EmailField)
    return typed and not column.choices and not column.primary_key and column.name not in STRUCTURE


def _poisoned(value: Any, lines: list[str], at: int = 0) -> Any:
    if isinstance(value, dict):
        return {
            name: taken(lines, at + place) if name in FREE and isinstance(each, str) else _poisoned(each, lines, at)
            for place, (name, each) in enumerate(value.items())
        }
    return [_poisoned(each, lines, place) for place, each in enumerate(value)] if isinstance(value, list) else value


def furnish(world: World, count: int) -> list[str]:
    """So many of everything, so that each attack stands in each field; the numbers of the incidents."""
    agent, manager, numbers = world.actor("agent"), world.actor("manager"), []
    for at in range(count):
        home = orgs.add_organisation(f"School {at}", world.provider, is_customer=True)
        orgs.add_team(f"Team {at}", home)
        person = orgs.add_person(f"Person {at}", world.school, f"person{at}@example.org")
        service = services.register(manager, title=f"Service {at}", requestable=True, description="words")
        own = incidents.register(world.actor("requester"), (INCIDENT, REQUEST)[at % 2], title=f"Broken {at}")
        incidents.revise(agent, own.number, service=service, affected=person, location="words", external_ref=f"X-{at}")
        incidents.reply(agent, own.number, text=f"Reply {at}")
        incidents.note(agent, own.number, text=f"Note {at}")
        discussion.attach(agent, own.number, [ContentFile(f"<script>{at}</script>".encode(), name=f"{at}.html")])
        SavedView.objects.create(person=world.people["agent"], path="/incidents", query=f"q={at}", name=f"View {at}")
        numbers.append(own.number)
    lines = packed(XSS, LINE)
    for at, number in enumerate(numbers[: len(lines)]):
        incidents.escalate(agent, number, way="hierarchical", reason=lines[at])
    reporting.register(manager, **SPECIFIED, title="Weekly", identifier="weekly")
    return numbers


@pytest.fixture
def hits() -> list[str]:
    """The addresses at which a script of an attack ran, or could."""
    return []


def opened(browser: Browser, world: World, who: str, hits: list[str], policy: bool) -> tuple[BrowserContext, Page]:
    client = Client()
    if who:
        client.force_login(world.people[who])

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
        given = client.get(address, follow=True, headers=wanted)  # what a page sends by itself changes nothing here
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


def addresses(cast: Cast, who: str, numbers: list[str]) -> Iterator[str]:
    """Each page that this person has, each record, and the paths on which an attack is said back."""
    client = Client()
    client.force_login(cast.world.people[who])
    for page in pages():
        address = filled(page, cast, "A") if page.path not in LEFT_OUT else "/"
        if client.get(address).status_code == 200:
            yield address
    for number in numbers:
        yield f"/incidents/{number}" if number.startswith("INC") else f"/requests/{number}"
    for line in packed(XSS, 600):
        for start in ("/search?q=", "/palette?q=", "/incidents?q=", "/pick/people?q=", "/sign-in/?next=", "/nothing/"):
            yield start + quote(line)


@pytest.mark.parametrize("vectors", [XSS, pytest.param(XSS_LONG, marks=pytest.mark.long)], ids=["suite", "long"])
@pytest.mark.parametrize("policy", [False, True], ids=["without policy", "with policy"])
def test_no_text_runs(browser: Browser, world: World, hits: list[str], vectors: tuple[str, ...], policy: bool) -> None:
    """Without the policy every page, with it those of the people who see most."""
    numbers = furnish(world, len(packed(vectors, LINE - LEFT_FOR_ID)))
    cast = make_cast(world)
    assert poison(vectors) > 30
    opened_so_far: set[str] = set()
    for who in ("agent", "requester") if policy else ("agent", "administrator", "manager", "requester"):
        context, page = opened(browser, world, who, hits, policy)
        for address in addresses(cast, who, numbers):
            if address not in opened_so_far or who == "requester":
                opened_so_far.add(address)
                visit(page, address, hits)
                assert not hits, (who, address, hits[:3])
        context.close()
    assert len(opened_so_far) > 90, len(opened_so_far)


def test_the_attacks_do_run_where_nobody_escapes(browser: Browser, world: World, hits: list[str]) -> None:
    """So that the test before this one can fail: each attack alone on a bare page."""
    context, page = opened(browser, world, "", hits, policy=False)
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
