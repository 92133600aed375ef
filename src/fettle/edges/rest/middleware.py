"""What Django itself refuses below ``/api/`` (another method, an unreadable host or length), and what fails before the
API is asked, is a problem+json too.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fettle.edges.rest.problems import WENT_WRONG, problem

Respond = Callable[[HttpRequest], HttpResponse]


def explained(respond: Respond) -> Respond:
    """Failures below ``/api/`` without a JSON body get one, and keep their Allow header."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        if not request.path.startswith("/api/") or response.status_code < 400:
            return response
        if "json" in response.get("Content-Type", ""):
            return response
        ours = response.status_code >= 500
        why = WENT_WRONG if ours else _("This is not possible at this address.")
        better = problem(request, response.status_code, why)
        if allowed := response.get("Allow"):
            better["Allow"] = allowed
        return better

    return middleware
