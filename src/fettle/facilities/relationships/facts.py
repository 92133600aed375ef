"""What happens to a relationship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Entered(Fact):
    """A party was entered (PR7.A1.1, PR8.A1.1)."""

    name: ClassVar[str] = "relationships.entered"
    words: ClassVar = _("entered it")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Updated(Fact):
    """What is known of a party changed (PR7.A1.2, PR8.A1.2)."""

    name: ClassVar[str] = "relationships.updated"
    words: ClassVar = _("updated it")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Ended(Fact):
    """The relationship is over; what was recorded of it stays (PR7.A1.3, PR8.A1.3)."""

    name: ClassVar[str] = "relationships.ended"
    words: ClassVar = _("ended the relationship")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class TakenUp(Fact):
    """It is there again."""

    name: ClassVar[str] = "relationships.taken_up"
    words: ClassVar = _("took the relationship up again")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class _OfContact(Fact):
    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("who", "channel")
    quotes: ClassVar[tuple[str, ...]] = ("who",)
    role: str = ""
    person: int = 0
    who: str = ""
    channel: str = ""
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True)
class ContactAdded(_OfContact):
    """The party is reached in one more way (PR7.A1.2, PR8.A1.2)."""

    name: ClassVar[str] = "relationships.contact_added"
    words: ClassVar = _("added a contact")


@dataclass(frozen=True)
class ContactChanged(_OfContact):
    """A contact has another role, another way or other days."""

    name: ClassVar[str] = "relationships.contact_changed"
    words: ClassVar = _("changed a contact")


@dataclass(frozen=True)
class ContactRemoved(_OfContact):
    """A contact that was not right is gone."""

    name: ClassVar[str] = "relationships.contact_removed"
    words: ClassVar = _("took a contact away")


@dataclass(frozen=True)
class MainContact(Fact):
    """Another contact is the main one now."""

    name: ClassVar[str] = "relationships.main_contact"
    words: ClassVar = _("made another contact the main one")
    audience: ClassVar[str] = STAFF
