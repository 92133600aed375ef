"""What is drawn by shapes is escaped exactly as Django does it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.pages.html import html, joined


class Marked:
    """Knows its own HTML."""

    def __html__(self) -> str:
        return "<b>&</b>"


class Word(str):
    """Text of a kind of its own, such as a choice."""


VALUES = st.one_of(
    st.text(),
    st.integers(),
    st.none(),
    st.text().map(Word),
    st.text().map(mark_safe),
    st.builds(Marked),
    st.just(_("Yes")),
)


@given(VALUES, VALUES)
def test_values_are_escaped_as_django_escapes_them(one: Any, other: Any) -> None:
    assert html('<a title="{}">{}</a>', one, other) == format_html('<a title="{}">{}</a>', one, other)
    rows = [(one,), (other,)]
    assert joined(" ", "<i>{}</i>", rows) == format_html_join(" ", "<i>{}</i>", rows)


@pytest.mark.parametrize("hostile", ["<script>", "\"'&", mark_safe("<b>") + "<i>"])
def test_what_comes_out_is_safe_and_nothing_else_was(hostile: str) -> None:
    drawn = html("{}", hostile)
    assert drawn.__html__() == drawn and "<i>" not in drawn and "<script>" not in drawn
