"""Merging on a page: first which record it goes on in, then what that would do, then it is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.widgets import Picker
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, NotSeen, Refusal, Stale
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions, merging
from fettle.processes.incidents.records import DESK


@once
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """GET asks, the first POST shows the preview, and one with ``confirmed`` does it."""
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    require(actor, "incidents.work", record)
    why = _why_not(actor, record)
    if request.method != "POST":
        return show(request, "pages/verb.html", _asking(record, _form(record), why), status=409 if why else 200)
    made = _form(record, request.POST)
    plan = _plan(actor, record, made) if made.is_valid() else None
    if plan and "confirmed" in request.POST and _done(actor, plan, made):
        said = {"number": record.number, "other": plan.target.number}
        messages.success(request, _("%(number)s is merged into %(other)s.") % said)
        return HttpResponseRedirect(addresses.of(plan.target), status=303)
    if plan and not made.errors:
        return show(request, "incidents/merge.html", _previewed(plan))
    return show(request, "pages/verb.html", _asking(record, made, why), status=409 if made.non_field_errors() else 422)


def _why_not(actor: Actor, record: Record) -> str:
    try:
        allow(actor, record, "merge")
    except Refusal as no:
        return str(no)
    return ""


def _form(record: Record, data: Any = None) -> forms.Form:
    made = forms.Form(data)
    missing = {"required": _("Give a number or words of the title, and choose.")}
    made.fields["into"] = forms.CharField(
        label=_("Goes on in"), widget=Picker(f"/pick/records/{record.declared.path}"), error_messages=missing
    )
    made.fields["into"].widget.attrs |= {"autofocus": True, "data-enter": "send"}
    return made


def _plan(actor: Actor, record: Record, made: forms.Form) -> merging.Merge | None:
    try:
        allow(actor, record, "merge")
        target = get(actor, made.cleaned_data["into"], *DESK)
        require(actor, "incidents.work", target)
        return merging.foreseen(actor, record, target)
    except NotSeen as no:
        made.add_error("into", str(no))
    except Invalid as invalid:
        refuse(made, invalid)
    except Refusal as no:
        made.add_error(None, str(no))
    return None


def _done(actor: Actor, plan: merging.Merge, made: forms.Form) -> bool:
    try:
        actions.merge(actor, plan.record.number, into=plan.target.number)
    except Invalid as invalid:
        refuse(made, invalid)
    except (Refusal, Stale) as no:
        made.add_error(None, str(no))
    return not made.errors


def _asking(record: Record, made: forms.Form, why: str) -> dict[str, Any]:
    return {
        "title": _("Merge into another"),
        "record": record,
        "state": record.declared.flow.by_state[record.state],
        "target": record.declared.flow.by_state["merged"],
        "submit_label": _("Show what would happen"),
        "cancel_url": addresses.of(record),
        "form": made,
        "refusal": why,
    }


def _previewed(plan: merging.Merge) -> dict[str, Any]:
    return {
        "title": _("Merge %(number)s into %(other)s") % {"number": plan.record.number, "other": plan.target.number},
        "record": plan.record,
        "target": plan.target,
        "state": plan.target.declared.flow.by_state[plan.target.state],
        "joining": plan.joining,
        "watching": plan.watching,
        "said": plan.messages,
        "asks": plan.asks,
        "cancel_url": addresses.of(plan.record),
        "target_url": addresses.of(plan.target),
    }
