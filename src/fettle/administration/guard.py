"""Who may open a page of this package."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from fettle.edges.pages.page import actor_of
from fettle.kernel.access.ask import require

Answer = TypeVar("Answer", bound=HttpResponseBase)


def personal(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """The view of somebody's own matters; it gets their Actor and themselves. Raises SignInNeeded."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer:
        return view(request, actor_of(request), request.user, *args, **kwargs)

    return guarded


def needs(permission: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """The view of somebody who holds a permission. Raises Forbidden, which names the roles that do."""

    def wrapper(view: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer:
            actor = actor_of(request)
            require(actor, permission)
            return view(request, actor, *args, **kwargs)

        return guarded

    return wrapper
