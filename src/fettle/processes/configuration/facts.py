"""What happens to configuration items, and between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.facilities.links.facts import Between
from fettle.kernel.history.facts import Change, Fact
from fettle.kernel.records.values import STAFF
from fettle.kernel.settings.choices import label
from fettle.kernel.settings.read import current

ATTRIBUTES = "configuration.attributes"


@dataclass(frozen=True)
class _OfAttributes(Fact):
    """Tells each attribute that changed by its label. ``of_type`` is the type of the item."""

    audience: ClassVar[str] = STAFF
    columns: ClassVar[tuple[str, ...]] = ("attributes",)
    of_type: str = ""

    def rows(self, changes: Mapping[str, Any]) -> list[Change]:
        was, now = changes.get("attributes") or (None, None)
        was, now = was or {}, now or {}
        known = current()[ATTRIBUTES]
        labels = {row["code"]: label(ATTRIBUTES, row) for row in known if row["type"] == self.of_type}
        names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
        return [(labels.get(name, name), _said(was.get(name)), _said(now.get(name))) for name in names]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Added(_OfAttributes):
    """A configuration record was created (PR11.A1.1)."""

    name: ClassVar[str] = "configuration.added"
    words: ClassVar = _("entered the item")


@dataclass(frozen=True)
class Updated(_OfAttributes):
    """A configuration record was updated (PR11.A1.2)."""

    name: ClassVar[str] = "configuration.updated"
    words: ClassVar = _("updated the item")


@dataclass(frozen=True)
class _Moved(Fact):
    audience: ClassVar[str] = STAFF
    quotes: ClassVar[tuple[str, ...]] = ("reason",)
    reason: str = ""


@dataclass(frozen=True)
class PutToUse(_Moved):
    """It is used from now on."""

    name: ClassVar[str] = "configuration.put_to_use"
    words: ClassVar = _("put it to use")


@dataclass(frozen=True)
class Stored(_Moved):
    """It is kept, and not used."""

    name: ClassVar[str] = "configuration.stored"
    words: ClassVar = _("put it into store")


@dataclass(frozen=True)
class SentToRepair(_Moved):
    """It is being repaired."""

    name: ClassVar[str] = "configuration.sent_to_repair"
    words: ClassVar = _("sent it to repair")


@dataclass(frozen=True)
class Retired(_Moved):
    """It is there no more."""

    name: ClassVar[str] = "configuration.retired"
    words: ClassVar = _("retired the item")


@dataclass(frozen=True)
class BroughtBack(_Moved):
    """What was retired is there again."""

    name: ClassVar[str] = "configuration.brought_back"
    words: ClassVar = _("brought the item back")


@dataclass(frozen=True)
class Withdrawn(_Moved):
    """It was entered in error."""

    name: ClassVar[str] = "configuration.withdrawn"
    words: ClassVar = _("withdrew the item")


@dataclass(frozen=True)
class _OfRelation(Between):
    """``relation`` is how it reads from the record that this entry is of, in the words of that day; ``code`` its type,
    ``back``: this record is the target.
    """

    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("group",)
    code: str = ""
    back: bool = False
    role: str = ""
    group: str = ""
    needed: int = 1


@dataclass(frozen=True)
class Related(_OfRelation):
    """It hangs together with another one."""

    name: ClassVar[str] = "configuration.related"
    words: ClassVar = _("added a relation")


@dataclass(frozen=True)
class RelationChanged(_OfRelation):
    """How much it matters, or what stands in for it, is another thing now."""

    name: ClassVar[str] = "configuration.relation_changed"
    words: ClassVar = _("changed a relation")


@dataclass(frozen=True)
class Unrelated(_OfRelation):
    """It hangs together with it no more."""

    name: ClassVar[str] = "configuration.unrelated"
    words: ClassVar = _("took a relation away")


@dataclass(frozen=True)
class Bound(Between):
    """A component of a service that was a name is this item. ``component`` is its id, ``relation`` its name."""

    name: ClassVar[str] = "configuration.bound"
    words: ClassVar = _("bound it to a component")
    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("relation",)
    component: int = 0


@dataclass(frozen=True)
class Unbound(Between):
    """The component is no more than a name again."""

    name: ClassVar[str] = "configuration.unbound"
    words: ClassVar = _("unbound it from a component")
    audience: ClassVar[str] = STAFF
    personal: ClassVar[tuple[str, ...]] = ("relation",)
    component: int = 0
