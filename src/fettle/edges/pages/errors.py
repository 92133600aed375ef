"""Pages for wishes that failed: what happened, what to do now, and a way on. Under ``/api/`` others answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import structlog
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from fettle.edges.pages import contact, nav
from fettle.edges.pages.frame import Shell
from fettle.edges.pages.page import SignInNeeded
from fettle.kernel.errors import FettleError
from fettle.kernel.orgs.models import Person

NUMBERED = re.compile(r"[A-Za-z]{2,4}-\d{1,12}")
log = structlog.get_logger(__name__)


class Explained:
    """Middleware: an error of ``kernel.errors`` becomes its page, a missing sign-in the way to it."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if request.path.startswith("/api/"):
            return None
        if isinstance(problem, SignInNeeded):
            return sign_in(request)
        return explain(request, problem) if isinstance(problem, FettleError) else None


def sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a script hears 401, and the page it works on stays."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())


def explain(request: HttpRequest, problem: FettleError) -> HttpResponse:
    titles = {
        403: _("You may not do this"),
        404: _("Not found"),
        409: _("This is not possible now"),
        413: _("Too large"),
        422: _("Something is not right"),
    }
    remedy = _("Go back, look at what stands there now, and decide again.") if problem.status == 409 else ""
    return answer(request, problem.status, titles.get(problem.status, _("This did not work")), str(problem), remedy)


def answer(request: HttpRequest, status: int, title: str, explanation: str, remedy: str = "") -> HttpResponse:
    """The page, in its reader's frame."""
    person = _reader(request)
    found = NUMBERED.search(request.path)
    served = not getattr(getattr(request, "actor", None), "is_staff", True)
    more: dict[str, Any] = {
        "desk": contact.desk(),
        "remedy": remedy,
        "search_url": nav.address("portal-search" if served else "search") if status == 404 and person else "",
        "number": found[0] if found else "",
    }
    return _page(request, status, nav.shell(person), title, explanation, **more)


def _page(request: HttpRequest, status: int, shell: Shell, title: str, explanation: str, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "shell": shell,
        "title": title,
        "explanation": explanation,
        "request_id": getattr(request, "id", ""),
        "back_url": "/",
        **more,
    }
    return HttpResponse(render_to_string("pages/error.html", context, request=None), status=status)


def _reader(request: HttpRequest) -> Person | None:
    try:
        return request.user if isinstance(request.user, Person) and request.user.is_authenticated else None
    except Exception:  # the database itself may be what failed
        return None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: also for addresses that exist in no list. One with a slash too many leads to the one without, which
    tells nobody what there is: the address is looked at, not the record.
    """
    if meant := _without_slash(request):
        return HttpResponsePermanentRedirect(meant)
    return answer(request, 404, _("Not found"), _("There is nothing at this address, or it is not for you to see."))


def _without_slash(request: HttpRequest) -> str:
    bare = escape_leading_slashes(request.path.rstrip("/"))
    if request.method != "GET" or bare in ("", request.path) or not is_valid_path(bare):
        return ""
    query = request.META.get("QUERY_STRING", "")
    return f"{bare}?{query}" if query else bare


def refused(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """handler403, and a form whose token is missing or too old."""
    text = _("The form was open too long, or came from another place.")
    return answer(request, 403, _("This was not accepted"), text, _("Go back, load the page again and send it again."))


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return answer(request, 400, _("This could not be understood"), _("The address or the form is damaged."))


def failed(request: HttpRequest) -> HttpResponse:
    """handler500: the log has the rest under the same id. Nothing is asked of the database, which may be what failed;
    nobody's frame is drawn for the same reason.
    """
    text = _("The server could not do this. Nothing was saved.")
    more: dict[str, Any] = {"remedy": _("Try again in a moment.")}
    if request.method == "GET":
        more |= {"back_url": escape_leading_slashes(request.get_full_path()), "back_label": _("Try again")}
    try:
        return _page(request, 500, Shell("Fettle"), _("Something went wrong"), text, **more)
    except Exception:
        log.exception("the error page failed too")
        words = f"{text} {getattr(request, 'id', '')}"
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
