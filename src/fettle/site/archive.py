"""A backup as one file: what is in it, and proof that it is whole.

A tar archive: ``manifest.json`` (version, time, the sha256 and size of every member), then ``database.dump`` (pg_dump's
custom format), ``secret-key`` and ``files/…``. Whoever reads one checks every byte before anything is touched.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from fettle.site.refusal import Refused

FORMAT = 1
BLOCK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself. ``members`` maps each name to sha256 and size in bytes; ``made_at`` is ISO text
    in UTC.
    """

    format: int
    version: str
    made_at: str
    members: dict[str, tuple[str, int]]


def write(target: Path, manifest_of: dict[str, str], sources: dict[str, Path]) -> Manifest:
    """Write an archive of ``sources`` (name → file), under another name first, so that a half one is never taken for
    whole.
    """
    members = {name: (digest(path), path.stat().st_size) for name, path in sources.items()}
    manifest = Manifest(FORMAT, manifest_of["version"], manifest_of["made_at"], members)
    text = json.dumps(asdict(manifest), indent=1).encode()
    draft = target.with_name(f"{target.name}.part")
    with tarfile.open(draft, "w") as archive:
        archive.addfile(_member("manifest.json", len(text)), io.BytesIO(text))
        for name, path in sources.items():
            with path.open("rb") as content:
                archive.addfile(_member(name, members[name][1]), content)
    draft.chmod(0o600)
    draft.rename(target)
    return manifest


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def digest(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def verify(source: Path) -> Manifest:
    """Read the whole archive and compare every member with the manifest. Raises Refused for a wrong, cut or damaged
    one.
    """
    try:
        with tarfile.open(source, "r:") as archive:
            manifest = _manifest(archive)
            found = {member.name: _digest_of(archive, member) for member in archive if member.name != "manifest.json"}
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError, EOFError) as error:
        raise Refused(f"{source} is not a whole Fettle backup ({error}): choose another file.") from error
    if found != manifest.members:
        wrong = sorted(set(found.items()) ^ set(manifest.members.items()))[0][0]
        raise Refused(f"{source} is damaged: {wrong} is not what the manifest says. Choose another backup.")
    return manifest


def _manifest(archive: tarfile.TarFile) -> Manifest:
    first = archive.next()
    if first is None or first.name != "manifest.json":
        raise ValueError("no manifest")
    text = archive.extractfile(first)
    data = json.load(text) if text else {}
    if data["format"] != FORMAT:
        raise ValueError(f"format {data['format']}, this Fettle reads {FORMAT}")
    return Manifest(**{**data, "members": {name: (sha, size) for name, (sha, size) in data["members"].items()}})


def _digest_of(archive: tarfile.TarFile, member: tarfile.TarInfo) -> tuple[str, int]:
    content = archive.extractfile(member)
    if content is None or not member.isfile():
        raise ValueError(f"{member.name} is not a file")
    sha = hashlib.sha256()
    size = 0
    for block in _blocks(content):
        sha.update(block)
        size += len(block)
    return sha.hexdigest(), size


def member(source: Path, name: str) -> bytes:
    """One small member of an archive. Raises KeyError when it has none of that name, OSError when it is no archive."""
    try:
        with tarfile.open(source, "r:") as archive:
            content = archive.extractfile(name)
            return content.read() if content else b""
    except tarfile.TarError as error:
        raise OSError(str(error)) from error


def _blocks(content: IO[bytes]) -> Iterator[bytes]:
    while block := content.read(BLOCK):
        yield block


def unpack(source: Path, names: dict[str, Path]) -> None:
    """Write members of a verified archive to the paths given for them; no name in the archive ever becomes a path."""
    with tarfile.open(source, "r:") as archive:
        for member in archive:
            target = names.get(member.name)
            content = archive.extractfile(member) if target else None
            if target is None or content is None:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                for block in _blocks(content):
                    out.write(block)
