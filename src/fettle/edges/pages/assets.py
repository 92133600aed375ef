"""Names of built files: what a template calls `app.css` is `app-3F2A91C0.css` on the disk, so that browsers may keep it for ever."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import fettle

DIST = Path(fettle.__file__).parent / "static" / "dist"


class NotBuilt(RuntimeError):
    """The front end was not built, or is older than the template that asks for something."""


def file(name: str) -> str:
    """Path under STATIC_URL of a built file (`app.css`, `app.js`, `sprite.svg`, a font).

    Raises NotBuilt with the command that helps.
    """
    try:
        return f"dist/{_manifest()['files'][name]}"
    except KeyError:
        raise NotBuilt(f"{name} is not among the built files. Run: npm --prefix frontend run build") from None


def icon(name: str) -> str:
    """Address of one icon inside the sprite. Raises NotBuilt when the sprite lacks it."""
    if name not in _manifest()["icons"]:
        raise NotBuilt(f"Icon {name!r} is not in the sprite. Check its name and run: npm --prefix frontend run build")
    return f"{file('sprite.svg')}#{name}"


def _manifest() -> dict:
    path = DIST / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise NotBuilt("The front end is not built. Run: npm --prefix frontend ci && npm --prefix frontend run build") from None


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> dict:
    content = json.loads(path.read_text())
    return {"files": content["files"], "icons": frozenset(content["icons"])}
