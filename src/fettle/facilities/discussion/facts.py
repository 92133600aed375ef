"""What happens in a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Replied(Fact):
    """A message to everyone on the record. ``by_staff``: it answers the requester, so it stops the response clock."""

    name: ClassVar[str] = "discussion.replied"
    words: ClassVar = _("wrote")
    comment: int = 0
    by_staff: bool = False

    @property
    def headline(self) -> str:
        """What stands above the message beside who wrote it, in facts of rooms that are messages too."""
        return ""


@dataclass(frozen=True)
class Noted(Fact):
    """A note for staff; it can never reach the requester."""

    name: ClassVar[str] = "discussion.noted"
    words: ClassVar = _("noted")
    audience: ClassVar[str] = STAFF
    comment: int = 0


@dataclass(frozen=True)
class FileAdded(Fact):
    """A file was attached."""

    name: ClassVar[str] = "discussion.file_added"
    words: ClassVar = _("attached a file")
    quotes: ClassVar[tuple[str, ...]] = ("file_name",)
    personal: ClassVar[tuple[str, ...]] = ("file_name",)
    attachment: int = 0
    file_name: str = ""


@dataclass(frozen=True)
class FileWithdrawn(Fact):
    """A file was taken away, with a reason; it stays in the history."""

    name: ClassVar[str] = "discussion.file_withdrawn"
    words: ClassVar = _("took a file away")
    quotes: ClassVar[tuple[str, ...]] = ("file_name", "reason")
    personal: ClassVar[tuple[str, ...]] = ("file_name",)
    attachment: int = 0
    file_name: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Watching(Fact):
    """Somebody watches the record, or no longer does."""

    name: ClassVar[str] = "discussion.watching"
    words: ClassVar = _("changed who watches")
    audience: ClassVar[str] = STAFF
    person: int = 0
    watches: bool = True
