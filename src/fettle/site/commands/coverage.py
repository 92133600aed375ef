"""Print which items of FitSM-2 this Fettle covers, where, and which test shows it."""

from __future__ import annotations

import argparse
import json


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", action="store_true", help="as a list of {id, screen, also, seen, route, test, record}"
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0. Needs no database."""
    from fettle.governance.coverage import register

    rows = [row.data() for row in register.rows()]
    if args.json:
        print(json.dumps(rows, indent=1))
        return 0
    for process, count, items in register.by_process():
        print(f"{process}: {count} of {len(items)}")
        for row in items:
            if row.covered:
                print(f"  {row.item.id:9} {row.covered.screen:34} {row.covered.record:24} {row.covered.test}")
    print(f"{len(register.covered())} of {len(rows)} items.")
    return 0
