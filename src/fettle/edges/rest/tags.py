"""If-Match: a change names the version that was read, so that nobody overwrites what they have not seen."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from fettle.edges.rest.problems import NoPrecondition, Outdated


def of(body: Any) -> str:
    """The entity tag of what has no version of its own: what is shown of it stands for it."""
    return f'"{hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]}"'


def matched(request: HttpRequest, name: str, tag: str) -> None:
    """``tag`` is the present one of what ``name`` calls. Raises NoPrecondition, Outdated."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise NoPrecondition(_("Send If-Match with the ETag of the record as you read it."))
    if header != "*" and tag not in [each.strip() for each in header.split(",")]:
        raise Outdated(_("%(number)s was changed since you read it: read it again.") % {"number": name}, tag)
