"""Hostile mails and their mutations through a folder and through IMAP (bar T17). These are the ways in that there
are: no POP3, and no operation of the API takes a mail in. The mailbox never stops; each mail is on a record, set
aside, held or quarantined, with its original kept byte for byte, within the limits of the process that reads; and
nothing is sent to an address that was hidden in an encoded header.
"""

from __future__ import annotations

import imaplib
import json
import resource
import time
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fettle.edges.mail import intake, queueing
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.reading import child, limits
from fettle.edges.mail.sources import drop, imap
from fettle.edges.mail.tests import dovecot as servers
from fettle.edges.mail.tests.corpus import corpus, mutated
from fettle.edges.mail.tests.desk import DESK, rules, set_up
from fettle.edges.mail.tests.test_imap import box
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.leaving import leave
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.tests.conftest import mail_server as mail_server
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.site.testing.world import World

CORPUS = corpus()
SMALL = {name: raw for name, raw in CORPUS.items() if len(raw) < 100_000}
ENDS = {"done", "ignored", "held", "quarantined"}


def mutations(seed: int, count: int) -> list[bytes]:
    """Each of another mail of the corpus, in turn."""
    chance, names = Random(seed), sorted(SMALL)
    made = (mutated(SMALL[names[at % len(names)]], chance) for at in range(count))
    return [raw for raw in made if raw]


@pytest.mark.parametrize("count", [100, pytest.param(5000, marks=pytest.mark.long)])
def test_through_a_folder(
    count: int, world: World, settings: Any, tmp_path: Path, mail_server: BadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_DROP = tmp_path
    monkeypatch.setattr(drop, "STILL_SECONDS", -1.0)
    made = _mailbox()
    raws = {*CORPUS.values(), *mutations(17, count)}
    folder = drop.folder(made)
    for at, raw in enumerate(raws):
        (folder / f"{at}.eml").write_bytes(raw)
    while any(folder.iterdir()):
        drop.take(made)
    _each_ends_somewhere(raws, world, mail_server)


@pytest.mark.mail
@pytest.mark.parametrize(("count", "unknown"), [(400, "hold"), pytest.param(5000, "open", marks=pytest.mark.long)])
def test_through_imap(count: int, unknown: str, world: World, mail_server: BadServer) -> None:
    """Byte for byte as the server has them: it ends lines as the protocol asks and marks what may not stand in one.
    Where only some time is given, strangers are held, which leaves the reading and spares the records.
    """
    given = {**CORPUS} if unknown == "open" else SMALL
    with servers.dovecot() as server:
        rules(most_per_sender_hour=10_000)
        made = box(server, "corpus", unknown=unknown)
        with server.client("corpus") as client:
            for raw in [*given.values(), *mutations(18, count)]:
                client.append("INBOX", "", imaplib.Time2Internaldate(time.time()), raw)
            client.select("INBOX", readonly=True)
            _said, there = client.uid("fetch", "1:*", "(BODY.PEEK[])")
            raws = {part[1] for part in there if isinstance(part, tuple)}
        with imap.opened(made) as connection:
            imap.take(made, connection)
            assert imap.take(made, connection) == 0
        assert len(raws) > (count + len(given)) * 0.95, "but for what is no mail to the server, or there twice"
        _each_ends_somewhere(raws, world, mail_server)


def _mailbox() -> Any:
    from fettle.edges.mail.mailboxes import of_row

    set_up(DESK)
    rules(most_per_sender_hour=10_000)
    return of_row(DESK)


def _each_ends_somewhere(raws: Iterable[bytes], world: World, server: BadServer) -> None:
    longest = 0.0
    with intake.reading_ahead() as ahead:
        while few := queueing.next_few(intake.to_read("desk")):
            for turn, following in zip_longest(few, few[1:]):
                count, began = intake.to_read("desk").count(), time.monotonic()
                intake._one(turn.pk, "desk", ahead, following)
                longest = max(longest, time.monotonic() - began)
                assert intake.to_read("desk").count() < count, "a mail that comes again at once stops the mailbox"
    rows = IncomingMail.objects.all()
    stuck = rows.filter(state="arrived").values_list("pk", "attempts")
    assert not stuck.exists(), [(pk, intake.original(rows.get(pk=pk))[:300]) for pk, _tries in stuck]
    assert set(rows.values_list("state", flat=True)) <= ENDS
    assert all(mail.reasons for mail in rows), "each says why"
    assert all(mail.record_id or mail.decision == "reported" for mail in rows.filter(state="done"))
    assert sorted(intake.original(mail) for mail in rows) == sorted(raws), "each original is kept, byte for byte"
    assert longest < 2 * limits.SECONDS
    _nobody_is_written_to(world, server)


def _nobody_is_written_to(world: World, server: BadServer) -> None:
    """But for people whom we knew before: whatever addresses stand in the mails."""
    known = {person.mail for person in world.people.values()}
    for entry in Entry.objects.filter(channel="mail").order_by("pk"):
        decide(entry)
    for mail in OutgoingMail.objects.exclude(state="withheld"):
        leave.run(mail=mail.pk)
    assert {taken["To"] for taken in server.taken} <= known
    assert not any("victim" in str(mail) for mail in Person.objects.values_list("mail", flat=True))


def _reads(monkeypatch: pytest.MonkeyPatch, folder: Path, deed: Any) -> str:
    monkeypatch.setattr(child, "_write", deed)
    (folder / child.RAW).write_bytes(CORPUS["plain"])
    return child._apart(folder)


def test_the_limits_of_the_process_that_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar T17: at most ten seconds and 512 MB for a mail, whatever its bytes make the library do."""

    def asks(folder: Path) -> None:
        names = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE")
        said = {name: resource.getrlimit(getattr(resource, name)) for name in names}
        (folder / child.READ).write_text(json.dumps(said))

    assert _reads(monkeypatch, tmp_path, asks) == "ok"
    said: Mapping[str, list[int]] = json.loads((tmp_path / child.READ).read_text())
    assert said["RLIMIT_AS"] == [512 * 2**20] * 2 and said["RLIMIT_CPU"][0] == 10 and said["RLIMIT_CORE"] == [0, 0]
    assert said["RLIMIT_FSIZE"][0] == 2 * limits.MOST_BYTES

    def grows(folder: Path) -> None:
        held = [bytearray(32 * 2**20) for _ in range(64)]
        raise AssertionError(len(held))

    assert _reads(monkeypatch, tmp_path, grows) == "memory"

    def turns(folder: Path) -> None:
        while True:
            pass

    monkeypatch.setattr(limits, "SECONDS", 1)
    began = time.monotonic()
    assert _reads(monkeypatch, tmp_path, turns) == "time"
    assert time.monotonic() - began < 10
