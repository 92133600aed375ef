"""What is said on a record, the files on it, and who watches it. Saying something is a route of the record's kind."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router

from fettle.edges.rest import bodies, cursors, described, given, shapes, showing
from fettle.edges.rest.answers import Answer
from fettle.edges.rest.calling import actor_of
from fettle.edges.rest.lists import PAGING, asked_page
from fettle.edges.rest.once import once
from fettle.edges.rest.parameters import key_of, only
from fettle.edges.rest.problems import WrongMedia
from fettle.facilities.discussion import actions, queries
from fettle.facilities.discussion.models import Attachment, Comment
from fettle.facilities.discussion.views import sent
from fettle.kernel.access import read
from fettle.kernel.access.references import ToPerson
from fettle.kernel.errors import Invalid
from fettle.kernel.records.values import EVERYONE, STAFF, Line
from fettle.kernel.settings.read import current

TALK = Router(tags=["records"])
COMMENT = shapes.thing(
    {"id": shapes.WHOLE, "at": shapes.MOMENT, "author": shapes.or_null(shapes.PERSON), "audience": shapes.TEXT}
    | {"text": shapes.TEXT, "quoted": {**shapes.TEXT, "description": "What it repeats of earlier messages."}},
    ["id", "at", "audience", "text", "quoted"],
)
FILE = shapes.thing(
    {"id": shapes.WHOLE, "name": shapes.TEXT, "size": shapes.WHOLE, "media_type": shapes.TEXT, "audience": shapes.TEXT}
    | {"sha256": shapes.TEXT, "added_at": shapes.MOMENT, "added_by": shapes.or_null(shapes.PERSON)},
    ["id", "name", "size", "media_type", "audience", "sha256", "added_at"],
)
FILES = shapes.thing({"items": shapes.listed(FILE)}, ["items"])
FORM = shapes.thing(
    {
        "files": {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1},
        "audience": {"enum": [EVERYONE, STAFF]},
    },
    ["files"],
)
REASON = (given.Takes("reason", "reason", Line(500), "Reason", needed=True),)
WHO = (given.Takes("person", "person", ToPerson(), "Who, oneself unless given", empty=None),)


@TALK.get(
    "/records/{number}/comments",
    operation_id="records_comments",
    summary="What was said, newest first",
    openapi_extra=described.operation({200: shapes.paged(COMMENT)}, described.READING, parameters=described.paging()),
)
def comments(request: HttpRequest, number: str) -> HttpResponse:
    """Messages to everyone, and for staff their notes."""
    actor = actor_of(request)
    only(request.GET, *PAGING)
    rows = queries.comments(actor, read.get(actor, number))
    found, following = cursors.page(rows, "at", *asked_page(request.GET))
    return Answer({"count": rows.count(), "items": list(map(comment, found)), "next": following}).response()


def comment(one: Comment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "at": one.at.isoformat(),
        "author": showing.person(one.author),
        "audience": one.audience,
        "text": one.text,
        "quoted": one.quoted,
    }


@TALK.get(
    "/records/{number}/attachments",
    operation_id="records_attachments",
    summary="The files on a record",
    openapi_extra=described.operation({200: FILES}, described.READING),
)
def attachments(request: HttpRequest, number: str) -> HttpResponse:
    """The files that the caller may open, oldest first."""
    actor = actor_of(request)
    only(request.GET)
    return _files(queries.attachments(actor, read.get(actor, number))).response()


def _files(rows: Any, status: int = 200) -> Answer:
    return Answer({"items": list(map(file, rows))}, status)


def file(one: Attachment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "size": one.file.size,
        "media_type": one.file.media_type,
        "sha256": one.file.sha256,
        "audience": one.audience,
        "added_at": one.added_at.isoformat(),
        "added_by": showing.person(one.added_by),
    }


@TALK.get(
    "/records/{number}/attachments/{pk}",
    operation_id="records_attachment_content",
    summary="The bytes of a file",
    openapi_extra={
        "responses": {
            **described.operation({}, described.READING)["responses"],
            200: {"description": "Done", "content": {"application/octet-stream": {"schema": {"type": "string"}}}},
        }
    },
)
def content(request: HttpRequest, number: str, pk: str) -> HttpResponseBase:
    """Always as a download."""
    actor = actor_of(request)
    only(request.GET)
    record = read.get(actor, number)
    found = queries.attachment(actor, key_of(pk))
    return sent(found if found.record_id == record.pk else queries.attachment(actor, 0), show=False)


@TALK.post(
    "/records/{number}/attachments",
    response={201: None},
    operation_id="records_attach",
    summary="Attach files",
    openapi_extra=described.operation(
        {201: FILES}, described.WRITING, FORM, [described.KEY], media="multipart/form-data"
    ),
)
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """A form with ``files`` and, for staff, ``audience``."""
    actor = actor_of(request)
    bodies.bounded(request, current()["discussion.files"]["most_megabytes"] * 1_000_000 + bodies.SPARE)
    if request.content_type != "multipart/form-data":
        raise WrongMedia(_("Send a form: multipart/form-data with “files”."))
    record = read.get(actor, number)
    files = request.FILES.getlist("files")
    audience = str(request.POST.get("audience", EVERYONE))
    if audience not in (EVERYONE, STAFF):
        raise Invalid({"audience": _("Give one of: %(names)s.") % {"names": f"{EVERYONE}, {STAFF}"}})
    if unknown := (request.POST.keys() | request.FILES.keys()) - {"files", "audience"}:
        raise Invalid({name: _("There is no such field here: remove it.") for name in unknown})

    def run() -> Answer:
        actions.attach(actor, record.number, files, audience=audience)
        return _files(queries.attachments(actor, record), 201)

    return once(request, actor, run, _fingerprint(files, audience)).response()


def _fingerprint(files: list[UploadedFile[Any]], audience: str) -> bytes:
    """What makes two forms the same: their bytes differ by the boundary."""
    digest = hashlib.sha256(audience.encode())
    for each in files:
        digest.update(repr(each.name).encode())
        for chunk in each.chunks():
            digest.update(chunk)
    return digest.digest()


@TALK.post(
    "/records/{number}/attachments/{pk}/withdraw",
    operation_id="records_attachment_withdraw",
    summary="Take a file away",
    openapi_extra=described.operation({200: FILES}, described.WRITING, shapes.taken(REASON), [described.KEY]),
)
def withdraw(request: HttpRequest, number: str, pk: str) -> HttpResponse:
    """It stays in the history, with the reason."""
    actor = actor_of(request)
    values = given.clean(REASON, bodies.read(request), actor)
    record = read.get(actor, number)
    file_id = key_of(pk)

    def run() -> Answer:
        queries.attachment(actor, file_id)
        actions.withdraw(actor, record.number, file_id, **values)
        return _files(queries.attachments(actor, record))

    return once(request, actor, run).response()


def _watching(name: str, action: Any) -> None:
    """POST /records/{number}/<name>."""

    def change(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        record = read.get(actor, number)
        values = given.clean(WHO, bodies.read(request), actor)

        def run() -> Answer:
            action(actor, record.number, **values)
            return Answer({"watches": queries.watches(actor, record)})

        return once(request, actor, run).response()

    TALK.add_api_operation(
        f"/records/{{number}}/{name}",
        ["POST"],
        change,
        operation_id=f"records_{name}",
        summary=f"{name.title()} a record",
        openapi_extra=described.operation(
            {200: shapes.thing({"watches": shapes.YES_NO}, ["watches"])},
            described.WRITING,
            shapes.taken(WHO),
            [described.KEY],
        ),
    )


_watching("watch", actions.watch)
_watching("unwatch", actions.unwatch)
