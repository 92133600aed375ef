"""Lines of a log damaged in the ways that a log is damaged. Shares no code with the importer."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path

WAYS = ("time", "counter", "opened", "cut", "cut early", "doubled", "quote", "bytes", "nameless", "one more")
SILENT = frozenset({"cut early", "nameless"})
"""After these nobody can say from the line alone which event of its incident it was."""


def line_of(row: dict[str, str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow(row.values())
    return out.getvalue()


def damaged(row: dict[str, str], way: str, chance: random.Random) -> bytes:
    """The line of a row after one accident."""
    line = line_of(row)
    cells = line.split(",")
    match way:
        case "time":
            line = line_of(row | {"sys_updated_at": chance.choice(["yesterday", "31-02-2026 10:00", "", "26-10-2026"])})
        case "counter":
            line = line_of(row | {"sys_mod_count": chance.choice(["x", "-1", "1.5", ""])})
        case "opened":
            line = line_of(row | {"opened_at": "soon"})
        case "cut":
            line = line[: chance.randrange(len(",".join(cells[:14])), len(line) - 3)]
        case "cut early":
            line = ",".join(cells[: chance.randrange(1, 5)])
        case "doubled":
            at = chance.randrange(14, len(cells))
            line = ",".join([*cells[:at], cells[at], *cells[at:]])
        case "one more":
            at = chance.randrange(1, 14)
            line = ",".join([*cells[:at], "stray", *cells[at:]])
        case "quote":
            at = chance.randrange(15, len(cells))
            line = ",".join([*cells[:at], '"' + cells[at], *cells[at + 1 :]])
        case "bytes":
            at = chance.randrange(14, len(cells))
            return ",".join([*cells[:at], ""]).encode() + b"\xff\xfe" + ("," + ",".join(cells[at + 1 :])).encode()
        case "nameless":
            line = line_of(row | {"number": chance.choice(["", "?"])})
    return line.encode()


def write(
    path: Path, rows: Sequence[dict[str, str]], bad: dict[int, str], chance: random.Random, newline: bytes = b"\r\n"
) -> None:
    """A log of which the rows at ``bad`` are damaged, each in its way."""
    lines = [",".join(rows[0]).encode()]
    for at, row in enumerate(rows):
        lines.append(damaged(row, bad[at], chance) if at in bad else line_of(row).encode())
    path.write_bytes(newline.join(lines) + newline)
