"""The page on which somebody shows that an acceptance criterion is met: in words, with a link, with a file."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, Refusal, TooLarge
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.services.packages import asks, criteria
from fettle.processes.services.packages.records import PACKAGE

PART = "#criteria"


@once
def evidence(request: HttpRequest, number: str, criterion: str) -> HttpResponse:
    """The form; then back to the package, where the criterion stands as met."""
    actor = actor_of(request)
    record = get(actor, number, PACKAGE)
    require(actor, PACKAGE.may.revise, record)
    try:
        row = criteria.found(record, int(criterion))
    except Invalid as gone:  # taken away meanwhile: the page beside it shows what there is
        messages.error(request, str(gone))
        return HttpResponseRedirect(addresses.of(record) + PART, status=303)
    made = _form(request, actor, record)
    status = 200
    if request.method == "POST":
        status = _done(made, actor, record, row.pk) if made.is_valid() else 422
        if status == 303:
            messages.success(request, _("The evidence is noted."))
            return HttpResponseRedirect(addresses.of(record) + PART, status=303)
    context = {
        "title": _("Show that it is met"),
        "subtitle": row.title,
        "submit_label": _("Note the evidence"),
        "cancel_url": addresses.of(record) + PART,
        "form": made,
        "multipart": True,
    }
    return show(request, "pages/form.html", context, status=status)


def _form(request: HttpRequest, actor: Actor, record: Record) -> forms.Form:
    wanted = asks.evidence(actor, record)
    fields = [Field(ask.name, ask.type, ask.label, ask.hint, needed=ask.needed) for ask in wanted]
    sent = request.method == "POST"
    made = form_of(fields, actor, request.POST if sent else None, files=request.FILES if sent else None)
    most = current()["discussion.files"]["most_megabytes"]
    made.fields["upload"] = forms.FileField(
        label=_("A new file"), required=False, help_text=_("Up to %(most)s MB each.") % {"most": most}
    )
    return made


def _done(made: forms.Form, actor: Actor, record: Record, row: int) -> int:
    """Note it; the status to answer with, and the form says why not."""
    given = {name: value for name, value in made.cleaned_data.items() if value not in (None, "")}
    try:
        criteria.evidence(actor, record.number, criterion=row, **given)
    except Invalid as invalid:
        refuse(made, invalid)
        return 422
    except TooLarge as problem:
        made.add_error("upload", str(problem))
        return 413
    except Refusal as no:
        made.add_error(None, str(no))
        return 409
    return 303
