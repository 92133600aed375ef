"""The portal's frame around a page, also for staff who look at what the people they serve see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fettle.edges.pages import nav
from fettle.edges.pages.frame import Nav, NavItem
from fettle.edges.pages.page import actor_of, show
from fettle.kernel.access.actor import Actor


def framed(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the portal with its own bar of places."""
    given = {"nav": _bar(actor_of(request), request.path), **(context or {})}
    return show(request, f"portal/{template}.html", given, status=status)


def _bar(actor: Actor, path: str) -> Nav:
    bar = nav.portal(actor, path)
    if not actor.is_staff:
        return bar
    return Nav([*bar.personal, NavItem(_("Service desk"), nav.address("home"))])
