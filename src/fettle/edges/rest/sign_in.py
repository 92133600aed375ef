"""Who asks: a bearer token, or the session of the site's own pages with its CSRF token. Each becomes an Actor."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from fettle.edges.rest import tokens
from fettle.kernel.access import wall
from fettle.kernel.access.actor import Actor, Channel


class Bearer(HttpBearer):
    """``Authorization: Bearer fettle_…``; never in the address, never in a cookie. As on a page, a person reads in the
    language of their profile, whatever the client asks for.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        found = tokens.find(token)
        request.token = found  # type: ignore[attr-defined]
        if found is None:
            return None
        translation.activate(found.person.language)
        return _entered(Actor.of(found.person, Channel.API, found.scopes))


class Reason(CsrfViewMiddleware):
    """Django's check, which says why it refuses instead of drawing a page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


class Session(APIKeyCookie):
    """The session cookie. Whoever sends an Authorization header means that: a cookie does not mend a wrong one."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)  # checked here, and only for whoever has a session

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Raises HttpError 403 for a change without the CSRF token of the page."""
        person = request.user
        if not person.is_authenticated or "Authorization" in request.headers:
            return None
        check = Reason(lambda request: HttpResponse())
        request.csrf_processing_done = False  # type: ignore[attr-defined]
        check.process_request(request)
        if check.process_view(request, HttpResponse, (), {}):
            raise HttpError(403, _("Send the page's CSRF token as X-CSRFToken, or use an API token."))
        return _entered(Actor.of(person, Channel.SCREEN))


def _entered(actor: Actor) -> Actor:
    wall.enter(actor)
    return actor


WAYS = [Bearer(), Session()]
