"""Configuration items from a table: a row without a number means the item of its type and name in its organisation.
Attributes stand in one column, or each in one of its own, by its code or under its label.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.transfer.outcome import Importer
from fettle.edges.transfer.rows import Rows
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import get, visible
from fettle.kernel.access.references import ToOrganisation
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.settings.read import current
from fettle.processes.configuration import actions
from fettle.processes.configuration.attributes import COLUMN, clean
from fettle.processes.configuration.definitions import ATTRIBUTES, called
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.workflow import OVER

APART = f"{COLUMN}."
COLUMNS = ("name", "type", "place", "owner", "team", "description", "attributes", "organisation")


class _Also(Mapping[str, str]):
    """What people call our columns, those of the attributes read from the settings of the day."""

    def _all(self) -> dict[str, str]:
        rows = current()[ATTRIBUTES.key]
        found = {said.casefold(): APART + row["code"] for row in rows for said in (called(row), row["label"])}
        found |= {APART + row["code"]: APART + row["code"] for row in rows}
        return found | {"name": "title"}

    def __getitem__(self, name: str) -> str:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _meant(actor: Actor, home: Organisation, ours: dict[str, str]) -> dict[str, str]:
    """Raises Invalid."""
    name = " ".join(ours.get("title", "").split())
    try:
        place = ToOrganisation().clean(ours["organisation"], actor) if ours.get("organisation", "").strip() else home
    except ValueError as problem:
        raise Invalid({"organisation": str(problem)}) from None
    same = Q(title__iexact=name, organisation=place)
    if given := ours.get("type", "").strip():
        try:
            same &= Q(configuration_item__type=ITEM.by_name["type"].type.clean(given, actor))
        except ValueError as problem:
            raise Invalid({"type": str(problem)}) from None
    found = list(visible(actor, ITEM).filter(same).exclude(state__in=OVER).values_list("number", flat=True)[:2])
    if len(found) > 1:
        raise Invalid({"name": _("Several items of this type and organisation bear this name: give the number.")})
    if found:
        return {name: cell for name, cell in ours.items() if name not in ("organisation", "type")} | {
            "number": found[0]
        }
    return {**ours, "organisation": place.name}


@dataclass(frozen=True)
class _Items(Rows):
    """The same, with the columns of single attributes put together."""

    def _settled(
        self, actor: Actor, home: Organisation, names: Mapping[str, str], row: Mapping[str, str]
    ) -> dict[str, str]:
        ours = super()._settled(actor, home, names, row)
        apart = {name.removeprefix(APART): ours.pop(name) or None for name in list(ours) if name.startswith(APART)}
        if apart or COLUMN in ours:
            ours[COLUMN] = json.dumps(_whole(actor, ours, apart), ensure_ascii=False)
        return ours


def _whole(actor: Actor, ours: Mapping[str, str], apart: Mapping[str, str | None]) -> dict[str, Any]:
    """The attributes that a row gives; of an item that is there all of them, cleaned, so that what is the same is seen
    to be. None takes one away. Raises Invalid, NotSeen.
    """
    try:
        given = {**ITEM.by_name[COLUMN].type.clean(ours.get(COLUMN, ""), actor), **apart}
    except ValueError as problem:
        raise Invalid({COLUMN: str(problem)}) from None
    if not (number := ours.get("number", "").strip()):
        return given
    item = get(actor, number, ITEM).item
    values = clean(item.type, given, actor, item.attributes)
    return {**dict.fromkeys(item.attributes), **values}


IMPORTER = Importer(
    "items",
    gettext_lazy("Configuration items"),
    gettext_lazy(
        "A CSV or XLSX file with one row for each item. Its number, or its type, name and organisation, say which one "
        "is meant; a column that is not there leaves the value. Attributes stand in one column as “serial=4711; "
        "memory=16”, or each in one of its own under its label. The export of the list of items fits."
    ),
    _Items(ITEM, actions.register, actions.revise, _meant, COLUMNS, "name", _Also()),
    ITEM.may.register,
    COLUMNS,
)
