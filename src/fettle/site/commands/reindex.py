"""Make the search documents anew: those that are missing or outdated, or with --all every one."""

from __future__ import annotations

import argparse

from fettle.site.commands.progress import bar
from fettle.site.config import config
from fettle.site.database import at_hand


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="also those that are up to date")


def run(args: argparse.Namespace) -> int:
    """Exit code 0. Searching goes on meanwhile: each record is replaced at once."""
    import django

    with at_hand(config()):
        django.setup()
        from fettle.facilities.search import documents
        from fettle.kernel.records.models import Record

        every = Record.objects.order_by("-pk").values_list("pk", flat=True)
        records = list(every) if args.all else documents.behind(every.count())
        for record in bar(records, len(records), "records"):
            documents.index(record)
        print(f"{len(records)} records indexed.")
    return 0
