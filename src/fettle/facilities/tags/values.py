"""The value type of ``Record.tags``: ids in the row, names outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from fettle.facilities.tags import queries
from fettle.facilities.tags.models import Tag
from fettle.kernel.records.values import Value, storable

Word = tuple[str, str]
"""Name and colour."""


class Words:
    """What all tags are called, read when the first is asked for: once for a list, not at all for one without tags."""

    def __init__(self) -> None:
        self._read: Mapping[int, Word] | None = None

    def of(self, ids: Sequence[int]) -> list[Word]:
        if self._read is None:
            self._read = _words(Tag.objects.all())
        return _sorted(self._read, ids)


def _words(rows: Any) -> dict[int, Word]:
    columns = rows.values_list("pk", "name", "colour", "into__name", "into__colour")
    return {pk: (into, tint) if into is not None else (name, colour) for pk, name, colour, into, tint in columns}


def _sorted(known: Mapping[int, Word], ids: Sequence[int]) -> list[Word]:
    return sorted({known[pk] for pk in ids if pk in known}, key=lambda word: word[0].lower())


@dataclass(frozen=True)
class Tags(Value):
    """The tags of a record. As a filter: a name, or ``tag:17``."""

    words: Words | None = field(default=None, compare=False, repr=False)
    widget = "tags"
    json = {"type": "array", "items": {"type": "string"}}

    def at_once(self) -> Tags:
        return replace(self, words=Words())

    def chips(self, value: Sequence[int] | None) -> list[Word]:
        """Name and colour of each, by name."""
        if not value:
            return []
        return self.words.of(value) if self.words else _sorted(_words(Tag.objects.filter(pk__in=value)), value)

    def text(self, value: Sequence[int] | None) -> str:
        return ", ".join(name for name, _colour in self.chips(value))

    def plain(self, value: Sequence[int] | None) -> list[str]:
        return [name for name, _colour in self.chips(value)]

    def matching(self, path: str, values: Sequence[int]) -> Q:
        return Q(**{f"{path}__overlap": values}) & ~Q(**{path: []})  # said for the index, which leaves those out

    def clean(self, raw: Any, actor: Any) -> list[int]:
        """The ids that stand for a name on records."""
        name = storable(raw).strip()
        found = queries.named(actor, name) if name else []
        if not found:
            raise ValueError(_("There is no tag “%(name)s”: give one of those there are.") % {"name": name[:40]})
        return queries.ids_of(found)
