"""What happens to suppliers beside what happens to every relationship, and to what they offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Change, Fact
from fettle.kernel.records.values import STAFF
from fettle.kernel.settings.choices import label_of


@dataclass(frozen=True)
class Rated(Fact):
    """Somebody rated what was delivered from ``first`` to ``last`` (PR8.A2.1). ``points`` by criterion, 1 to 5;
    ``before`` as they stood.
    """

    name: ClassVar[str] = "suppliers.rated"
    words: ClassVar = _("rated what was delivered")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("remark",)
    personal: ClassVar[tuple[str, ...]] = ("remark",)
    first: str = ""
    last: str = ""
    points: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    remark: str = ""

    def changed(self) -> dict[str, list[Any]]:
        return {code: [self.before.get(code), given] for code, given in self.points.items()}

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        return [
            (label_of("suppliers.criteria", code), str(was or ""), str(now))
            for code, (was, now) in self.changed().items()
        ]


@dataclass(frozen=True)
class FellShort(Fact):
    """The rating lies below what was settled as enough: a follow-up is due (PR8.A2.2). In per cent."""

    name: ClassVar[str] = "suppliers.fell_short"
    words: ClassVar = _("noted that this is not enough")
    audience: ClassVar[str] = STAFF
    score: int = 0
    enough: int = 0


@dataclass(frozen=True)
class _OfSubcontractor(Fact):
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("what",)
    personal: ClassVar[tuple[str, ...]] = ("what", "does")
    supplier: int = 0
    what: str = ""
    does: str = ""


@dataclass(frozen=True)
class SubcontractorAdded(_OfSubcontractor):
    """The supplier relies on another one."""

    name: ClassVar[str] = "suppliers.subcontractor_added"
    words: ClassVar = _("added a subcontractor")


@dataclass(frozen=True)
class SubcontractorRemoved(_OfSubcontractor):
    """It relies on it no more."""

    name: ClassVar[str] = "suppliers.subcontractor_removed"
    words: ClassVar = _("took a subcontractor away")


@dataclass(frozen=True)
class Offered(Fact):
    """A supplier offers something (PR8.I2)."""

    name: ClassVar[str] = "suppliers.offered"
    words: ClassVar = _("entered the offering")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class OfferingRevised(Fact):
    """What is offered is another now."""

    name: ClassVar[str] = "suppliers.offering_revised"
    words: ClassVar = _("changed the offering")
    audience: ClassVar[str] = STAFF


@dataclass(frozen=True)
class OfferingWithdrawn(Fact):
    """It can no longer be had."""

    name: ClassVar[str] = "suppliers.offering_withdrawn"
    words: ClassVar = _("noted that it is no longer offered")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class OfferedAgain(Fact):
    """It can be had again."""

    name: ClassVar[str] = "suppliers.offered_again"
    words: ClassVar = _("noted that it is offered again")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""
