"""What happens to a controlled text. ``number`` is that of the version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Written(Fact):
    """A version was saved; ``note`` says what is different."""

    name: ClassVar[str] = "documents.written"
    words: ClassVar = _("wrote a version of the text")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("note",)
    number: int = 0
    note: str = ""


@dataclass(frozen=True)
class Submitted(Fact):
    """The draft is to be reviewed."""

    name: ClassVar[str] = "documents.submitted"
    words: ClassVar = _("submitted the text for review")
    audience: ClassVar[str] = STAFF
    number: int = 0


@dataclass(frozen=True)
class SentBack(Fact):
    """The reviewer wants it changed."""

    name: ClassVar[str] = "documents.sent_back"
    words: ClassVar = _("sent the text back")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    number: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Published(Fact):
    """A version was approved; it holds from ``effective_on`` (ISO date) on."""

    name: ClassVar[str] = "documents.published"
    words: ClassVar = _("approved and published the text")
    number: int = 0
    effective_on: str = ""


@dataclass(frozen=True)
class Discarded(Fact):
    """The draft beside a published text was given up."""

    name: ClassVar[str] = "documents.discarded"
    words: ClassVar = _("gave up the draft")
    audience: ClassVar[str] = STAFF
    number: int = 0


@dataclass(frozen=True)
class Withdrawn(Fact):
    """The text no longer holds."""

    name: ClassVar[str] = "documents.withdrawn"
    words: ClassVar = _("withdrew the document")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Distributed(Fact):
    """Somebody more is to read it: a person's or team's id, or the key of a role."""

    name: ClassVar[str] = "documents.distributed"
    words: ClassVar = _("put somebody on the distribution list")
    person: int | None = None
    team: int | None = None
    role: str = ""


@dataclass(frozen=True)
class TakenOff(Fact):
    """Somebody is no longer to read it."""

    name: ClassVar[str] = "documents.taken_off"
    words: ClassVar = _("took somebody off the distribution list")
    audience: ClassVar[str] = STAFF
    person: int | None = None
    team: int | None = None
    role: str = ""


@dataclass(frozen=True)
class Acknowledged(Fact):
    """The actor has read the version and understood it."""

    name: ClassVar[str] = "documents.acknowledged"
    words: ClassVar = _("read the text and understood it")
    audience: ClassVar[str] = STAFF
    number: int = 0


@dataclass(frozen=True)
class Reminded(Fact):
    """Those who have not read it yet are asked again."""

    name: ClassVar[str] = "documents.reminded"
    words: ClassVar = _("reminded those who have not read it yet")
    number: int = 0
