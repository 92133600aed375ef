"""Laying out, adding, changing, moving, doing and leaving out steps; then back to where one came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.paging import cut
from fettle.edges.pages.undo import ours
from fettle.edges.steps.asks import ADD, DONE, SKIP
from fettle.facilities.tasks import actions, queries
from fettle.facilities.tasks.models import Step
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record

PAGE_ROWS = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All open steps that are mine or my teams', the soonest due first."""
    found = queries.mine(actor_of(request))
    total = found.count()
    part, pager = cut(request, total, PAGE_ROWS)
    return show(request, "steps/index.html", {"steps": found[part], "pager": pager})


@require_POST
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Lay out the steps of a workflow, once."""
    actor = actor_of(request)
    record = get(actor, number)
    code = request.POST.get("workflow", "")[:40]
    return _told(
        request, record, lambda: actions.lay_out(actor, record.number, workflow=code), _("The steps are laid out.")
    )


@once
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add a step."""
    actor, record = _arranging(request, number)
    form = _form(request, actor, None)
    if request.method == "POST" and form.is_valid() and _worked(form, lambda: _add(actor, record, form)):
        messages.success(request, _("The step is added."))
        return HttpResponseRedirect(addresses.of(record) + "#steps", status=303)
    return _page(request, record, form, _("Add a step"))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Change a step that is still open."""
    actor, record = _arranging(request, number)
    row = next((each for each in queries.steps(record) if each.pk == int(step)), None)
    if row is None:
        raise NotSeen(_("There is no such step here."))
    form = _form(request, actor, row)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "waits": bool(form.cleaned_data["waits"])}
        if _worked(form, lambda: actions.change(actor, record.number, step=row.pk, **given)):
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(addresses.of(record) + "#steps", status=303)
    return _page(request, record, form, _("Change step"))


@require_POST
def deed(request: HttpRequest, number: str, step: str, name: str) -> HttpResponse:
    """Done, left out, opened again, taken away, moved."""
    actor = actor_of(request)
    record = get(actor, number)
    key = int(step)
    deeds: dict[str, tuple[Callable[[], object], str]] = {
        "done": (lambda: actions.done(actor, number, step=key, **_asked(request, actor, DONE)), _("The step is done.")),
        "skip": (
            lambda: actions.skip(actor, number, step=key, **{"reason": "", **_asked(request, actor, SKIP)}),
            _("The step is left out."),
        ),
        "reopen": (lambda: actions.reopen(actor, number, step=key), _("The step is to be done again.")),
        "withdraw": (lambda: actions.withdraw(actor, number, step=key), _("The step is taken away.")),
        "up": (lambda: _moved(actor, record, key, -1), _("The step is moved.")),
        "down": (lambda: _moved(actor, record, key, 1), _("The step is moved.")),
    }
    act, news = deeds[name]
    return _told(request, record, act, news)


def _moved(actor: Actor, record: Record, key: int, by: int) -> Record:
    place = next((at for at, row in enumerate(queries.steps(record), start=1) if row.pk == key), 0)
    return actions.move(actor, record.number, step=key, place=place + by)


def _told(request: HttpRequest, record: Record, act: Callable[[], object], news: str) -> HttpResponse:
    """Do it, say so or why not, and go back."""
    try:
        act()
        messages.success(request, news)
    except (Invalid, Refusal) as problem:
        messages.error(request, str(problem))
    back = ours(request.POST.get("back", "")) or addresses.short(record) + "#steps"
    return HttpResponseRedirect(back, status=303)


def _arranging(request: HttpRequest, number: str) -> tuple[Actor, Record]:
    actor = actor_of(request)
    record = get(actor, number)
    require(actor, record.declared.may.revise, record)
    return actor, record


def _add(actor: Actor, record: Record, form: Form) -> Record:
    given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    return actions.add(actor, record.number, **given)


def _worked(form: Form, act: Callable[[], object]) -> bool:
    try:
        act()
    except Invalid as invalid:
        refuse(form, invalid)
    except Refusal as no:
        form.add_error(None, str(no))
        form.refused = True  # type: ignore[attr-defined]
    return not form.errors


def _asked(request: HttpRequest, actor: Actor, asks: Any) -> dict[str, Any]:
    """What was given with a deed. Raises Invalid."""
    form = form_of([_field(ask) for ask in asks], actor, request.POST)
    if not form.is_valid():
        raise Invalid({name: str(errors[0]) for name, errors in form.errors.items()})
    return {name: value for name, value in form.cleaned_data.items() if value}


def _form(request: HttpRequest, actor: Actor, row: Step | None) -> Form:
    values = {ask.name: getattr(row, ask.name) for ask in ADD} if row else None
    return form_of([_field(ask) for ask in ADD], actor, request.POST if request.method == "POST" else None, values)


def _field(ask: Any) -> Field:
    return Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed)


def _page(request: HttpRequest, record: Record, form: Form, title: str) -> HttpResponse:
    context = {
        "title": title,
        "record": record,
        "state": record.declared.flow.by_state[record.state],
        "submit_label": title,
        "cancel_url": addresses.of(record),
        "form": form,
    }
    status = 409 if getattr(form, "refused", False) else 422 if form.errors else 200
    return show(request, "pages/verb.html", context, status=status)
