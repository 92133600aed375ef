"""Reading a JSON body: bounded, strict, with a sentence for everything that is wrong."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _

from fettle.edges.rest.problems import Malformed, WrongMedia
from fettle.kernel.errors import Invalid, TooLarge
from fettle.kernel.records.values import whole

LARGEST = 1_048_576
"""Bytes of a JSON body: the longest text of a record, escaped, fits."""
SPARE = 1_048_576
"""Bytes around the files of a form."""


def bounded(request: HttpRequest, largest: int = LARGEST) -> None:
    """Refuse by the announced length, before a byte of the body is read. One without was measured as it came in.

    Raises TooLarge.
    """
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if (size := whole(announced, 17)) is None or size > largest:
        raise TooLarge(_("The body may have at most %(count)s bytes.") % {"count": largest})


def read(request: HttpRequest) -> dict[str, Any]:
    """The body as an object; an empty one is {}. Raises TooLarge, WrongMedia, Malformed, Invalid."""
    bounded(request)
    raw = request.body
    if not raw:
        return {}
    if request.content_type != "application/json":
        raise WrongMedia(_("Send the body as application/json."))
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        place = error.pos if isinstance(error, json.JSONDecodeError) else 0
        raise Malformed(_("The body is no JSON (at character %(place)s): mend it.") % {"place": place}) from None
    if not isinstance(value, dict):
        raise Invalid({"": _("Send an object: {…}.")})
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")
