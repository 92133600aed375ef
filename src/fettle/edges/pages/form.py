"""Forms of any kind: register a new record, revise one. Refused input comes back whole, with 422 and its sentences."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.edges.pages.conflict import Conflict, conflicts
from fettle.edges.pages.inputs import EMPTY_TEXT, form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show, wants_fragment
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import Invalid, NotSeen, Stale
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import plain
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import whole

Action = Callable[..., Record]
Further = Callable[[Record, Mapping[str, Any]], Iterable[Field]]
"""Fields that only some records have, from the record and what was sent: ``set.code`` stands in its ``set``."""


def form(
    kind: Kind,
    *,
    action: Action,
    title: Any,
    submit: Any,
    first: Callable[[Actor, Mapping[str, str]], Mapping[str, Any]] = lambda actor, asked: {},
    needs: Collection[str] = (),
    also: Sequence[Field] = (),
    may: str = "",
) -> Callable[..., HttpResponse]:
    """The page on which a record of this kind is made. ``first`` says what stands in the form before anybody writes
    into it, from what the address asks for; ``needs`` are fields that whatever is made here has to have; ``also`` are
    asked that are no fields of it. ``may``: the permission for this page, where it is not that for making one.
    """

    @once
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        require(actor, may or kind.may.register)
        items = [replace(item, needed=item.needed or item.name in needs) for item in kind.fields if item.register]
        items += also
        made = form_of(items, actor, request.POST or None, first(actor, request.GET.dict()))
        if request.method == "POST" and made.is_valid():
            given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
            try:
                record = action(actor, **given)
            except Invalid as invalid:
                refuse(made, invalid)
            else:
                messages.success(request, _("%(number)s is recorded.") % {"number": record.number})
                return HttpResponseRedirect(addresses.of(record))
        context = {"title": title, "submit_label": submit, "cancel_url": addresses.of_kind(kind), "form": made}
        return show(request, "pages/form.html", context, status=422 if made.errors else 200)

    return view


def edit(*kinds: Kind, action: Action, further: Further | None = None) -> Callable[..., HttpResponse]:
    """The page on which a record's fields are revised; ``?section=2`` shows one section's only.

    Somebody else's change of the same field stops it once (409) and both versions are shown.
    """

    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        require(actor, record.declared.may.revise, record)
        items = editable(actor, record, request.GET.get("section", ""))
        items += list(further(record, request.POST) if further else ())
        if not items:
            raise NotSeen(_("Nothing of %(number)s can be changed here now.") % {"number": record.number})
        values = {item.name: _value(actor, record, item) for item in items}
        made = form_of(items, actor, request.POST or None, values)
        found: list[Conflict] = []
        if request.method == "POST" and made.is_valid():
            changed = {name: new for name, new in made.cleaned_data.items() if _given(new) != _given(values[name])}
            found = conflicts(actor, record, request.POST.get("version", ""), items, changed)
            if not found and _saved(actor, record, action, changed, made):
                messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
                return gone_to(request, addresses.of(record))
        status = 409 if found else 422 if made.errors else 200
        template = "components/rail_form.html" if wants_fragment(request) else "pages/form.html"
        context = _edit_context(record, made, found) | {"action_url": request.get_full_path()}
        return show(request, template, context, status=status)

    return view


def gone_to(request: HttpRequest, url: str) -> HttpResponse:
    """To another page, also from a piece of one."""
    return HttpResponse(headers={"HX-Redirect": url}) if wants_fragment(request) else HttpResponseRedirect(url)


def editable(actor: Actor, record: Record, section: str) -> list[Field]:
    """The fields of the record, or of one of its sections, that may be revised in its state by this reader."""
    sections = record.declared.sections
    if (at := whole(section)) is not None and at < len(sections):
        sections = [sections[at]]
    seen = audiences(actor, record)
    items = [item for part in sections for item in part.fields if item.of(record)]
    return [item for item in items if item.edit(record.state) and item.audience in seen]


def _saved(actor: Actor, record: Record, action: Action, changed: dict[str, Any], made: forms.Form) -> bool:
    """Whether it could be saved; why not then stands in the form."""
    if not changed:
        return True
    try:
        with transaction.atomic():
            if history.lock(actor, record.number, record.declared).version != record.version:
                raise Stale(_("Somebody changed this in the same moment: press Save again."))
            action(actor, record.number, **nested(changed))
    except Invalid as invalid:
        refuse(made, invalid)
        return False
    except Stale as stale:
        made.add_error(None, str(stale))
        return False
    return True


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """``{"title": …, "custom.room": …}`` as ``{"title": …, "custom": {"room": …}}``."""
    made: dict[str, Any] = {}
    for name, value in values.items():
        outer, dot, inner = name.partition(".")
        if dot:
            made.setdefault(outer, {})[inner] = plain(value)
        else:
            made[name] = value
    return made


def _given(value: Any) -> Any:
    """What is compared: an empty text is nothing, as a control cannot send anything else."""
    return None if value == "" else plain(value)


def _value(actor: Actor, record: Record, item: Field) -> Any:
    """What stands in it; a value inside another one is stored as JSON has it, and may be of the type it had before."""
    outer, dot, inner = item.name.partition(".")
    if not dot:
        return record.declared.value(record, item.name)
    raw = (getattr(record.item, outer) or {}).get(inner)
    try:
        return raw if raw in (None, "") else item.type.clean(raw, actor)
    except ValueError:
        return raw if isinstance(item.type, EMPTY_TEXT) else None


def _edit_context(record: Record, made: forms.Form, found: list[Conflict]) -> dict[str, Any]:
    return {
        "title": _("Edit %(number)s") % {"number": record.number},
        "subtitle": record.title,
        "submit_label": _("Save changes"),
        "cancel_url": addresses.of(record),
        "form": made,
        "conflicts": found,
        "hidden": [("version", record.version)],
    }
