"""One mail is read ahead: while one is handled the child process reads the next. What was read ahead is worth nothing
before its turn has come, and nothing that happens meanwhile loses, doubles or confuses a mail.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fettle.edges.mail import acting, apart, intake
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.tests.desk import Send, codes, rules, source

if TYPE_CHECKING:
    from fettle.edges.mail.mailboxes import Mailbox
    from fettle.site.testing.world import World

WAITED_SECONDS = 20
WORDS = ("alpha", "beta", "gamma", "delta")
MOST_OF_A_NEW_ONE, MOST_OF_AN_ANSWER = 22, 26
"""Statements of one mail, beginning and end of transactions among them."""


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where mails lie while they are read."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[threading.Event]:
    """One for each time that the child process has answered, in turn: wait for the one you want."""
    answered = [threading.Event() for _time in range(20)]
    left = iter(answered)
    ask = apart.Readers.ask

    def noted(self: apart.Readers, folder: Path) -> str:
        told = ask(self, folder)
        next(left).set()
        return told

    monkeypatch.setattr(apart.Readers, "ask", noted)
    return answered


@pytest.fixture
def first(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Does something while the first mail is handled."""

    def while_handled(deed: Callable[[], Any]) -> None:
        act, done = acting.act, []

        def acted(*everything: Any) -> acting.Done:
            if not done:
                done.append(True)
                deed()
            return act(*everything)

        monkeypatch.setattr(acting, "act", acted)

    return while_handled


@pytest.fixture
def kept(desk: Mailbox, world: World) -> list[IncomingMail]:
    """Mails of a few people that lie there at once."""
    rules(most_per_sender_hour=100)
    return [intake.keep("desk", source(word, sender=f"{word}@example.org", subject=word))[0] for word in WORDS]


def handled() -> list[IncomingMail]:
    intake.handle.run(mailbox="desk")
    return list(IncomingMail.objects.select_related("record").order_by("settled_at"))


def each_is_its_own(mails: list[IncomingMail]) -> None:
    assert [mail.subject for mail in mails] == list(WORDS), "in their order"
    for mail in mails:
        assert mail.record is not None and mail.record.title == mail.record.item.details == mail.subject


def read(asked: list[threading.Event]) -> int:
    return sum(event.is_set() for event in asked)


def test_the_next_is_read_while_one_is_handled(
    kept: list[IncomingMail], asked: list[threading.Event], first: Any, folders: Path
) -> None:
    ahead = []
    first(lambda: ahead.append(asked[1].wait(WAITED_SECONDS) and not asked[2].wait(0.3)))
    each_is_its_own(handled())
    assert ahead == [True], "one, and no more"
    assert read(asked) == len(WORDS), "none twice"
    assert list(folders.iterdir()) == []


