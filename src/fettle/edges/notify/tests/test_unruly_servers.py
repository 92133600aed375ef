"""The bar T19: whatever a mail server does, at each stage of a mail, with the sender killed in between: the mail is
delivered or visibly failed. It is doubled only where the server took it and did not say so, then under the same name,
and the log says "possibly sent before". What is put off (4xx) is tried again further and further apart for 48 hours
(``test_leaving``), what is refused (5xx) is not; a destination that lets us wait holds up no other.

What a server says against us before it heard of the mail (greeting, signing in) is nothing about the mail: also a 5xx
is tried again there, for 48 hours, with its words in the log.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import psutil
import pytest
from django.db import connection, transaction
from django.utils import timezone

from fettle.edges.notify import line, outbox, resting
from fettle.edges.notify.jobs import find_cut_off
from fettle.edges.notify.leaving import leave
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.tests.test_leaving import letter, sent
from fettle.edges.notify.tests.test_worker import WORKER, work
from fettle.edges.notify.tests.unruly import DEEDS, STAGES, Unruly
from fettle.kernel.orgs import actions as orgs
from fettle.site.testing.world import World, make_world

ABOUT_THE_MAIL = ("mail", "rcpt", "data", "end")
LET_WAIT = ("hang", "trickle")
DOES = (*(deed for deed in DEEDS if deed != "challenge"), "421 closing", "450 later", "550 no", "200 what", "999 what")
STAGES_IN_THE_CLEAR = [stage for stage in STAGES if stage != "starttls"]


@pytest.fixture(autouse=True)
def _nobody_rests() -> Iterator[None]:
    """Whom an earlier test waited for in vain is forgotten."""
    resting.forget()
    yield
    resting.forget()


@contextmanager
def hurry(does: str = "hang") -> Iterator[None]:
    """Little patience where something lets us wait; nowhere else, since a busy machine lets wait too."""
    with pytest.MonkeyPatch.context() as patched:
        if does in LET_WAIT:
            patched.setattr(line, "PATIENCE_SECONDS", 0.5)
            patched.setattr(line, "MOST_SECONDS", 0.8)
        yield


def use(settings: Any, server: Unruly, *, signs_in: bool = False, tls: bool = False) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = tls, False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = ("desk", "secret") if signs_in else ("", "")
    settings.DEFAULT_FROM_EMAIL = "desk@example.org"


def expected(stage: str, does: str) -> tuple[str, bool]:
    """State after the first try, and whether the server may have the mail all the same."""
    if stage == "quit" or (stage == "end" and does == "nul"):
        return "sent", False
    if does == "200 what" and stage in ("ehlo", "mail", "rcpt", "end"):
        return "sent", False
    if stage in ABOUT_THE_MAIL and does == "550 no":
        return "failed", False
    if (stage, does) == ("data", "nul"):
        return "waiting", True  # it asked for the text, and ended while that was on its way
    return "waiting", stage == "end" and does not in ("421 closing", "450 later")


@pytest.mark.parametrize("stage", STAGES_IN_THE_CLEAR)
def test_each_misbehaviour_at_each_stage(stage: str, world: World, settings: Any) -> None:
    """Each behaviour once (bar T19); those that let us wait at three stages."""
    waits = stage in ("greet", "rcpt", "end")
    _tried(world, settings, stage, [does for does in DOES if waits or does not in LET_WAIT])


@pytest.mark.long
@pytest.mark.parametrize("stage", STAGES_IN_THE_CLEAR)
def test_each_misbehaviour_at_each_stage_whole(stage: str, world: World, settings: Any) -> None:
    _tried(world, settings, stage, LET_WAIT)


def _tried(world: World, settings: Any, stage: str, deeds: Sequence[str]) -> None:
    before = psutil.Process().memory_info().rss
    for does in deeds:
        state, maybe = expected(stage, does)
        unknown = (False, True) if maybe and stage == "end" else (False,)
        for takes in (True,) if state == "sent" else unknown:
            OutgoingMail.objects.all().delete()
            resting.forget()
            with Unruly(stage, does, takes=takes, times=9) as server:
                use(settings, server, signs_in=stage == "auth")
                mail = letter(world, "ok", private=False)
                with hurry(does):
                    began = time.monotonic()
                    mail = sent(mail)
                    assert time.monotonic() - began < 8, (does, "ends in good time")
                assert (mail.state, mail.maybe_twice) == (state, maybe), (does, mail.answer)
                assert mail.answer.strip() and mail.answer.isprintable(), "the log has the words of the server"
                server.left = 0
                resting.forget()
                again = sent(mail)
                assert again.state == ("failed" if state == "failed" else "sent"), does
                assert again.attempts == mail.attempts + (state == "waiting"), does
                assert {taken["Message-ID"] for taken in server.taken} <= {mail.message_id}
                assert len(server.taken) == (state != "failed") + (maybe and takes), (does, takes)
                assert len(server.taken) <= 1 or again.maybe_twice, "doubled, and the log says so"
    assert psutil.Process().memory_info().rss - before < 50_000_000, "no answer is kept as long as it comes"


def test_protection_that_breaks_is_no_way_round_it(world: World, settings: Any) -> None:
    """The bar T19: nothing leaves unprotected where protection was asked for, and the mail waits."""
    for does in (*DOES, "220 go on"):
        resting.forget()
        OutgoingMail.objects.all().delete()
        with Unruly("starttls", does, times=9) as server, hurry(does):
            use(settings, server, tls=True)
            mail = sent(letter(world, "ok", private=False))
            assert (mail.state, mail.maybe_twice, server.taken) == ("waiting", False, []), (does, mail.answer)


def test_a_challenge_that_is_none_is_an_answer_like_any_other(world: World, settings: Any) -> None:
    with Unruly("auth", "challenge", times=9) as server:
        use(settings, server, signs_in=True)
        assert (sent(letter(world, "ok")).state, server.taken) == ("waiting", [])


def test_nobody_listens(world: World, settings: Any) -> None:
    with Unruly("greet", "drop", times=0) as server:
        use(settings, server)
        settings.EMAIL_PORT = 1
        mail = sent(letter(world, "ok", private=False))
        assert (mail.state, mail.maybe_twice) == ("waiting", False) and "refused" in mail.answer
        use(settings, server)
        assert sent(mail).state == "sent" and len(server.taken) == 1


def test_an_address_with_letters_of_its_own(world: World, settings: Any) -> None:
    """What the library cannot say in its letters failed the job, again and again."""
    with Unruly("quit", "hang", times=0) as server:
        use(settings, server)
        mail = letter(world, "ok", private=False)
        OutgoingMail.objects.filter(pk=mail.pk).update(address="ok@schüle.example")
        mail = sent(mail)
        assert mail.state == "sent", mail.answer
        assert server.taken[0]["To"] == "ok@xn--schle-mva.example"


def queue(count: int, domain: str) -> list[OutgoingMail]:
    home = make_world().school if not OutgoingMail.objects.exists() else None
    people = [orgs.add_person(f"{domain} {at}", home or _home(), f"p{at}@{domain}") for at in range(count)]
    with transaction.atomic():
        return [outbox.send(person, "News", "All is well", private=False) for person in people]


def _home() -> Any:
    from fettle.kernel.orgs.models import Organisation

    return Organisation.objects.get(name="Riverside School")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("dead", "patience"), [(40, 0.5), pytest.param(80, 10.0, marks=pytest.mark.long, id="as it is")]
)
def test_a_dead_destination_holds_up_no_other(
    dead: int, patience: float, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar T19: 60 seconds with the patience that we have, ten of which are one answer's."""
    monkeypatch.setattr(line, "PATIENCE_SECONDS", patience)
    monkeypatch.setattr(line, "MOST_SECONDS", 6 * patience)
    with connection.cursor() as cursor:  # the queue of an earlier test, whose rows are gone
        cursor.execute("delete from procrastinate_jobs")
    with Unruly("rcpt", "hang", times=10_000, only="dead.example") as server:
        use(settings, server)
        queue(dead, "dead.example")
        good = queue(5, "alive.example")
        began = time.monotonic()
        work()
        assert time.monotonic() - began < 60 and server.asked < 5 + dead / 4, "the rest is not even tried"
        states = OutgoingMail.objects.filter(pk__in=[mail.pk for mail in good]).values_list("state", flat=True)
        assert set(states) == {"sent"} and len(server.taken) == 5
    left = OutgoingMail.objects.filter(address__endswith="@dead.example")
    assert {mail.state for mail in left} == {"waiting"} and not any(mail.maybe_twice for mail in left)
    assert all(mail.next_at > timezone.now() for mail in left), "each has its next try"


