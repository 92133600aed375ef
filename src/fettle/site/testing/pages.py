"""Every address of the pages, from the URLconf itself, filled with what a record of one side has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from fettle.governance.documents.records import DOCUMENT
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.reporting.records import SPECIFICATION
from fettle.site.testing.cast import Cast

GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
SLOT = re.compile(r"<(?:\w+:)?(\w+)>")

LEFT_OUT = ("/sign-out/", "/health")
"""The one ends the session; the other answers by how the house is, to everybody."""


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


def filled(page: Page, cast: Cast, side: str) -> str:
    """The address about what belongs to one side."""
    kinds = (REQUEST, SPECIFICATION, DOCUMENT)
    kind = next((kind for kind in kinds if page.path.startswith(f"/{kind.path}/")), INCIDENT)
    kind = DOCUMENT if page.path.startswith("/duties/") else kind
    record = cast.record(kind, side, kind.flow.initial)
    record = cast.world.service if page.path.startswith("/services/") else record
    person, home = cast.people[f"user_{side.lower()}"], cast.home(side)
    team = home.teams.first()
    keys = {
        "/people/": person.pk,
        "/teams/": team.pk if team else 0,
        "/organisations/": home.pk,
        "/settings/calendars/": "office",
        "/settings/": "incidents.priorities",
    }
    key = next((value for start, value in keys.items() if page.path.startswith(start)), 0)
    values = {"pk": cast.file(record, side) if page.path.startswith("/files/") else 0, "key": key}
    values |= {"number": record.number, "mode": "reply", "entry": 1, "secret": "x", "place": "x", "grant": 0}
    values |= {"person": person.pk, "ending": "json", "kinds": "incidents", "version": 1, "code": "document.review"}
    values |= {"name": "done" if page.path.startswith("/duties/") else "take"}
    return page.filled(**{name: str(value) for name, value in values.items()})
