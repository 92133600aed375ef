"""The pages of level estimates: all live services in a period, one service in the months of a year, and the forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import addresses
from fettle.edges.pages import wording as days
from fettle.edges.pages.asking import asked
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.paging import cut
from fettle.edges.transfer import tables
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import audiences, get
from fettle.kernel.errors import NotSeen
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.levels.estimates import actions, asks, results, rules, standing, wording
from fettle.processes.levels.estimates.counting import Cell
from fettle.processes.levels.estimates.definitions import limits
from fettle.processes.levels.estimates.measures import MEASURES, confidences
from fettle.processes.levels.estimates.results import Row
from fettle.processes.levels.evaluation import page, spans
from fettle.processes.levels.evaluation.spans import MONTH, Span
from fettle.processes.levels.models import LevelEstimate
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.workflow import MANAGE
from fettle.processes.services.queries import SERVICE

ROWS = 50
SHOWN = 50
"""So many estimates of one service stand on its page, the newest."""
EXPORT = "transfer.export"
ALL, WITHOUT, FAR = "", "none", "far"
"""Which services are listed: all, those without an estimate, those too far off."""
PLACE = "/estimates"


@dataclass(frozen=True)
class Drawn:
    """A cell in words. ``because``: why nothing was measured."""

    cell: Cell
    label: str
    expected: str
    measured: str
    off: str
    shape: str
    because: str


def drawn(row: Row) -> list[Drawn]:
    """The cells of a row."""
    return [
        Drawn(
            each,
            str(each.measure.label),
            wording.value(each.measure, each.expected),
            wording.value(each.measure, each.measured),
            wording.off(each),
            wording.shape(each),
            "" if each.measured is not None else str(each.because or _now("not measured")),
        )
        for each in row.cells
    ]


def of_staff(actor: Actor, number: str) -> Record:
    """A service whose estimates are read: staff's who see agreements. Raises Forbidden, NotSeen."""
    record = get(actor, number, SERVICE)
    require(actor, AGREEMENT.may.see, record)
    if STAFF not in audiences(actor, record):
        raise NotSeen(_now("There is nothing here."))
    return record


def asked_month(text: str | None) -> Span:
    """The last month that is looked at, the one before the present where an address names none. Raises NotSeen."""
    if not text:
        return spans.last_month(spans.today())
    span = page.asked_for(text)
    if span.unit != MONTH:
        raise NotSeen(_now("Give a month as 2026-10."))
    return span


def asked_span(text: str | None) -> Span:
    """The period that is looked at: a month, a quarter or a year. Raises NotSeen."""
    return page.asked_for(text) if text else spans.last_month(spans.today())


def chosen(rows: Sequence[Row], only: str) -> list[Row]:
    """Those too far off the furthest first."""
    if only == WITHOUT:
        return [row for row in rows if row.estimate is None]
    if only == FAR:
        return sorted((row for row in rows if row.far), key=lambda row: -_weight(row))
    return list(rows)


def _furthest(row: Row) -> tuple[str, str]:
    """What is furthest off, in words, and its shape."""
    return ("", "") if row.worst is None else (wording.worst(row.worst), wording.shape(row.worst))


def _weight(row: Row) -> Decimal:
    return (row.worst and row.worst.weight) or Decimal(0)


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Every live service in a period: whether it has an estimate, and how far off that is."""
    actor = actor_of(request)
    page.reading(actor)
    span = asked_span(request.GET.get("period"))
    only = request.GET.get("only", ALL)
    only = only if only in (WITHOUT, FAR) else ALL
    rows = results.overview(actor, span)
    found = chosen(rows, only)
    part, pager = cut(request, len(found), ROWS)
    estimated = sum(row.estimate is not None for row in rows)
    context = {
        "place": "estimates",
        "manages": may(actor, MANAGE),
        "exports": may(actor, EXPORT),
        "span": span,
        "over": span.end <= spans.today(),
        "measures": MEASURES,
        "rows": [(row, drawn(row), *_furthest(row)) for row in found[part]],
        "total": len(rows),
        "estimated": estimated,
        "without": len(rows) - estimated,
        "far": sum(row.far for row in rows),
        "only": only,
        "limits": limits(),
        "pager": pager,
        **page.moves(span),
    }
    return show(request, "levels/estimates.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The same of all services as a table."""
    actor = actor_of(request)
    page.reading(actor)
    require(actor, EXPORT)
    span = asked_span(request.GET.get("period"))
    return tables.as_file(table(results.overview(actor, span)), f"estimates-{span.key}")


