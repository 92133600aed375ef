"""``fettle serve``: it starts, stops and refuses as it should, and needs no repair after being killed."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest

from fettle.site.embedded import Server
from fettle.site.testing.installation import Installation

pytestmark = pytest.mark.kill


def refused(installation: Installation, *words: str, arguments: tuple[str, ...] = ()) -> None:
    """One sentence, no stack trace, a non-zero exit."""
    done = installation.command("serve", *arguments)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr[-2000:]
    sentence = done.stderr.strip().splitlines()[-1]
    assert sentence.startswith("fettle: ") and all(word in sentence for word in words), sentence


def test_a_taken_port(new_installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", new_installation.port))
        other.listen()
        refused(new_installation, str(new_installation.port), "taken")


def test_a_folder_that_cannot_be_written(new_installation: Installation) -> None:
    new_installation.data = Path("/proc/fettle")
    refused(new_installation, "not writable", "--data")


def test_the_demo_is_not_for_the_network(new_installation: Installation) -> None:
    refused(new_installation, "passwords", "--demo-anywhere", arguments=("--host", "0.0.0.0", "--demo"))


def test_a_database_newer_than_the_code(installation: Installation) -> None:
    assert installation.command("migrate").returncode == 0
    with Server(installation.data):
        installation.python(
            "from django.db.migrations.recorder import MigrationRecorder\n"
            "MigrationRecorder.Migration.objects.create(app='records', name='0999')"
        )
    refused(installation, "newer")


def test_it_stops_cleanly_and_starts_again(new_installation: Installation, place: Path) -> None:
    """By Ctrl-C and by SIGTERM; meanwhile it can be backed up."""
    for by in (signal.SIGINT, signal.SIGTERM):
        new_installation.start()
        saved = new_installation.command("backup", str(place / f"{by.name}.backup"))
        assert saved.returncode == 0 and new_installation.answers(), saved.stderr
        assert new_installation.stop(by) == 0
        assert not list(new_installation.processes("postgres")) and not list(new_installation.processes("granian"))


def test_with_an_own_postgresql_none_is_started(new_installation: Installation, place: Path) -> None:
    with Server(place / "elsewhere") as own:
        new_installation.environment_too = {
            "DATABASE_URL": own.layout.address("app"),
            "FETTLE_DATABASE_OWNER_URL": own.layout.address("owner"),
        }
        new_installation.start()
        assert not (new_installation.data / "postgres").exists()
        assert new_installation.stop() == 0
        assert own.is_ready()


def test_killed_at_any_moment_it_needs_no_repair(installation: Installation) -> None:
    """The supervisor with -9, then web, worker and database each: it answers again without a human."""
    installation.start()
    assert installation.process is not None
    installation.process.send_signal(signal.SIGKILL)
    installation.process.wait(10)
    installation.start()
    for words in (("granian",), ("worker",), ("postgres", "-D")):
        victim = next(installation.processes(*words))
        victim.kill()
        victim.wait(10)
        until = time.monotonic() + 30
        while not (back := installation.answers() and any(installation.processes(*words))) and time.monotonic() < until:
            time.sleep(0.2)
        assert back, (words, installation.said()[-3000:])
    assert installation.stop() == 0
    assert not list(installation.processes("postgres"))


def test_killed_together_supervisor_and_web_server_leave_nobody_on_the_port(installation: Installation) -> None:
    installation.start()
    assert installation.process is not None
    web_server = next(process for process in installation.processes("granian") if process.children())
    installation.process.send_signal(signal.SIGKILL)
    web_server.kill()
    installation.process.wait(10)
    until = time.monotonic() + 10
    while (left := [*installation.processes("granian")] or installation.answers()) and time.monotonic() < until:
        time.sleep(0.1)  # what is ending is no process any more and still answers, or the other way round
    assert not left
