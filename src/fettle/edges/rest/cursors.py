"""Pages by keyset: the cursor names the last row seen, so that nothing is skipped or doubled while rows are added."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid

USUAL, MOST = 50, 200
"""Rows of a page."""


def page(rows: QuerySet[Any], column: str, cursor: str, limit: int) -> tuple[list[Any], str | None]:
    """Rows after ``cursor`` by ``-column, -pk``, and the cursor of the next page. ``column`` is an integer or a moment.

    Raises Invalid for a cursor that is none of ours.
    """
    ordered = rows.order_by(f"-{column}", "-pk")
    if cursor:
        value, pk = _read(cursor, moment=rows.model._meta.get_field(column).get_internal_type() == "DateTimeField")
        ordered = ordered.filter(Q(**{f"{column}__lt": value}) | Q(**{column: value, "pk__lt": pk}))
    found = list(ordered[: limit + 1])
    return found[:limit], _write(found[limit - 1], column) if len(found) > limit else None


def _write(row: Model, column: str) -> str:
    value = getattr(row, column)
    text = json.dumps([value.isoformat() if isinstance(value, datetime) else value, row.pk])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, moment: bool) -> tuple[Any, int]:
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value = datetime.fromisoformat(value) if moment else value
        if not _whole(pk) or not (moment or _whole(value)) or (moment and value.tzinfo is None):
            raise ValueError
    except (ValueError, TypeError, RecursionError):
        raise Invalid({"cursor": _("Take the cursor from “next” of the page before.")}) from None
    return value, pk


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
