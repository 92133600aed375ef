"""Splitting on a page: one form, filled with the message that it starts from, and one save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.facilities.discussion import queries as discussion
from fettle.facilities.discussion.models import Comment
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE, Text, whole
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import DESK

DETAILS = Field("details", Text(), gettext_lazy("details"), gettext_lazy("The people on the new record read this."))
TITLE_LETTERS = 100


@once
def split(request: HttpRequest, number: str) -> HttpResponse:
    """GET asks; ``?comment=`` is the message to begin with. POST makes the new record and leads to it."""
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    require(actor, "incidents.work", record)
    made = _form(actor, record, request)
    if request.method == "POST" and made.is_valid() and (new := _made(actor, record, made)):
        messages.success(request, _("%(number)s is recorded.") % {"number": new.number})
        return HttpResponseRedirect(addresses.of(new), status=303)
    context = {
        "title": _("Split from %(number)s") % {"number": record.number},
        "subtitle": record.title,
        "submit_label": _("Record %(kind)s") % {"kind": record.declared.label},
        "cancel_url": addresses.of(record),
        "form": made,
    }
    return show(request, "pages/form.html", context, status=422 if made.errors else 200)


def _form(actor: Actor, record: Record, request: HttpRequest) -> forms.Form:
    names = record.declared.by_name
    fields = [names["title"], DETAILS, *(names[each] for each in ("requester", "affected", "service", "category"))]
    item, said = record.item, _chosen(actor, record, request.GET.get("comment", ""))
    text = said.text if said else ""
    first: dict[str, Any] = {
        "title": (text.strip().splitlines() or [""])[0][:TITLE_LETTERS],
        "details": text,
        "requester": item.requester,
        "service": record.service,
        "category": item.category,
    }
    return form_of(fields, actor, request.POST if request.method == "POST" else None, first)


def _chosen(actor: Actor, record: Record, key: str) -> Comment | None:
    """A message on this record; a note for staff is nobody's to read on another one."""
    return discussion.comments(actor, record).filter(audience=EVERYONE, pk=whole(key) or 0).first()


def _made(actor: Actor, record: Record, made: forms.Form) -> Record | None:
    given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
    try:
        return actions.split(actor, record.number, **given)
    except Invalid as invalid:
        refuse(made, invalid)
    except Refusal as no:
        made.add_error(None, str(no))
    return None


def offered(actor: Actor, record: Record) -> tuple[str, str] | None:
    """What stands beside a message for whoever may split it off: the words, and the address before the message's id."""
    if record.kind not in {kind.key for kind in DESK} or not may(actor, "incidents.work", record):
        return None
    return _("Split off"), f"{addresses.of(record, 'split')}?comment="
