"""The calendar of duties, one duty, and what is done with it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fettle.edges.duties import drawn, ical
from fettle.edges.duties.asks import DONE, REASON, SET
from fettle.edges.duties.drawn import Drawn
from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.paging import cut
from fettle.edges.pages.undo import ours
from fettle.edges.transfer import routes as files
from fettle.edges.transfer import tables
from fettle.facilities.cycles import actions, queries
from fettle.facilities.cycles.dates import after
from fettle.facilities.cycles.models import Duty
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import get
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.records import Field
from fettle.kernel.workflow import Ask

PAGE_ROWS = 50
"""Duties on a page; the files hold all."""


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is overdue, what is due this month, what later, month by month. ``?mine=1``, ``?code=`` narrow it,
    ``?page=`` goes on.
    """
    actor = actor_of(request)
    found = _found(request, actor)
    total = len(found) if isinstance(found, list) else found.count()
    part, pager = cut(request, total, PAGE_ROWS)
    today = timezone.localdate()
    rows = [drawn.draw(actor, each, today) for each in found[part]]
    later: dict[date, list[Drawn]] = {}
    for row in rows:
        if row.duty.due_on >= today and not _this_month(row, today):
            later.setdefault(row.duty.due_on.replace(day=1), []).append(row)
    context = {
        "late": [row for row in rows if row.when == "late"],
        "month": [row for row in rows if row.duty.due_on >= today and _this_month(row, today)],
        "later": list(later.items()),
        "mine": request.GET.get("mine") == "1",
        "code": request.GET.get("code", ""),
        "codes": [(cycle.code, cycle.label) for cycle in assembly().cycles],
        "query": request.GET.urlencode(),
        "any": bool(rows),
        "exports": may(actor, files.EXPORT),
        "pager": pager,
    }
    return show(request, "duties/index.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The same as a file: CSV, or a calendar (``format=ics``)."""
    actor = actor_of(request)
    rows = [drawn.draw(actor, each) for each in _found(request, actor)]
    if request.GET.get("format") == "ics":
        host = settings.PUBLIC_ADDRESS
        events = [
            ical.Event(
                f"duty-{row.duty.pk}@{host.partition('//')[2] or 'fettle'}",
                row.duty.due_on,
                f"{row.label}: {row.duty.record.title}",
                host + row.url,
            )
            for row in rows
        ]
        text = ical.calendar(events, datetime.now(UTC))
        response: HttpResponseBase = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="duties.ics"'
    else:
        require(actor, files.EXPORT)
        response = StreamingHttpResponse(tables.as_csv(drawn.table(rows)), content_type=files.CSV)
        response["Content-Disposition"] = 'attachment; filename="duties.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Set a duty of a record, or change it."""
    actor = actor_of(request)
    record = get(actor, number)
    require(actor, queries.permission(record), record)
    cycle = next((each for each in queries.cycles_of(record) if each.code == code), None)
    if cycle is None:
        raise NotSeen(_("There is nothing here."))
    there = next((each for each in queries.of_record(record) if each.code == code), None)
    every, unit = (there.every, there.unit) if there else cycle.usual(record)
    start = {
        "due_on": there.due_on if there else after(timezone.localdate(), every, unit),
        "every": every,
        "unit": unit,
        "lead_days": there.lead_days if there else cycle.lead_days,
        "person": there.person if there else getattr(record.item, "owner", None),
        "role": there.role if there else "",
    }
    form = _form(actor, SET, request, start)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
        try:
            actions.set_duty(actor, record.number, code=code, **given)
        except Invalid as invalid:
            refuse(form, invalid)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(addresses.short(record), status=303)
    context = {
        "title": cycle.label,
        "subtitle": f"{record.number} {record.title}",
        "form": form,
        "submit_label": _("Save"),
        "cancel_url": addresses.short(record),
        "there": drawn.draw(actor, there) if there else None,
    }
    return show(request, "duties/duty.html", context, status=422 if form.errors else 200)


@require_POST
def step(request: HttpRequest, number: str, code: str, name: str) -> HttpResponse:
    """Done, skipped or ended; then back to where one came from. A refused wish is told there too."""
    actor = actor_of(request)
    record = get(actor, number)
    action, asks = STEPS[name]
    form = _form(actor, asks, request)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
    else:
        given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
        try:
            action(actor, record.number, code=code, **given)
            messages.success(request, NEWS[name]())
        except (Invalid, Refusal) as problem:
            messages.error(request, str(problem))
    return HttpResponseRedirect(ours(request.POST.get("back", "")) or "/duties/", status=303)


STEPS: dict[str, tuple[Any, tuple[Ask, ...]]] = {
    "done": (actions.done, DONE),
    "skip": (actions.skip, REASON),
    "end": (actions.end, REASON),
}
NEWS = {
    "done": lambda: _("Noted: it is done."),
    "skip": lambda: _("Noted: it is left out this time."),
    "end": lambda: _("Noted: it is no longer due."),
}


def _found(request: HttpRequest, actor: Actor) -> QuerySet[Duty] | list[Duty]:
    """What was asked for, the soonest first."""
    found = queries.duties(actor)
    if code := request.GET.get("code", ""):
        found = found.filter(code=code[:40])
    return queries.mine(actor, found) if request.GET.get("mine") == "1" else found


def _this_month(row: Drawn, today: date) -> bool:
    return (row.duty.due_on.year, row.duty.due_on.month) == (today.year, today.month)


def _form(actor: Actor, asks: tuple[Ask, ...], request: HttpRequest, values: Any = None) -> Form:
    items = [Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed) for ask in asks]
    return form_of(items, actor, request.POST if request.method == "POST" else None, values)
