"""Bring in a file: another system's past with `fettle import servicenow-events FILE`, or `fettle import services FILE`.

Running it twice adds nothing; a damaged row is listed, the rest is in, and the repaired row finds its place in the next
run.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fettle.site.commands.progress import Bar
from fettle.site.config import config
from fettle.site.database import at_hand

if TYPE_CHECKING:
    from fettle.edges.transfer.models import ImportRun
    from fettle.edges.transfer.outcome import Outcome
    from fettle.kernel.access.actor import Actor
    from fettle.kernel.orgs.models import Organisation

ALL, SOME, NOTHING, STOPPED = 0, 1, 2, 3
MOST_PRINTED = 40
BLOCK = 1 << 20


class CannotRead(Exception):
    """Why nothing is read, in one sentence."""


class Stopped(Exception):
    """Why only a part was read, in one sentence."""


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="what the file is: servicenow-events, services, customers, …")
    parser.add_argument("file", metavar="FILE", type=Path, help="the file, CSV in UTF-8; all but a log also as XLSX")
    parser.add_argument("--dry-run", action="store_true", help="do everything, tell what came of it, and keep nothing")
    parser.add_argument("--organisation", metavar="NAME", help="whose records they are (the provider)")
    parser.add_argument("--time-zone", metavar="ZONE", default="UTC", help="the zone of the file's times (%(default)s)")
    parser.add_argument("--log", metavar="FILE", type=Path, help="write the whole list of what people should look at")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when all rows were read, 1 when some were refused and the rest is in, 2 when nothing was read, 3
    when it stopped before its end.
    """
    import django

    with at_hand(config()):
        django.setup()
        try:
            outcome = _bring(args)
        except CannotRead as problem:
            print(f"fettle: {problem}", file=sys.stderr)
            return NOTHING
        except Stopped as problem:
            print(f"fettle: {problem}", file=sys.stderr)
            return STOPPED
    for line in outcome.listed()[:MOST_PRINTED]:
        print(line)
    if (more := len(outcome.listed()) - MOST_PRINTED) > 0:
        print(f"… and {more} more" + ("" if args.log else "; --log FILE writes them all"))
    print(outcome.said() + (" Nothing was kept (dry run)." if args.dry_run else ""))
    return NOTHING if outcome.is_empty else SOME if outcome.refused else ALL


def _bring(args: argparse.Namespace) -> Outcome:
    """Read the file as its kind says: the page's own way, from the kept file to the outcome. Raises CannotRead."""
    from fettle.edges.transfer import runs
    from fettle.kernel.access.actor import Actor
    from fettle.kernel.assembly import assembly
    from fettle.kernel.errors import FettleError

    importers = {importer.key: importer for importer in assembly().importers}
    if args.kind not in importers:
        raise CannotRead(f"There is no import of “{args.kind}”; there is: {', '.join(importers)}.")
    importer, organisation = importers[args.kind], _organisation(args.organisation)
    actor = Actor.house("fettle import", importer.may, *importer.makes, *(kind.may.see for kind in assembly().kinds))
    try:
        with (
            args.file.open("rb") as file,
            args.log.open("w", encoding="utf-8") if args.log else contextlib.nullcontext() as log,
        ):
            run = runs.take(
                actor,
                importer,
                iter(lambda: file.read(BLOCK), b""),
                file_name=args.file.name,
                organisation=organisation,
                zone=args.time_zone,
                most_bytes=runs.NO_LIMIT,
            )
            outcome = _done(actor, run, args.dry_run)
            if log is not None:
                log.writelines(f"{line}\n" for line in outcome.listed())
    except OSError as problem:
        raise CannotRead(f"{problem.filename or args.file} cannot be used ({problem.strerror}).") from None
    except FettleError as problem:
        raise CannotRead(f"{args.file}: {problem}") from None
    return outcome


def _done(actor: Actor, run: ImportRun, dry_run: bool) -> Outcome:
    """What came of it. Raises CannotRead; then, and after a dry run, nothing is kept. Raises Stopped when a part is."""
    from fettle.edges.transfer import runs

    do = runs.preview if dry_run else runs.bring_in
    try:
        outcome = do(actor, run, Bar("records"))
    except BaseException:
        if dry_run:
            runs.forget(run)
        raise
    stopped = outcome is None and run.state == run.State.FAILED
    if dry_run or (outcome is None and not stopped):
        runs.forget(run)
    if stopped:
        raise Stopped(f"{run.file_name}: {run.problem}")
    if outcome is None:
        raise CannotRead(f"{run.file_name}: {run.problem}")
    return outcome


def _organisation(name: str | None) -> Organisation:
    """The one named, or the provider. Raises CannotRead."""
    from django.db.utils import ProgrammingError

    from fettle.kernel.orgs.models import Organisation

    asked = Organisation.objects.filter(active=True)
    try:
        found = list(asked.filter(parent=None) if name is None else asked.filter(name__iexact=name.strip())[:2])
    except ProgrammingError:  # nobody has made the tables yet
        found = []
    if len(found) != 1:
        wanted = f"There is no organisation “{name}”" if name else "There is no organisation yet"
        raise CannotRead(f"{wanted}: give the name of an existing one, or start `fettle serve` to make the first.")
    return found[0]
