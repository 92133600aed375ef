"""``fettle serve``: it starts, stops and refuses as it should, and needs no repair after being killed."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest

from fettle.site.testing.installation import Installation, reachable

pytestmark = pytest.mark.kill


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(reachable(tmp_path) / "data")


def refused(here: Installation, *words: str, arguments: tuple[str, ...] = ()) -> None:
    """One sentence, no stack trace, a non-zero exit."""
    done = here.command("serve", *arguments)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr[-2000:]
    sentence = done.stderr.strip().splitlines()[-1]
    assert sentence.startswith("fettle: ") and all(word in sentence for word in words), sentence


def test_a_taken_port(here: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", here.port))
        other.listen()
        refused(here, str(here.port), "taken")


def test_a_folder_that_cannot_be_written(here: Installation) -> None:
    here.data = Path("/proc/fettle")
    refused(here, "not writable", "--data")


def test_the_demo_is_not_for_the_network(here: Installation) -> None:
    refused(here, "passwords", "--demo-anywhere", arguments=("--host", "0.0.0.0", "--demo"))


def test_a_database_newer_than_the_code(here: Installation) -> None:
    assert here.command("migrate").returncode == 0
    from fettle.site.embedded import Server

    with Server(here.data):
        program = "from django.db.migrations.recorder import MigrationRecorder as R\nR.Migration.objects.create(app='records', name='0999')"
        here.python(program)
    refused(here, "newer")


def test_it_stops_cleanly_and_starts_again(here: Installation) -> None:
    for _time in range(2):
        here.start()
        assert here.stop() == 0
        assert not list(here.processes("postgres")) and not list(here.processes("granian"))


def test_killed_at_any_moment_it_needs_no_repair(here: Installation) -> None:
    """The supervisor with -9, then web, worker and database each: it answers again without a human."""
    here.start()
    assert here.process is not None
    here.process.send_signal(signal.SIGKILL)
    here.process.wait(10)
    time.sleep(1)
    here.start()
    for words in (("granian",), ("worker",), ("postgres", "-D")):
        victim = next(here.processes(*words))
        victim.kill()
        victim.wait(10)
        until = time.monotonic() + 30
        while not (back := here.answers() and any(here.processes(*words))) and time.monotonic() < until:
            time.sleep(0.2)
        assert back, (words, here.said()[-3000:])
    assert here.stop() == 0
    assert not list(here.processes("postgres"))
