"""What a page owes its reader: their language and their time zone, for everything that answers the request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from fettle.site.middleware import Respond


def reader(respond: Respond) -> Respond:
    """A signed-in person reads in the language and the zone of their profile. Everybody else has the language that
    their browser asks for (LocaleMiddleware, before this one).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return respond(request)
        with timezone.override(request.user.settled_zone):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
            return respond(request)

    return middleware
