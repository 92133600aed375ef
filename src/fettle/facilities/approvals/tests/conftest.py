"""A request of the requester, and somebody to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fettle.kernel.records.models import Record
    from fettle.site.testing.world import World


@pytest.fixture
def request_of(world: World) -> Record:
    """A program that costs money, asked for by the requester and taken by the agent."""
    from fettle.processes.incidents import actions
    from fettle.processes.incidents.records import REQUEST

    made = actions.register(
        world.actor("requester"), REQUEST, title="Layout program", details="For the yearbook", service=world.service
    )
    return actions.take(world.actor("agent"), made.number)
