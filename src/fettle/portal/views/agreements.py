"""The agreements of a customer, for those who represent it and those who sign for it (PR7.I4)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fettle.edges.pages import files as taking
from fettle.edges.pages import prose, wording
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of
from fettle.facilities.discussion.facts import Replied
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, NotSeen, TooLarge
from fettle.kernel.records.models import Record
from fettle.portal import forms, queries, rows
from fettle.portal.frame import framed
from fettle.portal.story import attached, messages
from fettle.portal.words import Standing
from fettle.processes.levels import everybody, talking
from fettle.processes.levels import wording as agreed
from fettle.processes.levels.evaluation import judging, served
from fettle.processes.levels.evaluation.page import asked_for, drawn
from fettle.processes.levels.queries import of_the_portal, readable, represented
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.slots import of_agreement
from fettle.processes.levels.workflow import FOLLOW

PAGE = 25
LAST = 3
"""So many periods stand on the page of the agreement."""
CUSTOMERS = 10
"""So many of whom somebody represents stand on a page."""
STORY = 200
"""So many messages on one agreement are shown."""
TEXTS = ("terms", "exclusions", "measuring", "reporting")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Those that the reader may see for a customer, and what the default agreement promises and how it was kept."""
    actor = actor_of(request)
    page = Paginator(of_the_portal(actor), PAGE).get_page(request.GET.get("page"))
    part = everybody.part(actor) if page.number == 1 else None
    context = {
        "requests": [rows.agreement_row(each) for each in page],
        "page": page,
        "everybody": part,
        "kept": [rows.period_row(part["record"], each) for each in part["kept"]] if part else [],
    }
    return framed(request, "agreements", context)


@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """What was promised: text, targets, validity, signatures; and what both sides wrote about it."""
    return _page(request, number)


@require_safe
def kept(request: HttpRequest, number: str) -> HttpResponse:
    """How it was kept in a period, the newest that is confirmed where the address names none; below, the others. Of the
    default agreement for each customer whom the reader represents.
    """
    actor, asked = actor_of(request), request.GET.get("period")
    record, paths = _kept_for(actor, number)
    confirmed = served.periods(record.pk, paths) if record.item.is_default else served.confirmed(record.pk)
    page = Paginator(confirmed, PAGE).get_page(request.GET.get("page"))
    newest = confirmed.first() if not asked else None
    span = served.span(newest) if newest else asked_for(asked)
    found: served.Kept | served.KeptForThem | None
    if record.item.is_default:
        found = theirs = served.of_default(record.pk, span, paths)
        some = Paginator(theirs.customers, CUSTOMERS).get_page(request.GET.get("customers")) if theirs else None
        tables = [(each.party.name, [judging.read(row) for row in each.rows]) for each in some or ()]
    else:
        found = own = served.of_period(record.pk, span)
        some, tables = None, [("", own.rows)] if own else []
    excluded = found.excluded if found else []
    context = {
        "record": record,
        "span": span,
        "kept": found,
        "on": wording.day(timezone.localtime(found.evaluation.at)) if found else "",
        "tables": [
            (name, [replace(drawn(row, excluded), why=served.why(row)) for row in told]) for name, told in tables
        ],
        "some": some,
        "excluded": [agreed.exclusion(row) for row in excluded],
        "measuring": prose.shown(record.item.measuring) if record.item.measuring else "",
        "exclusions": prose.shown(record.item.exclusions) if record.item.exclusions else "",
        "periods": [rows.period_row(record, each) for each in page],
        "page": page,
    }
    return framed(request, "agreement_kept", context)


@require_POST
@once
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """Say what should be otherwise, or whatever else is to be said."""
    actor, form = actor_of(request), forms.Answer(request.POST, request.FILES)
    _theirs(actor, number)
    if form.is_valid():
        try:
            talking.reply(actor, number, text=form.cleaned_data["text"], files=form.cleaned_data["attached"])
            return HttpResponseRedirect(reverse("portal-agreement", args=[number]))
        except (Invalid, TooLarge) as problem:
            form.refuse(problem)
    return _page(request, number, 422, answer=form)


def _kept_for(actor: Actor, number: str) -> tuple[Record, list[str]]:
    """The agreement, and the paths of those whom the reader represents. Raises NotSeen."""
    record, paths = readable(actor, number), represented(actor)
    theirs = bool(paths) if record.item.is_default else of_the_portal(actor).filter(pk=record.pk).exists()
    if not theirs:
        raise NotSeen(_("There is nothing here."))
    return record, paths


def _theirs(actor: Actor, number: str) -> Record:
    record = get(actor, number, AGREEMENT)
    if not of_the_portal(actor).filter(pk=record.pk).exists():
        raise NotSeen(_("There is nothing here."))
    return record


def _page(request: HttpRequest, number: str, status: int = 200, **tried: forms.Taking) -> HttpResponse:
    actor = actor_of(request)
    record = _theirs(actor, number)
    state, item = record.declared.flow.by_state[record.state], record.item
    texts = [(AGREEMENT.by_name[name].label, prose.shown(text)) for name in TEXTS if (text := getattr(item, name))]
    context = {
        "record": record,
        "status": Standing(state.shape, str(state.public or state.label)),
        "texts": texts,
        "part": of_agreement(actor, record),
        "asked": item.draft is not None,
        "kept": [rows.period_row(record, each) for each in served.confirmed(record.pk)[:LAST]],
        "items": _said(actor, record),
        "answer": forms.Answer() if may(actor, FOLLOW, record) else None,
    }
    return framed(request, "agreement", context | tried, status=status)


def _said(actor: Actor, record: Record) -> list[Any]:
    """The messages, the newest first."""
    entries = queries.public_entries(actor, record).filter(fact=Replied.name)[:STORY]
    files = queries.public_files(actor, record)
    said = attached(queries.public_comments(actor, record), files, partial(taking.away, actor, record))
    return [message for entry in entries for message in messages(entry, said)]
