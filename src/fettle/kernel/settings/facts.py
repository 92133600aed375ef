"""What happens to settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact


@dataclass(frozen=True)
class Defined(Fact):
    """A definition came into force with its default."""

    name: ClassVar[str] = "settings.defined"
    words: ClassVar = _("put the default in force")
    key: str = ""


@dataclass(frozen=True)
class Redefined(Fact):
    """Somebody changed a definition or its procedure."""

    name: ClassVar[str] = "settings.redefined"
    words: ClassVar = _("changed the definition")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    key: str = ""
    reason: str = ""


@dataclass(frozen=True)
class RegisterChanged(Fact):
    """Something in a register of the kernel changed: a person, a team, an organisation, a role, a calendar.

    ``subject`` is ``person:17``; ``what`` a word such as added, changed, invited, deactivated; ``before``/``after``
    its values.
    """

    name: ClassVar[str] = "settings.register_changed"
    words: ClassVar = _("changed the register")
    personal: ClassVar[tuple[str, ...]] = ("label", "before", "after")
    subject: str = ""
    label: str = ""
    what: str = ""
    before: dict[str, object] | None = None
    after: dict[str, object] | None = None
