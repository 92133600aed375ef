"""The export of a list as it stands on the screen: the same filters, every row and not only the page."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fettle.edges.pages import filters
from fettle.edges.pages.asked import Asked
from fettle.edges.pages.page import actor_of
from fettle.edges.transfer.routes import exported
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid, NotSeen


@require_safe
def export(request: HttpRequest, kinds: str) -> HttpResponseBase:
    """``kinds`` is the place of a kind in addresses. Raises NotSeen, Forbidden, Invalid."""
    actor = actor_of(request)
    kind = next((kind for kind in assembly().kinds if kind.path == kinds), None)
    if kind is None:
        raise NotSeen(_("There is nothing here."))
    asked = Asked.of(f"/{kinds}", request.GET, filters.names([kind], actor))
    chosen = filters.choose([kind], actor, asked.filters)
    if problems := {each.name: each.problem for each in chosen if each.problem}:
        raise Invalid(problems)
    records = visible(actor, kind).filter(filters.condition(chosen))
    return exported(actor, kind, records, request.GET.get("format", "csv"))
