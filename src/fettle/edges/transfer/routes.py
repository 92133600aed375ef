"""GET /<path>/export and POST /<path>/import of a kind, beside its other routes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Router

from fettle.edges.rest import bodies, described, shapes
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.filters import filtered
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import only
from fettle.edges.rest.problems import WrongMedia
from fettle.edges.transfer import importing, reading, tables
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record

EXPORT = "transfer.export"
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Action = Callable[..., Record]


def exported(actor: Actor, kinds: Sequence[Kind], records: Any, form: str) -> HttpResponseBase:
    """The records as a file to save. Raises Forbidden, Invalid."""
    require(actor, EXPORT)
    if form not in ("csv", "xlsx"):
        raise Invalid({"format": _("Give one of: %(names)s.") % {"names": "csv, xlsx"}})
    table = tables.rows(actor, kinds, records)
    response: HttpResponseBase
    if form == "csv":
        response = StreamingHttpResponse(tables.as_csv(table), content_type=CSV)
    else:
        response = HttpResponse(tables.as_xlsx(table, ", ".join(str(kind.plural) for kind in kinds)), content_type=XLSX)
    name = f"{'-'.join(kind.path for kind in kinds)}-{timezone.now():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@override("en")
def add(router: Router, kind: Kind, *, register: Action | None = None, revise: Action | None = None) -> Router:
    """The export, and with the room's actions the import."""

    def export(request: HttpRequest) -> HttpResponseBase:
        actor = actor_of(request)
        records = filtered(actor, kind, request.GET, "format")
        return exported(actor, [kind], records, request.GET.get("format", "csv"))

    formats = described.query("format", {"enum": ["csv", "xlsx"], "default": "csv"})
    extra = described.operation({}, (401, 403, 405, 422), parameters=[formats, *described.filters(kind)[:-2]])
    files = {media: {"schema": {"type": "string"}} for media in (CSV.partition(";")[0], XLSX)}
    extra["responses"][200] = {"description": "Done", "content": files}
    router.add_api_operation(
        f"/{kind.path}/export",
        ["GET"],
        export,
        operation_id=f"{kind.path}_export",
        summary=f"Export: {kind.plural}",
        openapi_extra=extra,
    )
    if register and revise:
        _importing(router, kind, register, revise)
    return router


ROW = shapes.thing(
    {
        "line": shapes.WHOLE,
        "outcome": {"enum": ["new", "changed", "same", "refused"]},
        "number": shapes.TEXT,
        "fields": shapes.listed(shapes.TEXT),
        "detail": shapes.TEXT,
        "title": shapes.TEXT,
        "state": shapes.TEXT,
    },
    ["line", "outcome"],
)
RESULT = shapes.thing(
    {"preview": shapes.YES_NO, "counts": {"type": "object"}, "rows": shapes.listed(ROW)}, ["preview", "counts", "rows"]
)
FORM = shapes.thing({"file": {"type": "string", "format": "binary"}, "preview": {"enum": ["true", "false"]}}, ["file"])


def sent(request: HttpRequest, actor: Actor, permission: str) -> tuple[bytes, bool]:
    """A table as it was sent, and whether it is only looked at. The permission is asked before the form is. Raises
    TooLarge, WrongMedia, Forbidden, Invalid.
    """
    bodies.bounded(request, reading.LARGEST)
    only(request.GET)
    if request.content_type != "multipart/form-data":
        raise WrongMedia(_("Send a form: multipart/form-data with “file”."))
    require(actor, permission)
    file, wish = request.FILES.get("file"), request.POST.get("preview", "true")
    if file is None or wish not in ("true", "false"):
        raise Invalid({"file": _("Choose a file first.")} if file is None else {"preview": _("Give true or false.")})
    if unknown := (request.POST.keys() | request.FILES.keys()) - {"file", "preview"}:
        raise Invalid({name: _("There is no such field here: remove it.") for name in unknown})
    return file.read(), wish == "true"


def _importing(router: Router, kind: Kind, register: Action, revise: Action) -> None:
    def bring_in(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        content, preview = sent(request, actor, kind.may.register)

        def run() -> Answer:
            done = importing.bring_in(actor, kind, content, register=register, revise=revise, preview=preview)
            counts = dict(Counter(row.outcome for row in done))
            return Answer({"preview": preview, "counts": counts, "rows": [row.plain() for row in done]})

        return once(request, actor, run, repr(preview).encode() + content).response()

    router.add_api_operation(
        f"/{kind.path}/import",
        ["POST"],
        bring_in,
        operation_id=f"{kind.path}_import",
        summary=f"Import: {kind.plural}",
        openapi_extra=described.operation(
            {200: RESULT}, described.WRITING, FORM, [described.KEY], media="multipart/form-data"
        ),
    )
