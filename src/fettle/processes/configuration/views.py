"""Which page of a configuration item calls which action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import addresses
from fettle.edges.pages import listing as lists
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.lists import Cell
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.panels import Panels
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history.facts import plain
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice
from fettle.processes.configuration import actions, attributes
from fettle.processes.configuration.definitions import icons, types
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.workflow import IN_USE, MANAGE, beginnings

listing = lists.listing(
    ITEM,
    tabs=(
        lists.Tab(
            _("Items"),
            {"state": "planned,in_use,in_store,under_repair"},
            empty=_("No configuration item is entered yet."),
        ),
        lists.Tab(_("In use"), {"state": "in_use"}, empty=_("No item is in use.")),
        lists.Tab(_("In store"), {"state": "in_store"}, empty=_("The store is empty.")),
        lists.Tab(_("Under repair"), {"state": "under_repair"}, empty=_("Nothing is being repaired.")),
        lists.Tab(_("Planned"), {"state": "planned"}, empty=_("No item is planned.")),
        lists.Tab(_("Retired or withdrawn"), {"state": "retired,withdrawn"}, empty=_("No item was retired.")),
    ),
    sort="title",
    make=(_("New item"), "/items/new", MANAGE),
    columns=("title", "type", "place", "owner"),
)
SIGN = "package"
"""Drawn for a type without an icon of its own, or with one that is not among ours."""
BEGINS = Field("begins", Choice(beginnings), _("how it stands"), needed=True)


def cells(record: Record) -> list[Cell]:
    """What is noted of it."""
    return [Cell("text", text, str(capfirst(label))) for label, text in attributes.told(record)]


PANELS = Panels(
    rail=(
        (_("What it is"), ("type", "place")),
        (_("Who looks after it"), ("owner", "team", "organisation")),
    ),
    cells=cells,
)


def further(record: Record, posted: Mapping[str, Any]) -> list[Field]:
    """The form's fields for the attributes of its type."""
    return attributes.correcting(record)


@once
def new(request: HttpRequest) -> HttpResponse:
    """First the type is chosen, then everything that is asked of this type."""
    actor = actor_of(request)
    require(actor, ITEM.may.register)
    known = {option.code: str(option.label) for option in types() if option.active}
    chosen = (request.POST if request.method == "POST" else request.GET).get("type", "")
    if chosen not in known:
        new, signs = addresses.of_kind(ITEM, "new"), icons()
        choice = [(f"{new}?type={code}", label, signs.get(code) or SIGN) for code, label in known.items()]
        return show(request, "configuration/choose.html", {"types": choice})
    items = [field for field in ITEM.fields if field.register and field.name not in ("type", attributes.COLUMN)]
    fields = [items[0], *attributes.fields_of(chosen), *items[1:], BEGINS]
    made = form_of(fields, actor, request.POST if request.method == "POST" else None, {"begins": IN_USE})
    if request.method == "POST" and made.is_valid():
        given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
        noted = {
            name.removeprefix(f"{attributes.COLUMN}."): plain(given.pop(name))
            for name in list(given)
            if name.startswith(f"{attributes.COLUMN}.")
        }
        try:
            record = actions.register(actor, type=chosen, attributes=noted, **given)
        except Invalid as invalid:
            refuse(made, invalid)
        else:
            messages.success(request, _now("%(number)s is recorded.") % {"number": record.number})
            return HttpResponseRedirect(addresses.of(record))
    context = {
        "title": _now("New item: %(type)s") % {"type": known[chosen]},
        "submit_label": _now("Enter item"),
        "cancel_url": addresses.of_kind(ITEM),
        "form": made,
        "hidden": [("type", chosen)],
    }
    return show(request, "pages/form.html", context, status=422 if made.errors else 200)
