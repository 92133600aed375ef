"""Mails, decisions and the mail server over REST, for those who run the installation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from fettle.edges.notify import actions as notify
from fettle.edges.notify import outbox
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import Notice, OutgoingMail, Secret
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.kernel.access.models import Grant
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

Callers = Callable[..., Callable]


@pytest.fixture
def record(world: World) -> Record:
    record = actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", service=world.service)
    actions.reply(world.actor("agent"), record.number, text="We look at it")
    for entry in Entry.objects.filter(record=record).order_by("seq"):
        decide(entry)
    return record


def test_a_mail_with_its_text_and_why_it_was_written(world: World, record: Record, caller: Callers) -> None:
    call, mail = caller("administrator"), OutgoingMail.objects.get()
    told = call("GET", f"/mails/{mail.pk}").json()
    assert (told["state"], told["number"]) == ("withheld", record.number) and "We look at it" in told["text"]
    assert [(row["person"]["name"], row["reason"]) for row in told["decisions"]] == [
        ("Requester", "no mail server is set up")
    ]
    assert call("GET", "/mails?state=sent").json()["items"] == []
    assert len(call("GET", "/mails?state=withheld").json()["items"]) == 1
    assert call("GET", "/mails?state=odd").json()["errors"].keys() == {"state"}
    untold = call("GET", f"/decisions?told=false&q={record.number}").json()["items"]
    assert "they did it themselves" in {row["reason"] for row in untold}
    assert call("GET", "/decisions?told=perhaps").json()["errors"].keys() == {"told"}


def test_a_link_to_sign_in_is_told_to_administrators_only(world: World, caller: Callers) -> None:
    mail = outbox.send(world.people["requester"], "Sign in", "https://desk.example.org/in/SECRET")
    assert "SECRET" in caller("administrator")("GET", f"/mails/{mail.pk}").json()["text"]
    assert caller("auditor")("GET", f"/mails/{mail.pk}").json()["text"] is None
    assert caller("administrator", "read")("GET", f"/mails/{mail.pk}").json()["text"] is None


def test_what_was_withheld_is_sent_again(world: World, record: Record, caller: Callers, mail_server: BadServer) -> None:
    mail = OutgoingMail.objects.get()
    OutgoingMail.objects.update(state="withheld", reason="no_server")
    call, path = caller("administrator"), f"/mails/{mail.pk}/again"
    assert call("POST", path).json()["state"] == "waiting"
    assert call("POST", path).status_code == 409 and call("POST", "/mails/999999/again").status_code == 404


def test_the_server_its_password_and_a_test(world: World, caller: Callers, mail_server: BadServer) -> None:
    call = caller("administrator")
    assert call("POST", "/mail-server/test", {"address": "anna@example.org"}).json()["arrived"] is True
    refused = call("POST", "/mail-server/test", {"address": "550-rcpt@example.org"}).json()
    assert refused["arrived"] is False and refused["answer"].startswith("550")
    kept = call("POST", "/mail-server/password", {"password": "tell  nobody "})
    assert kept.status_code == 200 and "nobody" not in kept.content.decode()
    assert Secret.objects.get().value == "tell  nobody ", "letter by letter"
    assert call("POST", "/mail-server/password", {}).status_code == 422
    assert call("POST", "/mail-server/password", {"password": None}).status_code == 200
    assert not Secret.objects.exists()


def test_without_a_server_the_test_says_what_to_do(world: World, caller: Callers, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    call = caller("administrator")
    assert call("POST", "/mail-server/test", {"address": "anna@example.org"}).status_code == 409
    told = call("GET", "/mail-server").json()
    assert told["host"] is None and told["withheld"] == "no mail server is set up"


@pytest.mark.parametrize(("who", "sees"), [("auditor", 200), ("manager", 200), ("agent", 403), ("requester", 403)])
def test_mails_are_for_those_who_run_the_installation(
    world: World, record: Record, caller: Callers, who: str, sees: int
) -> None:
    call, pk = caller(who), OutgoingMail.objects.get().pk
    assert call("GET", f"/mails/{pk}").status_code == call("GET", "/decisions").status_code == sees
    for path, body in (
        (f"/mails/{pk}/again", None),
        ("/mail-server/test", {"address": "anna@example.org"}),
        ("/mail-server/password", {"password": "x"}),
    ):
        assert call("POST", path, body).status_code == 403, path
    assert call("GET", "/mail-server").status_code == 403


def test_a_notice_is_kept_for_later_by_whose_it_is(world: World, record: Record, caller: Callers) -> None:
    notice = Notice.objects.filter(person=world.people["requester"]).latest("pk")
    call, body = caller("requester", "write"), {"notice": notice.pk}
    waiting = call("POST", "/notices/read").json()["unread"]
    assert waiting == 0
    caller("agent")("POST", "/notices/unread", body)
    assert call("GET", "/notices").json()["unread"] == 0
    assert call("POST", "/notices/unread", body).json()["unread"] == 1
    assert call("POST", "/notices/unread", {}).json()["errors"].keys() == {"notice"}


def test_a_part_of_the_house_hears_of_its_own_mails_only(world: World, record: Record, caller: Callers) -> None:
    for who, home, code in (("classmate", world.school, 200), ("stranger", world.rival, 404)):
        Grant.objects.create(person=world.people[who], role="administrator", organisation=home)
        call, pk = caller(who), OutgoingMail.objects.get().pk
        assert call("GET", f"/mails/{pk}").status_code == code, who
        assert len(call("GET", "/mails").json()["items"]) == (code == 200)
        assert bool(call("GET", "/decisions").json()["items"]) == (code == 200)
        for path in ("/mail-server", "/jobs", "/reactions", "/health"):
            assert call("GET", path).status_code == 403, path
        assert call("POST", "/mail-server/password", {"password": "x"}).status_code == 403
        assert call("POST", "/jobs/1/again").status_code == 403


def test_what_waits_says_for_what_and_until_when(world: World, caller: Callers, mail_server: BadServer) -> None:
    always = {"quiet": "own", "quiet_from": "00:00", "quiet_until": "23:59", "quiet_weekends": True}
    notify.choose_times(world.actor("requester"), always | {"mails": "house"})
    record = actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", service=world.service)
    actions.reply(world.actor("agent"), record.number, text="We look at it")
    decide(Entry.objects.filter(record=record).latest("seq"))
    mail = OutgoingMail.objects.get()
    assert (
        mail.leaves_at is not None and mail.leaves_at.astimezone(ZoneInfo("Europe/Prague")).strftime("%H:%M") == "23:59"
    )
    call = caller("administrator")
    told = call("GET", f"/mails/{mail.pk}").json()
    assert told["leaves_at"] == mail.leaves_at.isoformat() and told["state"] == "waiting"
    one = next(row for row in call("GET", f"/decisions?q={record.number}").json()["items"] if row["way"] == "mail")
    assert one["told"] and one["reason"] == "waits for the end of quiet hours"
    assert one["leaves_at"] == mail.leaves_at.isoformat()
    client = Client()
    client.force_login(world.people["administrator"])
    assert "waits for the end of quiet hours; leaves on" in client.get("/operations/mail/").content.decode()
    assert "waits for the end of quiet hours" in client.get("/operations/mail/decisions/").content.decode()
    assert "leaves on" in client.get(f"/operations/mail/{mail.pk}/").content.decode()
