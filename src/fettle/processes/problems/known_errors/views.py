"""Which page of a known error calls which action, and using its workaround on a record of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from fettle.edges.pages import addresses, form
from fettle.edges.pages import listing as lists
from fettle.edges.pages.inputs import form_of
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.edges.pages.panels import Panels
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get, visible
from fettle.kernel.records import Field, numbers
from fettle.kernel.records.values import Text
from fettle.processes.incidents.queries import DESK
from fettle.processes.problems import rules
from fettle.processes.problems.known_errors import actions
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.workflow import WORK

LISTING = lists.list_of(
    KNOWN_ERROR,
    tabs=(
        lists.Tab(_("Current"), {"state": "current"}, empty=_("No known error is recorded yet.")),
        lists.Tab(_("Solved"), {"state": "solved"}, empty=_("No known error was solved.")),
        lists.Tab(_("Removed"), {"state": "removed"}, empty=_("Nothing was removed.")),
    ),
    sort="title",
    columns=("title", "problem", "service", "category", "assignee"),
    make=(_("New known error"), "/known-errors/new", WORK),
)
PANELS = Panels(
    rail=(
        (_("How it shows"), ("problem", "service", "category")),
        (_("Keeping"), ("assignee", "organisation", "opened_at", "closed_at")),
    ),
)
MESSAGE = Field("text", Text(100_000), _("your reply"), _("Everybody on the record reads it."), needed=True)


def _first(actor: Actor, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """What the problem says already."""
    number = numbers.tidy(asked.get("problem", ""))
    found = visible(actor, PROBLEM).filter(number=number).select_related("problem", "service", "assignee").first()
    if found is None:
        return {}
    item = found.item
    return {
        "problem": found,
        "title": found.title,
        "symptoms": item.details,
        "service": found.service,
        "category": item.category,
        "cause": item.root_cause,
        "assignee": found.assignee,
    }


listing = lists.view_of(LISTING)
new = form.form(
    KNOWN_ERROR, action=actions.register, title=_("New known error"), submit=_("Record known error"), first=_first
)


@require_POST
def used(request: HttpRequest, number: str) -> HttpResponse:
    """Staff worked round it on the record ``on``; back to that record."""
    actor = actor_of(request)
    record = actions.use(actor, request.POST.get("on", ""), known_error=get(actor, number, KNOWN_ERROR))
    messages.success(request, _now("Noted: you worked with %(number)s.") % {"number": number})
    return HttpResponseRedirect(addresses.of(record), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def send(request: HttpRequest, number: str) -> HttpResponse:
    """A reply with the workaround for users, to be read through before it goes out. ``?on=`` is the record."""
    actor = actor_of(request)
    known_error = get(actor, number, KNOWN_ERROR)
    record = get(actor, request.GET.get("on", ""), *DESK)
    require(actor, actions.ON_THE_DESK, record)
    made = form_of([MESSAGE], actor, request.POST or None, {"text": known_error.item.for_users})
    made.fields["text"].widget.attrs["rows"] = 8
    if request.method == "POST" and made.is_valid():
        done = actions.send(actor, record.number, known_error=known_error, text=made.cleaned_data["text"])
        messages.success(request, _now("Sent."))
        return HttpResponseRedirect(addresses.of(done), status=303)
    rules.users_are_told_something(known_error)
    rules.it_holds(known_error)
    context: dict[str, Any] = {
        "title": _now("Send the workaround of %(number)s") % {"number": known_error.number},
        "record": record,
        "state": record.declared.flow.by_state[record.state],
        "submit_label": _now("Send reply"),
        "cancel_url": addresses.of(record),
        "form": made,
    }
    return show(request, "pages/verb.html", context, status=422 if made.errors else 200)


BELOW = (("/used", used), ("/send", send))
