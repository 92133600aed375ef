"""The page on which a risk is noted: of the house, or about the record that the address names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.facilities.risks import actions
from fettle.facilities.risks.records import RISK
from fettle.facilities.risks.workflow import NOTE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid
from fettle.kernel.records.models import Record

SETTLED = ("service", "organisation")
"""What follows from the record that it is about."""


@once
def new(request: HttpRequest) -> HttpResponse:
    """GET shows the form, POST notes the risk. ``?about=`` is the number of a record."""
    actor = actor_of(request)
    require(actor, NOTE)
    about = _about(actor, request.GET.get("about", ""))
    items = [item for item in RISK.fields if item.register and not (about and item.name in SETTLED)]
    made = form_of(items, actor, request.POST or None, {"nature": "threat"})
    if request.method == "POST" and made.is_valid():
        given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
        try:
            record = actions.register(actor, about=about.number if about else "", **given)
        except Invalid as invalid:
            refuse(made, invalid)
        else:
            messages.success(request, _("%(number)s is recorded.") % {"number": record.number})
            return HttpResponseRedirect(addresses.of(record))
    context = {
        "title": _("Note a risk"),
        "subtitle": f"{about.number} {about.title}" if about else "",
        "submit_label": _("Note risk"),
        "cancel_url": addresses.of(about) if about else addresses.of_kind(RISK),
        "form": made,
    }
    return show(request, "pages/form.html", context, status=422 if made.errors else 200)


def _about(actor: Actor, number: str) -> Record | None:
    """Raises NotSeen, Forbidden."""
    if not number:
        return None
    record = get(actor, number)
    require(actor, NOTE, record)
    return record
