"""What happens when the level of a service is estimated; entries of the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Change, Fact
from fettle.kernel.records.values import STAFF
from fettle.processes.levels.estimates import wording
from fettle.processes.levels.estimates.measures import MEASURES


@dataclass(frozen=True)
class LevelEstimated(Fact):
    """What is expected of the service was estimated anew. ``expected``: each value that is estimated, as text; ``was``
    those of the estimate that counted on that day before.
    """

    name: ClassVar[str] = "levels.estimated"
    words: ClassVar = _("estimated the level of the service")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("basis",)
    personal: ClassVar[tuple[str, ...]] = ("basis",)
    estimate: int = 0
    counts_from: str = ""
    expected: dict[str, str] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    confidence: str = ""
    basis: str = ""
    shown: bool = False

    def changed(self) -> dict[str, list[Any]]:
        return {
            each.name: [self.was.get(each.name), self.expected.get(each.name)]
            for each in MEASURES
            if self.was.get(each.name) != self.expected.get(each.name)
        }

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        changed = self.changed()
        return [
            (str(each.label), *(wording.value(each, _read(text)) for text in changed[each.name]))  # type: ignore[misc]
            for each in MEASURES
            if each.name in changed
        ]


@dataclass(frozen=True)
class EstimateWithdrawn(Fact):
    """An estimate was wrong, and counts no more."""

    name: ClassVar[str] = "levels.estimate_withdrawn"
    words: ClassVar = _("withdrew an estimate of the service's level")
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    estimate: int = 0
    counts_from: str = ""
    reason: str = ""


def _read(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
