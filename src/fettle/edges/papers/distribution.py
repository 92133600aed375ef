"""Who is to read a text and who has; putting people on the list, taking them off, reminding, confirming."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.page import actor_of, show
from fettle.edges.papers.asks import ADDRESSEE, ROLE
from fettle.edges.papers.views import Page, around, back
from fettle.facilities.documents import actions, queries
from fettle.facilities.documents.models import Addressee
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.records import Field
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF

ASKED = [Field(ask.name, ask.type, ask.label) for ask in ADDRESSEE]


def distribution(*kinds: Kind) -> Page:
    """The list, and who has read the version in force. POST puts somebody on it."""

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor, record = _seen(request, number, *kinds)
        form = form_of(ASKED, actor, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
            try:
                actions.distribute(actor, record.number, **given)
            except Invalid as invalid:
                refuse(form, invalid)
            else:
                messages.success(request, _("Added to the distribution list."))
                return back(record, "distribution")
        return show(
            request, "papers/distribution.html", _context(actor, record, form), status=422 if form.errors else 200
        )

    return view


def take_off(*kinds: Kind) -> Page:
    """Take somebody off the list."""

    @require_POST
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor, record = _seen(request, number, *kinds)
        key = request.POST.get("row", "")
        row = next((each for each in queries.addressees(record) if str(each.pk) == key), None)
        if row is not None:
            actions.take_off(actor, record.number, person=row.person, team=row.team, role=row.role)
            messages.success(request, _("Taken off the distribution list."))
        return back(record, "distribution")

    return view


def doing(*kinds: Kind, action: Callable[..., Record], news: Any, rest: tuple[str, ...] = ()) -> Page:
    """A button that asks nothing: remind those who are late, confirm that one has read it."""

    @require_POST
    def view(request: HttpRequest, number: str) -> HttpResponse:
        record = get(actor_of(request), number, *kinds)
        action(actor_of(request), record.number)
        messages.success(request, news)
        return back(record, *rest)

    return view


def _seen(request: HttpRequest, number: str, *kinds: Kind) -> tuple[Actor, Record]:
    """Who asks, and the record, for staff only. Raises NotSeen."""
    actor = actor_of(request)
    record = get(actor, number, *kinds)
    if STAFF not in audiences(actor, record):
        raise NotSeen(_("There is nothing here."))
    return actor, record


def _context(actor: Actor, record: Record, form: Form) -> dict[str, Any]:
    rows = queries.readings(record)
    return around(actor, record, "distribution") | {
        "form": form,
        "addressees": [(row.pk, _named(row)) for row in queries.addressees(record)],
        "readings": rows,
        "read": sum(row.at is not None for row in rows),
        "in_force": record.item.in_force,
        "late": len(queries.unread(record)),
        "revises": may(actor, record.declared.may.revise, record),
    }


def _named(row: Addressee) -> tuple[str, str]:
    """Word and name of somebody on the list."""
    if row.person:
        return _("Person"), row.person.name
    if row.team:
        return _("Team"), row.team.name
    return _("Everybody with the role"), ROLE.text(row.role)
