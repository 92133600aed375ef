"""Mails leave by a protected line and with a sign-in, to a server that we did not write; nothing leaves by another one.
The certificate is trusted as an administrator has it trusted: by this machine, or by ``SSL_CERT_FILE``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from fettle.edges.notify import actions as notify
from fettle.edges.notify import outbox, resting
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.tests.sealed import PASSWORD, USER, Sealed, certificate, sealed
from fettle.edges.notify.tests.test_leaving import of_entry, sent
from fettle.kernel.history.models import Entry
from fettle.kernel.settings import actions as settings_actions
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.tests.test_actions import opened
from fettle.site.testing.world import World

SUBJECT = "Drucker im Büro 4 – läuft wieder ✓"
LINES = ["Grüße aus dem Übungsraum", "", ".", "..zwei Punkte am Anfang", "Ende"]
LONG = [*LINES, "ß" * 1200, "plain"]
"""With a line that is longer than one of a mail may be."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a certificate for this machine."""
    made = tmp_path_factory.mktemp("sealed")
    certificate(made)
    return made


@pytest.fixture(params=["starttls", "tls"])
def server(request: pytest.FixtureRequest, home: Path, settings: Any) -> Iterator[Sealed]:
    """In force by the environment, and not trusted yet."""
    resting.forget()
    with sealed(request.param, home) as made:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", made.port
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = made.tls == "starttls", made.tls == "tls"
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, PASSWORD
        settings.DEFAULT_FROM_EMAIL = "Service désk <desk@example.org>"
        yield made
    resting.forget()


@pytest.fixture
def trusted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(home / "cert.pem"))


def letter(world: World, lines: Sequence[str] = LINES) -> OutgoingMail:
    return outbox.send(world.people["requester"], SUBJECT, "\n".join(lines), private=False)


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)  # type: ignore[return-value]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("lines", [LINES, LONG], ids=["short lines", "long lines"])
def test_a_mail_arrives_whole(world: World, server: Sealed, lines: Sequence[str]) -> None:
    """In seven bits: the server is not asked whether it takes eight (RFC 6152)."""
    mail = sent(letter(world, lines))
    assert (mail.state, mail.attempts, mail.maybe_twice, mail.answer) == ("sent", 1, False, "250 taken")
    ((sender, recipients, content),) = server.taken
    assert (sender, recipients, server.asked) == ("<>", ["requester@example.org"], [USER]), "no return path"
    found = read(content)
    assert found["Message-ID"] == mail.message_id and found["Subject"] == SUBJECT
    assert found["From"] == "Service désk <desk@example.org>" and found["To"] == "requester@example.org"
    assert found["Auto-Submitted"] == "auto-generated" and not found.defects
    assert found.get_content().splitlines() == lines and content.isascii()
    assert sent(mail).attempts == 1 and len(server.taken) == 1


@pytest.mark.usefixtures("trusted")
def test_what_a_person_wrote_returns_to_the_desk(world: World, server: Sealed) -> None:
    record = opened(world)
    incidents.reply(world.actor("agent"), record.number, text="Bitte neu starten, schöne Grüße")
    mail = sent(of_entry(world, Entry.objects.filter(record=record).latest("pk"), "requester"))
    assert mail.state == "sent", mail.answer
    assert [sender for sender, _to, _content in server.taken] == ["desk@example.org"]


@pytest.mark.usefixtures("trusted")
def test_the_server_of_the_settings_with_the_password_that_is_kept(world: World, server: Sealed, settings: Any) -> None:
    """What an administrator does on the page: the server, its password, a test mail."""
    settings.EMAIL_HOST, administrator = "", world.actor("administrator")
    chosen = {"host": "localhost", "port": server.port, "tls": server.tls, "user": USER, "sender": "it@example.org"}
    settings_actions.redefine(administrator, "notify.mail", value={**current()["notify.mail"], **chosen})
    assert "535" in notify.test_mail(administrator, "head@example.org").answer and not server.taken
    notify.keep_password(administrator, PASSWORD)
    outcome = notify.test_mail(administrator, "head@example.org")
    assert (outcome.fate, outcome.answer) == ("sent", "250 taken")
    mail = sent(letter(world))
    assert (mail.state, len(server.taken)) == ("sent", 2)
    assert read(server.taken[1][2])["From"] == "it@example.org"


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_told_in_the_servers_words_and_the_mail_waits(
    world: World, server: Sealed, settings: Any
) -> None:
    settings.EMAIL_HOST_PASSWORD = "another"
    mail = sent(letter(world))
    assert (mail.state, mail.maybe_twice, server.taken) == ("waiting", False, [])
    assert mail.answer.startswith("535 5.7.8") and "credentials invalid" in mail.answer
    assert "another" not in mail.answer
    settings.EMAIL_HOST_PASSWORD = PASSWORD
    assert (sent(mail).state, len(server.taken)) == ("sent", 1)


@pytest.mark.usefixtures("trusted")
def test_a_server_that_wants_a_sign_in_and_gets_none_keeps_the_mail_waiting_or_refuses(
    world: World, server: Sealed, settings: Any
) -> None:
    settings.EMAIL_HOST_USER = ""
    mail = sent(letter(world))
    assert mail.state != "sent" and "530" in mail.answer and not server.taken


def test_a_certificate_that_nobody_trusts_ends_it_before_a_word(
    world: World, server: Sealed, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = sent(letter(world))
    assert (mail.state, mail.maybe_twice, server.taken, server.asked) == ("waiting", False, [], [])
    assert "certificate verify failed: self-signed certificate" in mail.answer
    monkeypatch.setenv("SSL_CERT_FILE", str(home / "cert.pem"))
    assert (sent(mail).state, len(server.taken)) == ("sent", 1), "once it is trusted, it leaves"


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_of_another_name_is_none(
    tls: str, world: World, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path, "DNS:mail.elsewhere.example")))
    resting.forget()
    with sealed(tls, tmp_path) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = (
            "localhost",
            server.port,
            "d@example.org",
        )
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = tls == "starttls", tls == "tls"
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, PASSWORD
        mail = sent(letter(world))
        assert (mail.state, server.taken, server.asked) == ("waiting", [], [])
        assert "Hostname mismatch" in mail.answer and "localhost" in mail.answer