def test_a_reader_that_dies_over_the_next_costs_nobody_anything(
    kept: list[IncomingMail], asked: list[threading.Event], first: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, times = apart._asked, []

    def dying(process: Any, folder: Path) -> str:
        times.append(folder)
        if len(times) == 2:
            process.kill()
            process.wait()
        return asking(process, folder)

    monkeypatch.setattr(apart, "_asked", dying)
    first(lambda: asked[1].wait(WAITED_SECONDS))
    each_is_its_own(handled())
    assert read(asked) == len(WORDS) + 1, "it is read again when its turn has come"


@pytest.mark.parametrize("told", ["time", "memory"])
def test_what_cannot_be_read_ahead_cannot_be_read(
    told: str, kept: list[IncomingMail], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, asked = apart.Readers.ask, []

    def refused(self: apart.Readers, folder: Path) -> str:
        asked.append(folder)
        return told if b"Subject: beta" in (folder / "mail.eml").read_bytes() else ask(self, folder)

    monkeypatch.setattr(apart.Readers, "ask", refused)
    states = [(mail.state, codes(mail)) for mail in handled()]
    assert states[1] == ("quarantined", [told]) and [state for state, _why in states].count("done") == 3
    assert len(asked) == len(WORDS), "it has had its time"


def test_killed_while_the_next_is_read_both_are_still_to_be_read(
    kept: list[IncomingMail], asked: list[threading.Event], first: Any, folders: Path
) -> None:
    def killed() -> None:
        asked[1].wait(WAITED_SECONDS)
        sys.exit("the worker is killed here")

    first(killed)
    with pytest.raises(SystemExit):
        handled()
    there = list(IncomingMail.objects.order_by("pk").values_list("state", "attempts"))
    assert there == [("arrived", 1)] + [("arrived", 0)] * 3, "to be read ahead is no attempt"
    assert list(folders.iterdir()) == []
    each_is_its_own(handled())


def test_what_another_one_took_meanwhile_is_left_to_it(
    kept: list[IncomingMail], asked: list[threading.Event], first: Any
) -> None:
    def taken() -> None:
        asked[1].wait(WAITED_SECONDS)
        IncomingMail.objects.filter(pk=kept[1].pk).update(state="ignored")

    first(taken)
    mails = {mail.pk: mail for mail in handled()}
    other = mails.pop(kept[1].pk)
    assert (other.state, other.record, other.attempts, other.reasons) == ("ignored", None, 0, [])
    assert [mail.record and mail.record.item.details for mail in mails.values()] == [WORDS[0], *WORDS[2:]]


def test_what_was_erased_meanwhile_is_gone(kept: list[IncomingMail], asked: list[threading.Event], first: Any) -> None:
    def erased() -> None:
        asked[1].wait(WAITED_SECONDS)
        IncomingMail.objects.filter(pk=kept[1].pk).update(file=None)

    first(erased)
    mails = {mail.pk: mail for mail in handled()}
    assert (mails[kept[1].pk].state, codes(mails[kept[1].pk])) == ("quarantined", ["gone"])
    assert [mail.state for mail in mails.values()].count("done") == 3


def test_what_is_erased_after_it_was_read_becomes_no_record(kept: list[IncomingMail], monkeypatch: Any) -> None:
    fill = intake.fill

    def erased(mail: IncomingMail, message: Any) -> None:
        fill(mail, message)
        IncomingMail.objects.filter(pk=kept[0].pk).update(file=None, sender="")

    monkeypatch.setattr(intake, "fill", erased)
    mails = {mail.pk: mail for mail in handled()}
    first = mails.pop(kept[0].pk)
    assert (first.record, first.file, first.sender) == (None, None, "")
    assert (first.state, codes(first)) == ("quarantined", ["gone"])
    assert [mail.state for mail in mails.values()].count("done") == 3


def test_a_mail_that_fails_takes_nothing_from_the_next(
    kept: list[IncomingMail], asked: list[threading.Event], first: Any
) -> None:
    def failing() -> None:
        asked[1].wait(WAITED_SECONDS)
        raise RuntimeError

    first(failing)
    intake.handle.run(mailbox="desk")
    IncomingMail.objects.filter(state="arrived").update(next_at=None)
    assert [mail.subject for mail in handled()] == [*WORDS[1:], WORDS[0]]
    assert read(asked) == len(WORDS) + 1


def test_a_mail_asks_no_more_than_it_must(world: World, send: Send, kept: list[IncomingMail]) -> None:
    """What a mail costs, so that it stays so: a new one, and an answer to what it opened."""
    handled()
    send("One more", sender="beta@example.org", name="<more@client.example>")
    spent = []
    for given in ({"sender": "gamma@example.org"}, {"sender": "beta@example.org", "answers": "<more@client.example>"}):
        headers = {"In-Reply-To": given["answers"]} if "answers" in given else {}
        mail, _new = intake.keep("desk", source("And more of it", sender=given["sender"], headers=headers))
        with CaptureQueriesContext(connection) as asked, intake.reading_ahead() as ahead:
            intake._one(mail.pk, "desk", ahead)
        mail.refresh_from_db()
        spent.append((mail.decision, len(asked)))
    assert [decision for decision, _count in spent] == ["opened", "answered"]
    assert spent[0][1] <= MOST_OF_A_NEW_ONE and spent[1][1] <= MOST_OF_AN_ANSWER, spent
