"""Which page calls which action; the list of all agreed reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from fettle.edges.pages import addresses, detail, form, linking, presence, verb
from fettle.edges.pages.lists import Cell, Column, Empty, Row, Table
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.panels import Panels
from fettle.kernel.access.ask import may, require
from fettle.kernel.records.models import Record
from fettle.processes.reporting import actions, queries
from fettle.processes.reporting.records import SPECIFICATION


def produced(record: Record) -> list[Cell]:
    """The way from what is agreed to the report itself."""
    if record.item.identifier != actions.FITS:
        return []
    return [Cell("link", _("Last whole month"), str(capfirst(_("report"))), url=reverse("report-fits"))]


record = detail.detail(SPECIFICATION, panels=Panels(cells=produced))
timeline = detail.older(SPECIFICATION)
live = detail.live(SPECIFICATION)
looking = presence.presence(SPECIFICATION)
link = linking.link(SPECIFICATION)
unlink = linking.unlink(SPECIFICATION)
new = form.form(
    SPECIFICATION, action=actions.register, title=gettext_lazy("New report"), submit=gettext_lazy("Specify report")
)
edit = form.edit(SPECIFICATION, action=actions.revise)
step = verb.verb(SPECIFICATION, actions={"terminate": actions.terminate})


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All agreed service reports (PR3.O1)."""
    actor = actor_of(request)
    require(actor, SPECIFICATION.may.see)
    columns = [
        Column(_("Number"), "name"),
        Column(_("Report")),
        Column(_("Frequency"), "date"),
        Column(_("Responsible"), "name"),
        Column(_("Status"), "state"),
    ]
    rows = [_row(each) for each in queries.agreed(actor)]
    empty = Empty(_("No report is agreed yet."), icon="report")
    return show(
        request,
        "reporting/list.html",
        {
            "table": Table(_("Agreed service reports"), columns, rows),
            "empty": empty,
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
            Cell("link", each.title, url="/reports/fits" if item.identifier == actions.FITS else addresses.of(each)),
            Cell("text", frequency),
            Cell("person", item.owner),
            Cell("status", SPECIFICATION.flow.by_state[each.state]),
        ],
    )
