"""What the partials of a list draw. A view fills these with words and addresses; they hold no rules.

An address that is "" leaves its link or button out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Tone = Literal["", "red", "orange", "amber", "green", "blue", "violet"]


@dataclass(frozen=True)
class Tag:
    text: str
    tone: Tone = ""
    icon: str = ""


@dataclass(frozen=True)
class Cell:
    """One value of a row or of a key-value list.

    `kind` is one of text, number, link, status, priority, sla, person, moment, full, day, tag, tags, chips, lines,
    wraps, yesno, subject; `value` is what that kind draws (a SlaView, a datetime, a state with shape and label, ...).
    """

    kind: str
    value: Any = None
    label: str = ""
    url: str = ""
    tone: Tone = ""
    text: str = ""
    long: bool = False
    bare: bool = False
    end: bool = False


@dataclass(frozen=True)
class Subject:
    """The two-line cell of a queue: title above; number and words below."""

    title: str
    url: str
    number: str = ""
    line: Sequence[str] = ()
    tags: Sequence[Tag] = ()
    messages: int = 0
    peek_url: str = ""


@dataclass(frozen=True)
class Column:
    """`width` is one of title, check, rank, rank-long, state, person, name, time, date, figure, number, text.

    A title, and a column without a width, take what is left.
    """

    label: str
    width: str = ""
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    icon: str = ""
    end: bool = False


@dataclass(frozen=True)
class Row:
    number: str
    cells: Sequence[Cell]
    unread: bool = False


WIDTHS = {"check": 40, "rank": 62, "rank-long": 116, "state": 176, "person": 42, "name": 170}
WIDTHS |= {"time": 116, "date": 128, "figure": 92, "number": 112, "text": 190}
LEAST = {"title": 260, "": 190}
"""Pixels of a column, as table.css has them, and the least that columns need which take what is left."""


@dataclass(frozen=True)
class Table:
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    split: bool = False
    selectable: bool = False

    @property
    def least(self) -> int:
        """Hundreds of pixels that its columns need, but for what the title can spare: on a narrower page it scrolls."""
        widths = [(WIDTHS | LEAST)[column.width] for column in self.columns]
        return (sum(widths) + self.selectable * WIDTHS["check"]) // 100


@dataclass(frozen=True)
class View:
    """A saved view as a tab."""

    label: str
    url: str
    count: int | None = None
    current: bool = False
    hot: bool = False


@dataclass(frozen=True)
class Chip:
    """An active filter and the address of the list without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True)
class Bulk:
    """`actions` are (name, label); `whole_token` is the signed filter with its count that "all in this view" posts."""

    actions: Sequence[tuple[str, str]]
    whole_label: str = ""
    whole_token: str = ""


@dataclass(frozen=True)
class Pager:
    first: int
    last: int
    total: int | None = None
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class Empty:
    """Why there is nothing, and the one thing to do about it."""

    text: str
    url: str = ""
    label: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Register:
    """A whole list: components/register.html."""

    table: Table
    url: str
    empty: Empty
    views: Sequence[View] = ()
    save_url: str = ""
    chips: Sequence[Chip] = ()
    filter_form: Any = None
    kept: Sequence[tuple[str, str]] = ()
    summary: str = ""
    bulk: Bulk | None = None
    bulk_url: str = ""
    pager: Pager | None = None
    peek: bool = False
