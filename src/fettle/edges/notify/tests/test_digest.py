"""One mail for a person and a day, of everything that waited for it: nothing twice, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from fettle.edges.notify import actions as notify
from fettle.edges.notify import digest, jobs, tables
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import Notice, NotificationDecision, OutgoingMail
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.edges.notify.tests.test_times import NIGHT, Hands, clock  # noqa: F401 - a fixture
from fettle.edges.notify.traces import lines_of_digests
from fettle.edges.operations import health
from fettle.facilities.discussion import actions as discussion
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World, make_world

NO_QUIET = {"quiet": "none", "quiet_from": None, "quiet_until": None, "quiet_weekends": False}
DAILY = NO_QUIET | {"mails": "digest", "digest_at": "16:00", "digest_days": ["monday", "tuesday", "friday"]}
TUESDAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""16:00 in Prague."""


def opened(world: World, title: str) -> Record:
    return actions.register(world.actor("requester"), INCIDENT, title=title, service=world.service)


def reply(world: World, record: Record, text: str) -> None:
    """Said, and decided about as a worker would."""
    actions.reply(world.actor("agent"), record.number, text=text)
    decide(Entry.objects.filter(record=record).latest("seq"))


def lines() -> Any:
    return NotificationDecision.objects.filter(person__name="Requester", way="mail").order_by("pk")


def digests() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(purpose="digest").order_by("pk"))


@pytest.fixture
def records(clock: Hands, world: World, mail_server: BadServer) -> list[Record]:  # noqa: F811
    notify.choose_times(world.actor("requester"), DAILY)
    return [opened(world, "Wi-Fi down"), opened(world, "Projector dark")]


def test_a_day_is_one_mail_by_record(clock: Hands, world: World, records: list[Record]) -> None:  # noqa: F811
    for record, text in ((records[0], "Which room?"), (records[1], "A lamp is ordered"), (records[0], "x" * 400)):
        reply(world, record, text)
        clock.now += timedelta(minutes=1)
    one = lines()[0]
    assert one.told and one.leaves_at == TUESDAY and one.mail is None
    assert tables.told(one) == "goes with the digest" and tables.leaves(one) == TUESDAY
    assert Notice.objects.filter(person=world.people["requester"]).count() == 3, "the screen never waits"
    jobs.send_digests.run()
    assert digests() == []
    clock.now = TUESDAY
    jobs.send_digests.run()
    jobs.send_digests.run()
    (mail,) = digests()
    assert mail.subject == "Digest of 24 Nov 2026: news on 2 records" and mail.state == "waiting" and not mail.private
    assert mail.body.count(records[0].number) == 2, "as a heading and in the address"
    first, second = mail.body.index("Wi-Fi down"), mail.body.index("Projector dark")
    assert first < mail.body.index("> Which room?") < mail.body.index("> xxx") < second < mail.body.index("> A lamp")
    assert "x" * 301 not in mail.body and "23 Nov 2026, 21:30  Agent wrote to you." in mail.body
    assert "you chose a digest" in mail.body and "/me/notices/" in mail.body
    assert {(line.told, line.mail_id, line.leaves_at, line.reason) for line in lines()} == {
        (True, mail.pk, None, "digest")
    }
    assert tables.told(lines()[0]) == ""


def test_nothing_happened_nothing_is_sent(clock: Hands, world: World, records: list[Record]) -> None:  # noqa: F811
    clock.now = TUESDAY
    jobs.send_digests.run()
    assert digests() == []


def test_what_may_no_longer_be_seen_is_left_out(clock: Hands, world: World, records: list[Record]) -> None:  # noqa: F811
    for record in records:
        reply(world, record, f"About {record.title}")
    records[0].participants.all().delete()
    clock.now = TUESDAY
    jobs.send_digests.run()
    (mail,) = digests()
    assert "Wi-Fi" not in mail.body and "About Projector dark" in mail.body
    assert [(line.told, line.reason) for line in lines()] == [(False, "unseen"), (True, "digest")]


