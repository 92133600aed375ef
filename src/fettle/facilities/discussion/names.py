"""Names of files: text for people, never a path."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 255
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def shown(name: str) -> str:
    """The name as it is kept and displayed: whatever it was, without characters that nobody can see."""
    visible = "".join(char for char in name if unicodedata.category(char) not in _INVISIBLE).strip()
    return visible[:LONGEST] or "file"


def saved(name: str) -> str:
    """The name offered for saving: its last part, without leading dots."""
    last = re.split(r"[/\\]", shown(name))[-1].lstrip(". ")
    return last or "file"


def in_address(name: str) -> str:
    """The name at the end of the file's address: letters, digits, dot, hyphen. It is decoration; the id decides."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", saved(name)).strip("-.") or "file"
