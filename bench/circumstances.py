"""Under what figures were measured, so that two files of results can be compared, or not."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def circumstances() -> dict[str, Any]:
    """The commit ("+ changes" when files differ from it, "" outside a repository), the machine, and how busy it was."""
    return {"commit": _commit(), "cores": os.cpu_count(), "load": busy(), "python": platform.python_version()}


def busy() -> float:
    """Processes that wanted a core in the last minute, those of the bench among them, for each core that there is."""
    return round(os.getloadavg()[0] / (os.cpu_count() or 1), 1)


def _commit() -> str:
    name = _git("rev-parse", "HEAD")
    return f"{name} + changes" if name and _git("status", "--porcelain", "--untracked-files=no") else name


def _git(*words: str) -> str:
    try:
        return subprocess.run(["git", "-C", ROOT, *words], capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        return ""
