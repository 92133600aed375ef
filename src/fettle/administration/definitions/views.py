"""One generic page for every definition: its data, its procedure, the reason of a change, its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fettle.administration.definitions import queries
from fettle.administration.guard import needs
from fettle.administration.page import show
from fettle.edges.duties import slots as duties
from fettle.edges.pages import prose, rows
from fettle.facilities.tags.definitions import MANAGE as TAGS
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require_everywhere
from fettle.kernel.errors import Invalid, Stale
from fettle.kernel.history.facts import Change
from fettle.kernel.records import Field
from fettle.kernel.records.values import Text, whole
from fettle.kernel.settings import actions, differences, territory
from fettle.kernel.settings.declare import Table

SEE = "settings.see"
WIDE = 8
"""Up to so many columns stand beside one another."""


@require_GET
@needs(SEE)
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything that is defined here, by process."""
    context = {
        "groups": queries.groups(actor),
        "people": may(actor, territory.ADMINISTER),
        "teams": may(actor, territory.TEAMS),
        "tags": may(actor, TAGS),
        "agreement": queries.sees_agreement(actor),
    }
    return show(request, "settings.html", context)


@require_GET
@needs(SEE)
def by_number(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """A setting is a record too: its number leads to its page."""
    return redirect("setting", queries.key_of(actor, number))


@require_GET
@needs(SEE)
def export(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Data and procedure as JSON, with the version they are of."""
    one = queries.kept(actor, key)
    response = JsonResponse(queries.exported(one), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{key}.json"'
    return response


@require_http_methods(["GET", "POST"])
@needs(SEE)
def setting(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Look at a definition; change it, when one may. Buttons that add, remove or move rows store nothing."""
    one = queries.kept(actor, key)
    if request.method == "GET":
        return _page(request, actor, one, one.value, one.procedure)
    require_everywhere(actor, one.definition.may)
    value = rows.given(one.definition.shape, request.POST)
    procedure = request.POST.get("procedure", "")
    wish = request.POST.get("do", "save")
    if wish != "save" and isinstance(one.definition.shape, Table):
        moved = rows.moved(value, wish, one.definition.shape)
        return _page(request, actor, one, moved, procedure, unsaved=True)
    return _save(request, actor, one, value, procedure)


def _save(request: HttpRequest, actor: Actor, one: queries.Kept, value: Any, procedure: str) -> HttpResponse:
    reason, seen = request.POST.get("reason", "").strip(), request.POST.get("version", "")
    if not reason:
        problem = _("Say in a few words why: the history shows it.")
        return _page(request, actor, one, value, procedure, reason_problem=problem, status=422)
    try:
        actions.redefine(
            actor,
            one.definition.key,
            value=value,
            procedure=procedure.replace("\r\n", "\n"),
            reason=reason[:500],
            version=whole(seen),
        )
    except Invalid as problem:
        return _page(request, actor, one, value, procedure, problem=str(problem), status=422)
    except Stale as problem:
        theirs = _theirs(one, value)
        return _page(request, actor, one, value, procedure, problem=str(problem), theirs=theirs, status=409)
    messages.success(request, _("Saved. It is in force now."))
    return redirect("setting", one.definition.key)


def _theirs(one: queries.Kept, value: Any) -> list[Change]:
    """How what stands there now differs from what was sent: label, theirs, ours. What cannot be read is left out."""
    try:
        return differences.told(one.definition, one.value, one.definition.shape.clean(value, None))
    except ValueError:
        return []


def _stacked(fields: Sequence[Field], lines: Sequence[rows.Line]) -> bool:
    """Whether each row is a card of its own: a line of a table would be wider than a page, hold several texts, or cut
    off what opens below its pickers.
    """
    several = sum(isinstance(item.type, Text) for item in fields) > 1
    return len(fields) > WIDE or several or any(cell.kind == "picker" for line in lines for cell in line.inputs)


def _texts(one: queries.Kept) -> list[tuple[str, SafeString]]:
    """(name, text) of each row that is in use and holds texts to be read, such as the steps of a workflow."""
    long = [item.name for item in one.definition.shape.fields if isinstance(item.type, Text)]
    if not long or not isinstance(one.definition.shape, Table):
        return []
    used = [row for row in one.value if row.get("label") and row.get("active") is not False]
    return [(row["label"], prose.shown("\n\n".join(row[name] for name in long if row[name]))) for row in used]


def _page(
    request: HttpRequest, actor: Actor, one: queries.Kept, value: Any, procedure: str, status: int = 200, **more: Any
) -> HttpResponse:
    shape = one.definition.shape
    is_table = isinstance(shape, Table)
    lines = rows.of_table(shape, value, one.arrived, actor) if isinstance(shape, Table) else []
    context = {
        "one": one,
        "lines": lines,
        "inputs": () if isinstance(shape, Table) else rows.of_form(shape, value, actor),
        "columns": [item.label for item in shape.fields],
        "is_table": is_table,
        "stacked": is_table and _stacked(shape.fields, lines),
        "arrived": len(one.arrived),
        "fixed": isinstance(shape, Table) and shape.fixed,
        "procedure": procedure,
        "procedure_shown": prose.shown(one.procedure),
        "texts": _texts(one),
        "reason": request.POST.get("reason", ""),
        "history": queries.history(actor, one.record),
        "part": duties.of_record(actor, one.record) if one.procedure else None,
        "register": one.definition.key == "kernel.register" and may(actor, territory.ADMINISTER),
        **more,
    }
    return show(request, "setting.html", context, status)
