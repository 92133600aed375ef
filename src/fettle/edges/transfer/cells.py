"""Text in a cell: what a spreadsheet could take for a formula is marked by a leading apostrophe, and unmarked on the
way back. One place writes cells, so there is none that forgets.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

MARK = "'"
SPELT = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
SPELLING = re.compile(r"_x([0-9A-Fa-f]{4})_")
FORMULA = frozenset("=+-@\t\r\n\0|%")


def guarded(text: str) -> str:
    """``text`` as it may stand in a cell. ``bare`` turns it back, whatever it is."""
    return MARK + text if text.startswith(MARK) or _tempting(text) else text


def bare(cell: str) -> str:
    """The text that ``guarded`` was given."""
    return cell.removeprefix(MARK)


def _tempting(text: str) -> bool:
    """Whether it begins, after blanks and invisible characters, with the start of a formula, in any width."""
    if text[:1] in FORMULA:
        return True
    for character in text:
        if unicodedata.normalize("NFKC", character)[:1] in FORMULA:
            return True
        if not (character.isspace() or unicodedata.category(character) in ("Cc", "Cf")):
            return False
    return False


def escaped(text: str) -> str:
    """As a workbook spells what XML cannot hold: ``_x0001_``; ``plain_again`` turns it back."""
    return SPELT.sub(lambda found: f"_x{ord(found[0][0]):04X}_" + found[0][1:], text)


def plain_again(text: str) -> str:
    return SPELLING.sub(lambda found: chr(int(found[1], 16)), text)


def written(value: Any) -> str | int | float:
    """A plain value of a field as a cell: numbers stay numbers, yes and no are words that are read back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    return value if isinstance(value, int | float) else guarded(str(value))
