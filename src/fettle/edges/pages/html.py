"""Pieces of HTML from a shape and values, for what a page draws hundreds of times."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def html(shape: str, *values: Any) -> SafeString:
    """``shape`` with the values in its places, each escaped unless it is safe already: Django's ``format_html`` without
    the detours for lazy texts, at a third of its cost.
    """
    return SafeString(shape.format(*map(safe, values)))


def joined(between: str, shape: str, rows: Iterable[tuple[Any, ...]]) -> SafeString:
    """Every row in the shape, with ``between``, which is HTML, between them."""
    return SafeString(between.join(html(shape, *row) for row in rows))


def safe(value: Any) -> str:
    """A value as HTML."""
    if type(value) is str:
        return escape(value)
    return conditional_escape(value) if type(value) is not SafeString else str.__str__(value)
