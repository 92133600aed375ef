"""Run jobs: notifications, mails, reports, imports; and look into the mailboxes.

`serve` starts one by itself. Further workers may run on this or, with DATABASE_URL, on other machines.
"""

from __future__ import annotations

import argparse
import threading

from fettle.site.config import config
from fettle.site.database import at_hand


def add(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(args: argparse.Namespace) -> int:
    """Work until told to stop. Exit code 0 then, another when the worker ended itself and wants to be started again."""
    import django

    with at_hand(config()):
        django.setup()
        from fettle.edges.mail.sources import watching
        from fettle.kernel.jobs import worker
        from fettle.site.jobs import TASKS

        stop = threading.Event()
        watching.begin(stop)
        try:
            return worker.run(TASKS)
        finally:
            stop.set()
