"""Who asks: a bearer token, or the session of the site's own pages with its CSRF token. Each becomes an Actor."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from fettle.edges.rest import tokens
from fettle.kernel.access.actor import Actor, Channel


class Bearer(HttpBearer):
    """``Authorization: Bearer fettle_…``; never in the address, never in a cookie."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        found = tokens.find(token)
        return Actor.of(found.person, Channel.API, found.scopes) if found else None


class Session(APIKeyCookie):
    """The session cookie. Whoever sends an Authorization header means that: a cookie does not mend a wrong one."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        person = request.user
        if not person.is_authenticated or "Authorization" in request.headers:
            return None
        return Actor.of(person, Channel.SCREEN)


WAYS = [Bearer(), Session()]
