"""What an import did, and what it could not do: the same words for every kind of file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.transfer.models import ImportRun
from fettle.kernel.access.actor import Actor

Progress = Callable[[int, int], None]
LISTED = 50
"""So many damaged rows, and things to look at, are kept for the page; the log has them all."""
SAMPLE = 10
TOLD = {
    "unknown state": gettext_lazy("Unknown state"),
    "unknown priority": gettext_lazy("Unknown priority"),
    "retimed": gettext_lazy("Time moved before that of a later row"),
    "new organisation": gettext_lazy("Organisation that is not there yet: it is made"),
    "said otherwise before": gettext_lazy("An earlier import said it otherwise; that stays"),
}
"""The words for what is listed."""


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
    """What an import lists for people: which record, which line, what was done with it. ``file`` names the earlier file
    in which the line stands, where that is not this one.
    """

    group: str
    line: int
    what: str
    value: str
    file: str = ""


@dataclass(frozen=True)
class Shown:
    """A record as it comes out of the import: its number there (or here), title and state, the fields that change."""

    number: str
    title: str
    state: str
    is_new: bool
    fields: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What an import did. ``rows`` that were read, of which ``added`` were new and ``known`` from before; records
    ``made``, ``changed`` or the ``same``. ``told`` lists what people should look at, ``refused`` the damaged lines
    with their reasons, ``sample`` the first records that come out. ``attribution`` must be said where they are shown.
    """

    rows: int = 0
    added: int = 0
    known: int = 0
    made: int = 0
    changed: int = 0
    same: int = 0
    attribution: str = ""
    refused: list[Damage] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    sample: list[Shown] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The numbers, as they are kept with the run."""
        kinds = Counter(item.what for item in self.told)
        own = {name: getattr(self, name) for name in ("rows", "added", "known", "made", "changed", "same")}
        return {**own, "refused": len(self.refused), **dict(kinds)}

    def plain(self) -> dict[str, Any]:
        """As JSON: the numbers, the first of each list."""
        lists = {
            "refused_rows": [_storable(asdict(row)) for row in self.refused[:LISTED]],
            "told": [_storable(asdict(item)) for item in self.told[:LISTED]],
            "sample": [asdict(each) | {"fields": list(each.fields)} for each in self.sample[:SAMPLE]],
        }
        return {**self.counts(), "attribution": self.attribution, **lists}

    @property
    def is_empty(self) -> bool:
        """Nothing in the file could be read."""
        return self.rows == len(self.refused)

    def said(self) -> str:
        """One sentence for the end of a run."""
        events = _("%(added)s new events, %(known)s known; ") if self.added or self.known else ""
        words = _(
            "%(made)s records new, %(changed)s changed, %(same)s as they were; %(rows)s rows read, "
            "%(refused)s rows refused."
        )
        return (events + words) % self.counts()

    def listed(self) -> list[str]:
        """One line for each thing to look at, in the order of the file."""
        lines = [
            *((row.line, f"line {row.line}: refused: {row.reason}") for row in self.refused),
            *((item.line, f"{_place(item)}: {item.group}: {item.what}: {item.value}") for item in self.told),
        ]
        return [text for _line, text in sorted(lines, key=lambda pair: pair[0])]


def _place(item: Told) -> str:
    return f"line {item.line} of {item.file}" if item.file else f"line {item.line}"


def _storable(row: dict[str, Any]) -> dict[str, Any]:
    """A row for a page: texts cut to what one looks at, without the NUL that the database does not keep."""
    return {name: value[:300].replace("\x00", "\ufffd") if isinstance(value, str) else value
            for name, value in row.items()}  # fmt: skip


class Bring(Protocol):
    """Reads a file and brings in what it tells. With ``keep`` false everything is done and taken back. It may run
    twice. Raises NothingRead, Forbidden.
    """

    def __call__(
        self, actor: Actor, run: ImportRun, content: bytes, *, keep: bool = True, progress: Progress = ...
    ) -> Outcome: ...


@dataclass(frozen=True)
class Importer:
    """One kind of file that can be imported. ``key`` names it in commands, ``label`` and ``hint`` on the page; ``may``
    is the permission it needs. ``timed``: its file tells times without a zone. ``restores``: a past, from which
    nothing follows. ``makes``: the permissions for what its rows may need beside; who lacks them is told in the row.
    """

    key: str
    label: Any
    hint: Any
    bring: Bring
    may: str
    columns: tuple[str, ...]
    timed: bool = False
    restores: bool = False
    makes: tuple[str, ...] = ()
