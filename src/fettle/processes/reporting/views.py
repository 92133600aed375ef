"""Which page calls which action; the list of all agreed reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from fettle.edges.pages import addresses, detail, form, linking, presence, verb, wording
from fettle.edges.pages.lists import Cell, Column, Empty, Row, Table
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.panels import Panels
from fettle.edges.transfer.routes import EXPORT, exported
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import get, visible
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.levels.queries import promised_reports
from fettle.processes.reporting import actions, queries
from fettle.processes.reporting.definitions import AGREEING
from fettle.processes.reporting.due import check_due, last_whole
from fettle.processes.reporting.patterns import PATTERNS
from fettle.processes.reporting.periods import Days
from fettle.processes.reporting.records import SPECIFICATION
from fettle.processes.reporting.wording import days as of_days
from fettle.processes.reporting.workflow import AGREED, NEEDED, OPEN

FORMS = ("csv", "xlsx")


def produced(record: Record) -> list[Cell]:
    """The way from what is agreed to the report itself."""
    item = record.item
    if not (url := _made_at(item)):
        return []
    first, last = last_whole(item.frequency, timezone.localdate())
    days = Days(first, last + timedelta(days=1), queries.provider().zone)
    label, words = str(capfirst(_("report"))), _("Last period, %(days)s") % {"days": of_days(first, last)}
    return [Cell("link", words, label, url=f"{url}?{days.query}")]


def _made_at(item: Any) -> str:
    """The page of the report that is made of records, "" where it is put together elsewhere."""
    return reverse(f"report-{item.layout}") if item.layout in PATTERNS else ""


def leaving(actor: Actor, record: Record) -> list[tuple[str, str, str]]:
    """The specification as a file (PR3.O2), for those who may take one along."""
    return [(_("Export"), "export", "download")] if may(actor, EXPORT) else []


record = detail.detail(SPECIFICATION, panels=Panels(cells=produced, further=leaving))
timeline = detail.older(SPECIFICATION)
live = detail.live(SPECIFICATION)
looking = presence.presence(SPECIFICATION)
link = linking.link(SPECIFICATION)
unlink = linking.unlink(SPECIFICATION)
new = form.form(
    SPECIFICATION, action=actions.register, title=gettext_lazy("New report"), submit=gettext_lazy("Specify report")
)
edit = form.edit(SPECIFICATION, action=actions.revise)
step = verb.verb(SPECIFICATION, actions=actions.VERBS)


@require_GET
def export(request: HttpRequest, number: str) -> HttpResponseBase:
    """One specification as a file to keep (PR3.O2). Raises NotSeen, Forbidden, Invalid."""
    actor = actor_of(request)
    one = visible(actor, SPECIFICATION).filter(pk=get(actor, number, SPECIFICATION).pk)
    return exported(actor, [SPECIFICATION], one, request.GET.get("format", "csv"))


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All agreed service reports (PR3.O1)."""
    actor = actor_of(request)
    require(actor, SPECIFICATION.may.see)
    columns = [
        Column(_("Number"), "number"),
        Column(_("Report")),
        Column(_("Frequency"), "figure"),
        Column(_("Responsible"), "date"),
        Column(_("Delivered until"), "figure"),
        Column(_("Checked until"), "figure"),
        Column(_("Next")),
        Column(_("Status"), "time"),
    ]
    rows = [_row(each) for each in queries.agreed(actor)]
    empty = Empty(_("No report is agreed yet."), icon="report")
    return show(
        request,
        "reporting/list.html",
        {
            "table": Table(_("Agreed service reports"), columns, rows),
            "empty": empty,
            "kinds": [(pattern, reverse(f"report-{pattern.key}")) for pattern in PATTERNS.values()],
            "promised": [(record.title, text) for record, text in promised_reports(actor)],
            "exports": [(form.upper(), f"/reports/export?format={form}") for form in FORMS]
            if may(actor, EXPORT)
            else [],
            "new_url": addresses.of_kind(SPECIFICATION, "new") if may(actor, SPECIFICATION.may.register) else "",
        },
    )


def _row(each: Record) -> Row:
    item = each.item
    frequency = SPECIFICATION.by_name["frequency"].type.text(item.frequency)
    return Row(
        each.number,
        [
            Cell("number", each.number, url=addresses.of(each)),
            Cell("link", each.title, url=_made_at(item) or addresses.of(each)),
            Cell("text", frequency),
            Cell("person", item.owner),
            Cell("text", wording.day(item.delivered_until) if item.delivered_until else ""),
            Cell("text", wording.day(item.checked_until) if item.checked_until else ""),
            _next(each),
            Cell("status", SPECIFICATION.flow.by_state[each.state]),
        ],
    )


def _next(each: Record) -> Cell:
    """What is to be done about the report: an open follow-up first, then the check of a period that is over."""
    item = each.item
    if each.state != AGREED:
        return Cell("text", "")
    if item.follow_up_state == OPEN:
        return Cell("tag", _("Follow-up until %(day)s") % {"day": wording.day(item.follow_up_until)}, tone="amber")
    if item.follow_up_state == NEEDED:
        return Cell("tag", _("Start follow-up"), tone="red")
    due = check_due(item.frequency, item.starts_on, item.checked_until, current()[AGREEING.key]["check_days"])
    late = due <= timezone.localdate()
    words = _("Check was due %(day)s") if late else _("Check until %(day)s")
    return Cell("tag", words % {"day": wording.day(due)}, tone="amber" if late else "")
