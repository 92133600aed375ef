"""From a major incident to an announcement in the portal, in one step: what is known stands in the form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.declare import Field
from fettle.kernel.records.values import Flag
from fettle.processes.announcements import actions as announcements
from fettle.processes.announcements import queries as announced
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.workflow import WORK

KIND = announced.ANNOUNCEMENT
FIELDS = (
    *(KIND.by_name[name] for name in ("title", "text", "stage", "organisation", "service", "next_update_at")),
    Field("write", Flag(), gettext_lazy("write to everybody it is for"), gettext_lazy("Once, now; updates ask again.")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def announce(request: HttpRequest, number: str) -> HttpResponse:
    """The form; then it stands in the portal, and updates of the incident stand on it."""
    actor = actor_of(request)
    record = get(actor, number, INCIDENT)
    require(actor, WORK, record)
    require(actor, KIND.may.register)
    posted = request.POST if request.method == "POST" else None
    made = form_of(FIELDS, actor, posted, _known(record))
    if posted is not None and made.is_valid():
        given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
        try:
            done = announcements.announce(actor, nature=announced.OUTAGE, about=record, **given)
        except Invalid as invalid:
            refuse(made, invalid)
        except Refusal as no:
            made.add_error(None, str(no))
        else:
            messages.success(request, _("%(number)s stands in the portal.") % {"number": done.number})
            return HttpResponseRedirect(addresses.of(record), status=303)
    context = {
        "title": _("Announce in the portal"),
        "subtitle": f"{record.number} {record.title}",
        "submit_label": _("Announce"),
        "cancel_url": addresses.of(record),
        "form": made,
    }
    return show(request, "pages/form.html", context, status=422 if made.errors else 200)


def _known(record: Any) -> dict[str, Any]:
    """What the incident says already; words for users are written anew."""
    return {
        "title": record.title,
        "stage": next(iter(announced.STAGES)),
        "organisation": record.organisation,
        "service": record.service,
        "next_update_at": record.item.next_update_at,
    }
