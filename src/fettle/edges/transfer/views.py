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
    """``kinds`` are the places of kinds in addresses, joined by commas. Raises NotSeen, Forbidden, Invalid."""
    actor = actor_of(request)
    by_path = {kind.path: kind for kind in assembly().kinds}
    wanted = [by_path[path] for path in dict.fromkeys(kinds.split(",")) if path in by_path]
    if not wanted or len(wanted) != kinds.count(",") + 1:
        raise NotSeen(_("There is nothing here."))
    asked = Asked.of(f"/{kinds}", request.GET, filters.names(wanted, actor))
    chosen = filters.choose(wanted, actor, asked.filters)
    if problems := filters.problems(chosen):
        raise Invalid(problems)
    records = visible(actor, *wanted).filter(filters.condition(chosen))
    return exported(actor, wanted, records, request.GET.get("format", "csv"))
