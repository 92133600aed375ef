"""The pages of evaluations: all agreements in a period, one agreement, the records behind a target, and the forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from fettle.edges.pages import addresses, prose, rows
from fettle.edges.pages import wording as days
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.paging import cut
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Option
from fettle.kernel.workflow import Ask
from fettle.processes.levels import exclusions
from fettle.processes.levels import wording as agreed
from fettle.processes.levels.evaluation import actions, asks, customers, following, judging, results, spans, wording
from fettle.processes.levels.evaluation.customers import OfCustomer
from fettle.processes.levels.evaluation.judging import Row
from fettle.processes.levels.evaluation.results import Result
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.models import Evaluation, Measurement
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.workflow import MANAGE

ROWS = 50


@dataclass(frozen=True)
class Drawn:
    """A row in words."""

    row: Row
    what: str
    promised: str
    measured: str
    stands: str
    shape: str
    why: str
    without: tuple[str, ...] = ()


def drawn(row: Row, excluded: Sequence[Mapping[str, Any]] = ()) -> Drawn:
    """For a page and for paper; ``without``: what does not count for this target in particular."""
    said = (wording.what(row), wording.promised(row), wording.measured(row), wording.stands(row))
    named = [one for one in exclusions.about(excluded, row.code) if one["targets"]]
    without = tuple(agreed.exclusion(one)[0] for one in named)
    return Drawn(row, *said, wording.STANDS[row.met], wording.why(row), without)


def asked_for(text: str | None) -> Span:
    """The period of an address, the month before where it names none. Raises NotSeen."""
    if not text:
        return spans.last_month(spans.today())
    try:
        return spans.read(text)
    except ValueError as problem:
        raise NotSeen(str(problem)) from None


def reading(actor: Actor) -> None:
    """These pages are staff's; customers read what is confirmed of theirs (``served``). Raises Forbidden, NotSeen."""
    require(actor, AGREEMENT.may.see)
    if not actor.is_staff:
        raise NotSeen(_("There is nothing here."))


