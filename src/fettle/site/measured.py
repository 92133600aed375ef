"""Bodies are whole. One that comes in chunks says nothing about its length, and Django would take it for empty: it is
gathered to its end and measured, so that everybody behind reads it, and limits it, like one that was announced. One
that ends before the length it announced was broken off on its way: Django would take what came for all of it, half a
file for the file, so reading it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import LimitedStream
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fettle.edges.pages import errors
from fettle.edges.rest import bodies, problems
from fettle.edges.transfer import runs
from fettle.kernel.errors import TooLarge
from fettle.kernel.settings.read import current

PIECE = 65_536
"""Bytes read at a time."""
IN_MEMORY = bodies.LARGEST
"""Bytes; what is longer waits on the disk."""
Respond = Callable[[HttpRequest], HttpResponse]


class BrokenOff(BadRequest):
    """The body ended before the length it announced."""


class Announced:
    """A stream from which exactly so many bytes come as are asked for. Whoever asks knows what was announced."""

    def __init__(self, source: Any) -> None:
        self.source = source

    def read(self, size: int) -> bytes:
        """Raises BrokenOff."""
        found = self.source.read(size)
        while len(found) < size:
            piece = self.source.read(size - len(found))
            if not piece:
                raise BrokenOff(_("The body ended before the length it announced: send it whole."))
            found += piece
        return bytes(found)

    def readline(self, size: int) -> bytes:
        """Raises BrokenOff."""
        line = self.source.readline(size)
        if len(line) < size and not line.endswith(b"\n"):
            raise BrokenOff(_("The body ended before the length it announced: send it whole."))
        return bytes(line)


def measured(respond: Respond) -> Respond:
    """Give a chunked body its Content-Length; more than any address takes is 413, and the rest of it is not read. Less
    than what was announced is 400.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if _chunked(request):
            try:
                _gather(request, largest(request.content_type or ""))
            except TooLarge as problem:
                explain = problems.refused if request.path.startswith("/api/") else errors.explain
                return explain(request, problem)
        else:
            stream: Any = request._stream
            source: Any = Announced(request.META["wsgi.input"])
            request._stream = LimitedStream(source, stream.limit)  # type: ignore[assignment]
        return respond(request)

    return middleware


def largest(media: str) -> int:
    """The most bytes that any address takes of a media type. Most of them take less, and say so themselves."""
    if media == "application/json":
        return bodies.LARGEST
    if media != "multipart/form-data":
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return int(max(current()["discussion.files"]["most_megabytes"] * 1_000_000, runs.LARGEST) + bodies.SPARE)


def _chunked(request: HttpRequest) -> bool:
    """Whether a body comes without a length, from a server that tells where it ends; another would wait for ever."""
    unknown = not request.META.get("CONTENT_LENGTH")
    return unknown and bool(request.META.get("wsgi.input_terminated")) and "HTTP_TRANSFER_ENCODING" in request.META


def _gather(request: HttpRequest, most: int) -> None:
    """Raises TooLarge."""
    source, size = request.META["wsgi.input"], 0
    body: Any = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # read later, and gone with the request
    while piece := source.read(PIECE):
        size += len(piece)
        if size > most:
            body.close()
            raise TooLarge(_("The body may have at most %(count)s bytes.") % {"count": most})
        body.write(piece)
    body.seek(0)
    request.META["CONTENT_LENGTH"] = str(size)
    request._stream = LimitedStream(body, size)  # type: ignore[assignment]
