"""Whole numbers as they come from outside."""

from __future__ import annotations

import pytest

from fettle.kernel.records.values import whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("042", 42), ("9" * 9, 999_999_999)])
def test_what_is_a_number_is_read(text: str, number: int) -> None:
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", " 1", "-1", "+1", "1_0", "1.0", "²", "٣", "9" * 10, "9" * 5000, "1\x00"])
def test_what_is_none_is_none(text: str) -> None:
    assert whole(text) is None
