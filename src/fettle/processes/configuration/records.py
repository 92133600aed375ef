"""Every stored field of a configuration item, one row each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToTeam
from fettle.kernel.records import Field, Kind, May, Section, while_in
from fettle.kernel.records.values import Choice, Line, Text
from fettle.processes.configuration.definitions import types
from fettle.processes.configuration.models import Item
from fettle.processes.configuration.values import Noted
from fettle.processes.configuration.workflow import FLOW, MANAGE, SEE, THERE

EDIT = while_in(*THERE)


def drawn_by_its_type(item: Any) -> bool:
    """Pages and forms show each attribute by itself."""
    return False


ITEM = Kind(
    key="item",
    prefix="CI",
    path="items",
    label=_("configuration item"),
    plural=_("configuration items"),
    model=Item,
    flow=FLOW,
    may=May(see=SEE, register=MANAGE, revise=MANAGE),
    process="PR11",
    owner_role="configuration_manager",
    joins=("configuration_item__owner",),
    sections=(
        Section(
            _("What it is"),
            Field(
                "title",
                Line(200),
                _("name"),
                needed=True,
                register=True,
                edit=EDIT,
                column=True,
                sort=True,
                search="A",
            ),
            Field(
                "type",
                Choice(types),
                _("type"),
                _("It stays: what it is is another item otherwise."),
                needed=True,
                register=True,
                column=True,
                filter=True,
            ),
            Field("description", Text(10_000), _("description"), register=True, edit=EDIT, search="C"),
            Field(
                "place",
                Line(200),
                _("place"),
                _("Building, room, rack, or where it is kept."),
                register=True,
                edit=EDIT,
                column=True,
                filter=True,
                search="B",
            ),
        ),
        Section(
            _("Who looks after it"),
            Field("owner", ToPerson(), _("CI owner"), register=True, edit=EDIT, column=True, filter=True),
            Field("team", ToTeam(), _("supporting team"), register=True, edit=EDIT, column=True, filter=True),
            Field("organisation", ToOrganisation(), _("organisation"), register=True, filter=True),
        ),
        Section(
            _("What is noted of it"),
            Field(
                "attributes",
                Noted(),
                _("attributes"),
                _("As “serial=4711; memory=16”."),
                register=True,
                edit=EDIT,
                filter=True,
                search="C",
                only=drawn_by_its_type,
            ),
        ),
    ),
)
