"""Imports over REST: upload a file, read what would come of it, confirm, read what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import bodies, described, given, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, paged
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import key_of, only
from fettle.edges.rest.problems import WrongMedia
from fettle.edges.rest.reading import API
from fettle.edges.transfer import jobs, runs
from fettle.edges.transfer.models import ImportRun
from fettle.edges.transfer.outcome import Importer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.references import ToOrganisation
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Organisation

IMPORTS = Router(tags=["imports"])
NAMES = {"kind", "organisation", "time_zone"}
TEXTS = shapes.listed(shapes.TEXT)
KIND = shapes.thing(
    {"key": shapes.TEXT, "label": shapes.TEXT, "hint": shapes.TEXT, "columns": TEXTS, "timed": shapes.YES_NO},
    ["key", "label", "columns", "timed"],
)
RUN = shapes.thing(
    {
        "id": shapes.WHOLE,
        "kind": shapes.TEXT,
        "file": shapes.TEXT,
        "sha256": shapes.or_null(shapes.TEXT),
        "organisation": shapes.TEXT,
        "time_zone": shapes.TEXT,
        "state": {"enum": list(ImportRun.State.values)},
        "by": shapes.TEXT,
        "uploaded_at": shapes.MOMENT,
        "ended_at": shapes.or_null(shapes.MOMENT),
        "done": shapes.WHOLE,
        "of": shapes.WHOLE,
        "problem": shapes.TEXT,
        "preview": {"type": "object", "description": "What a trial came to: counts, refused rows, a sample."},
        "outcome": {"type": "object", "description": "What the import came to, alike."},
    },
    ["id", "kind", "file", "organisation", "state", "by", "uploaded_at", "preview", "outcome"],
)
FORM = shapes.thing(
    {
        "file": {"type": "string", "format": "binary"},
        "kind": {**shapes.TEXT, "description": "A key of /importers."},
        "organisation": {**shapes.TEXT, "description": "Whose records they are: the provider unless given."},
        "time_zone": {**shapes.TEXT, "default": "UTC", "description": "In which the file tells the time."},
    },
    ["file", "kind"],
    closed=True,
)


def shown(run: ImportRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "kind": run.source,
        "file": run.file_name,
        "sha256": run.file.sha256 if run.file else None,
        "organisation": run.organisation.name,
        "time_zone": run.zone,
        "state": run.state,
        "by": run.by_label,
        "uploaded_at": run.started_at.isoformat(),
        "ended_at": run.finished_at.isoformat() if run.finished_at else None,
        "done": run.done,
        "of": run.of,
        "problem": run.problem,
        "preview": run.preview,
        "outcome": run.outcome,
    }


@IMPORTS.get(
    "/importers",
    operation_id="importers",
    summary="The kinds of file that one may import",
    openapi_extra=described.operation({200: shapes.thing({"items": shapes.listed(KIND)}, ["items"])}, (401, 405, 422)),
)
def importers(request: HttpRequest) -> HttpResponse:
    """None for whoever may import nothing."""
    actor = actor_of(request)
    only(request.GET)
    items = [
        {
            "key": each.key,
            "label": str(each.label),
            "hint": str(each.hint),
            "columns": list(each.columns),
            "timed": each.timed,
        }
        for each in runs.importers(actor)
    ]
    return Answer({"items": items}).response()


@IMPORTS.get(
    "/imports",
    operation_id="imports_list",
    summary="List: imports, newest first",
    openapi_extra=described.operation({200: shapes.paged(RUN)}, (401, 405, 422), parameters=described.paging()),
)
def browse(request: HttpRequest) -> HttpResponse:
    """Those of the kinds that one may import."""
    only(request.GET, *PAGING)
    return paged(runs.visible(actor_of(request)), "id", request.GET, shown).response()


@IMPORTS.post(
    "/imports",
    response={201: None},
    operation_id="imports_upload",
    summary="Upload a file and try it",
    openapi_extra=described.operation(
        {201: RUN}, described.WRITING, FORM, [described.KEY], media="multipart/form-data"
    ),
)
def upload(request: HttpRequest) -> HttpResponse:
    """Nothing is written yet: read ``preview`` (when ``state`` is no longer uploaded), then confirm or discard."""
    actor = actor_of(request)
    bodies.bounded(request, runs.LARGEST + bodies.SPARE)
    only(request.GET)
    if request.content_type != "multipart/form-data":
        raise WrongMedia(_("Send a form: multipart/form-data with “file”."))
    importer = runs.importer_of(str(request.POST.get("kind", "")))
    require(actor, importer.may)
    if unknown := (request.POST.keys() | request.FILES.keys()) - NAMES - {"file"}:
        raise Invalid({name: _("There is no such field here: remove it.") for name in unknown})
    file: Any = request.FILES.get("file")
    if file is None:
        raise Invalid({"file": _("Choose a file first.")})
    party, zone = _party(actor, importer, str(request.POST.get("organisation", ""))), request.POST.get("time_zone")

    def run() -> Answer:
        made = runs.take(
            actor,
            importer,
            file.chunks(),
            file_name=str(file.name),
            organisation=party,
            zone=str(zone or "UTC"),
        )
        jobs.begin_preview(actor, made)
        return Answer(shown(made), 201, {"Location": f"{API}/imports/{made.pk}"})

    return once(request, actor, run, _fingerprint(file, importer.key, party.pk, zone)).response()


def _party(actor: Actor, importer: Importer, name: str) -> Organisation:
    """The one named, or the first that the actor may import for. Raises Invalid."""
    first = runs.organisations(actor, importer).first()
    if not name and first:
        return first
    try:
        return ToOrganisation().clean(name, actor)
    except ValueError as problem:
        raise Invalid({"organisation": str(problem)}) from None


def _fingerprint(file: UploadedFile[Any], *others: object) -> bytes:
    """What makes two forms the same: their bytes differ by the boundary."""
    digest = hashlib.sha256(repr((file.name, *others)).encode("utf-8", "replace"))
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.digest()


@IMPORTS.get(
    "/imports/{pk}",
    operation_id="imports_show",
    summary="Show: an import, with its preview and outcome",
    openapi_extra=described.operation({200: RUN}, described.READING),
)
def one(request: HttpRequest, pk: str) -> HttpResponse:
    """As it stands."""
    only(request.GET)
    return Answer(shown(runs.get(actor_of(request), key_of(pk)))).response()


@IMPORTS.get(
    "/imports/{pk}/log",
    operation_id="imports_log",
    summary="Everything to look at, a line each",
    openapi_extra=described.operation({200: shapes.thing({"lines": TEXTS}, ["lines"])}, described.READING),
)
def log(request: HttpRequest, pk: str) -> HttpResponse:
    """Refused rows with their reasons, unknown states, moved times."""
    only(request.GET)
    return Answer({"lines": runs.get(actor_of(request), key_of(pk)).log.splitlines()}).response()


def _deciding(word: str, name: str, summary: str, do: Callable[[Actor, ImportRun], None]) -> None:
    """POST /imports/{pk}/<word>."""

    def decide(request: HttpRequest, pk: str) -> HttpResponse:
        actor = actor_of(request)
        given.clean((), bodies.read(request), actor)
        run = runs.get(actor, key_of(pk))

        def done() -> Answer:
            do(actor, run)
            return Answer(shown(runs.get(actor, run.pk)))

        return once(request, actor, done).response()

    IMPORTS.add_api_operation(
        f"/imports/{{pk}}/{word}",
        ["POST"],
        decide,
        operation_id=f"imports_{name}",
        summary=summary,
        openapi_extra=described.operation({200: RUN}, described.WRITING, parameters=[described.KEY]),
    )


_deciding("confirm", "bring_in", "Say yes: bring it in", jobs.begin_import)
_deciding("discard", "discard", "Say no: nothing is written", runs.discard)
