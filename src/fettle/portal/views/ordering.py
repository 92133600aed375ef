"""Ordering from the request catalogue: the form of a standard request, without scripts too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fettle.edges.pages.inputs import refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of
from fettle.facilities.discussion import actions as discussion
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.errors import Invalid, NotSeen, TooLarge
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line, Text
from fettle.kernel.settings.read import current
from fettle.portal.forms import Files
from fettle.portal.frame import framed
from fettle.processes.incidents.catalogue import asking, queries
from fettle.processes.incidents.catalogue.ordering import order

OTHERS = (
    Field("details", Text(50_000), gettext_lazy("anything else we should know")),
    Field("location", Line(200), gettext_lazy("room or place")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: HttpRequest, code: str) -> HttpResponse:
    """The form, then the request, recorded and with its files in one transaction."""
    actor = actor_of(request)
    item = next((each for each in queries.offered(actor) if each.code == code), None)
    if item is None:
        raise NotSeen(_("There is no such standard request, or it is not offered to you."))
    place = request.user.place if isinstance(request.user, Person) else ""
    made = _form(code, actor, request, {"location": place})
    if request.method == "POST" and made.is_valid():
        try:
            record = _ordered(actor, code, made)
            return HttpResponseRedirect(reverse("portal-sent", args=[record.number]))
        except Invalid as invalid:
            refuse(made, invalid)
        except TooLarge as problem:
            made.add_error("attached", str(problem))
    context = {"item": item, "form": made}
    return framed(request, "order", context, status=422 if made.errors else 200)


def _form(code: str, actor: Actor, request: HttpRequest, values: dict[str, Any]) -> forms.Form:
    made = asking.form(code, OTHERS, actor, request.POST if request.method == "POST" else None, values)
    made.files = request.FILES
    most = current()["discussion.files"]["most_megabytes"]
    made.fields["attached"] = Files(
        label=_("Pictures or files"), required=False, help_text=_("Up to %(most)s MB each.") % {"most": most}
    )
    return made


@transaction.atomic
def _ordered(actor: Actor, code: str, made: forms.Form) -> Record:
    """In the portal everybody orders for themselves, staff too."""
    answers = asking.answers(made)
    files = made.cleaned_data.pop("attached")
    wish = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
    channel = "portal" if may(actor, "incidents.work") else ""
    record = order(actor, code, answers=answers, channel=channel, **wish)
    if files:
        discussion.attach(actor, record.number, files)
    return record
