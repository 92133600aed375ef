"""What the journeys share: one house for all the tests of a module that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fettle.site.testing.house import House


@pytest.fixture(scope="module")
def house(browser: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """A small world with a full queue and a server before it. Nothing is put back between the tests of a module."""
    from fettle.site.testing.house import standing

    with django_db_blocker.unblock():
        yield from standing(browser)
