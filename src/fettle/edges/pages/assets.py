"""Names of built files: what a template calls `app.css` is `app-3F2A91C0.css` on the disk, for browsers to keep."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

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


def fonts() -> Path:
    """The folder of the fonts that PDF is set in. Raises NotBuilt."""
    folder = DIST / "fonts"
    if not folder.is_dir():
        raise NotBuilt(
            "The fonts for PDF are not built. Run: npm --prefix frontend ci && npm --prefix frontend run build"
        )
    return folder


def sprite(icon: str) -> str:
    """Path under STATIC_URL of the sprite that holds this icon (as its fragment). Raises NotBuilt when it does not."""
    if icon not in icons():
        raise NotBuilt(f"Icon {icon!r} is not in the sprite. Check its name and run: npm --prefix frontend run build")
    return file("sprite.svg")


def icons() -> frozenset[str]:
    """Names of all icons in the sprite."""
    names: frozenset[str] = _manifest()["icons"]
    return names


def _manifest() -> dict[str, Any]:
    path = f"{DIST}/manifest.json"
    try:
        return _read(path, os.stat(path).st_mtime_ns)  # noqa: PTH116 - asked for each icon of a page, and twice as fast
    except FileNotFoundError:
        raise NotBuilt(
            "The front end is not built. Run: npm --prefix frontend ci && npm --prefix frontend run build"
        ) from None


@lru_cache(maxsize=2)
def _read(path: str, changed: int) -> dict[str, Any]:
    content = json.loads(Path(path).read_text())
    return {"files": content["files"], "icons": frozenset(content["icons"])}
