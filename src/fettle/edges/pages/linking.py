"""Links of a record to others: the panel beside its story, and the page on which one is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import refuse
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.widgets import Picker
from fettle.facilities.links import actions, queries, relations
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import get
from fettle.kernel.errors import FettleError, Invalid, Refusal
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record

LISTED = 30
"""So many links the panel names; the rest it counts."""


class LinkForm(forms.Form):
    """The other record and how the two belong together."""

    def __init__(self, data: Any, kind: str) -> None:
        super().__init__(data)
        missing = {"required": _("Give a number or words of the title, and choose.")}
        choices = [(option.code, capfirst(option.label)) for option in relations.options(kind)]
        self.fields["relation"] = forms.ChoiceField(label=_("This record is"), choices=choices)
        self.fields["other"] = forms.CharField(
            label=_("Other record"), widget=Picker("/pick/records"), error_messages=missing
        )
        self.fields["other"].widget.attrs |= {"autofocus": True, "data-enter": "send"}


def link(*kinds: Kind) -> Callable[..., HttpResponse]:
    """Choose another record and link it."""

    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        require(actor, record.declared.may.revise, record)
        made = LinkForm(request.POST if request.method == "POST" else None, record.kind)
        if request.method == "POST" and made.is_valid() and _linked(actor, record, made):
            messages.success(request, _("Linked."))
            return HttpResponseRedirect(addresses.of(record), status=303)
        context = {
            "title": _("Link %(number)s") % {"number": record.number},
            "subtitle": record.title,
            "submit_label": _("Link records"),
            "cancel_url": addresses.of(record),
            "form": made,
        }
        return show(request, "pages/form.html", context, status=422 if made.errors else 200)

    return view


def unlink(*kinds: Kind) -> Callable[..., HttpResponse]:
    """Take a link away."""

    @require_POST
    def view(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        actions.unlink(actor, record.number, request.POST.get("other", ""), request.POST.get("relation", ""))
        return HttpResponseRedirect(addresses.of(record), status=303)

    return view


def _linked(actor: Actor, record: Record, made: LinkForm) -> bool:
    try:
        actions.link(actor, record.number, made.cleaned_data["other"], made.cleaned_data["relation"])
    except Invalid as invalid:
        refuse(made, invalid)
    except (Refusal, FettleError) as no:
        made.add_error(None, str(no))
    return not made.errors


def panel(actor: Actor, record: Record) -> dict[str, Any]:
    """The links this reader may see, and the way to a new one for whoever may revise the record."""
    ends = queries.links(actor, record)
    rows = [
        {
            "number": end.record.number,
            "title": end.record.title,
            "url": addresses.of(end.record),
            "relation": end.label,
            "code": end.relation if relations.BY_EITHER[end.relation].by_hand else "",
        }
        for end in ends[:LISTED]
    ]
    revises = may(actor, record.declared.may.revise, record)
    return {
        "links": rows,
        "more_links": len(ends) - len(rows),
        "add_url": addresses.of(record, "link") if revises else "",
        "remove_url": addresses.of(record, "unlink") if revises else "",
    }
