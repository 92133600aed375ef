"""What is asked about a relation, for pages and REST alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToRecord
from fettle.kernel.assembly import assembly
from fettle.kernel.records.values import Choice, Line, Number, Option
from fettle.kernel.settings.choices import label
from fettle.kernel.settings.read import current
from fettle.kernel.workflow import Ask
from fettle.processes.configuration.definitions import RELATION_TYPES
from fettle.processes.configuration.models import Relation
from fettle.processes.configuration.records import ITEM
from fettle.processes.services.queries import SERVICE

BACK = ":back"
"""What stands behind the code of a type that is read from its target."""


@dataclass(frozen=True)
class ToEnd(ToRecord):
    """An item or a service."""

    kind: str = ITEM.key

    def kinds(self) -> tuple[Any, ...]:
        return tuple(assembly().kind_by_key[key] for key in (ITEM.key, SERVICE.key))

    @property
    def called(self) -> Any:
        return _now("item or service")


def types() -> dict[str, dict[str, Any]]:
    """The types of relations by their codes, those out of use too."""
    return {row["code"]: row for row in current()[RELATION_TYPES.key]}


def said(code: str, back: bool) -> str:
    """How a type reads from one of its ends; its code where nobody defines it any more."""
    row = types().get(code)
    if row is None:
        return code
    return label(RELATION_TYPES.key, row, "inverse" if back else "label")


def readings() -> list[Option]:
    """Each type from either end."""
    found = []
    for code, row in types().items():
        used = row["active"] is not False
        found += [Option(code, said(code, False), used), Option(code + BACK, said(code, True), used)]
    return found


def roles() -> list[Option]:
    """How much the one matters for the other."""
    return [
        Option(Relation.Role.ENABLING, _now("Enabling: it does not work without")),
        Option(Relation.Role.ENHANCING, _now("Enhancing: it is better with")),
    ]


HOW = (
    Ask("role", Choice(roles), _("Role"), _("Empty: enabling."), needed=False),
    Ask(
        "group",
        Line(80),
        _("Group"),
        _("Relations of one group stand in for each other, for whatever a failure would pass to."),
        needed=False,
    ),
    Ask("needed", Number(1, 50), _("so many of the group are needed"), needed=False),
)
RELATION = (
    Ask("relation", Choice(readings), _("This item …")),
    Ask("other", ToEnd(), _("Item or service")),
    *HOW,
)
