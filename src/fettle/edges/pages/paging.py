"""One page of what a view found: which part to read, and the way to the pages before and after it."""

from __future__ import annotations

from django.http import HttpRequest

from fettle.edges.pages.lists import Pager
from fettle.kernel.records.values import whole

MOST_DIGITS = 5


def cut(request: HttpRequest, total: int, size: int) -> tuple[slice, Pager | None]:
    """The part of ``total`` rows, ``size`` to a page, that ``?page=`` asks for: the first page has the number 0, and a
    number beyond the last means the last. Addresses keep what else was asked; without a second page there is no pager.
    """
    at = min(whole(request.GET.get("page", ""), MOST_DIGITS) or 0, max(0, total - 1) // size)
    part = slice(at * size, min((at + 1) * size, total))
    if total <= size:
        return part, None
    before, after = (_address(request, at - 1) if at else "", _address(request, at + 1) if part.stop < total else "")
    return part, Pager(part.start + 1, part.stop, total, before, after)


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return "?" + query.urlencode()
