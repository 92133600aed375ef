"""The shapes that the partials under templates/components draw. A view fills them with words and addresses; they hold no rules.

An address that is "" leaves its link or button out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .sla import SlaView

Tone = Literal["", "red", "orange", "amber", "green", "blue", "violet"]


@dataclass(frozen=True)
class Tag:
    text: str
    tone: Tone = ""
    icon: str = ""


@dataclass(frozen=True)
class Cell:
    """One value. `kind` is one of text, number, link, status, priority, sla, person, moment, full, day, tag, tags, lines,
    yesno, subject; `value` is what that kind draws (a SlaView, a datetime, a state with shape and label, ...)."""

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
    """`width` is one of check, rank, rank-long, state, person, name, time, date, figure, number, text; "" takes what is left."""

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


@dataclass(frozen=True)
class Table:
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    split: bool = False
    selectable: bool = False


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


@dataclass(frozen=True)
class Verb:
    """Something that may be done now, or (with `refused`) why not. `post` runs it without asking anything first."""

    label: str
    url: str = ""
    icon: str = ""
    key: str = ""
    primary: bool = False
    menu: bool = False
    post: bool = False
    refused: str = ""


@dataclass(frozen=True)
class Head:
    """The head of a record: components/record_head.html."""

    number: str
    title: str
    status: Any = None
    flags: Sequence[Tag] = ()
    verbs: Sequence[Verb] = ()
    view_label: str = ""
    view_url: str = ""
    position: str = ""
    previous_url: str = ""
    next_url: str = ""
    presence_url: str = ""


@dataclass(frozen=True)
class Section:
    """A group of values in the rail of a record."""

    title: str
    rows: Sequence[Cell]
    id: str = ""
    action_url: str = ""
    action_label: str = ""
    action_key: str = ""


@dataclass(frozen=True)
class Clock:
    """A service target with its reading; `percent` of its time is used (0–100)."""

    label: str
    reading: SlaView
    target: str = ""
    percent: float = 0


@dataclass(frozen=True)
class Message:
    """Something somebody wrote: a message everyone on the record sees, or (form "note") one for staff."""

    id: str
    author: Any
    at: datetime
    text: str = ""
    html: str = ""
    line: str = ""
    ours: bool = False
    files: Sequence[Any] = ()
    form: Literal["message", "note"] = "message"


@dataclass(frozen=True)
class Event:
    """Something that happened; `changes` are (label, old, new)."""

    id: str
    at: datetime
    sentence: str
    icon: str = ""
    changes: Sequence[tuple[str, str, str]] = ()
    form: Literal["event"] = field(default="event", init=False)


@dataclass(frozen=True)
class Timeline:
    """`filters` are (label, url, current); `live_url` answers what is new, with an ETag."""

    items: Sequence[Message | Event]
    filters: Sequence[tuple[str, str, bool]] = ()
    older_url: str = ""
    order_label: str = ""
    live_url: str = ""


@dataclass(frozen=True)
class Side:
    """One mode of the composer. `to` says who will get it; `extra` are (action, label, key) of further send buttons,
    key "shift" for Ctrl Shift Enter."""

    url: str
    to: str
    button: str
    mode_url: str
    text: str = ""
    to_url: str = ""
    draft_url: str = ""
    canned_url: str = ""
    extra: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Composer:
    """`seen` is the number of the last public entry that the page shows; `news` came while somebody was writing."""

    note: Side
    reply: Side | None = None
    mode: Literal["reply", "note"] = "note"
    seen: int = 0
    news: Sequence[Message] = ()
    error: str = ""
