"""Time spent on pages: what stands on a record and how it is corrected; and the sums for the process manager."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Day, Line, Number
from fettle.processes.incidents import rules, spent
from fettle.processes.incidents.actions import time as actions
from fettle.processes.incidents.records import DESK

FIELDS = (
    Field("minutes", Number(unit=gettext_lazy("minutes")), gettext_lazy("minutes"), needed=True),
    Field("what", Line(500), gettext_lazy("what for")),
    Field("day", Day(), gettext_lazy("day")),
)
REASON = (Field("reason", Line(500), gettext_lazy("reason"), needed=True),)
USUAL_DAYS = 28


@once
def on_record(request: HttpRequest, number: str) -> HttpResponse:
    """What stands on it, and a form for more."""
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    require(actor, "incidents.work", record)
    today = {"day": timezone.localdate()}
    made = form_of(FIELDS, actor, request.POST if request.method == "POST" else None, today)
    if request.method == "POST" and _done(made, lambda given: actions.note_time(actor, record.number, **given)):
        messages.success(request, _("Time noted"))
        return HttpResponseRedirect(addresses.of(record, "time"), status=303)
    manages = may(actor, "incidents.manage", record)
    rows = [(each, manages or each.person == actor.person_id) for each in spent.on(record)]
    context = _context(record, _("Time spent"), made, _("Note time")) | {
        "rows": [{"each": each, "day": parse_date(each.day), "may_change": own} for each, own in rows],
        "total": record.item.spent_minutes,
    }
    return show(request, "incidents/time.html", context, status=422 if made.errors else 200)


def correct(request: HttpRequest, number: str, entry: str) -> HttpResponse:
    """Other minutes, or other words."""
    return _changing(request, number, int(entry), _("Correct time"), FIELDS, actions.correct_time)


def withdraw(request: HttpRequest, number: str, entry: str) -> HttpResponse:
    """It was noted by mistake."""
    return _changing(request, number, int(entry), _("Withdraw time"), REASON, actions.withdraw_time)


def _changing(
    request: HttpRequest, number: str, entry: int, title: str, fields: tuple[Field, ...], action: Any
) -> HttpResponse:
    actor = actor_of(request)
    record = get(actor, number, *DESK)
    require(actor, "incidents.work", record)
    try:
        stands = spent.one(record, entry)
    except Invalid as gone:  # withdrawn meanwhile: the page beside it shows what there is
        messages.error(request, str(gone))
        return HttpResponseRedirect(addresses.of(record, "time"))
    rules.time_is_ones_own(stands.person, actor.person_id, may(actor, "incidents.manage", record))
    first = {"minutes": stands.minutes, "what": stands.what, "day": parse_date(stands.day)}
    made = form_of(fields, actor, request.POST if request.method == "POST" else None, first)
    if request.method == "POST" and _done(made, lambda given: action(actor, record.number, entry=entry, **given)):
        return HttpResponseRedirect(addresses.of(record, "time"), status=303)
    context = _context(record, title, made, title) | {"cancel_url": addresses.of(record, "time")}
    return show(request, "pages/form.html", context, status=422 if made.errors else 200)


def _done(made: forms.Form, act: Any) -> bool:
    if not made.is_valid():
        return False
    try:
        act({name: value for name, value in made.cleaned_data.items() if value not in (None, "")})
    except Invalid as invalid:
        refuse(made, invalid)
    return not made.errors


def _context(record: Record, title: str, made: forms.Form, submit: str) -> dict[str, Any]:
    return {
        "title": title,
        "subtitle": f"{record.number} {record.title}",
        "record": record,
        "form": made,
        "submit_label": submit,
        "cancel_url": addresses.of(record),
    }


@require_safe
def sums(request: HttpRequest) -> HttpResponse:
    """Who spent how much in a period, for those who manage the process."""
    actor = actor_of(request)
    start, end = period(actor, request.GET.get("from"), request.GET.get("to"))
    rows = spent.by_person(actor, start, end)
    context = {
        "rows": rows,
        "start": start,
        "until": end - timedelta(days=1),
        "total": sum(row.minutes for row in rows),
    }
    return show(request, "incidents/time_sums.html", context)


def period(actor: Actor, first: str | None, last: str | None) -> tuple[datetime, datetime]:
    """From the first day to the end of the last, four weeks unless told, a year at most. Raises Forbidden, Invalid."""
    require(actor, "incidents.manage")
    today = timezone.localdate()
    days = []
    for name, text, usual in (("from", first, today - timedelta(days=USUAL_DAYS)), ("to", last, today)):
        try:
            day = parse_date(text) if text else usual
        except ValueError:
            day = None
        if day is None:
            raise Invalid({name: _("Give a day as 2026-11-29.")})
        days.append(day)
    start, until = days
    if not start <= until <= start + timedelta(days=366):
        raise Invalid({"to": _("Give a last day that is not before the first, and at most a year after it.")})
    zone = timezone.get_current_timezone()
    return datetime.combine(start, time(), zone), datetime.combine(until + timedelta(days=1), time(), zone)
