"""The default agreement: what it promises, the calendar its times count by, what does not count, its versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from fettle.edges.pages.inputs import form_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere, require_everywhere
from fettle.kernel.access.read import visible
from fettle.kernel.clock import queries as calendars
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.errors import FettleError, Invalid, NotSeen
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.processes.levels import actions, asks, grid, version_form
from fettle.processes.levels import queries as levels
from fettle.processes.levels import wording as levels_wording
from fettle.processes.levels.definitions import AGREEING, review_due
from fettle.processes.levels.exclusions import added, mark

SEE, MANAGE = "levels.see", "levels.manage"
TEXTS = ("terms", "reporting", "measuring", "exclusions")
SAID = (*TEXTS, "kept_percent")
EXCLUDE = tuple(Field(ask.name, ask.type, ask.label, ask.hint) for ask in asks.EXCLUDE)
Rows = list[dict[str, Any]]


@require_http_methods(["GET", "POST"])
@needs(SEE)
def agreement(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what is promised by default; saving puts a new version in force, for records from now on."""
    version = levels.default()
    record = visible(actor).filter(pk=version.agreement_id).first() if version else None
    if version and record is None:
        raise NotSeen(_("There is no default agreement here, or it is not for you to see."))
    if version:
        version.calendar = CalendarVersion.objects.select_related("calendar").get(pk=version.calendar_id)
    if request.method == "GET":
        stored = version.targets if version else []
        form = _form(actor, record, version)
        return _page(request, actor, record, version, form, grid.lines(grid.as_sent(stored)))
    require_everywhere(actor, MANAGE)
    form = _form(actor, record, version, request.POST)
    lines = grid.lines(request.POST)
    if form.is_valid() and not grid.wrong(lines):
        try:
            _save(actor, record, version, form, grid.targets(request.POST))
        except FettleError as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Agreement saved. It holds for records from now on."))
            return redirect("default-agreement")
    return _page(request, actor, record, version, form, lines, 422)


@require_GET
@needs(SEE)
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The agreement in force as JSON: its texts, its targets in minutes of working time, the calendar they count by,
    what else it promises and what does not count.
    """
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
        "promises": version.promises,
        "excluded": version.excluded,
        **{name: getattr(record.item, name) for name in SAID},
        "exported_at": timezone.now().isoformat(),
    }
    response = JsonResponse(told, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{record.number}.json"'
    return response


def _form(actor: Actor, record: Record | None, version: Any, sent: Any = None) -> AgreementForm:
    """What stands in it is what is in force."""
    start = {"title": _("Default agreement")}
    if record is not None:
        start = {"title": record.title, "calendar": version.calendar.calendar.key}
        start |= {name: getattr(record.item, name) for name in SAID}
    held = version_form.values(version) if version else {}
    beside = form_of((*version_form.PROMISED, *EXCLUDE), actor, sent, held)
    again = [(mark(row), levels_wording.exclusion(row)[0]) for row in (version.excluded if version else ())]
    return AgreementForm(sent, initial=start, beside=beside, again=again)


def _save(actor: Actor, record: Record | None, version: Any, form: AgreementForm, targets: Rows) -> None:
    given = form.cleaned_data
    calendar = calendars.latest(given["calendar"])
    if calendar is None:
        return
    told = {name: given[name] for name in ("title", *SAID)} | {
        "targets": targets,
        "calendar": calendar,
        "promises": version_form.promised(given, actor),
        "excluded": _excluded(given, version.excluded if version else []),
    }
    if record is None:
        actions.agree_default(actor, **told)
        return
    actions.amend(actor, record.number, reason=given["reason"], **told)


def _excluded(given: Mapping[str, Any], rows: Rows) -> Rows:
    """What does not count from now on: these rows or some of them, and one more where the form names it."""
    left = [row for row in rows if not given[f"again-{mark(row)}"]]
    wish = asks.excluding(given)
    if wish["kind"]:
        return added(left, wish)
    if wish["words"] or wish["targets"]:
        raise Invalid({"kind": _("Choose one of them.")})
    return left


def _page(
    request: HttpRequest,
    actor: Actor,
    record: Record | None,
    version: Any,
    form: AgreementForm,
    lines: list[grid.Line],
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "record": record,
        "form": form,
        "lines": lines,
        "wrong": grid.wrong(lines),
        "may_change": everywhere(actor, MANAGE),
        "history": (),
        "procedure": procedure.of(actor, AGREEING.key),
        "parts": _parts(form),
    }
    if record is not None:
        texts = [(form.fields[name].label, prose.shown(text)) for name in TEXTS if (text := getattr(record.item, name))]
        context |= {
            "texts": texts,
            "version": version,
            "in_force": grid.lines(grid.as_sent(version.targets)),
            "promises": [levels_wording.promise(row) for row in version.promises],
            "excluded": [levels_wording.exclusion(row) for row in version.excluded],
            "review_on": wording.day(review_due(timezone.localdate(version.made_at))),
        }
        context["history"] = history(actor, record)
    return show(request, "agreement.html", context, status)


def _parts(form: AgreementForm) -> list[tuple[str, str, list[Any]]]:
    """The fields under a heading each, with a hint; those before and after stand alone."""
    again = [name for name in form.fields if name.startswith("again-")]
    parts: tuple[tuple[str, str, Sequence[str]], ...] = (
        (
            _("What else is promised"),
            _("What is left empty is not promised."),
            ("kept_percent", *(item.name for item in version_form.PROMISED), "reporting", "measuring"),
        ),
        (
            _("What does not count"),
            _("One more each time that it is saved; what stands here already may count again."),
            (*again, *(item.name for item in EXCLUDE), "exclusions"),
        ),
    )
    return [(heading, hint, [form[name] for name in names]) for heading, hint, names in parts]
