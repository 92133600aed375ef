"""No cell is a formula, and every text comes back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.transfer.cells import bare, escaped, guarded, plain_again

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "﹦", "|", "%"]
BLANKS = ["", " ", "\u00a0", "\u3000", "\u200b", "\ufeff", "\t ", "\u2060"]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("start", STARTS)
def test_a_formula_is_marked_behind_any_blank(start: str, blank: str) -> None:
    assert guarded(f"{blank}{start}HYPERLINK(1)").startswith("'")


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("'=+-@ \t")), max_size=20))
def test_every_text_comes_back(text: str) -> None:
    assert bare(guarded(text)) == text


@given(st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("_x0041")), max_size=20))
def test_every_text_comes_back_from_a_workbook(text: str) -> None:
    assert plain_again(escaped(text)) == text
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", escaped(text))


def test_ordinary_text_is_left_alone() -> None:
    for text in ("Wi-Fi down", "3 - 2", "", "Größe = 5", "a@b.example"):
        assert guarded(text) == text
