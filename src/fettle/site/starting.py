"""The steps of a start: what must hold before, what is prepared, and what people are told."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from http.client import HTTPConnection, HTTPException

from fettle.site.commands.progress import busy
from fettle.site.config import Config
from fettle.site.database import work_as
from fettle.site.refusal import Refused

ANSWER_SECONDS = 60
LEFTOVER_SECONDS = 8  # longer than a killed start's web processes are given to end


def check(config: Config, demo: str | None, demo_anywhere: bool) -> None:
    """Raise Refused, in one sentence, for what would go wrong later and less clearly."""
    if demo and not config.is_local and not demo_anywhere:
        raise Refused(
            f"The demo's passwords are public and {config.host} can be reached from other machines: "
            "leave out --host, or add --demo-anywhere."
        )
    if config.debug and not config.is_local:
        raise Refused("FETTLE_DEBUG shows secrets to every visitor: switch it off, or listen on 127.0.0.1.")
    _check_folder(config)
    _check_port(config)


def _check_folder(config: Config) -> None:
    trial = config.data / f".trial-{os.getpid()}"
    try:
        config.data.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise Refused(
            f"The data folder {config.data} is not writable ({error.strerror}): "
            "make it so, or choose another with --data."
        ) from error


def _check_port(config: Config) -> None:
    """Bind the port for a moment. The web server would share it with whoever has it, and both would answer.

    After a kill the old web server may still be ending: that is waited for.
    """
    until = time.monotonic() + LEFTOVER_SECONDS
    if _taken(config):
        print(f"Port {config.port} is taken: waiting {LEFTOVER_SECONDS} seconds for it.", file=sys.stderr, flush=True)
    while (error := _taken(config)) and error.errno == errno.EADDRINUSE and time.monotonic() < until:
        time.sleep(0.2)
    if error is None:
        return
    if error.errno == errno.EADDRINUSE:
        reason = f"Port {config.port} is taken by another program"
    else:
        reason = f"Nothing can listen on {config.host}:{config.port} ({error.strerror})"
    raise Refused(f"{reason}: choose another with --port or --host.") from error


def _taken(config: Config) -> OSError | None:
    """Why the address cannot be bound, None when it can."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((config.host, config.port))
        except OSError as error:
            return error
    return None


def prepare(config: Config, demo: str | None, demo_anywhere: bool = False) -> str:
    """Migrate, fill a demo when asked for, and return what to tell people at the door. Raises Refused where data of a
    demo would stand open to other machines.
    """
    import django

    django.setup()
    from django.db import connections

    from fettle.site.migrating import migrate

    work_as("owner", config)
    with busy("bringing the database up to date"):
        migrate()
    work_as("app", config)
    refuse_open_doors(config, demo_anywhere)
    greeting = _demo(demo) if demo else ""
    greeting += _first_start()
    connections.close_all()
    return greeting


def refuse_open_doors(config: Config, demo_anywhere: bool) -> None:
    """Raise Refused where somebody of a demo may sign in by a public password and other machines can reach the address.
    What counts is what is in the data: the demo may be of an earlier start.
    """
    from fettle.site import demo

    if not config.is_local and not demo_anywhere and demo.sign_ins():
        raise Refused(
            f"The data are a demo's, whose passwords are public, and {config.host} can be reached from other machines: "
            "leave out --host, take another data folder with --data, or add --demo-anywhere."
        )


def _demo(name: str) -> str:
    """Fill an empty database, and say with which addresses one may look around; a demo of an earlier start stays."""
    from fettle.site import demo

    if demo.is_empty():
        with busy("telling the demo's past"):
            demo.load(name)
    rows = [f"  {role}: {mail}, password {password}" for role, mail, password in demo.sign_ins()]
    return "\n".join(["Demo sign-ins, open to everybody:", *rows]) if rows else ""


def _first_start() -> str:
    """Make what every installation needs; while nobody can sign in, say where the guided start is."""
    from fettle.site import first_start

    first_start.prepare()
    link = first_start.link()
    return f"Set it up here; the link works once, within 24 hours:\n{link}" if link else ""


class Announcement:
    """Tells people where Fettle is as soon as it answers, once."""

    def __init__(self, config: Config, greeting: str) -> None:
        self.config, self.greeting = config, greeting
        self.until = time.monotonic() + ANSWER_SECONDS
        self.made = False

    def make(self) -> None:
        """Print the address and the greeting when the first page comes; say so when none does for long."""
        if self.made:
            return
        if self._is_answered():
            print(f"Fettle is at {self.config.address}", self.greeting, sep="\n", flush=True)
            self.made = True
        elif time.monotonic() > self.until:
            print("The web server does not answer; its log lines above tell why.", file=sys.stderr, flush=True)
            self.until += ANSWER_SECONDS

    def _is_answered(self) -> bool:
        """Any answer counts. That the port is open does not: it is, before the web processes have read their code."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - looked up, not bound to
        door = HTTPConnection(everywhere.get(self.config.host, self.config.host), self.config.port, timeout=1)
        try:
            door.request("HEAD", "/", headers={"Host": "localhost"})
            door.getresponse()
        except (OSError, HTTPException):
            return False
        finally:
            door.close()
        return True
