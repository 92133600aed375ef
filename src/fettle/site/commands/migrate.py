"""Bring the database to the tables of this version.

`serve` does this by itself at every start. With several machines over one database, run it once before they start.
"""

from __future__ import annotations

import argparse

from fettle.site.commands.progress import busy
from fettle.site.config import config
from fettle.site.database import at_hand, work_as


def add(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 with a sentence when the database is newer or busy."""
    import django

    with at_hand(config()):
        django.setup()
        work_as("owner", config())
        from fettle.site.migrating import migrate

        with busy("bringing the database up to date"):
            count = migrate()
        print(f"{count} migrations applied." if count else "The database is up to date.")
    return 0
