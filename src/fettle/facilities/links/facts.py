"""What happens between records. The other end is kept as its id: who may not see it is not told its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Between(Fact):
    """What happens between two records: the timeline names ``other`` to whoever sees it."""

    other: int = 0
    relation: str = ""


@dataclass(frozen=True)
class Linked(Between):
    """Linked to ``other`` (a record's id). ``relation`` reads from the record that this entry is of."""

    name: ClassVar[str] = "links.linked"
    words: ClassVar = _("linked it")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Unlinked(Between):
    """No longer linked to ``other``."""

    name: ClassVar[str] = "links.unlinked"
    words: ClassVar = _("took a link away")
    audience: ClassVar[str] = STAFF
