"""Fact: what happened, past tense, as a frozen dataclass of a room. A stored fact is never rewritten; a reshaped one
gets an upcast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from fettle.kernel.assembly import assembly
from fettle.kernel.records.values import EVERYONE

Change = tuple[str, str, str]
"""What it is called, and its old and new value, all in words."""


@dataclass(frozen=True)
class Fact:
    """Subclasses set ``name`` (``room.what_happened``, stored for ever), ``version``, ``words`` (how the timeline
    says it) and
    ``audience``. Their fields are JSON values; ``personal`` names those that are erased on request, ``quotes``
    those that somebody wrote and that the timeline repeats. ``variant`` is a field by whose value, one of ``variants``,
    people are told by different rules. ``takes_back``: undoes the entry whose number it carries as ``of``; ``settles``:
    how long it may be undone before anybody gets a mail about it. ``broadcast``: it names as ``people`` those who are
    told, whom somebody chose to write to, however many they are. ``columns`` are those of the entry that it tells
    better than each of them would by itself.
    """

    name: ClassVar[str] = ""
    version: ClassVar[int] = 1
    words: ClassVar[Any] = ""
    audience: ClassVar[str] = EVERYONE
    personal: ClassVar[tuple[str, ...]] = ()
    quotes: ClassVar[tuple[str, ...]] = ()
    variant: ClassVar[str] = ""
    variants: ClassVar[tuple[str, ...]] = ()
    takes_back: ClassVar[bool] = False
    settles: ClassVar[timedelta] = timedelta(0)
    broadcast: ClassVar[bool] = False
    columns: ClassVar[tuple[str, ...]] = ()

    def says(self) -> str:
        """What happened, in words."""
        return str(self.words or self.name)

    def changed(self) -> dict[str, list[Any]]:
        """What changed with it that is no column of the record: [old, new] by name, as JSON."""
        return {}

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        """That in words, and ``columns`` of the entry's ``changes``."""
        return []

    @property
    def because(self) -> str:
        """The reason, as its reader understands it: what somebody wrote, or what made a rule speak."""
        return str(getattr(self, "reason", "") or getattr(self, "why", ""))

    @property
    def quoted(self) -> list[str]:
        """The texts that a sentence about it repeats."""
        texts = (self.because if name == "reason" else str(getattr(self, name)) for name in self.quotes)
        return [text for text in texts if text]

    def stored(self) -> dict[str, Any]:
        """Name, version and values as they stand in the Entry."""
        values = {key: plain(value) for key, value in asdict(self).items() if value not in (None, "", [], {})}
        return {"name": self.name, "version": self.version, **({"data": values} if values else {})}


@dataclass(frozen=True)
class Unknown(Fact):
    """A fact of a room that is not installed: shown by its name, never dropped."""

    name: ClassVar[str] = "unknown"
    was: str = ""

    def says(self) -> str:
        return self.was


def read(stored: dict[str, Any]) -> Fact:
    """A stored fact as its class, upcast to today's shape."""
    name, version, data = stored["name"], stored["version"], dict(stored.get("data", {}))
    kind = assembly().fact_by_name.get(name)
    if kind is None:
        return Unknown(was=name)
    while version < kind.version:
        data = assembly().upcasts[(name, version)](data)
        version += 1
    known = {item.name for item in fields(kind)}
    return kind(**{key: value for key, value in data.items() if key in known})


def names(stored: dict[str, Any]) -> tuple[str, ...]:
    """What a rule may call a stored fact: its name with the variant it is of, where it has any, and its name alone."""
    kind = assembly().fact_by_name.get(stored["name"])
    value = stored.get("data", {}).get(kind.variant) if kind and kind.variant else None
    return (f"{stored['name']}:{value}", stored["name"]) if value else (stored["name"],)


def plain(value: Any) -> Any:
    """A value as JSON keeps it: moments and dates as ISO text, rows as their id."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if hasattr(value, "pk"):
        return value.pk
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value
