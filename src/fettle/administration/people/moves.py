"""The pages on which people come in by file, leave with their work handed over, and have their view explained."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from fettle.administration import choices
from fettle.administration.guard import needs
from fettle.administration.page import refuse, show
from fettle.administration.people import csv_rows, leaving, queries, why
from fettle.administration.people.forms import ImportForm, WhyForm
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.references import ToPerson
from fettle.kernel.errors import FettleError, Invalid
from fettle.kernel.settings import territory

SALT = "people.import"
OUTCOMES = ("new", "changed", "same", "problem")


@require_http_methods(["GET", "POST"])
@needs(territory.ADMINISTER)
def import_people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """First a preview of every line, then, with the same file, the writing."""
    if text := request.POST.get("signed"):
        return _write(request, actor, text)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = csv_rows.decoded(form.cleaned_data["file"].read(csv_rows.MOST_BYTES + 1))
            rows = csv_rows.read(actor, text)
        except Invalid as problem:
            refuse(form, problem)
        else:
            return show(request, "import_preview.html", _preview(rows, text))
    context = {"form": form, "columns": csv_rows.COLUMNS, "needed": csv_rows.NEEDED}
    return show(request, "import_people.html", context, 422 if form.errors else 200)


def _preview(rows: list[csv_rows.Row], text: str) -> dict[str, Any]:
    counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in OUTCOMES}
    return {
        "rows": [row for row in rows if row.outcome != "same"][:500],
        "counts": counts,
        "to_write": counts["new"] + counts["changed"],
        "signed": signing.dumps(text, salt=SALT, compress=True),
    }


def _write(request: HttpRequest, actor: Actor, signed: str) -> HttpResponse:
    """Read the same file again: what changed meanwhile is compared anew."""
    try:
        text = signing.loads(signed, salt=SALT, max_age=3600)
    except signing.BadSignature:
        messages.error(request, _("The preview is older than an hour: choose the file again."))
        return redirect("import-people")
    count = csv_rows.write(actor, csv_rows.read(actor, text))
    messages.success(
        request, ngettext("%(count)s person imported", "%(count)s people imported", count) % {"count": count}
    )
    return redirect("people")


class LeavingForm(forms.Form):
    """Who takes over."""

    team = forms.ChoiceField(label=gettext_lazy("Team that takes over"), required=False)
    successor = forms.CharField(
        label=gettext_lazy("Person who takes over"), required=False, help_text=gettext_lazy("An e-mail address.")
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        offered = choices.teams(list(territory.teams(actor).filter(active=True)))[1:]
        self.fields["team"].choices = [("", _("the team of each record")), *offered]  # type: ignore[attr-defined]

    def clean_successor(self) -> Any:
        try:
            return ToPerson().clean(words, self.actor) if (words := self.cleaned_data["successor"].strip()) else None
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from None


@require_http_methods(["GET", "POST"])
@needs(territory.ADMINISTER)
def deactivate(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """A preview of the open work and a question; then it is handed over and the person deactivated."""
    person = territory.person(actor, key)
    work = leaving.work(actor, person)
    form = LeavingForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        team_key = form.cleaned_data["team"]
        team = territory.teams(actor).get(pk=team_key) if team_key else None
        try:
            leaving.hand_over(actor, person, team, form.cleaned_data["successor"])
        except FettleError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("%(name)s is deactivated") % {"name": person})
            return redirect("person", key)
    context = {"person": person, "work": work[:50], "total": len(work), "form": form}
    return show(request, "deactivate.html", context, 409 if form.errors else 200)


@require_http_methods(["GET"])
@needs(territory.ADMINISTER)
def why_see(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Why can this person (not) see this record?"""
    form = WhyForm(request.GET or None)
    explanation = None
    if request.GET and form.is_valid():
        words = form.cleaned_data["person"].strip()
        person = queries.people(actor).filter(mail__iexact=words).first()
        if person is None:
            form.add_error("person", _("Nobody here has the address “%(words)s”.") % {"words": words[:60]})
        else:
            try:
                explanation = why.explain(actor, person, form.cleaned_data["number"])
            except FettleError as problem:
                form.add_error("number", str(problem))
    return show(request, "why_see.html", {"form": form, "explanation": explanation}, 422 if form.errors else 200)
