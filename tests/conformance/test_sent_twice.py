"""Every form that makes something, sent as its page drew it: a second sending of the same makes nothing more and leads
to what the first one made, also at the same moment; other words are another wish; what was refused can be sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from fettle.edges.pages import once
from fettle.edges.pages.models import Sent
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing import relating
from fettle.site.testing.forms import Form, Forms
from fettle.site.testing.world import World, make_world

Wish = dict[str, str]


def opened(world: World) -> str:
    """The address of a record that both sides may write on."""
    record = actions.register(world.actor("requester"), INCIDENT, title="Projector flickers", service=world.service)
    return record.number


def supplier(world: World) -> str:
    """The number of one that is written to at one address."""
    return relating.reachable(world, world.rival, "longline").number


def ended(world: World) -> str:
    """A record that is closed and may not be reopened."""
    closure = {"close_after_days": 3, "reopen_within_days": 0}
    settings.redefine(world.actor("manager"), "incidents.closure", value=closure, reason="At once")
    number = opened(world)
    actions.resolve(world.actor("agent"), number, resolution="New lamp.", closure_code="solved")
    actions.confirm(world.actor("requester"), number)
    return number


CASES: dict[str, tuple[str, Callable[[World], str], str, Callable[[World], Wish]]] = {
    "incident": ("agent", lambda w: "/incidents/new", "", lambda w: {"title": "No light", **requester(w)}),
    "request": ("agent", lambda w: "/requests/new", "", lambda w: {"title": "A chair", **requester(w)}),
    "portal": ("requester", lambda w: "/portal/new", "", lambda w: {"title": "No light", "kind": "incident"}),
    "reply": ("agent", lambda w: f"/incidents/{opened(w)}", "/reply", lambda w: {"text": "Which room?"}),
    "note": ("agent", lambda w: f"/incidents/{opened(w)}", "/note", lambda w: {"text": "Same lamp as before."}),
    "answer": ("requester", lambda w: f"/portal/requests/{opened(w)}", "/reply", lambda w: {"text": "Room 7"}),
    "again": ("requester", lambda w: f"/portal/requests/{ended(w)}", "/again", lambda w: {"details": "It is back."}),
    "follow-up": ("agent", lambda w: f"/incidents/{ended(w)}/follow-up", "", lambda w: {"details": "It is back."}),
    "forward": (
        "agent",
        lambda w: f"/incidents/{opened(w)}/forward?supplier={supplier(w)}",
        "",
        lambda w: {"text": "Your line is dark.", "address": "noc@longline.example"},
    ),
    "service": ("manager", lambda w: "/services/new", "", lambda w: {"title": "Scanning"}),
    "proposal": ("manager", lambda w: "/services/propose", "", lambda w: {"title": "Scanning"}),
    "risk": ("agent", lambda w: "/risks/new", "", lambda w: {"title": "Flood", "nature": "threat"}),
    "demand": ("agent", lambda w: "/demands/new", "", lambda w: {"title": "Colour", "nature": "demand"}),
    "item": ("manager", lambda w: "/items/new?type=software", "", lambda w: {"title": "Drawing", "begins": "in_use"}),
    "problem": ("agent", lambda w: "/problems/new", "", lambda w: {"title": "It stops", "source": "person"}),
    "component": (
        "manager",
        lambda w: f"/services/{w.service.number}/components/add",
        "",
        lambda w: {"name": "Fibre", "role": "enabling"},
    ),
    "document": ("manager", lambda w: "/documents/new", "", lambda w: {"title": "Service policy", "type": "policy"}),
    "article": ("agent", lambda w: "/knowledge/new", "", lambda w: {"title": "Light", "audience": "everyone"}),
    "report": ("manager", lambda w: "/reports/new", "", lambda w: {"title": "Month", **specified()}),
    "person": ("administrator", lambda w: "/people/new/", "", lambda w: {"name": "Ida", "may_sign_in": "", **home(w)}),
    "team": ("administrator", lambda w: "/teams/new/", "", lambda w: {"name": "Library desk", **home(w)}),
}
"""Who, on which page, by which of its forms, with what."""


def specified() -> Wish:
    said = {
        "identifier": "month",
        "purpose": "Told",
        "recipients": "The head",
        "contents": "All",
        "format": "pdf",
        "delivery": "By mail",
    }
    return {**said, "frequency": "monthly", "starts_on": "2026-01-01"}


def home(world: World) -> Wish:
    return {"organisation": str(world.provider.pk)}


def requester(world: World) -> Wish:
    return {"requester": f"person:{world.people['requester'].pk}"}


def drawn(client: Client, page: str, below: str) -> tuple[str, Wish]:
    """Where the form of a page is sent, and what stands in it."""
    found: list[Form] = Forms(client.get(page).content.decode()).found
    form = next(each for each in found if "once" in each.values and each.action.endswith(below))
    return form.action or page, form.values


def effects() -> tuple[int, int]:
    things = Record.objects.count() + Person.objects.count() + Team.objects.count()
    return things, Entry.objects.count()


@pytest.fixture
def place(world: World, request: pytest.FixtureRequest) -> tuple[Client, str, Wish]:
    who, page, below, wish = CASES[request.param]
    client = Client()
    client.force_login(world.people[who])
    address, values = drawn(client, page(world), below)
    return client, address, values | wish(world)


@pytest.mark.parametrize("place", CASES, indirect=True)
def test_the_second_sending_makes_nothing_and_leads_to_the_first(place: tuple[Client, str, Wish]) -> None:
    client, address, wish = place
    before = effects()
    first = client.post(address, wish)
    assert first.status_code in (302, 303), first.content.decode()
    after = effects()
    assert after > before
    second = client.post(address, wish)
    assert (second.status_code, second["Location"]) == (303, first["Location"])
    assert effects() == after
    assert "was sent already" in client.get(second["Location"]).content.decode()
    name = next(name for name in ("text", "details", "identifier", "title", "name") if wish.get(name))
    third = client.post(address, wish | {name: "something-else"})
    assert third.status_code in (302, 303) and effects() > after, "other words are another wish"


@pytest.mark.parametrize("place", ["incident", "portal", "reply", "service"], indirect=True)
def test_what_was_refused_can_be_sent_again(place: tuple[Client, str, Wish]) -> None:
    client, address, wish = place
    before = effects()
    name = next(name for name in ("text", "title") if name in wish)
    for _again in range(2):
        assert client.post(address, wish | {name: ""}).status_code == 422
    assert effects() == before and not Sent.objects.exists()
    assert client.post(address, wish).status_code in (302, 303)


def test_a_script_is_led_there_too(world: World) -> None:
    client, number = Client(), opened(world)
    client.force_login(world.people["agent"])
    address, wish = drawn(client, f"/incidents/{number}", "/reply")
    answers = [client.post(address, wish | {"text": "Which room?"}, headers={"HX-Request": "true"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1]["HX-Redirect"].startswith(f"/incidents/{number}")
    assert Entry.objects.filter(fact="discussion.replied").count() == 1


def test_another_file_of_the_same_name_and_size_is_another_wish(world: World) -> None:
    client, number = Client(), opened(world)
    client.force_login(world.people["agent"])
    address, wish = drawn(client, f"/incidents/{number}", "/reply")
    for content in (b"first", b"other", b"first"):
        sent = {**wish, "text": "As I see it", "files": SimpleUploadedFile("screen.txt", content)}
        assert client.post(address, sent).status_code == 303
    record = Record.objects.get(number=number)
    assert Entry.objects.filter(record=record, fact="discussion.replied").count() == 2
    assert {file.name for file in record.attachments.all()} == {"screen.txt"} and record.attachments.count() == 2


def test_what_was_taken_back_is_not_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record was made and told of, and then the whole could not be kept."""
    client = Client(raise_request_exception=False)
    client.force_login(world.people["agent"])
    save = Sent.save

    def lost(sent: Sent, **how: Any) -> None:
        if how.get("update_fields"):  # after the view
            raise OperationalError("the connection is lost")
        save(sent, **how)

    monkeypatch.setattr(Sent, "save", lost)
    wish = {"title": "No light", "once": "3" * 32, **requester(world)}
    refused = client.post("/incidents/new", wish)
    assert refused.status_code >= 500 and "is recorded" not in refused.content.decode()
    assert not Record.objects.filter(title="No light").exists()
    monkeypatch.undo()
    assert "is recorded" not in client.get("/desk/").content.decode()
    assert client.post("/incidents/new", wish).status_code == 303


