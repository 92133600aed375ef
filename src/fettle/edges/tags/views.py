"""The picker: which tags a record bears. In the record's page with scripts, on a page of its own without."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fettle.edges.pages import addresses, undo
from fettle.edges.pages.page import actor_of, show, wants_fragment
from fettle.facilities.tags import actions, queries, rules
from fettle.facilities.tags.definitions import HANDLING, MANAGE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current

SUGGESTED = 300
"""So many tags are suggested while one types; more are found by their name."""


class Picker(forms.Form):
    """What stays, and what comes to it."""

    def __init__(self, data: Any, tags: list[str], new: bool) -> None:
        super().__init__(data)
        hint = _("Several are parted by commas. A word that is no tag yet becomes one.")
        self.fields["add"] = forms.CharField(
            label=_("Put on"),
            required=False,
            max_length=500,
            help_text=hint if new else _("Several are parted by commas."),
            widget=forms.TextInput(attrs={"list": "tags-known", "autofocus": True, "autocomplete": "off"}),
        )
        if tags:
            self.fields["keep"] = forms.MultipleChoiceField(
                label=_("On it now"),
                required=False,
                choices=[(name, name) for name in tags],
                widget=forms.CheckboxSelectMultiple,
                help_text=_("What is no longer ticked is taken off."),
            )
            self.initial["keep"] = tags


@require_http_methods(["GET", "HEAD", "POST"])
def on(request: HttpRequest, number: str) -> HttpResponse:
    """Tag a record."""
    actor = actor_of(request)
    record = get(actor, number)
    rules.the_reader_knows_its_tags(actor, record)
    require(actor, record.declared.may.revise, record)
    names = [tag.name for tag in queries.on(record)]
    new = current()[HANDLING.key]["make"] or may(actor, MANAGE, record)
    made = Picker(request.POST if request.method == "POST" else None, names, new)
    if request.method == "POST" and made.is_valid() and (done := _tagged(actor, record, names, made)):
        back = addresses.of(record)
        if done.version != record.version:
            messages.success(request, _("Tags saved."), extra_tags=undo.offer(done, back))
        if wants_fragment(request):
            return HttpResponse(headers={"HX-Redirect": back})
        return HttpResponseRedirect(back, status=303)
    context = {
        "record": record,
        "form": made,
        "url": request.path,
        "cancel": addresses.of(record),
        "known": [tag.name for tag in queries.offered(record)[:SUGGESTED]],
        "inside": wants_fragment(request),
    }
    return show(request, "tags/picker.html", context, status=422 if made.errors else 200)


def _tagged(actor: Actor, record: Record, names: list[str], made: Picker) -> Record | None:
    given = made.cleaned_data
    gone = [name for name in names if name not in given.get("keep", ())]
    try:
        return actions.tag(actor, record.number, add=given["add"], remove=gone)
    except Invalid as invalid:
        for sentence in invalid.errors.values():
            made.add_error("add", str(sentence))
    except Refusal as no:
        made.add_error("add", str(no))
    return None
