"""What a room adds to the record page of its kinds. Every part may be left out; the page is whole without."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from fettle.edges.pages.columns import Standing, state
from fettle.edges.pages.listing import Listing
from fettle.edges.pages.lists import Cell, Tag
from fettle.edges.pages.records import Clock, Message
from fettle.kernel.access.actor import Actor
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record


@dataclass(frozen=True)
class Talk:
    """A conversation on the record. ``reply`` and ``note`` are the permissions; ``people`` names who reads a reply,
    and who has no way to; ``answers`` are the saved ones that suit it as (code, label, text); ``wait`` and ``solve``
    are verbs that may go with a reply. In the states ``elsewhere`` nobody is replied to: what is said
    belongs to another record. ``minutes``: the time spent may be noted beside what is written.
    ``label``: what a reply is called by staff.
    """

    reply: str
    note: str
    people: Callable[[Record], tuple[Sequence[str], Sequence[str]]]
    answers: Callable[[Actor, Record], Iterable[tuple[str, str, str]]] = lambda actor, record: ()
    wait: str = ""
    solve: str = ""
    elsewhere: Collection[str] = ()
    minutes: bool = False
    label: Any = _("Reply to requester")


@dataclass(frozen=True)
class Panels:
    """The parts. ``rail``: titles and fields beside the story, else the sections of the kind; ``keys``: verb → key;
    ``bar``: verbs that stand beside the title under the assignee's name, the first that is offered.

    ``original``: what was reported. ``steps``, ``clocks``: the line of the process and the service targets, from the
    record's entries in order of replay. ``cells``: further values of the first section of the rail. ``lists``: those
    through which somebody may walk from one record to the next. For staff only: ``flags`` stand beside the title,
    ``guides`` (title, text) say how such a record is worked. ``standing``: the state as a reader understands it.
    ``marked``: the fields whose long texts are Markdown. ``card``: a context with its ``template`` that stands first
    beside the story, from the record's entries. ``helping``: what may help is looked for after the page, at the address
    of ``detail.helping``.
    """

    rail: Sequence[tuple[Any, tuple[str, ...]]] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    bar: Sequence[str] = ()
    take: str = ""
    original: Callable[[Record], Message | None] | None = None
    steps: Callable[[Record, Sequence[Entry]], Sequence[Mapping[str, Any]]] | None = None
    clocks: Callable[[Record, Sequence[Entry], datetime], tuple[Sequence[Clock], str]] | None = None
    cells: Callable[[Record], Sequence[Cell]] | None = None
    talk: Talk | None = None
    lists: Sequence[Listing] = ()
    further: Callable[[Actor, Record], Sequence[tuple[str, str, str]]] = lambda actor, record: ()
    flags: Callable[[Record], Sequence[Tag]] = lambda record: ()
    standing: Standing = state
    guides: Callable[[Record], Sequence[tuple[str, SafeString]]] = lambda record: ()
    marked: Sequence[str] = ()
    card: Callable[[Actor, Record, Sequence[Entry]], Mapping[str, Any] | None] | None = None
    helping: bool = False
