"""Addresses with parameters that nobody declared are refused, so that a misspelt filter never shows everything."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid
from fettle.kernel.records.values import Line, whole

WORDS = Line(200)


def only(query: QueryDict, *known: str) -> None:
    """Raises Invalid with every unknown name."""
    if unknown := [name for name in query if name not in known]:
        raise Invalid({name: _("There is no such parameter here: remove it.") for name in unknown})


def words(query: QueryDict) -> str:
    """The text of ``q``. Raises Invalid."""
    try:
        return WORDS.clean(query.get("q", ""), None)
    except ValueError as problem:
        raise Invalid({"q": str(problem)}) from None


def key_of(raw: str) -> int:
    """The number in an address; 0, which nothing has, for what is none."""
    return whole(raw, 17) or 0
