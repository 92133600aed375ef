"""Write database and files into one verified file, also while Fettle is at work.

Keep it where this machine's loss cannot reach it; it holds the secret key, so keep it private.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from fettle import __version__
from fettle.site import archive, databases, erased
from fettle.site.commands import programs
from fettle.site.commands.progress import busy
from fettle.site.config import Config, config
from fettle.site.database import at_hand
from fettle.site.refusal import Refused


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the archive to write; must not exist yet")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the archive is written and was read back whole."""
    settings, target = config(), Path(args.file).absolute()
    if target.exists():
        raise Refused(f"{target} exists already: choose another name.")
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}: make it first.")
    with at_hand(settings) as server, tempfile.TemporaryDirectory(prefix="fettle-backup-") as folder:
        dump = Path(folder) / "database.dump"
        address = databases.address(settings, "read" if server else "owner")
        with dump.open("wb") as out:
            # The wall between organisations is built anew by the next start, for the roles that are there then.
            options = ("--format=custom", "--no-owner", "--no-privileges", *(["--no-policies"] if server else []))
            with busy("reading the database"):
                programs.run(server, "pg_dump", *options, "--dbname", address, stdout=out)
        members = {"database.dump": dump, erased.MEMBER: _erased(Path(folder))}
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        with busy("writing the archive"):
            archive.write(target, {"version": __version__, "made_at": made_at}, members | _files(settings))
    with busy("reading it back"):
        manifest = archive.verify(target)
    print(f"{target}: {len(manifest.members)} members, {target.stat().st_size / 1e6:.1f} MB, read back whole.")
    return 0


def _erased(folder: Path) -> Path:
    """Who was erased until now: this backup can tell it to the restoring of an older one."""
    import django

    django.setup()
    listed = folder / erased.MEMBER
    with listed.open("w", encoding="utf-8", newline="") as out:
        erased.write(out)
    return listed


def _files(settings: Config) -> dict[str, Path]:
    """The secret key and everything in the file store. Content is never changed there, so a later file does no harm."""
    found = {}
    if (key := settings.data / "secret-key").is_file():
        found["secret-key"] = key
    store = settings.data / "files"
    for path in sorted(store.rglob("*")) if store.is_dir() else []:
        if path.is_file():
            found[f"files/{path.relative_to(store).as_posix()}"] = path
    return found
