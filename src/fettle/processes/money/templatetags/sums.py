"""Sums of money on pages."""

from __future__ import annotations

from django import template

from fettle.processes.money import queries

register = template.Library()


@register.filter
def money(minor: int | None) -> str:
    """In the base currency and the reader's language; – for none."""
    return "–" if minor is None else queries.words(minor)
