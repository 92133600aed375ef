"""What happens to every request: it gets an id, which error pages show and every line of the log carries, it holds only
what can be read, it sees one state of the settings, it ends outside the wall that it may have gone behind, and a page
travels packed.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator

import structlog
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from fettle.kernel.access import wall
from fettle.kernel.settings.read import one_reading

GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
Respond = Callable[[HttpRequest], HttpResponse]


def request_id(respond: Respond) -> Respond:
    """Take the proxy's X-Request-ID when it is harmless, else make one; answer with it; bind it to the log."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        request.id = name  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=name, method=request.method, path=request.path)
        response = respond(request)
        response["X-Request-ID"] = name
        return response

    return middleware


def legible(respond: Respond) -> Respond:
    """No database takes a NUL and nobody types one: whatever asks for a page is read without. The API refuses it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return respond(request)

    return middleware


def settled(respond: Respond) -> Respond:
    """Settings are looked up once in a request, whoever asks for them how often."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with one_reading():
            return respond(request)

    return middleware


def walled(respond: Respond) -> Respond:
    """Whoever asks starts and ends outside the wall between organisations; an export is read behind it to its end."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wall.leave()
        try:
            response = respond(request)
        except BaseException:
            wall.leave()
            raise
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _to_the_end(response.streaming_content)
        else:
            wall.leave()
        return response

    return middleware


def _to_the_end(pieces: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    finally:
        wall.leave()


class Packed(GZipMiddleware):
    """Pages travel packed, to whoever takes that; with a few bytes by chance, so that their size tells nothing of what
    they hold. Nothing else is: an answer with an ETag must stay what the tag says of it, and files are packed already.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
