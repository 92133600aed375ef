"""The portal without scripts: from the search to the answer, and who sees what."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from fettle.facilities.search import documents
from fettle.kernel.access.models import Grant
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.portal import finding, forms, queries
from fettle.portal.views import listing
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.services import actions as services
from fettle.processes.services.definitions import headings
from fettle.processes.services.models import Service
from fettle.site.testing.world import World

SECRETS = ("NOTE-MARKER", "HANDOVER-MARKER", "ESCALATION-MARKER", "PRIORITY-MARKER", "Network team", "Campus desk")
POSTS = ("reply", "solved", "not-solved", "withdraw", "again", "watch")


def client(world: World, who: str) -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


def opened(world: World, who: str = "requester", **values: Any) -> Record:
    return actions.register(world.actor(who), INCIDENT, **{"title": "Printer jams", "service": world.service, **values})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def page_of(record: Record) -> str:
    return f"/portal/requests/{record.number}"


def test_from_the_search_to_the_answer_without_scripts(world: World) -> None:
    browser = client(world, "requester")
    assert 'action="/portal/search"' in text(browser.get("/portal/"))
    found = browser.get("/portal/search", {"q": "campus network is slow"})
    assert "<mark>Campus</mark> <mark>network</mark>" in text(found)
    onward = re.search(r'is-last" href="([^"]+)"', text(found))[1]  # type: ignore[index]
    form = browser.get(onward.replace("&amp;", "&"))
    assert 'value="campus network is slow"' in text(form) and 'enctype="multipart/form-data"' in text(form)
    picture = SimpleUploadedFile("screen.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20)
    sent = browser.post("/portal/new", {"title": "campus network is slow", "kind": "incident", "attached": picture})
    assert sent.status_code == 302
    arrived = text(browser.get(sent["Location"]))
    record = Record.objects.get(kind="incident")
    assert record.number in arrived and "With one file" in arrived
    assert record.item.channel == "portal" and record.item.requester == world.people["requester"]
    agent = world.actor("agent")
    actions.take(agent, record.number)
    actions.reply(agent, record.number, text="Since when?", then="wait")
    assert f'href="{page_of(record)}#answer"' in text(browser.get("/portal/"))
    shown = text(browser.get(page_of(record)))
    assert "We need an answer from you" in shown and "Since when?" in shown and "screen.png" in shown
    assert browser.post(f"{page_of(record)}/reply", {"text": "Since Monday."}).status_code == 302
    record.refresh_from_db()
    assert record.state == "in_progress"
    actions.resolve(agent, record.number, resolution="New cable.", closure_code="solved")
    shown = text(browser.get(page_of(record)))
    assert "New cable." in shown and "Yes, it is solved" in shown and "closes on" in shown
    browser.post(f"{page_of(record)}/not-solved", {"reason": "Slow again"})
    record.refresh_from_db()
    assert record.state == "in_progress" and record.incident.reopened == 1
    actions.resolve(agent, record.number, resolution="New switch.", closure_code="solved")
    assert browser.post(f"{page_of(record)}/solved").status_code == 302
    record.refresh_from_db()
    assert record.state == "closed"


@pytest.mark.parametrize("who", ["classmate", "stranger"])
def test_others_learn_nothing(world: World, who: str) -> None:
    record = opened(world, title="Printer jams secretly")
    browser = client(world, who)
    for address in (page_of(record), f"{page_of(record)}/sent"):
        answer = browser.get(address)
        assert answer.status_code == 404 and "secretly" not in text(answer)
    for action in POSTS:
        assert (
            browser.post(f"{page_of(record)}/{action}", {"text": "x", "reason": "x", "details": "x"}).status_code == 404
        )
    for address in ("/portal/", "/portal/search?q=printer+jams", "/portal/requests/?show=all&of=organisation"):
        assert "secretly" not in text(browser.get(address))
    record.refresh_from_db()
    assert record.version == 1


def test_nothing_of_the_staff_is_shown(world: World) -> None:
    record = opened(world)
    agent = world.actor("agent")
    actions.take(agent, record.number)
    actions.note(agent, record.number, text="NOTE-MARKER")
    actions.escalate(agent, record.number, way="hierarchical", reason="ESCALATION-MARKER")
    actions.prioritise(agent, record.number, priority=1, reason="PRIORITY-MARKER")
    actions.hand_over(agent, record.number, team=world.network, reason="HANDOVER-MARKER")
    for who in ("requester", "agent"):
        browser = client(world, who)
        pages = [page_of(record), f"{page_of(record)}/sent", "/portal/", "/portal/requests/?show=all"]
        pages += ["/portal/search?q=note-marker", "/portal/search?q=printer"]
        for address in pages:
            shown = text(browser.get(address))
            assert [word for word in SECRETS if word in shown] == [], (who, address)


def test_staff_look_and_do_not_touch(world: World) -> None:
    record = opened(world)
    shown = text(client(world, "agent").get(page_of(record)))
    assert "as the people on it see it" in shown and f'href="/incidents/{record.number}"' in shown
    assert 'action="/portal/' not in shown
    assert f'href="{page_of(record)}"' in text(client(world, "agent").get(f"/incidents/{record.number}"))


def test_short_addresses_lead_each_to_their_page(world: World) -> None:
    record = opened(world)
    assert client(world, "requester").get(f"/{record.number}")["Location"] == page_of(record)
    assert client(world, "agent").get(f"/{record.number}")["Location"] == f"/incidents/{record.number}"


def test_a_representative_sees_the_organisation(world: World) -> None:
    record = opened(world)
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    browser = client(world, "classmate")
    assert record.number in text(browser.get("/portal/requests/?of=organisation"))
    assert record.number not in text(browser.get("/portal/requests/"))
    shown = text(browser.get(page_of(record)))
    assert "Write to the service desk" in shown and "I no longer need this" not in shown


def test_watching(world: World) -> None:
    record = opened(world)
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    browser = client(world, "classmate")
    browser.post(f"{page_of(record)}/watch")
    assert record.number in text(browser.get("/portal/requests/")) and "Stop watching" in text(
        browser.get(page_of(record))
    )
    browser.post(f"{page_of(record)}/watch")
    assert record.number not in text(browser.get("/portal/requests/"))


def test_taking_it_back(world: World) -> None:
    record = opened(world)
    browser = client(world, "requester")
    assert browser.post(f"{page_of(record)}/withdraw", {"reason": ""}).status_code == 422
    browser.post(f"{page_of(record)}/withdraw", {"reason": "Found it myself"})
    record.refresh_from_db()
    assert record.state == "withdrawn"


def test_it_comes_back_long_after(world: World) -> None:
    record, agent = opened(world), world.actor("agent")
    actions.resolve(agent, record.number, resolution="Cleaned.", closure_code="solved")
    browser = client(world, "requester")
    browser.post(f"{page_of(record)}/solved")
    assert "No, it is not solved" in text(browser.get(page_of(record)))
    closure = {"close_after_days": 3, "reopen_within_days": 0}
    settings.redefine(world.actor("manager"), "incidents.closure", value=closure, reason="At once")
    shown = text(browser.get(page_of(record)))
    assert "It is there again" in shown and "No, it is not solved" not in shown
    sent = browser.post(f"{page_of(record)}/again", {"details": "Jams again."})
    assert sent.status_code == 302
    made = Record.objects.get(kind="incident", title=record.title, state="new")
    assert made.number in sent["Location"] and made.item.details == "Jams again."


def test_a_form_that_cannot_be_taken_says_why_and_keeps_the_words(world: World) -> None:
    browser = client(world, "requester")
    answer = browser.post("/portal/new", {"title": "", "details": "My long story", "kind": "incident"})
    assert answer.status_code == 422 and "My long story" in text(answer) and "x-error-summary" in text(answer)
    empty = SimpleUploadedFile("empty.txt", b"")
    answer = browser.post("/portal/new", {"title": "It broke", "kind": "incident", "attached": empty})
    assert answer.status_code == 422 and not Record.objects.filter(kind="incident").exists()


@pytest.mark.parametrize("typed", ["", "   ", "%_\\", "<script>alert(1)</script>", "a" * 5000, "\x00", "ß 日本語"])
def test_sending_is_never_blocked(world: World, typed: str) -> None:
    answer = client(world, "requester").get("/portal/search", {"q": typed}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "is-last" in text(answer) and "<script>" not in text(answer)


def test_times_are_those_of_the_reader(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one reads, not only what a machine does: reported at half past eight in the evening where they are."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 1, 8, 30, tzinfo=UTC))
    record = opened(world)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 9, 8, 0, tzinfo=UTC))
    for zone, shown in (("Pacific/Auckland", "1 Jun 2026, 20:30"), ("America/New_York", "1 Jun 2026, 04:30")):
        Person.objects.filter(pk=world.people["requester"].pk).update(zone=zone)
        visible = re.findall(r"<time[^>]*>([^<]*)</time>", text(client(world, "requester").get(page_of(record))))
        assert shown in visible, visible


def test_the_home_asks_few_questions(world: World, django_assert_max_num_queries: Any) -> None:
    for _at in range(8):
        opened(world)
    browser = client(world, "requester")
    browser.get("/portal/")
    with django_assert_max_num_queries(19):
        browser.get("/portal/")


def test_an_answer_asks_few_questions(world: World, django_assert_max_num_queries: Any) -> None:
    """However many records fit; how soon it is there, ``bench/screens.py`` measures."""
    for number in range(60):
        opened(world, title=f"Printer {number} prints stripes")
    browser = client(world, "requester")
    browser.get("/portal/search", {"q": "the printer has stripes"}, headers={"HX-Request": "true"})
    with django_assert_max_num_queries(12 + 3 + 2 + 1):  # a transaction of its own for ranking; articles; workarounds
        browser.get("/portal/search", {"q": "the printer has stripes"}, headers={"HX-Request": "true"})


def test_one_can_leave(world: World) -> None:
    assert 'action="/sign-out/"' in text(client(world, "requester").get("/portal/"))


def test_home_leads_each_to_their_shell(world: World) -> None:
    assert client(world, "requester").get("/")["Location"] == "/portal/"


def test_what_the_reader_waits_for_comes_before_what_is_on_offer(world: World) -> None:
    actions.register(world.actor("requester"), INCIDENT, title="No Wi-Fi")
    page = client(world, "requester").get("/portal/").content.decode()
    order = [page.index(piece) for piece in ('id="q"', 'id="h-mine"', 'id="h-services"', 'href="/portal/new">')]
    assert order == sorted(order), "search, own requests, services, and the way to the desk at the foot"


def test_of_many_services_a_form_offers_those_that_are_asked_for_and_the_chosen_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LISTED", 3)
    monkeypatch.setattr(queries, "POPULAR", 1)
    cache.clear()
    rare = [services.register(world.actor("manager"), title=f"Service {at}", requestable=True) for at in range(4)]
    opened(world)
    me = client(world, "requester")
    html = text(me.get("/portal/new"))
    assert f'value="{world.service.number}"' in html and rare[3].number not in html
    assert "begin on the page “Services”" in html
    html = text(me.get(f"/portal/new?service={rare[3].number}"))
    assert f'value="{rare[3].number}" selected' in html and rare[2].number not in html
    sent = {"title": "It is slow", "kind": "incident", "service": rare[3].number}
    assert me.post("/portal/new", sent).status_code == 302
    assert Record.objects.get(title="It is slow").service == rare[3]


def test_many_services_come_in_pages_below_their_headings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "TILES", 2)
    for title, heading in (("Accounts", ""), ("Wi-Fi", headings()[0].code), ("Zebra", "no longer there")):
        services.register(world.actor("manager"), title=title, requestable=True)
        Service.objects.filter(record__title=title).update(heading=heading)
    me = client(world, "requester")
    first, second = text(me.get("/portal/services/")), text(me.get("/portal/services/?page=2"))
    assert "Wi-Fi" in first and "Page 1 of 2" in first and 'rel="next"' in first and "Zebra" not in first
    assert "Zebra" in second and 'rel="prev"' in second and "Wi-Fi" not in second


def test_of_many_services_the_index_finds_those_with_the_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", 1)
    made = services.register(world.actor("manager"), title="Printing", requestable=True)
    services.register(world.actor("manager"), title="Planned", requestable=False)
    for record in Record.objects.filter(kind="service"):
        documents.index(record.pk)
    html = text(client(world, "requester").get("/portal/search?q=printer"))
    assert made.number in html and world.service.number not in html
