"""The evaluation of an agreement on A4: each target of the period with what was measured."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import wording as days
from fettle.edges.pages.page import actor_of
from fettle.edges.papers import nodes
from fettle.edges.papers.paper import sheet
from fettle.edges.papers.typeset import Node, blocks
from fettle.edges.rest.calling import actor_of as caller_of
from fettle.edges.rest.parameters import only
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import NotSeen
from fettle.processes.levels import wording
from fettle.processes.levels.evaluation import results
from fettle.processes.levels.evaluation.page import asked_for, drawn, of_agreement
from fettle.processes.levels.evaluation.results import Result


@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The evaluation that counts, or how it stands now."""
    return _printed(actor_of(request), number, request.GET.get("period"))


def pdf_over_rest(request: HttpRequest, number: str) -> HttpResponse:
    """The same."""
    only(request.GET, "period")
    return _printed(caller_of(request), number, request.GET.get("period"))


def _printed(actor: Actor, number: str, period: str | None) -> HttpResponse:
    record = of_agreement(actor, number)
    span = asked_for(period)
    found = results.standing(span, [record.pk])
    if not found:
        raise NotSeen(_("The agreement was not in force in %(period)s: give another period.") % {"period": span.words})
    response = HttpResponse(write(found[0]), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{record.number}-{span.key}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def write(result: Result) -> bytes:
    """Raises NotBuilt when the fonts are not there yet."""
    record, done = result.record, result.confirmed
    stands = _("Not confirmed: as it stands on %(day)s") % {"day": days.day(timezone.localtime())}
    if done is not None:
        said = {"who": done.by.name if done.by else done.by_label, "day": days.day(timezone.localtime(done.at))}
        stands = _("Confirmed by %(who)s on %(day)s") % said
    facts: list[tuple[Any, Any]] = [
        (_("Agreement"), f"{record.number}, {record.title}"),
        (_("Version"), done.version if done else result.version.version),
        (_("Other party"), record.organisation.name),
        (_("Period"), f"{days.day(result.span.start)} – {days.day(result.span.last)}"),
        (_("Evaluation"), stands),
    ]
    title = _("%(agreement)s in %(period)s") % {"agreement": record.title, "period": result.span.words}
    foot = _("%(number)s. Printed on %(day)s.") % {"number": record.number, "day": days.day(timezone.localtime())}
    without = results.excluded(result)
    return sheet(title, record.organisation.name, facts, [_table(result), *_agreed(result, without)], foot)


def _agreed(result: Result, without: list[dict[str, Any]]) -> list[Node]:
    """How it is measured, and what does not count."""
    item, made = result.version.agreement, []
    if item.measuring:
        made += [nodes.heading(_("How it is measured")), *blocks(item.measuring)]
    if without:
        rows = [list(wording.exclusion(row)) for row in without]
        made += [nodes.heading(_("What does not count")), nodes.table([[_("What"), _("For")], *rows])]
    if item.exclusions:
        made += [nodes.heading(_("More on exclusions")), *blocks(item.exclusions)]
    return made


def _table(result: Result) -> Node:
    head = [_("Target"), _("Promised"), _("Measured"), _("Records"), _("Outcome")]
    body = []
    for row in map(drawn, result.rows):
        outcome = f"{row.stands}. {row.why}" if row.why else row.stands
        body.append([row.what, row.promised, row.measured, str(row.row.count or "–"), outcome])
    rows = [head, *(body or [[_("No target is promised."), " ", " ", " ", " "]])]
    return nodes.table(rows)
