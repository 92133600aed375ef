"""The default agreement: targets for each kind and priority, the calendar they count by, its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fettle.administration.definitions import procedure
from fettle.administration.definitions.forms import AgreementForm
from fettle.administration.definitions.queries import history
from fettle.administration.guard import needs
from fettle.administration.page import refuse, show
from fettle.edges.pages import prose, wording
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere, require_everywhere
from fettle.kernel.access.read import visible
from fettle.kernel.clock import queries as calendars
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.errors import FettleError, NotSeen
from fettle.kernel.records.models import Record
from fettle.processes.levels import actions, grid
from fettle.processes.levels import queries as levels
from fettle.processes.levels.definitions import AGREEING, review_due

SEE, MANAGE = "levels.see", "levels.manage"
TEXTS = ("terms", "reporting")
Rows = list[dict[str, Any]]


@require_http_methods(["GET", "POST"])
@needs(SEE)
def agreement(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what is promised by default; saving puts a new version in force, for records from now on."""
    version = levels.default()
    record = visible(actor).filter(pk=version.agreement_id).first() if version else None
    if version and record is None:
        raise NotSeen(_("There is no default agreement here, or it is not for you to see."))
    stored = version.targets if version else []
    if request.method == "GET":
        start = {"title": record.title if record else _("Default agreement"), "calendar": _key_of(version)}
        start |= {name: getattr(record.item, name) for name in TEXTS} if record else {}
        return _page(request, actor, record, AgreementForm(initial=start), grid.lines(grid.as_sent(stored)))
    require_everywhere(actor, MANAGE)
    form = AgreementForm(request.POST)
    lines = grid.lines(request.POST)
    if form.is_valid() and not any(cell.problem for line in lines for cell in line.cells):
        try:
            _save(actor, record, form, grid.targets(request.POST))
        except FettleError as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Agreement saved. It holds for records from now on."))
            return redirect("default-agreement")
    return _page(request, actor, record, form, lines, 422)


@require_GET
@needs(SEE)
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The agreement in force as JSON: its text, its targets in minutes of working time, the calendar they count by."""
    version = levels.default()
    record = visible(actor).filter(pk=version.agreement_id).first() if version else None
    if version is None or record is None:
        raise NotSeen(_("There is no default agreement here, or it is not for you to see."))
    told = {
        "number": record.number,
        "title": record.title,
        "version": version.version,
        "made_at": version.made_at.isoformat(),
        "review_on": review_due(timezone.localdate(version.made_at)).isoformat(),
        "calendar": {"key": version.calendar.calendar.key, "version": version.calendar.version},
        "targets": version.targets,
        **{name: getattr(record.item, name) for name in TEXTS},
        "exported_at": timezone.now().isoformat(),
    }
    response = JsonResponse(told, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{record.number}.json"'
    return response


def _save(actor: Actor, record: Record | None, form: AgreementForm, targets: Rows) -> None:
    given = form.cleaned_data
    calendar = calendars.latest(given["calendar"])
    if calendar is None:
        return
    words = {name: given[name] for name in ("title", *TEXTS)}
    if record is None:
        actions.agree_default(actor, calendar=calendar, targets=targets, **words)
        return
    actions.amend(actor, record.number, targets=targets, calendar=calendar, reason=given["reason"], **words)


def _key_of(version: Any) -> str:
    if version is None:
        return ""
    row = CalendarVersion.objects.select_related("calendar").get(pk=version.calendar_id)
    return str(row.calendar.key)


def _page(
    request: HttpRequest,
    actor: Actor,
    record: Record | None,
    form: AgreementForm,
    lines: list[grid.Line],
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "record": record,
        "form": form,
        "lines": lines,
        "may_change": everywhere(actor, MANAGE),
        "history": (),
        "procedure": procedure.of(actor, AGREEING.key),
    }
    if record is not None:
        context["terms"], context["promised"] = prose.shown(record.item.terms), record.item.reporting
        context["version"] = record.item.versions.get(version=record.item.latest)
        context["in_force"] = grid.lines(grid.as_sent(context["version"].targets))
        context["review_on"] = wording.day(review_due(timezone.localdate(context["version"].made_at)))
        context["history"] = history(actor, record)
    return show(request, "agreement.html", context, status)
