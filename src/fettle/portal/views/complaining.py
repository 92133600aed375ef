"""Complaining, and following what becomes of it: the answer and the state, never what is for staff."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fettle.edges.pages import files as taking
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of
from fettle.edges.pages.records import Event
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, TooLarge
from fettle.kernel.history.models import Entry
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE
from fettle.portal import forms, queries, rows
from fettle.portal.frame import framed
from fettle.portal.story import ICONS, attached, messages, shown
from fettle.portal.words import Standing
from fettle.processes.customers.complaints import actions, talking
from fettle.processes.customers.complaints.queries import COMPLAINT, of_the_portal
from fettle.processes.incidents import queries as incidents

PAGE = 25
STORY = 200
"""So many entries of one complaint are told."""


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One's own complaints, and those of the organisation that one represents."""
    actor = actor_of(request)
    page = Paginator(of_the_portal(actor), PAGE).get_page(request.GET.get("page"))
    return framed(request, "complaints", {"requests": [rows.complaint_row(each) for each in page], "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest) -> HttpResponse:
    """The form; ``?about=`` names what one asked for before."""
    actor = actor_of(request)
    number = (request.POST.get("about") or request.GET.get("about", ""))[:20]
    about = _about(actor, number)
    around: dict[str, Any] = {"about": about, "hidden": [("about", about.number)] if about else []}
    if request.method != "POST":
        return framed(request, "complain", {**around, "form": forms.Complaint()})
    form = forms.Complaint(request.POST)
    if form.is_valid():
        try:
            made = actions.register(actor, about=about, **form.cleaned_data)
            return HttpResponseRedirect(reverse("portal-complaint", args=[made.number]))
        except Invalid as problem:
            form.refuse(problem)
    return framed(request, "complain", {**around, "form": form}, status=422)


@require_safe
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """What was said, how it stands, and the answer."""
    return _page(request, number)


@require_POST
@once
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """Write to whoever looks into it."""
    actor, form = actor_of(request), forms.Answer(request.POST, request.FILES)
    get(actor, number, COMPLAINT)
    if form.is_valid():
        try:
            talking.reply(actor, number, text=form.cleaned_data["text"], files=form.cleaned_data["attached"])
            return HttpResponseRedirect(reverse("portal-complaint", args=[number]))
        except (Invalid, TooLarge) as problem:
            form.refuse(problem)
    return _page(request, number, 422, answer=form)


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Complain no longer."""
    actor, form = actor_of(request), forms.Withdraw(request.POST)
    get(actor, number, COMPLAINT)
    if not form.is_valid():
        return _page(request, number, 422, no_longer=form)
    actions.withdraw(actor, number, **form.cleaned_data)
    return HttpResponseRedirect(reverse("portal-complaint", args=[number]))


def _page(request: HttpRequest, number: str, status: int = 200, **tried: forms.Taking) -> HttpResponse:
    actor = actor_of(request)
    record = get(actor, number, COMPLAINT)
    state = record.declared.flow.by_state[record.state]
    leaves = any(verb.name == "withdraw" for verb in record.declared.flow.leaving(record.state))
    entries = list(queries.public_entries(actor, record)[:STORY])
    files, away = queries.public_files(actor, record), partial(taking.away, actor, record)
    said = attached(queries.public_comments(actor, record), files, away)
    context = {
        "record": record,
        "status": Standing(state.shape, str(state.public or state.label)),
        "items": [item for entry in entries for item in (*_turn(record, entry), *messages(entry, said))],
        "files": [shown(file, away) for file in files if file.comment_id is None],
        "answer": forms.Answer() if record.is_open and may(actor, COMPLAINT.may.to_follow, record) else None,
        "no_longer": forms.Withdraw() if leaves and may(actor, COMPLAINT.may.follow, record) else None,
    }
    return framed(request, "complaint", context | tried, status=status)


def _turn(record: Record, entry: Entry) -> list[Event]:
    """How it stood from then on, and why, where somebody said so to whoever complained."""
    if "state" not in entry.changes:
        return []
    state = record.declared.flow.by_state[entry.changes["state"][1]]
    because = next((fact.because for fact in entry.said() if fact.audience == EVERYONE), "")
    said = f"{state.public or state.label}: {because}" if because else str(state.public or state.label)
    return [Event(f"e{entry.seq}", entry.happened_at, escape(said), ICONS[state.shape])]


def _about(actor: Actor, number: str) -> Record | None:
    """What one asked for, if one sees it."""
    tidy = numbers.tidy(number)
    return incidents.desk(actor).filter(number=tidy).first() if tidy else None