@pytest.mark.parametrize(("change", "reason"), [({"is_active": False}, "left"), ({"mail": None}, "no_address")])
def test_who_left_gets_none(
    clock: Hands,  # noqa: F811
    world: World,
    records: list[Record],
    change: dict[str, Any],
    reason: str,
) -> None:
    reply(world, records[0], "Hello")
    Person.objects.filter(pk=world.people["requester"].pk).update(**change)
    clock.now = TUESDAY
    jobs.send_digests.run()
    assert digests() == [] and [(line.told, line.reason) for line in lines()] == [(False, reason)]
    assert digest.waiting(clock.now) == []


def test_who_is_erased_leaves_no_line(clock: Hands, world: World, records: list[Record]) -> None:  # noqa: F811
    reply(world, records[0], "Hello")
    erasing = type("Erasing", (), {"person": world.people["requester"]})()
    assert lines_of_digests(erasing) == 1 and lines_of_digests(erasing) == 0
    assert [(line.told, line.reason, line.leaves_at) for line in lines()] == [(False, "left", None)]


def test_there_is_one_a_day_even_if_its_time_is_moved(clock: Hands, world: World, records: list[Record]) -> None:  # noqa: F811
    reply(world, records[0], "One")
    clock.now = TUESDAY
    jobs.send_digests.run()
    reply(world, records[0], "Two")
    assert lines().last().leaves_at == datetime(2026, 11, 27, 15, tzinfo=UTC), "Friday is next"
    notify.choose_times(world.actor("requester"), DAILY | {"digest_at": "18:00"})
    assert lines().last().leaves_at == TUESDAY + timedelta(hours=2)
    clock.now = TUESDAY + timedelta(hours=2)
    jobs.send_digests.run()
    assert len(digests()) == 1 and lines().last().leaves_at == datetime(2026, 11, 27, 17, tzinfo=UTC)
    clock.now = datetime(2026, 11, 27, 17, tzinfo=UTC)
    jobs.send_digests.run()
    assert [("Two" in mail.body) for mail in digests()] == [False, True]


def test_who_wants_none_any_more_gets_the_rest_now(clock: Hands, world: World, records: list[Record]) -> None:  # noqa: F811
    reply(world, records[0], "One")
    notify.choose_times(world.actor("requester"), NO_QUIET | {"mails": "at_once"})
    jobs.send_digests.run()
    (mail,) = digests()
    assert "One" in mail.body and lines().get().leaves_at is None
    reply(world, records[0], "Two")
    assert lines().last().reason == "" and len(digests()) == 1


def test_a_digest_is_moved_out_of_quiet_hours(clock: Hands, world: World, records: list[Record]) -> None:  # noqa: F811
    night = {**DAILY, **NIGHT, "quiet_weekends": True, "digest_days": ["saturday", "monday"]}
    notify.choose_times(world.actor("requester"), night | {"digest_at": "08:00"})
    reply(world, records[0], "Hello")
    assert lines().last().leaves_at == datetime(2026, 11, 30, 7, tzinfo=UTC), "Saturday is quiet, Monday is next"
    notify.choose_times(world.actor("requester"), night | {"digest_at": "06:00"})
    assert lines().last().leaves_at == datetime(2026, 11, 30, 6, tzinfo=UTC), (
        "all are: the end of the first one's hours"
    )


def test_without_a_server_the_lines_say_so(
    clock: Hands,  # noqa: F811
    world: World,
    records: list[Record],
    settings: Any,
) -> None:
    reply(world, records[0], "Hello")
    settings.EMAIL_HOST = ""
    clock.now = TUESDAY
    jobs.send_digests.run()
    (mail,) = digests()
    assert (mail.state, mail.reason) == ("withheld", "no_server") and "> Hello" in mail.body
    assert [(line.told, line.reason, line.leaves_at) for line in lines()] == [(False, "no_server", None)]


def test_what_was_taken_back_is_no_news(clock: Hands, world: World, records: list[Record]) -> None:  # noqa: F811
    agent, number = world.actor("agent"), records[0].number
    actions.take(agent, number)
    waits = actions.wait(agent, number, pause_reason="requester")
    decide(Entry.objects.get(record=waits, seq=waits.version))
    assert lines().get().reason == "digest"
    actions.undo(agent, number, entry=waits.version)
    clock.now = lines().get().leaves_at
    jobs.send_digests.run()
    assert digests() == [] and lines().get().reason == "taken_back"


