"""What happens to settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Change, Fact
from fettle.kernel.settings import differences, wording

DATA = ("value", "procedure")
"""The columns of a setting whose change is told field by field, row by row, and where a text differs."""


@dataclass(frozen=True)
class Defined(Fact):
    """A definition came into force with its default."""

    name: ClassVar[str] = "settings.defined"
    words: ClassVar = _("put the default in force")
    columns: ClassVar[tuple[str, ...]] = DATA
    key: str = ""

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        return differences.of_setting(self.key, changes)


@dataclass(frozen=True)
class Redefined(Fact):
    """Somebody changed a definition or its procedure. ``decided``: what newer versions had brought rows about, and is
    from now on as this value has it.
    """

    name: ClassVar[str] = "settings.redefined"
    words: ClassVar = _("changed the definition")
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    columns: ClassVar[tuple[str, ...]] = DATA
    key: str = ""
    reason: str = ""
    decided: tuple[str, ...] = ()

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        new = [(gettext("Decided about what came with a newer version"), "", ", ".join(self.decided))]
        return differences.of_setting(self.key, changes) + (new if self.decided else [])


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

    def says(self) -> str:
        """What was done, with what or with whom."""
        return f"{self.label}: {wording.what(self)}"

    def changed(self) -> dict[str, list[Any]]:
        before, after = self.before or {}, self.after or {}
        names = [*after, *(name for name in before if name not in after)]
        pairs = {name: [before.get(name), after.get(name)] for name in names}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        return wording.changes(self.changed())
