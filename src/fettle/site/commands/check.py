"""Compare every record's columns with the replay of its entries, and say where they differ."""

from __future__ import annotations

import argparse

from fettle.site.commands.progress import bar
from fettle.site.config import config
from fettle.site.database import at_hand


def add(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when nothing differs, 1 with a line for each difference."""
    import django

    with at_hand(config()):
        django.setup()
        from fettle.kernel.history.replay import check
        from fettle.kernel.records.models import Record

        found = 0
        records = Record.objects.order_by("pk")
        for record in bar(records.iterator(500), records.count(), "records"):
            for difference in check(record):
                found += 1
                said, stored = difference.replayed, difference.stored
                print(f"{difference.number} {difference.column}: stored {stored!r}, the entries say {said!r}")
        print(f"{records.count()} records looked at, {found} differences.")
    return 1 if found else 0