def table(rows: Sequence[Row]) -> Iterator[list[Any]]:
    """A line for each service: expected, measured and how far off, for each value."""
    head = ["number", "title", "period", "counts_from", "confidence"]
    for each in MEASURES:
        head += [f"{each.name}_expected", f"{each.name}_measured", f"{each.name}_off"]
    yield [*head, "too_far_off"]
    for row in rows:
        said = row.estimate
        line: list[Any] = [row.number, row.title, row.span.key]
        line += [said.counts_from.isoformat(), said.confidence] if said else ["", ""]
        for cell in row.cells:
            line += [_plain(cell.expected), _plain(cell.measured), _plain(cell.off)]
        yield [*line, row.far]


def _plain(value: Decimal | None) -> float | str:
    return "" if value is None else round(float(value), 4)


@dataclass(frozen=True)
class Listed:
    """An estimate of a service in words."""

    row: LevelEstimate
    values: list[tuple[str, str]]
    confidence: str
    who: str
    on: str
    counts: bool
    withdrawn: str


@require_safe
def of_service(request: HttpRequest, number: str) -> HttpResponse:
    """What is expected of one service, the months of a year beside it, and every estimate there was."""
    actor = actor_of(request)
    record = of_staff(actor, number)
    last = asked_month(request.GET.get("period"))
    rows = estimates_of(record)
    now = standing.on(rows, spans.today())
    months = results.history(actor, record, last, rows)
    context = {
        "record": record,
        "record_url": addresses.of(record),
        "now": listed(now, now) if now else None,
        "measures": MEASURES,
        "months": [(row, drawn(row)) for row in months],
        "any_estimate": any(row.estimate for row in months),
        "estimates": [listed(row, now) for row in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "manages": may(actor, MANAGE, record) and record.state not in rules.OVER,
        "limits": limits(),
        "at": f"{addresses.of(record)}{PLACE}",
        "first": months[-1].span,
        "span": last,
        "earlier": last.moved(-results.LAST),
        "later": last.moved(results.LAST) if last.end < spans.today().replace(day=1) else None,
    }
    return show(request, "levels/estimates_of.html", context)


def estimates_of(record: Record) -> list[LevelEstimate]:
    """All, the newest first."""
    found = LevelEstimate.objects.filter(service=record).select_related("by", "withdrawn_by")
    return list(found.order_by("-counts_from", "-pk"))


def listed(row: LevelEstimate, now: LevelEstimate | None) -> Listed:
    """In words; ``now`` is the one that counts today."""
    values = standing.values(row)
    said = [
        (str(each.label), wording.value(each, values[each.name])) for each in MEASURES if values[each.name] is not None
    ]
    gone = ""
    if row.withdrawn_at is not None:
        by = row.withdrawn_by.name if row.withdrawn_by else "Fettle"
        told = {"who": by, "day": days.day(timezone.localtime(row.withdrawn_at)), "reason": row.withdrawn_because}
        gone = _now("Withdrawn by %(who)s on %(day)s: %(reason)s") % told
    return Listed(
        row,
        said,
        next(str(each.label) for each in confidences() if each.code == row.confidence),
        row.by.name if row.by else row.by_label,
        days.day(timezone.localtime(row.at)),
        now is not None and row.pk == now.pk,
        gone,
    )


def _begins(record: Record, _row: int) -> Mapping[str, Any]:
    """With what counts now, so that one value can be estimated anew and the others stay."""
    now = standing.counting(spans.today(), [record.pk]).get(record.pk)
    first: dict[str, Any] = {"counts_from": spans.today()}
    if now is None:
        return first
    for each in MEASURES:
        value = getattr(now, each.name)
        first[each.name] = Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value
    return first | {"shown": now.shown, "basis": now.basis}


def _the_estimate(record: Record, row: int) -> Mapping[str, Any]:
    actions.found(record, row)
    return {}


new = asked(
    SERVICE,
    MANAGE,
    _("Estimate the level"),
    _("The estimate is kept."),
    lambda actor, record, row: asks.ESTIMATE,
    actions.estimate,
    first=_begins,
    part=PLACE,
)
withdraw = asked(
    SERVICE,
    MANAGE,
    _("Withdraw the estimate"),
    _("The estimate counts no more."),
    lambda actor, record, row: asks.WITHDRAW,
    actions.withdraw,
    row="estimate",
    first=_the_estimate,
    part=PLACE,
)
