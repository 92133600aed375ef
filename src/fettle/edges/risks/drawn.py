"""Risks as pages tell them: a level with its colour, and the matrix with how many risks stand in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fettle.facilities.risks.definitions import IMPACTS, LEVELS, LIKELIHOODS, MATRIX, level_row
from fettle.facilities.risks.queries import AXES
from fettle.facilities.risks.workflow import HELD
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Option
from fettle.kernel.settings.choices import label, options
from fettle.kernel.settings.read import current


@dataclass(frozen=True)
class Level:
    """A level in words; ``tone`` is one of the stylesheet's. The word is always there."""

    word: str
    tone: str = ""


@dataclass(frozen=True)
class Square:
    """One cell of the matrix. ``url`` leads to the risks that stand in it, "" where none does."""

    level: Level
    count: int
    url: str
    likelihood: str
    impact: str


@dataclass(frozen=True)
class Line:
    """The risks of one likelihood, from the least impact to the worst."""

    label: str
    squares: Sequence[Square]


def level(code: int | None) -> Level | None:
    """The level of this number; None where nobody has assessed it."""
    if not code:
        return None
    row = level_row(code)
    return Level(label(LEVELS.key, row), row.get("tone") or "") if row else Level(str(code))


def matrix(counts: Mapping[tuple[str, str], int], of: str) -> tuple[list[str], list[Line]]:
    """The words of the impacts, and a line for each likelihood, the most likely first. Steps that are out of use, or of
    which the settings know nothing any more, stand there as long as a risk does.
    """
    likelihoods, impacts = (
        _steps(key, {pair[at] for pair in counts}) for at, key in enumerate((LIKELIHOODS.key, IMPACTS.key))
    )
    given = {(row["likelihood"], row["impact"]): int(row["level"]) for row in current()[MATRIX.key]}
    lines = []
    for likelihood in reversed(likelihoods):
        squares = []
        for impact in impacts:
            pair = (likelihood.code, impact.code)
            count = counts.get(pair, 0)
            url = f"/risks?{_query(of, pair)}" if count else ""
            found = level(given.get(pair)) or Level("–")
            squares.append(Square(found, count, url, str(likelihood.label), str(impact.label)))
        lines.append(Line(str(likelihood.label), squares))
    return [str(impact.label) for impact in impacts], lines


def _steps(key: str, used: Set[str]) -> list[Option]:
    there = options(key)
    gone = [Option(code, code) for code in sorted(used - {each.code for each in there})]
    return [each for each in there if each.active or each.code in used] + gone


def _query(of: str, pair: tuple[str, str]) -> str:
    return urlencode({"state": ",".join(HELD), **dict(zip(AXES[of], pair, strict=True))}, safe=",")


def row(record: Record) -> dict[str, Any]:
    """A risk as a line of another record's page."""
    return {
        "record": record,
        "level": level(record.item.rating),
        "state": record.declared.flow.by_state[record.state],
    }
