"""Every address of the pages, from the URLconf itself, filled with what a record of one side has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
SLOT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Page:
    """An address with ``<name>`` where something is to be filled in."""

    path: str

    @property
    def slots(self) -> list[str]:
        return SLOT.findall(self.path)

    def filled(self, **values: str) -> str:
        """The address. Raises KeyError for a slot without a value."""
        return SLOT.sub(lambda slot: values[slot[1]], self.path)


def pages() -> Iterator[Page]:
    """All but the API's, which has its own table."""
    for path in _below(get_resolver().url_patterns, "/"):
        if not path.startswith("/api/"):
            yield Page(path)


def _below(patterns: list[URLPattern | URLResolver], start: str) -> Iterator[str]:
    for pattern in patterns:
        text = GROUP.sub(lambda group: f"<{group[1]}>", str(pattern.pattern))
        path = start + text.replace("^", "").replace("$", "").replace("/?", "/").replace("\\", "")
        if isinstance(pattern, URLResolver):
            yield from _below(pattern.url_patterns, path)
        else:
            yield path
