"""The page on which staff record what somebody tells them: two needed fields, and what follows from them shown before
saving.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.facilities.search.alike import alike
from fettle.facilities.search.words import storable
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Text
from fettle.kernel.settings.choices import label
from fettle.processes.incidents import actions, custom, known, queries
from fettle.processes.incidents.actions.naming import NEW_PERSON, name_new
from fettle.processes.incidents.catalogue import asking, questions
from fettle.processes.incidents.catalogue import queries as catalogue
from fettle.processes.incidents.catalogue.ordering import order
from fettle.processes.incidents.catalogue.queries import Item
from fettle.processes.incidents.preview import preview
from fettle.processes.incidents.records import DESK, INCIDENT, PRIORITY, REQUEST
from fettle.processes.incidents.workflow import UNDONE

OVERRIDE = (
    Field("priority", PRIORITY, gettext_lazy("another priority"), gettext_lazy("Only when the scheme is wrong here")),
    Field("reason", Text(2000), gettext_lazy("why another priority")),
)
FIRST = ("requester", "title", "details", "service", "location", "impact", "urgency")
SIMILAR = 5
TYPING = "record.typing"
"""The slot for what higher rooms know about a title that is being typed: functions of actor and title that give a
context with its ``template``, or None.
"""
MORE = ("category", "channel", "opened_at", "affected", "team", "assignee", "external_ref")


def new(kind: Kind) -> Callable[..., HttpResponse]:
    """Record an incident or a request. Without scripts nothing is missing but the preview."""

    @once
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        require(actor, "incidents.work")
        data = request.POST if request.method == "POST" else None
        item = _ordered(kind, actor, (data or request.GET).get("standard", ""))
        made = _form(kind, actor, data, item, request.GET.get("known", "") if kind is INCIDENT else "")
        if request.method == "POST" and made.is_valid() and (record := _recorded(actor, kind, made, item)):
            messages.success(request, _("%(number)s is recorded.") % {"number": record.number})
            solve = request.POST.get("then") == "solve"
            return HttpResponseRedirect(addresses.of(record, *(("do", "resolve") if solve else ())), status=303)
        return show(
            request, "incidents/new.html", _context(actor, kind, made, item), status=422 if made.errors else 200
        )

    return view


def _ordered(kind: Kind, actor: Actor, code: str) -> Item | None:
    """The standard request that is being recorded, if it is one."""
    items = catalogue.orderable(actor) if code and kind is REQUEST else []
    return next((item for item in items if item.code == code), None)


def foreseen(kind: Kind) -> Callable[..., HttpResponse]:
    """Priority and due times that would follow from the form as it stands."""

    @require_POST
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        require(actor, "incidents.work")
        item = _ordered(kind, actor, request.POST.get("standard", ""))
        made = _form(kind, actor, request.POST, item)
        made.is_valid()
        given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
        given["standard"] = item.code if item else ""
        given["priority"] = int(given["priority"]) if given.get("priority") else None
        requester: Person | None = given.get("requester")
        home = requester.organisation if requester else Organisation.objects.get(parent=None)
        found = preview(kind, home, **given)
        context = {"preview": found, "word": PRIORITY.text(found.rank), "may_differ": bool(given["priority"])}
        return show(request, "incidents/preview.html", context)

    return view


def similar(kind: Kind) -> Callable[..., HttpResponse]:
    """Records whose words are like the title that is being typed, and what else is known about it."""

    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        require(actor, "incidents.work")
        title = storable(request.GET.get("title", "")).strip()
        found = alike(actor, title, kind, SIMILAR) if len(title) > 3 else []
        rows = [
            {
                "record": record,
                "url": addresses.of(record),
                "state": kind.flow.by_state[record.state],
                "also_url": addresses.of(record, "also") if record.state in UNDONE else "",
            }
            for record in found
        ]
        typing = assembly().slots.get(TYPING, ()) if len(title) > 3 else ()
        parts = [part for slot in typing if (part := slot(actor, title))]
        return show(request, "incidents/similar.html", {"rows": rows, "parts": parts})

    return view


def _form(kind: Kind, actor: Actor, data: Any, item: Item | None, template: str = "") -> forms.Form:
    items = [kind.by_name[name] for name in (*FIRST, *MORE)] + [*NEW_PERSON, *OVERRIDE]
    category = data.get("category", "") if data else ""
    items += [Field(f"custom.{f.name}", f.type, f.label, f.hint) for f in custom.fields_of(category)]
    values: dict[str, Any] = {"channel": "phone", **known.begun_from(template)}
    if item:
        own = {f"custom.{each.field.name}" for each in questions.of(item.code)}
        values |= {"service": item.service, "category": item.row["category"]}
        made = asking.form(item.code, [each for each in items if each.name not in own], actor, data, values)
        made.fields["title"].required = False
        made.fields["title"].help_text = _("Empty: the subject that the catalogue gives it.")
    else:
        made = form_of(items, actor, data, values)
    made.fields["title"].label = _("What is wrong?") if kind is DESK[0] else _("What is needed?")
    made.fields["requester"].required = not (data and data.get("new_name", "").strip())
    made.fields["requester"].widget.attrs["autofocus"] = not data
    return made


def _recorded(actor: Actor, kind: Kind, made: forms.Form, item: Item | None) -> Record | None:
    """The record, and the person when they are new: both or neither. What is wrong then stands in the form."""
    given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
    fresh = {item.name: given.pop(item.name, None) for item in NEW_PERSON}
    further = {name.partition(".")[2]: given.pop(name) for name in list(given) if name.startswith("custom.")}
    if "priority" in given:
        given["priority"] = int(given["priority"])
    try:
        with transaction.atomic():
            if fresh["new_name"] and "requester" not in given:
                given["requester"] = name_new(actor, fresh)
            if item:
                return order(actor, item.code, answers=further, **given)
            return actions.register(actor, kind, custom=further, **given)
    except Invalid as invalid:
        refuse(made, invalid)
        return None


def _known(actor: Actor) -> list[dict[str, Any]]:
    """Major incidents that are worked on: whoever calls about one joins it instead of getting a record."""
    rows = queries.running_major(actor, SIMILAR) if actor.is_staff else []
    return [
        {"record": record, "url": addresses.of(record), "also_url": addresses.of(record, "also")} for record in rows
    ]


def _catalogue(actor: Actor, kind: Kind, item: Item | None) -> list[tuple[str, str, bool]]:
    """(name, address, whether it is the one) of the standard requests, or well-known incidents, to begin from."""
    here = addresses.of_kind(kind, "new")
    if kind is not REQUEST:
        rows = known.templates()
        return [(label(known.KNOWN_INCIDENTS.key, row), f"{here}?known={row['code']}", False) for row in rows]
    return [
        (each.name, f"{here}?{urlencode({'standard': each.code})}", item is not None and each.code == item.code)
        for each in catalogue.orderable(actor)
    ]


def _context(actor: Actor, kind: Kind, made: forms.Form, item: Item | None) -> dict[str, Any]:
    own = [f"custom.{each.field.name}" for each in questions.of(item.code)] if item else []
    further = [name for name in made.fields if name.startswith("custom.") and name not in own]
    bound = {name: made[name] for name in made.fields}
    open_more = any(made.errors.get(name) for name in (*MORE, *further)) or bool(further)
    return {
        "form": made,
        "title": _("New incident") if kind is DESK[0] else _("New request"),
        "submit_label": _("Record %(kind)s") % {"kind": kind.label},
        "cancel_url": addresses.of_kind(kind),
        "preview_url": addresses.of_kind(kind, "preview"),
        "known": _known(actor) if kind is DESK[0] else [],
        "similar_url": addresses.of_kind(kind, "similar"),
        "kinds": [(str(capfirst(each.label)), addresses.of_kind(each, "new"), each is kind) for each in DESK],
        "item": item,
        "catalogue": _catalogue(actor, kind, item),
        "catalogue_label": _("From the request catalogue") if kind is REQUEST else _("From a well-known incident"),
        "questions": [bound[name] for name in own],
        "first": [bound[name] for name in ("title", "details")],
        "beside": [bound[name] for name in ("service", "location")],
        "tiles": [bound[name] for name in ("impact", "urgency")],
        "requester": bound["requester"],
        "new_person": [bound[item.name] for item in NEW_PERSON],
        "new_person_open": any(bound[item.name].value() for item in NEW_PERSON),
        "override": [bound[item.name] for item in OVERRIDE],
        "override_open": any(bound[i.name].value() or bound[i.name].errors for i in OVERRIDE),
        "more": [bound[name] for name in (*MORE, *further)],
        "more_open": open_more,
    }
