"""The embedded server starts, is shared and stops whatever happened before."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from fettle.site.embedded import DatabaseProblem, Server, binaries
from fettle.site.embedded.account import Account

pytestmark = pytest.mark.kill
QUICK = {"fsync": "off"}
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the database another account")
NOBODY = 65534


def ask(server: Server, role: str, question: str) -> object:
    with psycopg.connect(server.layout.address(role)) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def do(server: Server, role: str, statement: str) -> None:
    with psycopg.connect(server.layout.address(role)) as connection:
        connection.execute(statement)


def test_three_roles_and_what_each_may(place: Path) -> None:
    with Server(place, QUICK) as server:
        do(server, "owner", "create table things (number int)")
        for role in ("app", "read"):
            assert ask(server, role, "select rolsuper from pg_roles where rolname = current_user") is False
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                do(server, role, "create table more (number int)")
        assert ask(server, "read", "select count(*) from things") == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            do(server, "read", "insert into things values (1)")


def test_the_last_to_leave_stops_it_and_what_was_written_stays(place: Path) -> None:
    first, second = Server(place, QUICK).start(), Server(place, QUICK).start()
    do(first, "owner", "create table things as select 7 as number")
    first.release()
    assert ask(second, "app", "select 1") == 1
    second.release()
    assert not second.is_ready() and not second.is_alive()
    with Server(place, QUICK) as third:
        assert ask(third, "owner", "select number from things") == 7


def test_a_killed_user_is_not_counted(place: Path) -> None:
    """Its lock fell with it; the next user joins the server it left and stops it in the end."""
    program = f"""
import pathlib, time
from fettle.site.embedded import Server
Server(pathlib.Path({str(place)!r}), {QUICK!r}).start()
print("up", flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as user:
        assert user.stdout is not None and user.stdout.readline() == "up\n"
        user.kill()
    with Server(place, QUICK) as server:
        assert ask(server, "app", "select 1") == 1
    assert not server.is_ready()


def test_a_killed_server_whose_number_is_somebody_elses_starts_again(place: Path) -> None:
    server = Server(place, QUICK).start()
    note = server.layout.cluster / "postmaster.pid"
    number, *rest = note.read_text().split("\n")
    os.kill(int(number), signal.SIGKILL)
    for left in (note, server.layout.socket / ".s.PGSQL.5432.lock"):
        left.write_text("\n".join([str(os.getpid()), *rest]))
    assert not server.is_alive()
    server.start()
    assert ask(server, "app", "select 1") == 1
    server.release()
    assert not server.is_ready()


def test_an_interrupted_first_start_is_begun_anew(place: Path) -> None:
    draft = place / "postgres" / "cluster.draft"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    with Server(place, QUICK) as server:
        assert ask(server, "app", "select 1") == 1


@pytest.mark.parametrize("name", ["it's a folder with spaces", "one, two", "lang" * 30])
def test_any_folder_name(place: Path, name: str) -> None:
    """A long one, or one with a comma, moves the socket to a short place."""
    with Server(place / name, QUICK) as server:
        assert ask(server, "app", "select 1") == 1
    if not server.layout.socket.is_relative_to(place):
        shutil.rmtree(server.layout.socket)


def test_a_cluster_of_another_version_is_refused_in_a_sentence(place: Path) -> None:
    with Server(place, QUICK) as server:
        pass
    (server.layout.cluster / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseProblem, match="made by PostgreSQL 16, this Fettle brings 18: restore a backup"):
        server.start()


@AS_ROOT
def test_a_folder_closed_to_the_databases_account_is_refused_with_the_remedy(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(DatabaseProblem, match=r"'pgserver', which may not enter .*FETTLE_DATA=/var/lib/fettle"):
        Server(closed / "data", QUICK).start()
    assert closed.stat().st_mode & 0o777 == 0o700  # we never open what somebody closed


@AS_ROOT
def test_programs_closed_to_the_databases_account_are_copied(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in root's home, such as pipx makes."""
    wheel = binaries._wheel()
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(wheel / binaries.INSTALL, closed / wheel.name / binaries.INSTALL, symlinks=True)
    if wheel.with_suffix(".libs").exists():
        shutil.copytree(wheel.with_suffix(".libs"), closed / f"{wheel.name}.libs")
    monkeypatch.setattr(binaries, "_wheel", lambda: closed / wheel.name)
    with Server(place / "data", QUICK) as server:
        assert server.bin.is_relative_to(place / "data")
        assert ask(server, "app", "select 1") == 1
        assert server.run("psql", "--version").returncode == 0


@AS_ROOT
def test_an_ordinary_account_runs_it_itself(place: Path) -> None:
    if not Account(NOBODY, NOBODY).reaches(binaries._wheel() / binaries.INSTALL / "bin" / "postgres"):
        pytest.skip("this environment is closed to other accounts")
    os.chown(place, NOBODY, NOBODY)

    def use() -> None:
        with Server(place / "data", QUICK) as server:
            assert server.account.is_ours and ask(server, "app", "select 1") == 1

    assert in_child_of(NOBODY, use) == 0
    assert (place / "data").stat().st_uid == NOBODY


def in_child_of(uid: int, work: Callable[[], None]) -> int:
    """Run `work` in a child process of the account `uid`; its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
        work()
        os._exit(0)
    except BaseException as error:
        print(repr(error), file=sys.stderr)
        os._exit(1)
