"""The page on which the personal data of somebody who left is erased: what would be replaced, then the name, typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fettle.administration.guard import needs
from fettle.administration.page import refuse, show
from fettle.edges.pages.lists import Cell
from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import FettleError
from fettle.kernel.settings import erasing, territory


class ErasingForm(forms.Form):
    """Why, what else means them, and whether what they attached goes too."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, help_text=gettext_lazy("It stays in the history. Name nobody.")
    )
    also = forms.CharField(
        label=gettext_lazy("Further words that mean them"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One in a line, such as a nickname or a private number. They are replaced everywhere."),
    )
    attached = forms.BooleanField(
        label=gettext_lazy("Delete the files they attached"),
        required=False,
        help_text=gettext_lazy("Also those on records that others still work on."),
    )
    typed = forms.CharField(label=gettext_lazy("Type the name to confirm"), required=False, max_length=200)

    def wish(self) -> dict[str, Any]:
        """What the action takes."""
        clean = self.cleaned_data
        return {"reason": clean["reason"], "also": clean["also"].splitlines(), "files": clean["attached"]}


@require_http_methods(["GET", "POST"])
@needs(erasing.ERASE)
def erase(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """First what would be replaced; then, with the name typed, it happens and cannot be undone."""
    person = territory.person(actor, key)
    form = ErasingForm(request.POST or None)
    outcome = None
    if request.method == "POST" and form.is_valid():
        wanted = "erase" in request.POST
        right = form.cleaned_data["typed"].strip() == person.name
        try:
            outcome = erasing.erase(actor, person, **form.wish(), preview=not (wanted and right))
        except FettleError as problem:
            refuse(form, problem)
        else:
            if wanted and right:
                messages.success(request, _("Personal data is erased: %(mark)s") % {"mark": outcome.mark})
                return redirect("person", key)
            if wanted:
                form.add_error("typed", _("Type “%(name)s”, exactly as it stands here.") % {"name": person.name})
    context = {"person": person, "form": form, "outcome": outcome, "rows": _rows(outcome)}
    return show(request, "erase.html", context, 422 if form.errors else 200)


def _rows(outcome: erasing.Outcome | None) -> list[Cell]:
    """How much of what, without what there is none of."""
    found = outcome.found if outcome else {}
    return [
        Cell("text", found[trace.key], label=str(trace.label)) for trace in assembly().traces if found.get(trace.key)
    ]
