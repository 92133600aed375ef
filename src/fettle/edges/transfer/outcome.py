"""What an import did, and what it could not do: the same words for every kind of file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation

Progress = Callable[[int, int], None]


class NothingRead(ValueError):
    """The file is not of the kind that was said: nothing in it can be read. The message is a sentence for people."""


@dataclass(frozen=True)
class Damage:
    """One row that cannot be read. ``group`` is the number of the record it names where that can be made out."""

    line: int
    text: str
    reason: str
    group: str = ""


@dataclass(frozen=True)
class Told:
    """What an import lists for people: which record, which line, what was done with it."""

    group: str
    line: int
    what: str
    value: str


@dataclass
class Outcome:
    """What an import did. ``told`` lists what people should look at; ``refused`` the damaged lines with their
    reasons; ``attribution`` is what must be said where the records are shown.
    """

    rows: int = 0
    added: int = 0
    known: int = 0
    made: int = 0
    changed: int = 0
    attribution: str = ""
    refused: list[Damage] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The numbers, as they are kept with the run."""
        kinds = Counter(item.what for item in self.told)
        own = {name: getattr(self, name) for name in ("rows", "added", "known", "made", "changed")}
        return {**own, "refused": len(self.refused), **dict(kinds)}

    @property
    def is_empty(self) -> bool:
        """Nothing in the file could be read."""
        return self.rows == len(self.refused)

    def said(self) -> str:
        """One sentence for the end of a run."""
        words = _(
            "%(rows)s rows read: %(added)s new events, %(known)s known, %(made)s incidents made, %(changed)s changed, "
            "%(refused)s rows refused."
        )
        return words % self.counts()


class Bring(Protocol):
    """Reads lines and restores what they tell. Raises NothingRead, Forbidden."""

    def __call__(
        self,
        actor: Actor,
        lines: Iterable[str],
        *,
        file_name: str,
        organisation: Organisation,
        zone: ZoneInfo,
        progress: Progress = ...,
    ) -> Outcome: ...


@dataclass(frozen=True)
class Importer:
    """One kind of file that can be imported. ``key`` names it in commands, ``label`` and ``hint`` on the page."""

    key: str
    label: Any
    hint: Any
    bring: Bring
