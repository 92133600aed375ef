"""Make a report of a period as a file: .pdf, .xlsx, .html or .json.

The period begins with the day --from and ends before the day --to, in the provider's time zone or in --zone.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from fettle.site.commands.progress import busy
from fettle.site.config import config
from fettle.site.database import at_hand
from fettle.site.refusal import Refused

SEES = ("reporting.see", "incidents.see", "services.see", "levels.see", "knowledge.see", "restricted.see")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("spec", metavar="SPEC", help="the report's identifier, as fits or incidents")
    parser.add_argument("--from", dest="start", metavar="DAY", required=True, help="the first day, as 2026-03-01")
    parser.add_argument("--to", dest="end", metavar="DAY", required=True, help="the first day that is left out")
    parser.add_argument("--zone", metavar="ZONE", help="the time zone, as Europe/Prague (the provider's)")
    parser.add_argument(
        "--output", metavar="FILE", type=Path, required=True, help="the file; its ending decides the format"
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0 with the file written whole, 1 with a sentence and no file touched."""
    import django

    with at_hand(config()):
        django.setup()
        from django.db.utils import ProgrammingError

        from fettle.edges.pages.assets import NotBuilt
        from fettle.kernel.access.actor import Actor
        from fettle.kernel.errors import FettleError, Invalid
        from fettle.kernel.orgs.models import Organisation
        from fettle.processes.reporting import build, patterns, periods, queries
        from fettle.processes.reporting.renderers import files

        try:
            pattern = patterns.PATTERNS.get(queries.layout_of(args.spec) or args.spec)
            if pattern is None:
                known = " or ".join(patterns.PATTERNS)
                raise Refused(f"No report “{args.spec}” is made of records here: take {known}, or one made as them.")
            file = files.by_name(str(args.output))
            days = periods.read({"from": args.start, "to": args.end, "zone": args.zone}, queries.provider().zone)
            with busy("making the report"):
                report = build.build(Actor.house("fettle report", *SEES), days, pattern)
                _put(args.output, file.write(report))
        except (Organisation.DoesNotExist, ProgrammingError):
            raise Refused("There is no organisation yet: start `fettle serve` first.") from None
        except Invalid as problem:
            raise Refused(" ".join(map(str, problem.errors.values()))) from None
        except (FettleError, NotBuilt) as problem:
            raise Refused(str(problem)) from None
    print(f"{args.output} written.", file=sys.stderr)
    return 0


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all: written beside the place and moved there. Raises Refused."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Refused(f"{path} cannot be written ({error.strerror}): choose another place.") from error
