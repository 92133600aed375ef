"""Which rows a page shows, and the ways to the pages beside it."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.pages.paging import cut


@given(total=st.integers(0, 400), size=st.integers(1, 60))
def test_going_on_shows_every_row_once(total: int, size: int) -> None:
    seen: list[int] = []
    address = "?only=missed"
    while address:
        part, pager = cut(RequestFactory().get("/things" + address), total, size)
        rows = range(total)[part]
        seen += rows
        assert pager is None or (pager.first, pager.last, pager.total) == (rows[0] + 1, rows[-1] + 1, total)
        assert (pager is None) == (total <= size)
        address = pager.next_url if pager else ""
        assert not address or "only=missed" in address
    assert seen == list(range(total))


@pytest.mark.parametrize("page", ["999", "-1", "x", "", "1" * 400, "\x00"])
def test_a_page_that_is_not_there(page: str) -> None:
    part, pager = cut(RequestFactory().get("/things", {"page": page, "all": ""}), 101, 50)
    assert pager is not None
    assert part == (slice(100, 101) if page == "999" else slice(0, 50))
    assert pager.previous_url == ("?page=1&all=" if page == "999" else "")
