"""A report on screen, as a file, and the records behind each of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fettle.edges.pages import addresses
from fettle.edges.pages.lists import Cell, Column, Empty, Pager, Row, Table
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import whole
from fettle.processes.reporting import periods, queries, wording
from fettle.processes.reporting.build import PERMISSION, build, currency_of, records_behind
from fettle.processes.reporting.layout import laid_out
from fettle.processes.reporting.patterns import PATTERNS, Pattern
from fettle.processes.reporting.renderers import files

PAGE_ROWS = 100


@require_GET
def report(request: HttpRequest, key: str) -> HttpResponse:
    """The report of a period: of the whole month before this one, unless the address says another."""
    actor, pattern = actor_of(request), PATTERNS[key]
    require(actor, PERMISSION)
    days, problems = _days(request)
    page = {"pattern": pattern, "own": reverse(f"report-{key}")}
    if days is None:
        return show(request, "reporting/period.html", {**page, "problems": problems, "asked": request.GET}, status=422)
    files_of = [(ending, f"{reverse(f'report-{key}-file', args=[ending])}?{days.query}") for ending in files.FILES]
    usual = periods.usual(timezone.localdate(), days.zone)
    context = {"layout": laid_out(build(actor, days, pattern), ""), "files": files_of, "days": days, "usual": usual}
    return show(request, "reporting/report.html", {**page, **context})


@require_GET
def file(request: HttpRequest, key: str, ending: str) -> HttpResponse:
    """The same report as a file to keep."""
    return as_file(actor_of(request), PATTERNS[key], request.GET, ending)


def as_file(actor: Actor, pattern: Pattern, asked: Mapping[str, str], ending: str) -> HttpResponse:
    """The report of the period that was asked for. Raises Forbidden, Invalid."""
    require(actor, PERMISSION)
    made = build(actor, periods.read(asked, queries.provider().zone), pattern)
    kind = files.by_name(f"report.{ending}")
    response = HttpResponse(kind.write(made), content_type=kind.media)
    response["Content-Disposition"] = content_disposition_header(True, files.name_of(made, ending)) or ""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def records(request: HttpRequest, key: str) -> HttpResponse:
    """The exact records behind a figure of a period, newest first."""
    actor = actor_of(request)
    require(actor, PERMISSION)
    days = periods.read(request.GET, queries.provider().zone)
    by, members = request.GET.get("by", ""), request.GET.getlist("member")
    figure, reading = records_behind(actor, request.GET.get("code", ""), days, by, members)
    behind = reading.records()
    found = queries.those(actor, behind).order_by("-opened_at", "-pk")
    first = _page(request) * PAGE_ROWS
    rows = [_row(record) for record in found[first : first + PAGE_ROWS]]
    total = len(behind)
    columns = [
        Column(_("Number"), "name"),
        Column(_("Title")),
        Column(_("Status now"), "state"),
        Column(_("Priority"), "rank"),
        Column(_("Opened"), "date"),
    ]
    return show(
        request,
        "reporting/records.html",
        {
            "pattern": PATTERNS[key],
            "figure": figure,
            "member": ", ".join(reading.members),
            "value": wording.amount(reading.value, figure.unit, str(reading.because), currency_of(figure.unit)),
            "total": total,
            "period": wording.period(days, timezone.now()),
            "report_url": f"{reverse(f'report-{key}')}?{days.query}",
            "table": Table(str(figure.label), columns, rows),
            "empty": Empty(_("No record stands behind this figure."), icon="report"),
            "pager": _pager(request, first, len(rows), total),
        },
    )


def _days(request: HttpRequest) -> tuple[periods.Days | None, dict[str, Any]]:
    """The period of the address. The form sends its last day (``until``), links the day after it (``to``)."""
    zone = queries.provider().zone
    given = request.GET.dict()
    if "from" not in given:
        return periods.last_month(timezone.localdate(), zone), {}
    if until := given.pop("until", ""):
        try:
            given["to"] = date.fromordinal(date.fromisoformat(until).toordinal() + 1).isoformat()
        except (ValueError, OverflowError):
            given["to"] = until
    try:
        return periods.read(given, zone), {}
    except Invalid as invalid:
        return None, invalid.errors


def _page(request: HttpRequest) -> int:
    """The page asked for, from 0."""
    return max(whole(request.GET.get("page", ""), 6) or 1, 1) - 1


def _pager(request: HttpRequest, first: int, shown: int, total: int) -> Pager | None:
    if total <= PAGE_ROWS:
        return None
    asked = request.GET.copy()
    asked.pop("page", None)
    here = f"{request.path}?{asked.urlencode()}"
    page = first // PAGE_ROWS + 1
    return Pager(
        first + 1,
        first + shown,
        total,
        previous_url=f"{here}&page={page - 1}" if page > 1 else "",
        next_url=f"{here}&page={page + 1}" if first + shown < total else "",
    )


def _row(record: Record) -> Row:
    return Row(
        record.number,
        [
            Cell("number", record.number, url=addresses.of(record)),
            Cell("text", record.title),
            Cell("status", record.declared.flow.by_state[record.state]),
            Cell("priority", record.rank),
            Cell("day", record.opened_at),
        ],
    )
