"""Who may open a page of this package."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from fettle.edges.pages.page import actor_of
from fettle.kernel.access.ask import require

View = Callable[..., HttpResponse]


def personal(view: View) -> View:
    """The view of somebody's own matters; it gets their Actor and themselves. Raises SignInNeeded."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, actor_of(request), request.user, *args, **kwargs)

    return guarded


def needs(permission: str) -> Callable[[View], View]:
    """The view of somebody who holds a permission. Raises Forbidden, which names the roles that do."""

    def wrapper(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            require(actor, permission)
            return view(request, actor, *args, **kwargs)

        return guarded

    return wrapper
