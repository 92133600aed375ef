"""Files that reviewers read as a diff. ``UPDATE_GOLDEN=1 pytest …`` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[4]


def same(path: str, text: str) -> None:
    """Fails when the committed file at ``path`` (from the root of the repository) does not hold ``text``."""
    file = ROOT / path
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    was = file.read_text().splitlines() if file.exists() else []
    now = text.splitlines()
    if was != now:
        there, here = set(was), set(now)
        gone = [f"- {line}" for line in was if line not in here]
        come = [f"+ {line}" for line in now if line not in there]
        raise AssertionError(f"{path} differs (UPDATE_GOLDEN=1 writes it):\n" + "\n".join((gone + come)[:60]))
