"""The pages: what was corrected, what would change, doing it, and how far it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fettle.edges.pages import addresses
from fettle.edges.pages.inputs import form_of, refuse
from fettle.edges.pages.once import once
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.access.references import ToCalendar, ToRecord
from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.declare import Field
from fettle.kernel.records.values import Day, Line
from fettle.kernel.workflow import Ask
from fettle.processes.incidents.models import Recalculation
from fettle.processes.incidents.recalculating import anew, jobs, runs

PLACE = "/desk/recalculations"
ASKS = (
    Ask(
        "agreement",
        ToRecord("agreement", among=("in_force",)),
        gettext_lazy("Agreement that was corrected"),
        needed=False,
    ),
    Ask("calendar", ToCalendar(), gettext_lazy("Or calendar that was corrected"), needed=False),
    Ask(
        "since",
        Day(),
        gettext_lazy("Also what was resolved since"),
        gettext_lazy("Empty: only what is still worked on."),
        needed=False,
    ),
    Ask(
        "reason",
        Line(500),
        gettext_lazy("Reason"),
        gettext_lazy("It stands in the history of each record that changes."),
    ),
)
State = Recalculation.State


def effects() -> dict[str, str]:
    """What a change means for a record, in words."""
    return {
        anew.NEWLY_LATE: _("Late by that"),
        anew.NO_LONGER_LATE: _("No longer late"),
        anew.SOONER: _("Due sooner"),
        anew.LATER: _("Due later"),
        anew.NOW_MISSED: _("Target missed by that"),
        anew.NOW_KEPT: _("Target kept by that"),
        anew.SAME: _("Nothing to see yet: it waits, is done, or is due at the same time"),
    }


@require_http_methods(["GET", "POST"])
@once
def ask(request: HttpRequest) -> HttpResponse:
    """What was corrected, and the recalculations so far."""
    actor = actor_of(request)
    require_everywhere(actor, runs.MANAGE)
    fields = [Field(each.name, each.type, each.label, each.hint, needed=each.needed) for each in ASKS]
    made = form_of(fields, actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and made.is_valid():
        try:
            run = runs.ask(actor, **made.cleaned_data)
            jobs.begin(run)
            return HttpResponseRedirect(f"{PLACE}/{run.pk}", status=303)
        except Invalid as invalid:
            refuse(made, invalid)
    context = {
        "place": "recalculations",
        "manages": True,
        "title": _("Recalculate targets"),
        "form": made,
        "submit_label": _("Look what would change"),
        "cancel_url": "/agreements",
        "earlier": Recalculation.objects.select_related("agreement", "calendar", "by").order_by("-pk")[:20],
    }
    return show(request, "incidents/recalculate.html", context, status=422 if made.errors else 200)


@require_safe
def one(request: HttpRequest, key: int) -> HttpResponse:
    """What would change, or what became of it."""
    actor = actor_of(request)
    run = runs.get(actor, key)
    return show(request, "incidents/recalculation.html", context_of(actor, run))


@require_POST
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """Do it."""
    actor = actor_of(request)
    run = runs.get(actor, key)
    try:
        jobs.confirm(actor, run)
    except Refusal as no:
        messages.error(request, str(no))
    return HttpResponseRedirect(f"{PLACE}/{run.pk}", status=303)


def context_of(actor: Any, run: Recalculation) -> dict[str, Any]:
    words = effects()
    tried = run.done + run.left
    return {
        "place": "recalculations",
        "manages": True,
        "run": run,
        "title": _("Recalculate targets"),
        "works": run.state in (State.LOOKING, State.CONFIRMED),
        "waits": run.state == State.LOOKED,
        "percent": 100 * tried / run.changed if run.changed else 0,
        "effects": [(words[code], run.effects[code]) for code in anew.EFFECTS if run.effects.get(code)],
        "rows": [
            {"record": record, "url": addresses.of(record), "effect": words[effect], "old": old, "new": new}
            for record, effect, old, new in runs.rows(actor, run)
        ],
        "shown": runs.SHOWN,
        "behind": runs.behind(actor, run),
        "confirm_url": f"{PLACE}/{run.pk}/confirm",
        "again_url": PLACE,
    }
