"""What happens in a round of approval. ``round`` is its id, ``step`` counts from 1.

That something was asked and how it ended may be known by everybody on the record; who said what in between is for
staff. What somebody wrote is a comment on the record with its own audience, never part of a fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Asked(Fact):
    """The people of a step are asked."""

    name: ClassVar[str] = "approvals.asked"
    words: ClassVar = _("asked for approval")
    round: int = 0
    step: int = 1


@dataclass(frozen=True)
class AskedNext(Fact):
    """A step is fulfilled, the people of the next one are asked."""

    name: ClassVar[str] = "approvals.asked_next"
    words: ClassVar = _("with that the next step is asked")
    audience: ClassVar[str] = STAFF
    round: int = 0
    step: int = 1


@dataclass(frozen=True)
class Decided(Fact):
    """Somebody decided; ``seat`` is the person who was asked, ``comment`` what they wrote."""

    name: ClassVar[str] = "approvals.decided"
    words: ClassVar = _("decided")
    audience: ClassVar[str] = STAFF
    round: int = 0
    step: int = 1
    seat: int = 0
    approves: bool = False
    comment: int = 0

    def says(self) -> str:
        return str(_("approved it") if self.approves else _("did not approve it"))


@dataclass(frozen=True)
class Approved(Fact):
    """The last step is fulfilled."""

    name: ClassVar[str] = "approvals.approved"
    words: ClassVar = _("completed the approval")
    round: int = 0


@dataclass(frozen=True)
class Refused(Fact):
    """Somebody refused, which ends the round."""

    name: ClassVar[str] = "approvals.refused"
    words: ClassVar = _("refused the approval")
    round: int = 0


@dataclass(frozen=True)
class Cancelled(Fact):
    """Whoever asked no longer asks."""

    name: ClassVar[str] = "approvals.cancelled"
    words: ClassVar = _("no longer asks for approval")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    round: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Reminded(Fact):
    """The deadline of a step has passed; those who have not decided are asked again."""

    name: ClassVar[str] = "approvals.reminded"
    words: ClassVar = _("reminded those who are asked for approval")
    audience: ClassVar[str] = STAFF
    round: int = 0
    step: int = 1


@dataclass(frozen=True)
class Overdue(Fact):
    """Nobody decided after the reminder either: whoever asked and the process manager are told. Nothing is decided by
    it.
    """

    name: ClassVar[str] = "approvals.overdue"
    words: ClassVar = _("told that the approval is overdue")
    audience: ClassVar[str] = STAFF
    round: int = 0
    step: int = 1


@dataclass(frozen=True)
class Delegated(Fact):
    """Somebody may decide for another person who is asked (ids of people)."""

    name: ClassVar[str] = "approvals.delegated"
    words: ClassVar = _("let a delegate decide too")
    audience: ClassVar[str] = STAFF
    round: int = 0
    person: int = 0
    delegate: int = 0
