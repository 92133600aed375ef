"""What happens to the agreed reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact


@dataclass(frozen=True)
class Specified(Fact):
    """A report was agreed and specified (PR3.A1.1)."""

    name: ClassVar[str] = "reporting.specified"
    words: ClassVar = _("specified the report")


@dataclass(frozen=True)
class Respecified(Fact):
    """A report's specification changed (PR3.A1.2)."""

    name: ClassVar[str] = "reporting.respecified"
    words: ClassVar = _("changed the specification")


@dataclass(frozen=True)
class Terminated(Fact):
    """A report is no longer produced (PR3.A1.3)."""

    name: ClassVar[str] = "reporting.terminated"
    words: ClassVar = _("ended the report")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""
