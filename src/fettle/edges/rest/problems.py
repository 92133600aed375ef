"""Every failure as problem+json (RFC 9457): type, title, status, detail, the fields at fault and the request's id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from fettle.kernel.errors import FettleError, Forbidden, Invalid, Refusal
from fettle.kernel.jobs import OutcomeUnknown

MEDIA_TYPE = "application/problem+json"
NAMES = {
    400: ("malformed", "The request cannot be read"),
    401: ("sign-in", "Sign in first"),
    403: ("forbidden", "Not allowed"),
    404: ("not-here", "Not here"),
    405: ("method", "Not possible at this address"),
    409: ("refused", "Not possible now"),
    412: ("stale", "Changed by somebody else"),
    413: ("too-large", "Too large"),
    415: ("media-type", "Wrong media type"),
    422: ("invalid", "Some fields cannot be taken"),
    428: ("precondition", "If-Match is missing"),
    500: ("fault", "Our fault"),
    503: ("outcome-unknown", "Outcome unknown"),
}
"""The end of ``type``, and ``title``, of each status: the table of docs/api."""
WENT_WRONG = gettext_lazy("Something went wrong here. Tell your administrator the request id.")

log = structlog.get_logger(__name__)


class Malformed(FettleError):
    """400: the body is no JSON."""

    status = 400


class WrongMedia(FettleError):
    """415: the body is not of a kind we read."""

    status = 415


class NoPrecondition(FettleError):
    """428: a change needs If-Match, so that nobody overwrites what they have not seen."""

    status = 428


class Outdated(FettleError):
    """412: If-Match names another version than the record has; ``etag`` is the one it has."""

    status = 412

    def __init__(self, sentence: Any, etag: str) -> None:
        super().__init__(sentence)
        self.etag = etag


def problem(request: HttpRequest, status: int, detail: Any, **more: Any) -> HttpResponse:
    """The answer. ``more`` are further members, left out when empty."""
    name, title = NAMES.get(status, ("problem", "Not possible"))
    body = {
        "type": f"/problems/{name}",
        "title": title,
        "status": status,
        "detail": str(detail),
        **{key: value for key, value in more.items() if value},
        "request_id": getattr(request, "id", ""),
    }
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def refused(request: HttpRequest, error: FettleError) -> HttpResponse:
    """A wish that cannot be granted, with what mends it."""
    more: dict[str, Any] = {}
    if isinstance(error, Invalid):
        more["errors"] = {name: str(text) for name, text in error.errors.items()}
    if isinstance(error, Forbidden):
        more |= {"permission": error.who.permission, "roles": list(error.who.roles), "scope": error.who.scope}
    if isinstance(error, Refusal):
        more["rule"] = error.rule
        more["errors"] = {error.field: str(error)} if error.field else {}
    response = problem(request, error.status, said(error), **more)
    if isinstance(error, Outdated):
        response["ETag"] = error.etag
    return response


def said(error: FettleError) -> str:
    """What is wrong, in words. A sentence about fields begins with their names, and stands there once for all."""
    if not isinstance(error, Invalid):
        return str(error)
    fields: dict[str, list[str]] = {}
    for name, text in error.errors.items():
        fields.setdefault(str(text), []).append(name)
    return " ".join(f"{', '.join(names)}: {text}" if any(names) else text for text, names in fields.items())


def unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    """Anything else: logged under the request's id, and nothing of it told."""
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return problem(request, 413, _("The body is larger than this address takes."))
    if isinstance(error, BadRequest) and str(error):
        return problem(request, 400, str(error))
    if isinstance(error, MultiPartParserError | BadRequest):
        return problem(request, 400, _("The form cannot be read: send it as multipart/form-data with its boundary."))
    if isinstance(error, OutcomeUnknown):
        return problem(request, 503, _("The change may or may not be kept: look, or repeat with the Idempotency-Key."))
    log.exception("request failed")
    return problem(request, 500, WENT_WRONG)


def explain(api: NinjaAPI) -> None:
    """Let the API answer every failure this way."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        FettleError: refused,
        Exception: unforeseen,
        Http404: lambda request, error: problem(request, 404, _("There is nothing here.")),
        HttpError: lambda request, error: problem(request, error.status_code, error),
        AuthenticationError: lambda request, error: problem(request, 401, _("Send a token: Authorization: Bearer …")),
        ValidationError: lambda request, error: problem(request, 422, _("The address cannot be read.")),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
