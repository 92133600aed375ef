"""What happens to services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact


@dataclass(frozen=True)
class Added(Fact):
    """A service was added to the portfolio (PR1.A1.1)."""

    name: ClassVar[str] = "services.added"
    words: ClassVar = _("added the service")


@dataclass(frozen=True)
class Updated(Fact):
    """A service's description changed (PR1.A1.2)."""

    name: ClassVar[str] = "services.updated"
    words: ClassVar = _("updated the service")


@dataclass(frozen=True)
class Retired(Fact):
    """A service is no longer provided (PR1.A1.3)."""

    name: ClassVar[str] = "services.retired"
    words: ClassVar = _("retired the service")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class Revived(Fact):
    """A retired service is provided again."""

    name: ClassVar[str] = "services.revived"
    words: ClassVar = _("brought the service back")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""
