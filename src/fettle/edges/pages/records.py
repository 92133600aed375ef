"""What the partials of a record's page draw: head, rail, clocks, timeline, composer. Filled by a view; no rules here.

An address that is "" leaves its link or button out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .lists import Cell, Tag
from .sla import SlaView


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
    """The head of a record: components/record_head.html.

    `moves` lead to another state and hang on the status; `assigned` changes who has it and shows `assignee`.
    """

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
    moves: Sequence[Verb] = ()
    assigned: Verb | None = None
    assignee: Any = None


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
    """Something somebody wrote: a message everyone on the record sees, or (form "note") one for staff. ``quoted`` is
    what it repeats of others, folded away; ``link`` leads to the mail that it was; ``ways`` are (label, url) of what
    may be done with it.
    """

    id: str
    author: Any
    at: datetime
    text: str = ""
    html: str = ""
    line: str = ""
    ours: bool = False
    files: Sequence[Any] = ()
    form: Literal["message", "note"] = "message"
    quoted: str = ""
    link: str = ""
    ways: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Event:
    """Something that happened; `changes` are (label, old, new), `source` is (column, value) as another system said,
    `link` leads to the mail that it was."""

    id: str
    at: datetime
    sentence: str
    icon: str = ""
    changes: Sequence[tuple[str, str, str]] = ()
    source: Sequence[tuple[str, str]] = ()
    link: str = ""
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
    """One mode of the composer. `to` says who will get it; `canned` are saved answers as (label, url without scripts,
    text); `label`: what the mode is called; `files`: something may be attached, `minutes`: time spent noted; `extra`
    are (action, label, key) of further send buttons, key "shift" for Ctrl Shift Enter."""

    url: str
    to: str
    button: str
    mode_url: str
    text: str = ""
    label: str = ""
    to_url: str = ""
    draft_url: str = ""
    canned: Sequence[tuple[str, str, str]] = ()
    extra: Sequence[tuple[str, str, str]] = ()
    files: bool = False
    minutes: bool = False


@dataclass(frozen=True)
class Composer:
    """`seen` is the number of the last public entry that the page shows; `news` came while somebody was writing."""

    note: Side | None
    reply: Side | None = None
    mode: Literal["reply", "note"] = "note"
    seen: int = 0
    news: Sequence[Message] = ()
    error: str = ""
    minutes: str = ""
