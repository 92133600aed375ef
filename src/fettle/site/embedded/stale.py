"""What a killed server leaves behind and a new one stumbles over."""

from __future__ import annotations

from pathlib import Path

import psutil

from fettle.site.embedded.layout import Layout


def remove_leftovers(layout: Layout) -> None:
    """Remove the notes of a server that is gone, also when its process number now belongs to somebody else."""
    for note in (layout.cluster / "postmaster.pid", layout.socket / ".s.PGSQL.5432.lock"):
        if _names_no_server(note, layout.cluster):
            note.unlink(missing_ok=True)


def _names_no_server(note: Path, cluster: Path) -> bool:
    try:
        number = int(note.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return False  # absent, or just being written: the server itself judges those
    try:
        return Path(psutil.Process(number).cwd()) != cluster.resolve()  # a server always works in its cluster's folder
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return True
