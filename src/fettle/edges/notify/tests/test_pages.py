"""The pages of notices and mails: who opens them, what they show, what their buttons do."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fettle.edges.notify import outbox
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import NotificationDecision, OutgoingMail, Secret
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


def at(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


@pytest.fixture
def record(world: World) -> Record:
    record = actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi <b>down</b>", service=world.service)
    actions.reply(world.actor("agent"), record.number, text="<script>alert(1)</script>")
    for entry in Entry.objects.filter(record=record).order_by("seq"):
        decide(entry)
    return record


def test_the_bell_counts_and_the_list_reads(world: World, record: Record) -> None:
    agent = at(world, "agent")
    page = agent.get("/notices/")
    text = page.content.decode()
    assert page.status_code == 200 and record.number in text and "1 unread" in text
    assert "<b>down</b>" not in text and "&lt;b&gt;down" in text
    assert agent.post("/notices/read").status_code == 302
    text = agent.get("/notices/").content.decode()
    assert "unread</a>" not in text and "Mark as unread" in text
    notice = text.partition('name="notice" value="')[2].partition('"')[0]
    agent.post("/notices/read", {"notice": notice, "unread": "1"})
    assert "1 unread" in agent.get("/notices/").content.decode()
    assert agent.post("/notices/read", {"notice": "x"}).status_code == 422


def test_the_people_we_serve_have_their_own_list(world: World, record: Record) -> None:
    assert record.number in at(world, "requester").get("/notices/").content.decode()
    assert record.number not in at(world, "classmate").get("/notices/").content.decode()
    assert Client().get("/notices/").status_code == 302


LOG = ("/operations/mail/", "/operations/mail/decisions/")


@pytest.mark.parametrize("address", LOG)
def test_the_log_is_for_those_who_may_see_it(world: World, record: Record, address: str) -> None:
    for who, status in (("manager", 200), ("auditor", 200), ("administrator", 200), ("agent", 403), ("requester", 403)):
        assert at(world, who).get(address).status_code == status
    assert Client().get(address).status_code == 302


def test_the_log_says_what_became_of_each_mail(world: World, record: Record) -> None:
    administrator = at(world, "administrator")
    text = administrator.get("/operations/mail/").content.decode()
    assert "requester@example.org" in text and "no mail server is set up" in text and "No mail leaves now" in text
    assert "requester@example.org" in administrator.get("/operations/mail/?state=withheld&q=requester").content.decode()
    for query in ("?state=sent", "?q=nobody", "?state=x'%00&q=%00"):
        answer = administrator.get(f"/operations/mail/{query}")
        assert answer.status_code == 200
    assert "requester@example.org" not in administrator.get("/operations/mail/?state=sent").content.decode()
    mail = OutgoingMail.objects.get()
    page = administrator.get(f"/operations/mail/{mail.pk}/").content.decode()
    assert "&gt; &lt;script&gt;" in page and "<script>alert" not in page
    assert administrator.get("/operations/mail/999999/").status_code == 404


def test_decisions_say_who_was_not_told_and_why(world: World, record: Record) -> None:
    text = at(world, "manager").get("/operations/mail/decisions/?told=no").content.decode()
    assert "they did it themselves" in text
    assert NotificationDecision.objects.filter(told=True).exists()
    assert at(world, "manager").get(f"/operations/mail/decisions/?q={record.number}").status_code == 200


def test_a_link_to_sign_in_is_shown_to_administrators_only(world: World, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    mail = outbox.send(world.people["requester"], "Sign in", "https://desk.example.org/in/SECRET")
    address = f"/operations/mail/{mail.pk}/"
    assert "SECRET" in at(world, "administrator").get(address).content.decode()
    for who in ("auditor", "manager"):
        text = at(world, who).get(address).content.decode()
        assert "SECRET" not in text and "Send it again" not in text
        assert at(world, who).post(address).status_code == 403


def test_what_was_withheld_is_sent_again_by_its_button(world: World, record: Record, mail_server: BadServer) -> None:
    OutgoingMail.objects.update(state="withheld", reason="no_server")
    mail = OutgoingMail.objects.get()
    answer = at(world, "administrator").post(f"/operations/mail/{mail.pk}/")
    mail.refresh_from_db()
    assert answer.status_code == 302 and mail.state == "waiting"
    assert at(world, "administrator").post(f"/operations/mail/{mail.pk}/").status_code == 409


def test_the_password_is_taken_and_never_shown(world: World, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    administrator = at(world, "administrator")
    assert administrator.post("/operations/mail/server/", {"password": "tell nobody"}).status_code == 302
    assert Secret.objects.get().value == "tell nobody"
    assert "tell nobody" not in administrator.get("/operations/mail/server/").content.decode()
    assert at(world, "auditor").get("/operations/mail/server/").status_code == 403


def test_a_test_mail_shows_the_servers_own_words(world: World, mail_server: BadServer) -> None:
    administrator = at(world, "administrator")
    text = administrator.post("/operations/mail/server/", {"address": "550-rcpt@example.org"}).content.decode()
    assert "550 5.1.1 no such user" in text
    text = administrator.post("/operations/mail/server/", {"address": "ok@example.org"}).content.decode()
    assert "The server took the mail" in text and len(mail_server.taken) == 1