def of_agreement(actor: Actor, number: str) -> Record:
    """The agreement whose evaluation is read. Raises NotSeen, Forbidden."""
    record = get(actor, number, AGREEMENT)
    reading(actor)
    return record


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Every agreement that held in a period, how many of its targets were met, and whether that is confirmed."""
    actor = actor_of(request)
    reading(actor)
    span = asked_for(request.GET.get("period"))
    rows = of_period(actor, span)
    missed = request.GET.get("only") == "missed"
    chosen = [row for row in rows if row.missed] if missed else rows
    part, pager = cut(request, len(chosen), ROWS)
    context = {
        "place": "evaluations",
        "manages": may(actor, MANAGE),
        "span": span,
        "over": span.end <= spans.today(),
        "rows": chosen[part],
        "total": len(rows),
        "kept": sum(bool(row.rows) and not row.missed and row.met > 0 for row in rows),
        "missed": sum(row.missed > 0 for row in rows),
        "confirmed": sum(row.confirmed is not None for row in rows),
        "only_missed": missed,
        "pager": pager,
        **moves(span),
    }
    return show(request, "levels/evaluations.html", context)


def of_period(actor: Actor, span: Span) -> list[Result]:
    """The agreements that this actor sees, as they stand in a period."""
    return results.standing(span, visible(actor, AGREEMENT).order_by().values_list("pk", flat=True))


def moves(span: Span) -> dict[str, Any]:
    """The ways to the periods beside it, and to the longer ones that it lies in."""
    year = Span(spans.YEAR, span.start.replace(month=1))
    quarter = Span(spans.QUARTER, span.start.replace(month=(span.start.month - 1) // 3 * 3 + 1))
    month = Span(spans.MONTH, span.start)
    return {"earlier": span.moved(-1), "later": span.moved(1), "units": [month, quarter, year]}


@dataclass(frozen=True)
class Run:
    """A confirmed evaluation of a period, and what it says otherwise than the one before it."""

    evaluation: Evaluation
    on: str
    who: str
    changes: list[tuple[str, str, str]]


@require_safe
def evaluation(request: HttpRequest, number: str) -> HttpResponse:
    """One agreement in a period: live or as it was confirmed, with every run of it."""
    actor = actor_of(request)
    record = of_agreement(actor, number)
    span = asked_for(request.GET.get("period"))
    found = results.live(span, [record.pk])
    runs = list(_runs(record, span))
    result = results.frozen(found[0], runs[-1]) if found and runs else found[0] if found else None
    told = _told(runs)
    excluded = results.excluded(result) if result else []
    context = {
        "record": record,
        "record_url": addresses.of(record),
        "span": span,
        "over": span.end <= spans.today(),
        "result": result,
        "rows": [drawn(row, excluded) for row in result.rows] if result else [],
        "excluded": [agreed.exclusion(row) for row in excluded],
        "measuring": prose.shown(record.item.measuring) if record.item.measuring else "",
        "exclusions": prose.shown(record.item.exclusions) if record.item.exclusions else "",
        "runs": told[::-1],
        "now": _changes(result.rows, found[0].rows) if result and runs else [],
        "entered": _entered(record, span, result.rows if result else ()),
        "manages": may(actor, MANAGE, record),
        "by_hand": any(row.target.get("clock") is None for row in result.rows) if result else False,
        "follows": [following.words(row) for row in record.item.follows],
        "of_everybody": record.item.is_default,
        **_customers(actor, result, span),
        "violation": None if record.item.is_default else _violations(actor, record, span).get(record.organisation_id),
        **moves(span),
    }
    return show(request, "levels/evaluation.html", context)


def _customers(actor: Actor, result: Result | None, span: Span) -> dict[str, Any]:
    """How the default agreement was kept for each customer, the first of them, and what was noted of it."""
    shown, count = customers.of_result(result, ROWS) if result else ([], 0)
    noted = _violations(actor, result.record, span, [row.party.pk for row in shown]) if result and shown else {}
    return {
        "customers": [
            (
                row,
                wording.STANDS[row.worst.met],
                wording.stands(row.worst),
                [wording.line(each) for each in row.missed],
                noted.get(row.party.pk),
            )
            for row in shown
        ],
        "kept_for_each": bool(shown) and shown[0].confirmed,
        "more_customers": max(0, count - ROWS),
    }


def _runs(record: Record, span: Span) -> Any:
    found = Evaluation.objects.filter(agreement_id=record.pk, unit=span.unit, start=span.start)
    return found.select_related("by").order_by("run")


def _told(runs: Sequence[Evaluation]) -> list[Run]:
    read = [[judging.read(row) for row in each.rows] for each in runs]
    return [
        Run(
            each,
            days.day(timezone.localtime(each.at)),
            each.by.name if each.by else each.by_label,
            _changes(read[at - 1], read[at]) if at else [],
        )
        for at, each in enumerate(runs)
    ]


def _changes(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[str, str, str]]:
    return [
        (wording.what(each.after or each.before), _short(each.before), _short(each.after))  # type: ignore[arg-type]
        for each in results.differences(before, after)
    ]


def _short(row: Row | None) -> str:
    if row is None:
        return "–"
    return f"{wording.measured(row)}, {wording.stands(row)}" + (f" ({row.count})" if row.count else "")


def _entered(record: Record, span: Span, rows: Sequence[Row]) -> list[tuple[Measurement, str, str, str]]:
    found = Measurement.objects.filter(agreement_id=record.pk, unit=span.unit, start=span.start).order_by("-pk")
    by_code = {row.code: row for row in rows}
    names = {row.code: wording.what(row) for row in rows}

    def said(kept: Measurement) -> str:
        row = by_code.get(kept.code)
        return wording.amount(row, kept.value) if row else wording.number(kept.value)

    return [
        (row, names.get(row.code, row.code), said(row), days.day(timezone.localtime(row.at)))
        for row in found.select_related("by")[:50]
    ]


def _violations(actor: Actor, record: Record, span: Span, parties: Sequence[int] = ()) -> dict[int, Record]:
    """What was noted of an agreement in a period, by party: of these, or of the one with which it is."""
    found = visible(actor).filter(violation__agreement_id=record.pk, violation__unit=span.unit)
    found = found.filter(violation__start=span.start, violation__party__in=parties or [record.organisation_id])
    return {each.organisation_id: each for each in found}


@require_safe
def behind(request: HttpRequest, number: str) -> HttpResponse:
    """Exactly the records from which the value of a target was counted, those of them that the reader sees; of the
    default agreement also of one customer, and without a target all that stand behind its times.
    """
    actor = actor_of(request)
    record = of_agreement(actor, number)
    span, code = asked_for(request.GET.get("period")), request.GET.get("target", "")
    found = held(record, span, request.GET.get("customer", ""))
    row = next((row for row in found.rows if row.code == code), None) if found else None
    party = found.party if isinstance(found, OfCustomer) else None
    ids = ids_behind(found, code) if found else ()
    seen = visible(actor).filter(pk__in=list(ids)).order_by("opened_at", "pk")
    total = seen.count()
    part, pager = cut(request, total, ROWS)
    rows = list(seen.select_related("organisation")[part])
    context = {
        "record": record,
        "span": span,
        "row": drawn(row) if row else None,
        "party": party,
        "told": [drawn(each) for each in found.rows if each.count] if found and party and not row else [],
        "rows": [(each, addresses.of(each), each.declared.flow.by_state[each.state]) for each in rows],
        "hidden": len(ids) - total,
        "pager": pager,
    }
    return show(request, "levels/behind.html", context)


def held(record: Record, span: Span, customer: str = "") -> Result | OfCustomer | None:
    """An agreement in a period as it stands, or of the default one what holds for this customer."""
    found = results.standing(span, [record.pk])
    if not found or not customer:
        return found[0] if found else None
    return customers.of_one(found[0], customer)


def ids_behind(found: Result | OfCustomer, code: str) -> Sequence[int]:
    """The records behind a target; of a customer without one all of them, each once."""
    if isinstance(found, OfCustomer) and not code:
        return sorted({pk for ids in found.behind.values() for pk in ids})
    return found.behind.get(code, ()) if any(row.code == code for row in found.rows) else ()


Page = Callable[..., HttpResponse]


def _asking(title: Any, news: Any, wanted: Sequence[Ask], act: Callable[..., Record]) -> Page:
    """A form about an agreement that begins with what the address says, and ends on the page of the evaluation."""

    @once
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, AGREEMENT)
        require(actor, MANAGE, record)
        given = dict(_given(request, actor, wanted))
        begins = {ask.name: ask.first(actor, record) for ask in wanted if ask.first}
        asking = [_choosing(ask, record, given.get("period") or begins.get("period")) for ask in wanted]
        fields = [Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed) for ask in asking]
        made = form_of(fields, actor, request.POST if request.method == "POST" else None, begins | given)
        status = 422 if made.errors else 200
        if request.method == "POST" and made.is_valid():
            values = {name: value for name, value in made.cleaned_data.items() if value is not None}
            status = _done(made, lambda: act(actor, record.number, **values))
            if status == 303:
                messages.success(request, str(news))
                return HttpResponseRedirect(_place(record, values.get("period")), status=303)
        context = {
            "title": title,
            "record": record,
            "state": record.declared.flow.by_state[record.state],
            "submit_label": title,
            "cancel_url": _place(record, None),
            "form": made,
        }
        return show(request, "pages/verb.html", context, status=status)

    return view


def _choosing(ask: Ask, record: Record, span: Any) -> Ask:
    """A target is chosen among those of the period that no clock counts. Where there are none it stays a word."""
    if ask.name != "target":
        return ask
    found = results.standing(span, [record.pk])
    rows = [row for row in (found[0].rows if found else ()) if row.target.get("clock") is None]
    options = [Option(row.code, f"{wording.what(row)}: {wording.promised(row)}") for row in rows]
    return replace(ask, type=Choice(lambda: options), hint="") if options else ask


def _given(request: HttpRequest, actor: Actor, wanted: Sequence[Ask]) -> Iterator[tuple[str, Any]]:
    """What the address says of what is asked; what is no such value is left out."""
    for ask in wanted:
        if text := request.GET.get(ask.name, "")[:60]:
            with suppress(ValueError):
                yield ask.name, ask.type.clean(text, actor)


def _place(record: Record, span: Any) -> str:
    place = f"/agreements/{record.number}/evaluation"
    return f"{place}?period={span.key}" if isinstance(span, Span) else place


def _done(made: Any, act: Callable[[], object]) -> int:
    try:
        act()
    except Invalid as invalid:
        refuse(made, invalid)
        return 422
    except Refusal as no:
        made.add_error(None, str(no))
        return 409
    return 303


measure = _asking(_("Enter a measured value"), _("The value is kept."), asks.MEASURE, actions.measure)
confirm = _asking(_("Confirm the evaluation"), _("The evaluation is confirmed."), asks.CONFIRM, actions.confirm)


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """What follows from missed targets, in rows. Buttons that add, remove or move rows store nothing."""
    actor = actor_of(request)
    record = get(actor, number, AGREEMENT)
    require(actor, MANAGE, record)
    said: list[dict[str, Any]] = [dict(row) for row in record.item.follows]
    problem, wish = "", ""
    if request.method == "POST":
        wish = request.POST.get("do", "save")
        said = [row for row in rows.given(following.SHAPE, request.POST) if wish != "save" or any(row.values())]
        if wish != "save":
            said = rows.moved(said, wish, following.SHAPE)
        elif not (problem := _settled(actor, record, said)):
            messages.success(request, _now("Saved."))
            return HttpResponseRedirect(_place(record, None), status=303)
    context = {
        "record": record,
        "lines": rows.of_table(following.SHAPE, said or ([] if wish else rows.moved([], "add", following.SHAPE))),
        "columns": [item.label for item in following.SHAPE.fields],
        "unsaved": wish not in ("", "save"),
        "problem": problem,
        "cancel_url": _place(record, None),
    }
    return show(request, "levels/following.html", context, status=422 if problem else 200)


def _settled(actor: Actor, record: Record, said: Sequence[Mapping[str, Any]]) -> str:
    """Save them; else why not."""
    try:
        actions.settle_following(actor, record.number, follows=following.of_rows(said, actor))
    except (ValueError, Refusal) as problem:
        return str(problem)
    return ""


def no_such_target(code: str) -> str:
    """The sentence for a target that is not promised in the period."""
    return str(_("“%(code)s” is not promised in this period: take a target of the evaluation.") % {"code": code[:40]})


def no_such_customer(name: str) -> str:
    """The sentence for an organisation of which the evaluation says nothing."""
    sentence = _("Nothing of “%(name)s” was counted in this period: take a customer of the evaluation.")
    return str(sentence % {"name": name[:80]})
