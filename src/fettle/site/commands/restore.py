"""Bring a backup back into an empty data folder (or an empty database of your own).

The archive is read whole and compared with its manifest before anything is touched. Afterwards Fettle is silent: no
mail leaves until an administrator ends the silence on the settings page.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fettle.site import archive, databases, erased
from fettle.site.commands import programs
from fettle.site.commands.erase import tell
from fettle.site.commands.progress import busy
from fettle.site.config import Config, config
from fettle.site.database import at_hand, work_as
from fettle.site.refusal import Refused


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the archive that `fettle backup` wrote")
    parser.add_argument(
        "--erased",
        metavar="LIST",
        type=Path,
        help="erase again who was erased since: what `fettle erase --list` printed, or a newer backup",
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when everything is back; 1, with nothing touched, for a damaged archive or a place not empty; 1 also
    when the list of erased people is not of this installation.
    """
    settings, source = config(), Path(args.file).absolute()
    with busy("reading the archive"):
        manifest = archive.verify(source)
    lines = erased.read(args.erased) if args.erased else []
    _refuse_files(settings)
    with at_hand(settings) as server:
        import django

        django.setup()
        work_as("owner", settings)
        _refuse_tables()
        dump = settings.data / "restoring.dump"
        with busy("unpacking the archive"):
            archive.unpack(source, {"database.dump": dump} | _places(settings, manifest))
        try:
            with dump.open("rb") as content, busy("writing the database"):
                options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
                address = databases.address(settings, "owner")
                programs.run(server, "pg_restore", *options, "--dbname", address, stdin=content)
        finally:
            dump.unlink(missing_ok=True)
        with busy("bringing it up to date"):
            _settle(settings)
        code = tell(lines) if lines else 0
    print(f"Restored what was saved at {manifest.made_at} by Fettle {manifest.version}. Silent: no mail leaves.")
    if not args.erased:
        print("Whoever was erased since then is in it again: fettle erase --from LIST erases them once more.")
    return code


def _refuse_files(settings: Config) -> None:
    store = settings.data / "files"
    if store.is_dir() and any(store.iterdir()):
        raise Refused(f"{store} is not empty: restore into an empty data folder, for example with --data.")


def _refuse_tables() -> None:
    from django.db import connection

    if connection.introspection.table_names():
        raise Refused("The database is not empty: restore into an empty data folder, for example with --data.")


def _places(settings: Config, manifest: archive.Manifest) -> dict[str, Path]:
    """Where each member goes: the key, and the store's files by the names that the store gave them."""
    places = {"secret-key": settings.data / "secret-key"}
    for name in manifest.members:
        parts = Path(name).parts
        if parts[0] == "files" and ".." not in parts and not Path(name).is_absolute():
            places[name] = settings.data.joinpath(*parts)
    return places


def _settle(settings: Config) -> None:
    """Bring older tables up to date, give the grants, fall silent."""
    from fettle.kernel.access.actor import Actor
    from fettle.kernel.settings.actions import install, redefine
    from fettle.site.migrating import migrate

    key = settings.data / "secret-key"
    if key.is_file():
        key.chmod(0o600)
    migrate()
    work_as("app", settings)
    install()
    actor = Actor.house("fettle restore", "operations.administer")
    redefine(actor, "operations.silence", value={"silent": True, "why": "restored from a backup"}, reason="restored")
