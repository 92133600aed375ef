"""From the form for a new record to one that is there already: whoever is on the phone joins it, in two clicks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.access.references import ToPerson
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Text
from fettle.processes.incidents import actions
from fettle.processes.incidents.actions.naming import NEW_PERSON, name_new
from fettle.processes.incidents.records import DESK

WHO = Field("requester", ToPerson(), gettext_lazy("who reports it too"), needed=True)
SAID = Field(
    "text", Text(20_000), gettext_lazy("what they said"), gettext_lazy("Kept as a note: only staff will see it")
)


@require_POST
@once
def also(request: HttpRequest, number: str) -> HttpResponse:
    """First what the form for a new record held, to look at beside this record; with ``text`` it is done."""
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    require(actor, "incidents.work", record)
    first = "text" not in request.POST
    made = _form(actor, _from_new(request.POST) if first else request.POST)
    if not first and made.is_valid() and (done := _added(actor, record, made)):
        messages.success(request, _("Added to %(number)s.") % {"number": done.number})
        return HttpResponseRedirect(addresses.of(done), status=303)
    if first:
        made.errors.clear()  # what is missing is said when it is sent
    return show(request, "pages/verb.html", _context(record, made), status=200 if first or not made.errors else 422)


def _from_new(posted: Any) -> dict[str, str]:
    """What was typed into the other form: its title and details are what they said."""
    kept = {name: posted.get(name, "") for name in ("requester", "requester_words", *(f.name for f in NEW_PERSON))}
    said = (posted.get(name, "").strip() for name in ("title", "details"))
    return {**kept, "text": "\n\n".join(filter(None, said))}


def _form(actor: Actor, data: Any) -> forms.Form:
    fresh = bool(data.get("new_name", "").strip())
    made = form_of([WHO, *(NEW_PERSON if fresh else ()), SAID], actor, data)
    made.fields["requester"].required = not fresh
    return made


def _added(actor: Actor, record: Record, made: forms.Form) -> Record | None:
    given = made.cleaned_data
    try:
        with transaction.atomic():
            person = given["requester"] or name_new(actor, given)
            return actions.add_report(actor, record.number, person=person, text=given["text"])
    except Invalid as invalid:
        refuse(made, invalid)
    except Refusal as no:
        made.add_error(None, str(no))
    return None


def _context(record: Record, made: forms.Form) -> dict[str, Any]:
    return {
        "title": _("Add to %(number)s") % {"number": record.number},
        "record": record,
        "state": record.declared.flow.by_state[record.state],
        "submit_label": _("Add to %(number)s") % {"number": record.number},
        "cancel_url": addresses.of(record),
        "form": made,
    }