def test_what_another_person_sent_is_not_mine(world: World) -> None:
    wish = {"title": "No light", "once": "0" * 32, **requester(world)}
    for who in ("agent", "colleague"):
        client = Client()
        client.force_login(world.people[who])
        assert client.post("/incidents/new", wish).status_code == 303
    assert Record.objects.filter(title="No light").count() == 2


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_it_is_made_once() -> None:
    world = make_world()
    wish = {"title": "No light", "once": "1" * 32, **requester(world)}
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(world.people["agent"])
    start = Barrier(len(clients))

    def send(client: Client) -> HttpResponse:
        try:
            start.wait()
            return client.post("/incidents/new", wish)  # type: ignore[return-value]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(send, clients))
    made = Record.objects.get(title="No light")
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(303, f"/incidents/{made.number}")}


def test_it_is_forgotten_after_two_days(world: World) -> None:
    client = Client()
    client.force_login(world.people["agent"])
    client.post("/incidents/new", {"title": "No light", "once": "2" * 32, **requester(world)})
    once.forget_sent.run(0)
    assert Sent.objects.count() == 1
    Sent.objects.update(sent_at=timezone.now() - once.KEPT - timedelta(minutes=1))
    once.forget_sent.run(0)
    assert not Sent.objects.exists()


def test_what_is_old_enough_to_be_forgotten_is_found_by_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    assert "sent_by_age" in Sent.objects.filter(sent_at__lt=timezone.now()).explain()