@pytest.mark.kill
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("stage", "takes"),
    [
        ("rcpt", False),
        ("end", True),
        *(pytest.param(stage, False, marks=pytest.mark.long) for stage in ("greet", "ehlo", "mail", "data", "quit")),
    ],
)
def test_a_sender_killed_at_each_stage(stage: str, takes: bool, settings: Any) -> None:
    """The bar T19 with kill -9: the mail goes out again under the same name, and the log says that it may be twice."""
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    with Unruly(stage, "hang", takes=takes) as server:
        use(settings, server)
        (mail,) = queue(1, "alive.example")
        process = subprocess.Popen([sys.executable, "-c", WORKER], env=environment(server))
        try:
            assert server.at_it.wait(60), "the worker never came to this stage"
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        OutgoingMail.objects.filter(state="sending").update(sending_at=timezone.now() - timedelta(seconds=151))
        find_cut_off.run()
        leave.run(mail=mail.pk)
        mail.refresh_from_db()
        names = [taken["Message-ID"] for taken in server.taken]
        assert mail.state == "sent" and set(names) == {mail.message_id}
        assert len(names) == 1 or (mail.maybe_twice and (takes or stage == "quit")), "it was taken, and nobody knew"
        assert len(names) == 2 or not takes


def environment(server: Unruly) -> dict[str, str]:
    database = connection.settings_dict
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(database['HOST'], safe='')}",
        "FETTLE_MAIL_HOST": "127.0.0.1",
        "FETTLE_MAIL_PORT": str(server.port),
        "FETTLE_MAIL_TLS": "none",
        "FETTLE_MAIL_FROM": "desk@example.org",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
