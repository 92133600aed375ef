"""What journeys share: one house for all the tests of a module that asks for it; people who use a running server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fettle.site.testing.house import House
    from fettle.site.testing.visitor import Visits
    from fettle.site.testing.world import World


@pytest.fixture(scope="module")
def house(browser: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """A small world with a full queue and a server before it. Nothing is put back between the tests of a module."""
    from fettle.site.testing.house import standing

    with django_db_blocker.unblock():
        yield from standing(browser)


@pytest.fixture
def visits(live_server: Any, world: World) -> Visits:
    """``visits.as_("agent").read("/desk/")``: each visitor has one role."""
    from fettle.site.testing.visitor import Visits

    return Visits(world, live_server.url)
