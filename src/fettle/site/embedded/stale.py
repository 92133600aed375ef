"""What a killed server leaves behind and a new one stumbles over."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psutil

from fettle.site.embedded.layout import Layout


def remove_leftovers(layout: Layout) -> None:
    """Remove the notes of a server that is gone, also when its process number now belongs to somebody else."""
    for note in (layout.cluster / "postmaster.pid", layout.socket / ".s.PGSQL.5432.lock"):
        if not names_server(note, layout.cluster):
            note.unlink(missing_ok=True)


def end_orphans(cluster: Path) -> None:
    """Kill what a killed server of `cluster` left at work: its memory stays taken until the last of them is gone.

    Crash recovery follows in any case, so nothing is lost by their end. Call it only when the server itself is gone.
    """
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if Path(process.cwd()) == cluster.resolve() and process.name().startswith("postgres"):
                process.kill()


def names_server(note: Path, cluster: Path) -> bool:
    """Is the process whose number stands in `note` the server of `cluster`? It always works in that folder."""
    try:
        number = int(note.read_text().split("\n", 1)[0])
        return Path(psutil.Process(number).cwd()) == cluster.resolve()
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
        return False
