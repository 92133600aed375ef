"""The page on which the version that is negotiated is changed: its times as a table, the rest as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.records.models import Record
from fettle.processes.levels import actions, grid, version_form
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import newest_draft
from fettle.processes.levels.targets import MINUTES

PART = "#promised"


def change(request: HttpRequest, number: str) -> HttpResponse:
    """The form; then back to the agreement."""
    actor = actor_of(request)
    record = get(actor, number, AGREEMENT)
    require(actor, AGREEMENT.may.revise, record)
    version = newest_draft(record.item)
    if version is None:
        raise NotSeen(_("No version of %(number)s is negotiated: begin a new one first.") % {"number": record.number})
    sent = request.POST if request.method == "POST" else None
    made = form_of(version_form.FIELDS, actor, sent, version_form.values(version))
    lines = grid.lines(request.POST if sent is not None else grid.as_sent(version.targets))
    status = 200
    if sent is not None:
        status = 422 if not made.is_valid() or grid.wrong(lines) else _done(made, actor, record, request)
        if status == 303:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(addresses.of(record) + PART, status=303)
    context = {
        "record": record,
        "version": version,
        "lines": lines,
        "wrong": grid.wrong(lines),
        "form": made,
        "cancel_url": addresses.of(record) + PART,
    }
    return show(request, "levels/version.html", context, status=status)


def _done(made: forms.Form, actor: Actor, record: Record, request: HttpRequest) -> int:
    """Save it; the status to answer with, and the form says why not."""
    given = made.cleaned_data
    try:
        values: dict[str, Any] = {name: given[name] for name in ("calendar", "valid_from", "valid_until")}
        values["promises"] = version_form.promised(given, actor)
        values["targets"] = [row for row in grid.targets(request.POST) if any(row[name] for name in MINUTES)]
        actions.change_version(actor, record.number, **values)
    except Invalid as invalid:
        refuse(made, invalid)
        return 422
    except Refusal as no:
        made.add_error(None, str(no))
        return 409
    return 303
