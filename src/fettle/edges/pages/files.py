"""Taking a file away from a record of any kind, with a reason; then back to where its reader reads it."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.page import actor_of, show
from fettle.facilities.discussion import actions, queries
from fettle.facilities.discussion.models import Attachment
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line

REASON = Field(
    "reason",
    Line(500),
    gettext_lazy("reason"),
    gettext_lazy("It stays in the history, with the name of the file."),
    needed=True,
)


def away(actor: Actor, record: Record, file: Attachment) -> str:
    """Where this file is taken away; "" for whom it is not theirs to take."""
    if not queries.may_take_away(actor, record, file):
        return ""
    return reverse("withdraw-file", args=[record.number, file.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str, file: str) -> HttpResponse:
    """Asks for the reason, for one's own file or, as staff, anybody's."""
    actor = actor_of(request)
    record = get(actor, number)
    found = queries.attachments(actor, record).filter(pk=int(file)).first()
    if found is None:
        raise NotSeen(_("There is no such file on this record any more."))
    if not queries.may_take_away(actor, record, found):
        require(actor, record.declared.may.revise, record)
    back = addresses.read_by(actor, record)
    made = form_of([REASON], actor, request.POST if request.method == "POST" else None)
    status = 200
    if made.is_bound and made.is_valid():
        try:
            actions.withdraw(actor, record.number, found.pk, reason=made.cleaned_data["reason"])
        except Invalid as invalid:
            refuse(made, invalid)
        except Refusal as no:
            made.add_error(None, str(no))
            status = 409
        else:
            messages.success(request, _("The file is taken away."))
            return HttpResponseRedirect(back, status=303)
    if made.errors and status == 200:
        status = 422
    state = record.declared.flow.by_state[record.state]
    context = {
        "title": _("Take a file away"),
        "about": found.name,
        "record": record,
        "state": state if actor.is_staff else replace(state, label=state.public or state.label),
        "submit_label": _("Take away"),
        "cancel_url": back,
        "form": made,
    }
    return show(request, "pages/verb.html", context, status=status)
