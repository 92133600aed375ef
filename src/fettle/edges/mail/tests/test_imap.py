"""Mails fetched from a real server (Dovecot): each once, whatever happens in between."""

from __future__ import annotations

import itertools
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from fettle.edges.mail import intake
from fettle.edges.mail.mailboxes import Mailbox, mailbox
from fettle.edges.mail.models import IncomingMail, MailboxState
from fettle.edges.mail.sources import imap, watching
from fettle.edges.mail.tests import dovecot as servers
from fettle.edges.mail.tests.desk import DESK, set_up, source
from fettle.edges.notify.models import Secret
from fettle.site.testing.world import World

pytestmark = pytest.mark.mail


@pytest.fixture(scope="module")
def dovecot() -> Iterator[servers.Dovecot]:
    with servers.dovecot() as server:
        yield server


@pytest.fixture
def server(dovecot: servers.Dovecot) -> tuple[servers.Dovecot, str]:
    """The server, and a user of it that nobody else has."""
    return dovecot, f"user-{next(_users)}"


_users = itertools.count(1)


def box(dovecot: servers.Dovecot, user: str, **more: Any) -> Mailbox:
    set_up({**DESK, "source": "imap", "host": "127.0.0.1", "port": dovecot.port, "tls": "none", "user": user, **more})
    Secret.objects.update_or_create(key="imap:desk", defaults={"value": servers.PASSWORD})
    made = mailbox("desk")
    assert made is not None
    return made


def take(made: Mailbox) -> int:
    with imap.opened(made) as connection:
        return imap.take(made, connection)


@pytest.mark.parametrize("done_folder", ["", "Done", "Archiv für Ämter"])
def test_each_mail_is_taken_once(done_folder: str, world: World, server: tuple[servers.Dovecot, str]) -> None:
    dovecot, user = server
    made = box(dovecot, user, done_folder=done_folder)
    raws = [source(f"No {at} — ünïcode", sender="requester@example.org") for at in range(7)]
    for raw in raws:
        dovecot.put(user, raw)
    assert (take(made), take(made)) == (7, 0)
    kept = sorted(intake.original(mail) for mail in IncomingMail.objects.all())
    assert kept == sorted(raws), "byte for byte"
    assert dovecot.count(user) == (0 if done_folder else 7)
    if done_folder.isascii() and done_folder:
        assert dovecot.count(user, done_folder) == 7
    dovecot.put(user, source("One more", sender="requester@example.org"))
    assert take(made) == 1 and IncomingMail.objects.count() == 8


def test_a_fetch_that_was_cut_off_is_repeated_without_harm(
    world: World, server: tuple[servers.Dovecot, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot, user = server
    made = box(dovecot, user, done_folder="Done")
    for at in range(5):
        dovecot.put(user, source(f"No {at}", sender="requester@example.org"))
    real, calls = intake.keep, []

    def dies(*args: Any) -> Any:
        calls.append(args)
        result = real(*args)
        if len(calls) == 3:
            raise OSError("the network went away after it was kept and before the server was told")
        return result

    monkeypatch.setattr(intake, "keep", dies)
    with pytest.raises(OSError, match="network"):
        take(made)
    monkeypatch.setattr(intake, "keep", real)
    assert take(made) == 2 and IncomingMail.objects.count() == 5
    assert dovecot.count(user) == 0


@pytest.mark.parametrize("done_folder", ["", "Done"])
def test_what_is_too_large_stays_there_and_is_told_until_it_is_gone(
    done_folder: str, world: World, server: tuple[servers.Dovecot, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot, user = server
    made = box(dovecot, user, done_folder=done_folder)
    monkeypatch.setattr(intake, "MOST_BYTES", 2_000)
    dovecot.put(user, source("x" * 5_000, sender="requester@example.org"))
    dovecot.put(user, source("Small", sender="requester@example.org"))
    assert (take(made), take(made)) == (1, 0)
    state = MailboxState.objects.get(code="desk")
    [number] = state.too_large
    with imap.opened(made) as connection:
        asked: list[str] = []
        monkeypatch.setattr(imap, "_keep", lambda _state, _connection, number: asked.append(number))
        imap.take(made, connection)
        assert asked == [], "it is not fetched again at each look"
        connection.delete([number])
    monkeypatch.undo()
    take(made)
    state.refresh_from_db()
    assert state.too_large == []


def test_numbers_of_another_folder_count_for_nothing(world: World, server: tuple[servers.Dovecot, str]) -> None:
    dovecot, user = server
    made = box(dovecot, user)
    dovecot.put(user, source("First", sender="requester@example.org"))
    assert take(made) == 1
    MailboxState.objects.filter(code="desk").update(validity=1, last_number=1_000)
    dovecot.put(user, source("Second", sender="requester@example.org"))
    assert take(made) == 1, "the first is known by its bytes"


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_protected_and_only_by_a_certificate_that_we_trust(
    tls: str, world: World, server: tuple[servers.Dovecot, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot, user = server
    port = dovecot.tls_port if tls == "tls" else dovecot.port
    made = box(dovecot, user, tls=tls, port=port, host="localhost")
    dovecot.put(user, source(sender="requester@example.org"))
    assert "certificate" in imap.trial(made).lower()
    monkeypatch.setattr(ssl, "create_default_context", lambda: context)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(str(dovecot.certificate))
    assert imap.trial(made) == "" and take(made) == 1


def test_what_is_wrong_is_told_in_the_servers_words(world: World, server: tuple[servers.Dovecot, str]) -> None:
    dovecot, user = server
    made = box(dovecot, user, folder="There is none")
    assert "There is none" in imap.trial(made) or "exist" in imap.trial(made)
    made = box(dovecot, user)
    Secret.objects.filter(key="imap:desk").update(value="wrong")
    assert "uthentication" in imap.trial(made)
    made = box(dovecot, user, port=1)
    assert "refused" in imap.trial(made)
    assert watching.look_now("desk")
    state = MailboxState.objects.get(code="desk")
    assert state.problem and state.problem_since and state.looked_at is None


@pytest.mark.django_db(transaction=True)
def test_new_mail_is_told_by_the_server_at_once(world: World, server: tuple[servers.Dovecot, str]) -> None:
    dovecot, user = server
    box(dovecot, user)
    stop = threading.Event()
    thread = watching.begin(stop)
    try:
        _until(lambda: MailboxState.objects.filter(code="desk", looked_at__isnull=False).exists())
        time.sleep(1)  # it waits for news now
        began = time.monotonic()
        dovecot.put(user, source(sender="requester@example.org"))
        _until(IncomingMail.objects.exists)
        assert time.monotonic() - began < watching.IDLE_SECONDS / 2, "not by the next look"
    finally:
        stop.set()
        thread.join(20)


def _until(true: Any) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.05)
