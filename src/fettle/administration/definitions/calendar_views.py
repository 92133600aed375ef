"""The pages of working calendars: list, week editor, holidays proposed by country, versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fettle.administration.definitions import calendar_text, procedure
from fettle.administration.definitions.forms import CalendarForm, ProposeForm
from fettle.administration.guard import needs
from fettle.administration.page import refuse, show
from fettle.edges.transfer.cells import written
from fettle.edges.transfer.tables import as_file
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere, require_everywhere
from fettle.kernel.clock import holidays_of, queries
from fettle.kernel.clock.calendar_data import DAYS
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.clock.wording import BadCalendar
from fettle.kernel.errors import FettleError, NotSeen
from fettle.kernel.history.facts import Change
from fettle.kernel.records.values import whole
from fettle.kernel.settings import calendars
from fettle.kernel.settings.register import WORKING_TIME
from fettle.processes.levels import queries as levels

SEE = "settings.see"
YEARS = 3
OFFICE = {"week": {day: [["08:00", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}}


@require_GET
@needs(SEE)
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    context = {"rows": queries.in_force(), "may_change": everywhere(actor, calendars.MANAGE)}
    return show(request, "calendars.html", {**context, "procedure": procedure.of(actor, WORKING_TIME.key)})


@require_GET
@needs(SEE)
def export(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every version of every calendar as CSV, hours and days as the pages write them."""
    return as_file(_exported(), "calendars")


def _exported() -> Iterator[list[str | int | float]]:
    columns = list(calendar_text.fields_of({}))
    yield ["key", "name", "version", *columns, "reason", "made_at", "made_by"]
    for one in (version for calendar in queries.calendars() for version in queries.versions(calendar.key)):
        told = calendar_text.fields_of(one.data)
        start = (one.calendar.key, one.calendar.name, one.version)
        end = (one.reason, one.made_at.isoformat(), one.made_by_label)
        yield [written(value) for value in (*start, *(told[name] for name in columns), *end)]


@require_http_methods(["GET", "POST"])
@needs(calendars.MANAGE)
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new calendar, beginning with office hours."""
    start = {**calendar_text.fields_of({**OFFICE, "zone": actor.zone}), "reason": _("First version")}
    return _edit(request, actor, None, start)


@require_http_methods(["GET", "POST"])
@needs(SEE)
def calendar(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """One calendar in the version in force; saving makes the next."""
    version = queries.latest(key)
    if version is None:
        raise NotSeen(_("There is no such calendar."))
    start = {**calendar_text.fields_of(version.data), "name": version.calendar.name}
    return _edit(request, actor, version, start)


@require_GET
@needs(SEE)
def version(request: HttpRequest, actor: Actor, key: str, version: int) -> HttpResponse:
    """One version of a calendar, also one that is no longer in force: what it says, and in what it was new."""
    one = queries.versions(key).filter(version=version).first()
    if one is None:
        raise NotSeen(_("There is no such version of this calendar."))
    form = CalendarForm(initial=calendar_text.fields_of(one.data))
    told = [form[name] for name in calendar_text.fields_of(one.data)]
    before = queries.versions(key).filter(version=version - 1).first()
    context = {"one": one, "told": told, "latest": queries.latest(key), "before": before}
    return show(request, "calendar_version.html", {**context, "changes": calendars.differences(before, one)})


def _versions(key: str) -> list[tuple[CalendarVersion, list[Change]]]:
    """Every version, the newest first, with what it says otherwise than the one before it."""
    rows = list(queries.versions(key))
    before = [*rows[1:], None]
    return [(one, calendars.differences(old, one) if old else []) for one, old in zip(rows, before, strict=True)]


def _edit(request: HttpRequest, actor: Actor, version: CalendarVersion | None, start: dict[str, str]) -> HttpResponse:
    if request.method == "GET":
        return _page(request, actor, version, CalendarForm(initial=start), ProposeForm())
    require_everywhere(actor, calendars.MANAGE)
    if request.POST.get("do") == "propose":
        return _propose(request, actor, version)
    form = CalendarForm(request.POST)
    if form.is_valid():
        try:
            made = calendars.define(
                actor,
                version.calendar.key if version else "",
                form.cleaned_data["name"],
                form.data_for_calendar(),
                form.cleaned_data["reason"],
                _seen(request),
            )
        except FettleError as problem:
            refuse(form, problem)
            return _page(request, actor, version, form, ProposeForm(), problem.status)
        messages.success(request, _("Calendar saved"))
        return redirect("calendar", made.calendar.key)
    return _page(request, actor, version, form, ProposeForm(), 422)


def _seen(request: HttpRequest) -> int | None:
    return whole(request.POST.get("version", ""))


def _propose(request: HttpRequest, actor: Actor, version: CalendarVersion | None) -> HttpResponse:
    """Write a country's holidays into the form; what stood there stays. Nothing is stored."""
    proposed, values = ProposeForm(request.POST), request.POST.dict()
    if proposed.is_valid():
        this = date.today().year
        try:
            found = holidays_of.propose(
                proposed.cleaned_data["country"],
                range(this, this + YEARS),
                proposed.cleaned_data["part"].upper(),
                (get_language() or "en")[:2],
            )
        except BadCalendar as problem:
            proposed.add_error("part", str(problem))
        else:
            values["holidays"] = _joined(values.get("holidays", ""), found)
    form, good = CalendarForm(initial=values), proposed.is_valid()
    return _page(request, actor, version, form, proposed, 200 if good else 422, unsaved=good)


def _joined(text: str, found: list[holidays_of.Holiday]) -> str:
    lines = {line.split(" ", 1)[0]: line for line in text.splitlines() if line.strip()}
    for day, name in found:
        lines.setdefault(day.isoformat(), f"{day} {name}")
    return "\n".join(lines[day] for day in sorted(lines))


def _page(
    request: HttpRequest,
    actor: Actor,
    version: CalendarVersion | None,
    form: CalendarForm,
    proposed: ProposeForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "form": form,
        "days": [form[day] for day in DAYS],
        "proposed": proposed,
        "version": version,
        "versions": _versions(version.calendar.key) if version else (),
        "procedure": procedure.of(actor, WORKING_TIME.key),
        "may_change": everywhere(actor, calendars.MANAGE),
        "counts_by": _counts_by(version),
        **more,
    }
    return show(request, "calendar.html", context, status)


def _counts_by(version: CalendarVersion | None) -> int | None:
    """The older version by which the default agreement still counts, if it does."""
    default = levels.default()
    if version is None or default is None:
        return None
    used = queries.versions(version.calendar.key).filter(pk=default.calendar_id).first()
    return used.version if used and used.version != version.version else None
