"""One page for every verb of a workflow: what it asks, why it cannot be done now, and doing it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from fettle.edges import leaves
from fettle.edges.pages import addresses, undo, within
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, NotSeen, Refusal, Stale
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import Verb

Action = Callable[..., Record]


def verb(
    *kinds: Kind,
    actions: Mapping[str, Action],
    undone: Collection[str] = frozenset(),
    onward: Callable[[Actor, Record, str], str] = lambda actor, record, name: "",
) -> Callable[..., HttpResponse]:
    """The pages of all verbs of these kinds. GET changes nothing; POST runs the action of that name. The news of those
    in ``undone`` offers Undo. ``onward`` says where one goes after a verb, if not back.
    """

    def view(request: HttpRequest, number: str, name: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        step = record.declared.flow.by_verb.get(name)
        if step is None or name not in actions:
            raise NotSeen(_("There is no such step: open the record and choose one."))
        require(actor, step.may, record)
        why = "" if request.method == "POST" else _why_not(actor, record, name)
        return _asked(request, actor, record, step, actions[name], why, name in undone, onward)

    return view


def beside(*kinds: Kind, step: Verb, action: Action) -> Callable[..., HttpResponse]:
    """The page of something that is done with a record and is no step of its workflow, such as following it up."""

    @once
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        require(actor, step.may, record)
        return _asked(request, actor, record, step, action, "")

    return view


def _asked(
    request: HttpRequest,
    actor: Actor,
    record: Record,
    step: Verb,
    action: Action,
    why: str,
    undone: bool = False,
    onward: Callable[[Actor, Record, str], str] = lambda actor, record, name: "",
) -> HttpResponse:
    """What is asked; once it is answered well, the action and its record's page."""
    posted = request.POST if request.method == "POST" else None
    made = form_of(_asks(step), actor, posted, _standing(actor, record, step))
    if posted is None and not why:
        _begin_in_the_first(made)
    status = 409 if why else 200
    if posted is not None:
        status, done = _run(actor, record, action, made)
        if done is not None:
            state = done.declared.flow.by_state[done.state].label
            moved = done.version != record.version  # what stood so already is nothing to take back
            back = undo.ours(request.POST.get("back", "")) or addresses.of(done) + within.carried(request)
            news = _("%(number)s: %(state)s.") % {"number": done.number, "state": state}
            messages.success(request, news, extra_tags=undo.offer(done, back) if undone and moved else "")
            return HttpResponseRedirect(onward(actor, done, step.name) or back, status=303)
    told = _context(request, record, step, made, why) | {"leaves": [] if why else leaves.told(actor, record, step.name)}
    return show(request, "pages/verb.html", told, status=status)


def _begin_in_the_first(made: forms.Form) -> None:
    """Who opens the page of a step goes on by writing."""
    first = next(iter(made.fields.values()), None)
    if first is not None and isinstance(first.widget, forms.Textarea | forms.TextInput | forms.Select):
        first.widget.attrs["autofocus"] = True


def _run(actor: Actor, record: Record, action: Action, made: forms.Form) -> tuple[int, Record | None]:
    """The record it was done to; else the status to answer with, and the form says why."""
    if not made.is_valid():
        return 422, None
    given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
    try:
        return 303, action(actor, record.number, **given)
    except Invalid as invalid:
        refuse(made, invalid)
        return 422, None
    except Refusal as no:
        made.add_error(no.field if no.field in made.fields else None, str(no))
        return 409, None
    except Stale as no:
        made.add_error(None, str(no))
        return 409, None


def _why_not(actor: Actor, record: Record, name: str) -> str:
    """Why the step cannot be taken now: said before anything is typed."""
    try:
        allow(actor, record, name)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _asks(step: Verb) -> list[Field]:
    return [Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed) for ask in step.asks]


def _standing(actor: Actor, record: Record, step: Verb) -> dict[str, Any]:
    """What is asked and stands on the record already is filled in, but for what is new each time."""
    fields = record.declared.by_name
    values = {ask.name: record.declared.value(record, ask.name) for ask in step.asks if ask.name in fields}
    return values | {ask.name: ask.first(actor, record) for ask in step.asks if ask.first is not None}


def _context(request: HttpRequest, record: Record, step: Verb, made: forms.Form, why: str) -> dict[str, Any]:
    return {
        "title": step.label,
        "record": record,
        "state": record.declared.flow.by_state[record.state],
        "target": record.declared.flow.by_state.get(step.leads(record.state) if step.target else ""),
        "submit_label": step.label,
        "cancel_url": addresses.of(record) + within.carried(request),
        "form": made,
        "refusal": why,
    }
