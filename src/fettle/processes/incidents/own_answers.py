"""Saved answers of one's own, beside those that all use: made, changed and deleted by whoever wrote them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, person_of, show
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.records.declare import Field
from fettle.kernel.records.values import Line, Text
from fettle.processes.incidents.models import OwnAnswer
from fettle.processes.incidents.placeholders import NAMES
from fettle.processes.incidents.workflow import WORK

MOST = 200
"""So many of them fit a menu that somebody still looks through."""
PLACE = "/answers/"
FIELDS = (
    Field("name", Line(80), gettext_lazy("name"), needed=True),
    Field("text", Text(5000), gettext_lazy("text"), needed=True),
)


def of(actor: Actor) -> QuerySet[OwnAnswer]:
    """The actor's own, by name."""
    return OwnAnswer.objects.filter(person_id=actor.person_id or 0).order_by("name", "pk")


def own(actor: Actor, key: int) -> OwnAnswer:
    """One of them. Raises Forbidden, NotSeen."""
    require(actor, WORK)
    row = of(actor).filter(pk=key).first()
    if row is None:
        raise NotSeen(_("This answer does not exist, or somebody else saved it."))
    return row


def keep(actor: Actor, *, name: str, text: str) -> OwnAnswer:
    """A new one. Raises Forbidden, Invalid."""
    require(actor, WORK)
    if of(actor).count() >= MOST:
        raise Invalid({"": _("You have %(most)s saved answers: delete one first.") % {"most": MOST}})
    _is_free(actor, name, 0)
    return OwnAnswer.objects.create(person_id=person_of(actor), name=name, text=text)


def change(actor: Actor, row: OwnAnswer, **values: Any) -> OwnAnswer:
    """Its name or text. Raises Invalid, NotSeen."""
    row = own(actor, row.pk)
    if "name" in values:
        _is_free(actor, values["name"], row.pk)
    for column, value in values.items():
        setattr(row, column, value)
    row.save(update_fields=sorted(values))
    return row


def drop(actor: Actor, row: OwnAnswer) -> None:
    """Delete it. Raises NotSeen."""
    own(actor, row.pk).delete()


def _is_free(actor: Actor, name: str, besides: int) -> None:
    if of(actor).filter(name=name).exclude(pk=besides).exists():
        raise Invalid({"name": _("You have an answer of this name: give another one.")})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Those that one has."""
    actor = actor_of(request)
    require(actor, WORK)
    return show(request, "incidents/answers.html", {"answers": of(actor)})


@once
def new(request: HttpRequest) -> HttpResponse:
    """Save one."""
    return _form(request, None)


def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change one."""
    return _form(request, own(actor_of(request), key))


@require_POST
def delete(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    drop(actor, own(actor, key))
    messages.success(request, _("Answer deleted"))
    return HttpResponseRedirect(PLACE, status=303)


def _form(request: HttpRequest, row: OwnAnswer | None) -> HttpResponse:
    actor = actor_of(request)
    require(actor, WORK)
    standing = {"name": row.name, "text": row.text} if row else {}
    made = form_of(FIELDS, actor, request.POST if request.method == "POST" else None, standing)
    made.fields["text"].help_text = _("Filled in when it is used: %(names)s") % {
        "names": ", ".join(
            f"{{{name}}} {label}" for name, label in NAMES.items() if name not in ("whole", "resolution")
        )
    }
    if request.method == "POST" and made.is_valid() and _saved(actor, row, made):
        messages.success(request, _("Answer saved"))
        return HttpResponseRedirect(PLACE, status=303)
    context = {
        "title": _("Change answer") if row else _("Save an answer"),
        "submit_label": _("Save answer"),
        "cancel_url": PLACE,
        "form": made,
    }
    return show(request, "pages/form.html", context, status=422 if made.errors else 200)


def _saved(actor: Actor, row: OwnAnswer | None, made: forms.Form) -> OwnAnswer | None:
    try:
        return change(actor, row, **made.cleaned_data) if row else keep(actor, **made.cleaned_data)
    except Invalid as invalid:
        refuse(made, invalid)
        return None
