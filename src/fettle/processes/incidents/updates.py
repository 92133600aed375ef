"""The page on which an update to those affected is written: it says how many get it, and shows it before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, Refusal, Stale
from fettle.kernel.history.replay import in_order
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.processes.announcements import queries as announced
from fettle.processes.incidents import actions
from fettle.processes.incidents.actions import updating
from fettle.processes.incidents.facts import UpdateSent
from fettle.processes.incidents.major import AFFECTED, EVERYBODY, UPDATE
from fettle.processes.incidents.records import INCIDENT

PREVIEW = "preview"


@require_http_methods(["GET", "HEAD", "POST"])
@once
def update(request: HttpRequest, number: str) -> HttpResponse:
    """``do`` "preview" shows what would be sent, and to how many; without it the update is sent."""
    actor = actor_of(request)
    record = get(actor, number, INCIDENT)
    require(actor, UPDATE.may, record)
    posted = request.POST if request.method == "POST" else None
    standing = list(announced.about(actor, record.number, "stands").values_list("number", flat=True))
    made = form_of(_fields(standing), actor, posted, _standing(record))
    status = 200
    try:
        allow(actor, record, UPDATE.name)
    except Refusal as no:
        return show(
            request, "incidents/update.html", _context(actor, record, made, standing, refusal=str(no)), status=409
        )
    if posted is not None and made.is_valid():
        if posted.get("do") == PREVIEW:
            return show(request, "incidents/update.html", _context(actor, record, made, standing, shown=True))
        status = _send(actor, record, made)
        if status == 303:
            messages.success(request, _("The update is sent."))
            return HttpResponseRedirect(addresses.of(record), status=303)
    status = 422 if made.errors and status == 200 else status
    return show(request, "incidents/update.html", _context(actor, record, made, standing), status=status)


def _send(actor: Actor, record: Record, made: forms.Form) -> int:
    given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
    try:
        actions.send_update(actor, record.number, **given)
    except Invalid as invalid:
        refuse(made, invalid)
        return 422
    except (Refusal, Stale) as no:
        made.add_error(None, str(no))
        return 409
    return 303


def _fields(standing: Sequence[str]) -> list[Field]:
    """Who gets it is asked where something is announced of it; else there is nothing to choose."""
    asks = [ask for ask in UPDATE.asks if standing or ask.name != "audience"]
    return [Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed) for ask in asks]


def _standing(record: Record) -> dict[str, Any]:
    """How far it was said to be last."""
    stages = [fact.stage for entry in in_order(record) for fact in entry.said() if isinstance(fact, UpdateSent)]
    return {"stage": stages[-1] if stages else next(iter(announced.STAGES))}


def _context(
    actor: Actor,
    record: Record,
    made: forms.Form,
    standing: Sequence[str],
    shown: bool = False,
    refusal: str = "",
) -> dict[str, Any]:
    chosen = (standing and made.data.get("audience")) or AFFECTED
    reaches = {
        code: updating.reach(actor, record, code) for code in ((AFFECTED, EVERYBODY) if standing else (AFFECTED,))
    }
    reach = reaches.get(chosen, reaches[AFFECTED])
    words = {AFFECTED: _("Those who are affected"), EVERYBODY: _("Everybody to whom it is announced")}
    return {
        "title": UPDATE.label,
        "record": record,
        "state": record.declared.flow.by_state[record.state],
        "form": made,
        "refusal": refusal,
        "cancel_url": addresses.of(record),
        "audiences": [(code, words[code], people(each.people), code == chosen) for code, each in reaches.items()],
        "standing": standing,
        "unreached": reach.unreached,
        "shown": {
            "stage": announced.stage_of(made.cleaned_data["stage"]),
            "text": made.cleaned_data["text"],
            "next": made.cleaned_data["next_update_at"],
        }
        if shown
        else None,
        "people": people(reach.people),
        "submit_label": button(reach.people),
    }


def people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def button(count: int) -> str:
    """What the button does, and to how many."""
    return ngettext("Send update to %(count)s person", "Send update to %(count)s people", count) % {"count": count}
