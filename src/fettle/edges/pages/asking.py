"""One page for whatever is asked about a row that hangs on a record, such as a component or a criterion: a form, doing
it, and back to the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import Ask

Page = Callable[..., HttpResponse]
Fields = Callable[[Actor, Record, int], Sequence[Ask]]
First = Callable[[Record, int], Mapping[str, Any]]


def nothing(record: Record, row: int) -> Mapping[str, Any]:
    """A new row begins empty."""
    return {}


def asked(
    kind: Kind,
    may: str,
    title: Any,
    news: Any,
    asks: Fields,
    act: Callable[..., Record],
    *,
    row: str = "",
    first: First = nothing,
    part: str = "",
) -> Page:
    """The page. ``row`` is what the action calls the row, and the address's slot; ``first`` what stands in the form;
    ``part`` the place on the record's page to which one returns.
    """

    @once
    def view(request: HttpRequest, number: str, **slots: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, kind)
        require(actor, may, record)
        about = {row: int(slots[row])} if row else {}
        key = about.get(row, 0)
        try:
            begins, wanted = first(record, key), asks(actor, record, key)
        except Invalid as gone:  # taken away meanwhile: the page beside it shows what there is
            messages.error(request, str(gone))
            return HttpResponseRedirect(addresses.of(record) + part, status=303)
        fields = [Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed) for ask in wanted]
        made = form_of(fields, actor, request.POST if request.method == "POST" else None, begins)
        if request.method == "POST" and made.is_valid():
            status = _done(made, lambda: act(actor, record.number, **about, **made.cleaned_data))
            if status == 303:
                messages.success(request, str(news))
                return HttpResponseRedirect(addresses.of(record) + part, status=303)
        else:
            status = 422 if made.errors else 200
        context = {
            "title": title,
            "record": record,
            "state": record.declared.flow.by_state[record.state],
            "submit_label": title,
            "cancel_url": addresses.of(record) + part,
            "form": made,
        }
        return show(request, "pages/verb.html", context, status=status)

    return view


def pressed(kind: Kind, may: str, news: Any, act: Callable[..., Record], *, row: str, part: str = "") -> Page:
    """The same for a button that asks nothing."""

    @require_POST
    def view(request: HttpRequest, number: str, **slots: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, kind)
        require(actor, may, record)
        try:
            act(actor, record.number, **{row: int(slots[row])})
            messages.success(request, str(news))
        except (Invalid, Refusal) as problem:
            messages.error(request, str(problem))
        return HttpResponseRedirect(addresses.of(record) + part, status=303)

    return view


def _done(made: forms.Form, act: Callable[[], object]) -> int:
    """Do it; the status to answer with, and the form says why not."""
    try:
        act()
    except Invalid as invalid:
        refuse(made, invalid)
        return 422
    except Refusal as no:
        made.add_error(None, str(no))
        return 409
    return 303
