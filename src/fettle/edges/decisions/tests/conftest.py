"""A request of which the approval is asked, and the mails that went out about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fettle.kernel.records.models import Record
    from fettle.site.testing.world import World


@pytest.fixture
def asked(world: World) -> Record:
    from fettle.facilities.approvals import actions as approvals
    from fettle.processes.incidents import actions
    from fettle.processes.incidents.records import REQUEST

    made = actions.register(world.actor("requester"), REQUEST, title="Layout program", details="For the yearbook")
    agent = world.actor("agent")
    actions.take(agent, made.number)
    actions.note(agent, made.number, text="Secret of the desk")
    manager = world.people["manager"]
    return approvals.ask(agent, made.number, person=manager, question="89 euros a year", hours=24)
