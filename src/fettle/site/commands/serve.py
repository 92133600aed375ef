"""Run everything on this machine: database, web and worker, until Ctrl-C or SIGTERM.

The embedded PostgreSQL keeps its files in the data folder; with DATABASE_URL none is started. The database is migrated
first. Without --demo the first start prints a link, usable once, that makes the organisation and its administrator.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial

from fettle.site import starting
from fettle.site.config import Config, config
from fettle.site.database import at_hand
from fettle.site.keeper import Keeper
from fettle.site.supervisor import Child, supervise

THREADS = 4
STOP_SECONDS = 5  # for the requests at work; web processes that still read their code do not hear the call
DEMOS = ("school", "federation")


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of `serve`; each may also stand in the environment."""
    parser.add_argument("--host", metavar="H", help="the address to listen on (FETTLE_HOST)")
    parser.add_argument("--port", metavar="P", help="the port to listen on (FETTLE_PORT)")
    parser.add_argument(
        "--demo", nargs="?", const=DEMOS[0], choices=DEMOS, help="fill an empty database with this demo"
    )
    parser.add_argument("--demo-anywhere", action="store_true", help="allow the demo's public passwords on the network")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 after a stop that was asked for, 1 with a sentence when it cannot start."""
    settings = config()
    starting.check(settings, args.demo, args.demo_anywhere)
    with at_hand(settings) as server:
        greeting = starting.prepare(settings, args.demo, args.demo_anywhere)
        announcement = starting.Announcement(settings, greeting)
        children = [Child("web", web(settings)), Child("worker", [*fettle(), "worker"])]
        try:
            supervise(children, partial(_each_turn, Keeper(server) if server else None, announcement))
        except (KeyboardInterrupt, SystemExit):
            print("Stopped.", flush=True)
    return 0


def fettle() -> list[str]:
    """The command `fettle` by the present interpreter, whatever is on the path."""
    return [sys.executable, "-m", "fettle.site.cli"]


def web(config: Config) -> list[str]:
    """The web server's command."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi",
        "--host", config.host, "--port", str(config.port),
        "--workers", str(config.web_workers), "--blocking-threads", str(THREADS),
        "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", str(STOP_SECONDS), "--log-level", "warning",
        "fettle.site.web:application",
    ]  # fmt: skip


def _each_turn(keeper: Keeper | None, announcement: starting.Announcement) -> None:
    """See to the embedded database, and say where we are; an own PostgreSQL has its own keeper."""
    if keeper is not None:
        keeper.look()
    announcement.make()
