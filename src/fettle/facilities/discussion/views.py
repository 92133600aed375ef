"""The one view that gives out files: it asks who is reading, and never lets a browser guess what they are."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from fettle.facilities.discussion import media, names, queries
from fettle.facilities.discussion.models import Attachment
from fettle.facilities.discussion.store import store
from fettle.kernel.access import wall
from fettle.kernel.access.actor import Actor

SEALED = "default-src 'none'; sandbox"
SHOWN = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""For what is shown in place: it may be framed by our own pages and may load and run nothing."""


@login_required
@require_safe
def file(request: HttpRequest, pk: int, name: str = "") -> HttpResponseBase:
    """A file to save, or with ``?show`` to look at where its bytes are of a kind that cannot do anything. ``name`` is
    decoration.
    """
    actor = Actor.of(request.user)  # type: ignore[arg-type]
    wall.enter(actor)
    return sent(queries.attachment(actor, pk), show="show" in request.GET)


def sent(found: Attachment, *, show: bool) -> FileResponse:
    """The bytes of a file that its reader may open, sealed against whatever is in them."""
    content = store().open(found.file_id)
    kind = media.type_of(content.read(media.ENOUGH))
    content.seek(0)
    inline = show and kind in media.INLINE and kind == found.file.media_type
    response = FileResponse(content, content_type=_type(kind) if inline else media.OTHER)
    response["Content-Length"] = str(found.file.size)
    response["Content-Disposition"] = content_disposition_header(not inline, names.saved(found.name)) or ""
    response["Content-Security-Policy"] = _policy(kind, inline)
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN" if inline else "DENY"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _policy(kind: str, inline: bool) -> str:
    """Everything is sandboxed but a PDF in place: browsers' own viewers do not open inside a sandbox."""
    if not inline:
        return SEALED
    return SHOWN if kind == "application/pdf" else f"{SHOWN}; sandbox"


def _type(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind == media.PLAIN else kind
