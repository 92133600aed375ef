"""Where the bytes of files lie: one interface, and the folder that implements it.

A content's only name is its sha256, so no name from outside ever becomes a path, and equal contents lie there once.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from fettle.facilities.discussion.media import ENOUGH

_KEY = re.compile(r"[0-9a-f]{64}")


class Oversized(Exception):
    """More bytes came than are allowed."""


@dataclass(frozen=True)
class Kept:
    """A content that is safely stored. ``start`` are its first bytes, from which its type is told."""

    sha256: str
    size: int
    start: bytes


class Store(Protocol):
    """Another home for the bytes (an object store) has to answer these and nothing else."""

    def keep(self, chunks: Iterable[bytes], most_bytes: int) -> Kept: ...
    def open(self, sha256: str) -> BinaryIO: ...
    def contents(self) -> Iterator[str]: ...
    def drop_unused(self, sha256: str, older_than_seconds: float) -> bool: ...


@dataclass(frozen=True)
class Folder:
    """Contents in a folder, two letters of the key as sub-folder. Several web servers share it."""

    root: Path

    def keep(self, chunks: Iterable[bytes], most_bytes: int) -> Kept:
        """Write a content whole and flushed to disk, or not at all. Raises Oversized, OSError."""
        digest, size, start = hashlib.sha256(), 0, b""
        arriving = self.root / "arriving"
        arriving.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=arriving)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    if size > most_bytes:
                        raise Oversized
                    start = start if len(start) >= ENOUGH else (start + chunk)[:ENOUGH]
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            home = self._path(digest.hexdigest())
            home.parent.mkdir(exist_ok=True, mode=0o700)
            Path(draft).replace(home)
            _flush_folder(home.parent)
            _flush_folder(self.root)
        finally:
            with suppress(FileNotFoundError):
                Path(draft).unlink()
        return Kept(digest.hexdigest(), size, start)

    def open(self, sha256: str) -> BinaryIO:
        """The content, for reading. Raises FileNotFoundError."""
        return self._path(sha256).open("rb")

    def contents(self) -> Iterator[str]:
        """All contents there are."""
        for path in self.root.glob("[0-9a-f][0-9a-f]/*"):
            if _KEY.fullmatch(path.name):
                yield path.name

    def drop_unused(self, sha256: str, older_than_seconds: float) -> bool:
        """Delete a content that no row names, unless it came or came again just now. True when it went."""
        path = self._path(sha256)
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > older_than_seconds:
                path.unlink()
                return True
        return False

    def _path(self, sha256: str) -> Path:
        if not _KEY.fullmatch(sha256):
            raise ValueError("A content is named by its sha256 in lower-case hexadecimal digits.")
        return self.root / sha256[:2] / sha256


def _flush_folder(folder: Path) -> None:
    """Make the entry of a new file last a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def store() -> Store:
    """The store of this installation."""
    return Folder(Path(settings.MEDIA_ROOT))
