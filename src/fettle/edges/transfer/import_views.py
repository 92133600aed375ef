"""The pages of imports: choose a file, see what would come of it, say yes or no, and look at it later."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fettle.edges.pages import nav
from fettle.edges.pages.lists import Cell, Column, Empty, Row, Table
from fettle.edges.pages.page import actor_of, show
from fettle.edges.transfer import jobs, runs
from fettle.edges.transfer.import_form import UploadForm
from fettle.edges.transfer.models import ImportRun
from fettle.edges.transfer.outcome import TOLD
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import FettleError, Invalid, TooLarge
from fettle.kernel.history.restore import PERMISSION
from fettle.kernel.records.values import whole

ON_A_PAGE = 50
PEOPLE = "people.administer"
NO_NAME = "import"


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The form, and the imports there were; posted: a file is taken and tried."""
    actor = actor_of(request)
    offered = runs.importers(actor)
    if not offered and not may(actor, PEOPLE):
        require(actor, PERMISSION)
    form = UploadForm(actor, offered, request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and offered:
        if form.is_valid():
            try:
                return redirect("import-run", _taken(actor, form).pk)
            except FettleError as problem:
                status = _refuse(form, problem)
        else:
            status = 422
    first = whole(request.GET.get("from", "")) or 0
    rows = list(runs.visible(actor)[first : first + ON_A_PAGE + 1])
    context = {
        "form": form if offered else None,
        "importers": offered,
        "people_url": nav.address("import-people") if may(actor, PEOPLE) else "",
        "table": _table(rows[:ON_A_PAGE]),
        "older": f"?from={first + ON_A_PAGE}" if len(rows) > ON_A_PAGE else "",
        "empty": Empty(_("Nothing was imported yet."), icon="inbox"),
    }
    return show(request, "transfer/imports.html", context, status=status)


def _taken(actor: Actor, form: UploadForm) -> ImportRun:
    asked = form.cleaned_data
    run = runs.take(
        actor,
        runs.importer_of(asked["kind"]),
        asked["file"].chunks(),
        file_name=asked["file"].name or "",
        organisation=form.party,
        zone=asked.get("time_zone", "UTC"),
    )
    jobs.begin_preview(actor, run)
    return run


def _refuse(form: UploadForm, problem: FettleError) -> int:
    """Put the sentence beside its field; the code of the answer."""
    errors = problem.errors if isinstance(problem, Invalid) else {"file": problem}
    for name, sentence in errors.items():
        form.add_error(name if name in form.fields else None, str(sentence))
    return problem.status if isinstance(problem, TooLarge) else 422


def _table(rows: list[ImportRun]) -> Table:
    labels = {each.key: each.label for each in assembly().importers}
    columns = [
        Column(_("File")),
        Column(_("What it is"), "text"),
        Column(_("State"), "state"),
        Column(_("Who"), "name"),
        Column(_("When"), "date"),
        Column(_("Fingerprint"), "number"),
    ]
    made = [
        Row(
            str(run.pk),
            [
                Cell("link", run.file_name, url=f"/import/{run.pk}/"),
                Cell("text", labels.get(run.source, run.source)),
                Cell("text", run.get_state_display()),
                Cell("text", run.by_label),
                Cell("moment", run.started_at),
                Cell("text", run.file.sha256[:12] if run.file else ""),
            ],
        )
        for run in rows
    ]
    return Table(_("Imports"), columns, made)


@require_GET
def one(request: HttpRequest, key: int) -> HttpResponse:
    """One import as it stands: being tried, waiting for a yes, running, or what came of it."""
    actor = actor_of(request)
    run = runs.get(actor, key)
    told = run.outcome if run.state == ImportRun.State.DONE else run.preview
    context = {
        "run": run,
        "label": next((each.label for each in assembly().importers if each.key == run.source), run.source),
        "busy": run.state in (ImportRun.State.UPLOADED, ImportRun.State.CONFIRMED),
        "waits": run.state == ImportRun.State.TRIED,
        "ended": run.state == ImportRun.State.DONE,
        "percent": 100 * run.done // run.of if run.of else 0,
        "told": told,
        "figures": _figures(told) if "rows" in told else (),
        "looked": [{**each, "words": TOLD.get(each["what"], each["what"])} for each in told.get("told", ())],
        "more_refused": max(0, told.get("refused", 0) - len(told.get("refused_rows", ()))),
        "writes": bool(told.get("made") or told.get("changed")),
        "has_log": ImportRun.objects.filter(pk=run.pk).exclude(log="").exists(),
    }
    return show(request, "transfer/import_run.html", context)


def _figures(told: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Word, number and tone."""
    return [
        (_("new"), told.get("made", 0), "green"),
        (_("changed"), told.get("changed", 0), "blue"),
        (_("unchanged"), told.get("same", 0), ""),
        (_("rows refused"), told["refused"], "red" if told["refused"] else ""),
        (_("rows read"), told["rows"], ""),
    ]


@require_POST
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """Yes: bring it in."""
    actor = actor_of(request)
    jobs.begin_import(actor, runs.get(actor, key))
    return redirect("import-run", key)


@require_POST
def discard(request: HttpRequest, key: int) -> HttpResponse:
    """No: nothing is brought in."""
    actor = actor_of(request)
    runs.discard(actor, runs.get(actor, key))
    return redirect("imports")


@require_GET
def log(request: HttpRequest, key: int) -> HttpResponse:
    """Everything to look at, a line each, as a text to save."""
    run = runs.get(actor_of(request), key)
    response = HttpResponse(run.log, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.txt"'
    response["Cache-Control"] = "private, no-store"
    return response
