"""What happens in a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _now
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
class Forwarded(Noted):
    """A note that goes to a supplier by mail: to ``whom`` at ``address``, with ``files`` of the record, whose names are
    ``enclosed``. ``party`` is the supplier's record.
    """

    name: ClassVar[str] = "discussion.forwarded"
    words: ClassVar = _("forwarded it to a supplier")
    personal: ClassVar[tuple[str, ...]] = ("whom", "address", "subject", "enclosed")
    party: int = 0
    whom: str = ""
    address: str = ""
    subject: str = ""
    files: tuple[int, ...] = ()
    enclosed: str = ""

    @property
    def headline(self) -> str:
        """To whom it went, and with which files."""
        told = {"whom": self.whom, "address": self.address, "files": self.enclosed}
        if self.enclosed:
            return _now("forwarded to %(whom)s, %(address)s, with %(files)s") % told
        return _now("forwarded to %(whom)s, %(address)s") % told


@dataclass(frozen=True)
class SupplierAnswered(Noted):
    """A supplier's answer to what was forwarded, as a note. ``known``: it came from an address of theirs."""

    name: ClassVar[str] = "discussion.supplier_answered"
    words: ClassVar = _("brought the answer of a supplier")
    personal: ClassVar[tuple[str, ...]] = ("whom", "sender")
    party: int = 0
    whom: str = ""
    sender: str = ""
    known: bool = True

    @property
    def headline(self) -> str:
        """Whose answer it is, and who wrote it."""
        told = {"whom": self.whom, "sender": self.sender}
        if self.known:
            return _now("answer of %(whom)s, written by %(sender)s") % told
        return _now("answer to what %(whom)s was sent, written by %(sender)s, which is no address of theirs") % told


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
