"""What happens to an article beside its text, and what an article did on another record (``other`` is its id)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Begun(Fact):
    """An article was begun."""

    name: ClassVar[str] = "knowledge.begun"
    words: ClassVar = _("began the article")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Revised(Fact):
    """Its title, audience, service, category or owner changed."""

    name: ClassVar[str] = "knowledge.revised"
    words: ClassVar = _("changed what the article is about")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class Used(Fact):
    """Staff worked with an article."""

    name: ClassVar[str] = "knowledge.used"
    words: ClassVar = _("worked with an article")
    audience: ClassVar[str] = STAFF
    other: int = 0


@dataclass(frozen=True)
class Solved(Fact):
    """The requester solved it with an article."""

    name: ClassVar[str] = "knowledge.solved"
    words: ClassVar = _("solved it with an article")
    audience: ClassVar[str] = STAFF
    other: int = 0


@dataclass(frozen=True)
class DidNotHelp(Fact):
    """The requester had read an article, and it did not help."""

    name: ClassVar[str] = "knowledge.did_not_help"
    words: ClassVar = _("had read an article that did not help")
    audience: ClassVar[str] = STAFF
    other: int = 0
