"""What a list is asked for, and nothing else: the query string of its address. Nothing is remembered in the session,
so a filter survives sorting, paging, reloading and sending the link, and cannot be lost while its name stays on screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from fettle.kernel.records.values import whole

SHOWN = ("sort", "layout", "density", "columns")
"""How the rows are shown; kept by saved views, no part of which rows they are."""
EVERYTHING = "every"
"""Says "no filter at all" in an address; the bare address means the first tab."""
LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """``filters`` in canonical form: name → value, several values sorted and joined by commas."""

    path: str
    filters: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    page: int = 1

    @classmethod
    def of(cls, path: str, given: QueryDict, names: Iterable[str]) -> Asked:
        """Names that the list does not know are left out; they cannot widen or narrow it in silence."""
        filters = {name: value for name in names if (value := _joined(given.getlist(name)))}
        shown = {name: value for name in SHOWN if (value := _joined(given.getlist(name), kept_order=True))}
        return cls(path, filters, shown, max(1, whole(given.get("page", ""), 6) or 1))

    @property
    def canonical(self) -> list[list[str]]:
        """The filter as it is signed: sorted pairs."""
        return [[name, self.filters[name]] for name in sorted(self.filters)]

    def pairs(self, page: int = 1, **shown: str) -> list[tuple[str, str]]:
        """The query string's pairs; ``shown`` replaces how it is shown."""
        merged = {**self.shown, **shown}
        pairs = sorted(self.filters.items()) or [(EVERYTHING, "1")]
        pairs += [(name, merged[name]) for name in SHOWN if merged.get(name)]
        return pairs + ([("page", str(page))] if page > 1 else [])

    def query(self, page: int = 1, **shown: str) -> str:
        return urlencode(self.pairs(page, **shown), safe=",:")

    def url(self, page: int = 1, **shown: str) -> str:
        return f"{self.path}?{self.query(page, **shown)}"

    def here(self) -> str:
        """The address of exactly this page of this list."""
        return self.url(self.page)

    def without(self, name: str) -> str:
        return Asked(self.path, {key: value for key, value in self.filters.items() if key != name}, self.shown).url()

    def filtered(self, filters: Mapping[str, str]) -> Asked:
        """The same list with other filters, shown alike."""
        return Asked(self.path, dict(filters), self.shown)


def _joined(values: list[str], kept_order: bool = False) -> str:
    parts = [part.strip() for value in values for part in value.split(",")]
    unique: Any = dict.fromkeys(part for part in parts if part)
    return ",".join(unique if kept_order else sorted(unique))[:LONGEST]
