"""Undo, offered with the news of what was just done. It posts; what it does is the room's, and a further entry."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fettle.edges.pages import addresses
from fettle.edges.pages.page import actor_of
from fettle.kernel.access.read import get
from fettle.kernel.errors import Refusal, Stale
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record


def offer(done: Record, back: str) -> str:
    """The address at which Undo takes back the last entry of this record and returns to ``back``."""
    return f"{addresses.of(done, 'undo', str(done.version))}?{urlencode({'back': back}, safe='/')}"


def undo(*kinds: Kind, action: Callable[..., Record]) -> Callable[..., HttpResponse]:
    """Take back one entry; what cannot be taken back any more is said where one comes from."""

    @require_POST
    def view(request: HttpRequest, number: str, entry: str) -> HttpResponse:
        actor = actor_of(request)
        record = get(actor, number, *kinds)
        try:
            action(actor, record.number, entry=int(entry))
            messages.success(request, _("%(number)s: taken back.") % {"number": record.number})
        except (Refusal, Stale) as no:
            messages.error(request, str(no))
        return HttpResponseRedirect(ours(request.GET.get("back", "")) or addresses.of(record), status=303)

    return view


def ours(address: str) -> str:
    """The address, if it is a page of this house; else nothing."""
    inside = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if inside else ""
