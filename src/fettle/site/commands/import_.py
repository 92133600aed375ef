"""Bring in another system's past: `fettle import servicenow-events FILE`.

Every incident gets its whole history with its own times. Running it twice adds nothing; a damaged row is listed, the
rest is in, and the repaired row finds its place in the next run.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fettle.site.commands.progress import Bar
from fettle.site.config import config
from fettle.site.database import at_hand

if TYPE_CHECKING:
    from fettle.edges.transfer.outcome import Outcome
    from fettle.kernel.orgs.models import Organisation

ALL, SOME, NOTHING = 0, 1, 2
MOST_PRINTED = 40


class CannotRead(Exception):
    """Why nothing is read, in one sentence."""


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="what the file is: servicenow-events")
    parser.add_argument("file", metavar="FILE", type=Path, help="the file, CSV in UTF-8")
    parser.add_argument("--dry-run", action="store_true", help="do everything, tell what came of it, and keep nothing")
    parser.add_argument("--organisation", metavar="NAME", help="whose records they are (the provider)")
    parser.add_argument("--time-zone", metavar="ZONE", default="UTC", help="the zone of the file's times (%(default)s)")
    parser.add_argument("--log", metavar="FILE", type=Path, help="write the whole list of what people should look at")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when all rows were read, 1 when some were refused and the rest is in, 2 when nothing was read."""
    import django

    with at_hand(config()):
        django.setup()
        try:
            outcome = _bring(args)
        except CannotRead as problem:
            print(f"fettle: {problem}", file=sys.stderr)
            return NOTHING
    for line in _listed(outcome)[:MOST_PRINTED]:
        print(line)
    if (more := len(_listed(outcome)) - MOST_PRINTED) > 0:
        print(f"… and {more} more" + ("" if args.log else "; --log FILE writes them all"))
    print(outcome.said() + (" Nothing was kept (dry run)." if args.dry_run else ""))
    return NOTHING if outcome.is_empty else SOME if outcome.refused else ALL


def _bring(args: argparse.Namespace) -> Outcome:
    """Read the file as its kind says. Raises CannotRead."""
    from fettle.edges.transfer.outcome import NothingRead
    from fettle.kernel.access.actor import Actor
    from fettle.kernel.assembly import assembly

    importers = {importer.key: importer for importer in assembly().importers}
    if args.kind not in importers:
        raise CannotRead(f"There is no import of “{args.kind}”; there is: {', '.join(importers)}.")
    try:
        zone = ZoneInfo(args.time_zone)
    except (KeyError, ValueError, OSError):
        raise CannotRead(f"“{args.time_zone}” is no time zone: give a name such as Europe/Prague.") from None
    organisation = _organisation(args.organisation)
    try:
        with (
            args.file.open(encoding="utf-8", errors="replace", newline="") as lines,
            args.log.open("w", encoding="utf-8") if args.log else contextlib.nullcontext() as log,
            _kept(not args.dry_run),
        ):
            outcome: Outcome = importers[args.kind].bring(
                Actor.house("fettle import", "transfer.import"),
                lines,
                file_name=args.file.name[:255],
                organisation=organisation,
                zone=zone,
                progress=Bar("incidents"),
            )
            if log is not None:
                log.writelines(f"{line}\n" for line in _listed(outcome))
    except OSError as problem:
        raise CannotRead(f"{problem.filename or args.file} cannot be used ({problem.strerror}).") from None
    except NothingRead as problem:
        raise CannotRead(f"{args.file}: {problem}") from None
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


@contextlib.contextmanager
def _kept(keep: bool) -> Iterator[None]:
    """What happens inside stays, or is all taken back at the end."""
    from django.db import transaction

    if keep:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _listed(outcome: Outcome) -> list[str]:
    """One line for each thing to look at, in the order of the file."""
    lines: Iterable[tuple[int, str]] = [
        *((row.line, f"line {row.line}: refused: {row.reason}") for row in outcome.refused),
        *((item.line, f"line {item.line}: {item.group}: {item.what}: {item.value}") for item in outcome.told),
    ]
    return [text for _line, text in sorted(lines, key=lambda pair: pair[0])]
