"""What differs between two texts, line by line, and word by word where a line was changed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
ALIKE = 0.4
"""From this likeness on (0–1), two lines are one that was changed and not one removed and one added."""
MOST_COMPARED = 1_000_000
"""Pairs of parts up to which two sequences are compared without a short cut: what is above takes seconds."""
AROUND = 3
"""Unchanged lines that are shown on either side of a change."""


@dataclass(frozen=True)
class Piece:
    """Some characters of a line; ``new`` or ``gone`` where the other text does not have them."""

    text: str
    mark: Literal["", "new", "gone"] = ""


@dataclass(frozen=True)
class Line:
    """A line in both texts, or in one of them. Its number there, from 1, is None where it is not."""

    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()
    old_at: int | None = None
    new_at: int | None = None

    @property
    def same(self) -> bool:
        return self.old_at is not None and self.new_at is not None and self.old == self.new


@dataclass(frozen=True)
class Gap:
    """So many unchanged lines are left out."""

    lines: int


def diff(old: str, new: str) -> list[Line]:
    """Every line of both. The old pieces together are the old text, the new ones the new text."""
    before, after = old.split("\n"), new.split("\n")
    found: list[Line] = []
    for tag, a, b, c, d in _matcher(before, after).get_opcodes():
        if tag == "equal":
            found += [_same(before[a + at], a + at, c + at) for at in range(b - a)]
        else:
            found += _changed(before[a:b], after[c:d], a, c)
    return found


def folded(lines: list[Line]) -> Iterator[Line | Gap]:
    """The same with long unchanged stretches left out."""
    near = {at + step for at, line in enumerate(lines) if not line.same for step in range(-AROUND, AROUND + 1)}
    left_out = 0
    for at, line in enumerate(lines):
        if at in near:
            if left_out:
                yield Gap(left_out)
            left_out = 0
            yield line
        else:
            left_out += 1
    if left_out:
        yield Gap(left_out)


def _same(text: str, old_at: int, new_at: int) -> Line:
    pieces = (Piece(text),)
    return Line(pieces, pieces, old_at + 1, new_at + 1)


def _changed(old: list[str], new: list[str], a: int, c: int) -> Iterator[Line]:
    """Lines at the same place that are alike are paired; the others stand alone."""
    for at in range(max(len(old), len(new))):
        left = old[at] if at < len(old) else None
        right = new[at] if at < len(new) else None
        if left is not None and right is not None and _alike(left, right):
            gone, come = _words(left, right)
            yield Line(gone, come, a + at + 1, c + at + 1)
            continue
        if left is not None:
            yield Line(old=(Piece(left, "gone"),), old_at=a + at + 1)
        if right is not None:
            yield Line(new=(Piece(right, "new"),), new_at=c + at + 1)


def _matcher(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    """Long texts are matched by their rarer parts, so that the comparison comes to an end."""
    return SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > MOST_COMPARED)


def _alike(left: str, right: str) -> bool:
    """The cheaper bounds are asked first; of long lines they decide."""
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return False
    return len(left) * len(right) > MOST_COMPARED or matcher.ratio() >= ALIKE


def _words(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = WORDS.findall(left), WORDS.findall(right)
    gone: list[Piece] = []
    come: list[Piece] = []
    for tag, a, b, c, d in _matcher(before, after).get_opcodes():
        if b > a:
            gone.append(Piece("".join(before[a:b]), "" if tag == "equal" else "gone"))
        if d > c:
            come.append(Piece("".join(after[c:d]), "" if tag == "equal" else "new"))
    return tuple(gone), tuple(come)
