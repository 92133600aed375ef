"""Text of a log → events. A damaged line is told with its number and reason, and takes no other line with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fettle.edges.transfer.outcome import Damage, NothingRead
from fettle.processes.incidents.servicenow.limits import Span, wrong

NEEDED = ("number", "incident_state", "sys_mod_count", "sys_updated_at", "opened_at")
QUOTED = re.compile(r'(?:^|(?<=,))"(?:[^"]|"")*"(?=,|\r|\n|$)')
LONGEST_ROW_LINES = 50
"""A quoted value may span lines; one that is not closed within so many is damage."""


@dataclass(frozen=True)
class Event:
    """One readable row. ``key`` is its identity: number, sys_mod_count, sys_updated_at."""

    line: int
    values: Mapping[str, str]

    @property
    def group(self) -> str:
        return self.values["number"]

    @property
    def key(self) -> str:
        return f"{self.values['sys_mod_count']}|{self.values['sys_updated_at']}"


def read(lines: Iterable[str], told: Span) -> Iterator[Event | Damage]:
    """The rows of a log in their order. Raises NothingRead when the header lacks a needed column."""
    numbered = enumerate(lines, start=1)
    header = _header(next(numbered, (1, ""))[1])
    if missing := [name for name in NEEDED if name not in header]:
        raise NothingRead(
            _("The first line must name the columns; %(names)s is missing.") % {"names": ", ".join(missing)}
        )
    waiting: list[tuple[int, str]] = []
    for line, text in numbered:
        waiting.append((line, text))
        yield from _settle(waiting, header, told, final=False)
    while waiting:
        yield from _settle(waiting, header, told, final=True)


def _header(text: str) -> list[str]:
    """The names of the columns; none where the line is no table's."""
    try:
        return next(csv.reader([text.lstrip("\ufeff")]), [])
    except csv.Error:
        return []


def _settle(waiting: list[tuple[int, str]], header: list[str], told: Span, final: bool) -> Iterator[Event | Damage]:
    """Read what waits, if it is whole. An open quote waits for more lines, up to a limit; when none closes it, or what
    it closes to is no row, its first line is damage and the others are read again.
    """
    text = "".join(part for _line, part in waiting)
    if not text.strip():
        waiting.clear()
        return
    is_open = _open(text)
    if is_open and not final and len(waiting) < LONGEST_ROW_LINES:
        return
    line, first = waiting[0]
    found = _row(line, text, header, told) if not is_open else None
    rest: list[tuple[int, str]] = []
    if found is None or (isinstance(found, Damage) and len(waiting) > 1):
        group = first.partition(",")[0].strip('"')
        found = Damage(line, first.rstrip("\r\n"), _("A quotation mark is not closed."), group)
        rest = waiting[1:]
    waiting.clear()
    yield found
    for again in rest:
        waiting.append(again)
        yield from _settle(waiting, header, told, final=False)


def _open(text: str) -> bool:
    """Whether a quotation mark that begins a cell has no other half. One inside a cell is a character like others."""
    return '"' in text and re.search(r'(?:^|,)"', QUOTED.sub("", text)) is not None


def _row(line: int, text: str, header: list[str], told: Span) -> Event | Damage:
    try:
        cells = next(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return Damage(line, text.rstrip("\r\n"), _("The line is not comma-separated text."), text.partition(",")[0])
    group = cells[0] if header[0] == "number" else ""
    if len(cells) != len(header):
        reason = _("The line has %(cells)s values where the header names %(columns)s columns.")
        return Damage(line, text.rstrip("\r\n"), reason % {"cells": len(cells), "columns": len(header)}, group)
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    if reason := wrong(values, told):
        return Damage(line, text.rstrip("\r\n"), reason, values["number"])
    return Event(line, values)