def test_a_late_digest_is_a_note_on_the_health_page(clock: Hands, world: World, records: list[Record]) -> None:  # noqa: F811
    reply(world, records[0], "Hello")
    clock.now = TUESDAY + timedelta(minutes=11)
    assert any("digests are late" in one.text and one.state == "note" for one in health.checks())
    jobs.send_digests.run()
    assert not any("digests are late" in one.text for one in health.checks())


def test_the_statements_do_not_grow_with_lines_of_one_record(
    clock: Hands,  # noqa: F811
    world: World,
    records: list[Record],
    django_assert_max_num_queries: Any,
) -> None:
    for at in range(12):
        reply(world, records[0], f"Message {at}")
    clock.now = TUESDAY
    with django_assert_max_num_queries(16 + 12 * 9):
        jobs.send_digests.run()
    assert len(digests()) == 1


def test_it_is_in_the_readers_language(clock: Hands, world: World, records: list[Record]) -> None:  # noqa: F811
    Person.objects.filter(pk=world.people["requester"].pk).update(language="de")
    reply(world, records[0], "Welcher Raum?")
    clock.now = TUESDAY
    jobs.send_digests.run()
    (mail,) = digests()
    assert mail.subject == "Sammelmail vom 24. Nov 2026: Neues zu einem Datensatz"
    assert "(Eingegangen)" in mail.body and "Agent hat Ihnen geschrieben." in mail.body


def test_one_that_cannot_be_written_keeps_nobody_waiting(
    clock: Hands,  # noqa: F811
    world: World,
    records: list[Record],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notify.choose_times(world.actor("colleague"), DAILY)
    discussion.watch(world.actor("colleague"), records[0].number)
    reply(world, records[0], "Hello")
    clock.now, write = TUESDAY, digest.write

    def cannot(person: int) -> OutgoingMail | None:
        if person == world.people["requester"].pk:
            raise ZeroDivisionError
        return write(person)

    monkeypatch.setattr(digest, "write", cannot)
    jobs.send_digests.run()
    assert [mail.person for mail in digests()] == [world.people["colleague"]]
    monkeypatch.undo()
    monkeypatch.setattr("django.utils.timezone.now", lambda: TUESDAY)
    jobs.send_digests.run()
    assert len(digests()) == 2


CUT = """
import sys, time, pathlib
import django
django.setup()
from fettle.edges.notify import digest, jobs
made = digest.outbox.digest
def hang(*args):
    mail = made(*args)
    pathlib.Path(sys.argv[1]).write_text("written")
    time.sleep(120)
    return mail
digest.outbox.digest = hang
jobs.send_digests.run()
"""


@pytest.mark.kill
@pytest.mark.django_db(transaction=True)
def test_killed_between_the_mail_and_its_lines_it_is_written_once_and_whole(
    mail_server: BadServer, tmp_path: Path
) -> None:
    world = make_world()
    notify.choose_times(world.actor("requester"), DAILY)
    record = opened(world, "Wi-Fi down")
    for text in ("One", "Two", "Three"):
        reply(world, record, text)
    NotificationDecision.objects.filter(leaves_at__isnull=False).update(leaves_at=datetime(2026, 1, 1, tzinfo=UTC))
    database, written = connection.settings_dict, tmp_path / "written"
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(database['HOST'], safe='')}",
        "FETTLE_MAIL_HOST": "127.0.0.1",
        "FETTLE_MAIL_PORT": str(mail_server.port),
        "FETTLE_MAIL_TLS": "none",
        "FETTLE_MAIL_FROM": "desk@example.org",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = subprocess.Popen([sys.executable, "-c", CUT, str(written)], env=environment)
    try:
        until = monotonic() + 60
        while not written.exists():
            assert monotonic() < until and process.poll() is None, "it never wrote the mail"
            sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert digests() == [], "what was written is gone with its transaction"
    for _ in range(2):
        jobs.send_digests.run()
    (mail,) = digests()
    assert all(f"> {text}\n" in mail.body for text in ("One", "Two", "Three"))
    assert set(lines().values_list("mail_id", "leaves_at")) == {(mail.pk, None)}
