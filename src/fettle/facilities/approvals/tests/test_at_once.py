"""Two who decide at the same moment, in real transactions; and rows that nobody changes."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from fettle.facilities.approvals import actions, queries
from fettle.facilities.approvals.models import Decision, Round
from fettle.kernel.errors import FettleError
from fettle.kernel.history.models import Entry
from fettle.processes.incidents import actions as desk
from fettle.processes.incidents.records import REQUEST
from fettle.site.embedded import grants
from fettle.site.testing.world import World

ENDS = ("approvals.approved", "approvals.refused")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verdicts", [(True, True), (True, False), (False, False)])
def test_there_is_one_outcome(world: World, verdicts: tuple[bool, bool]) -> None:
    made = desk.register(world.actor("requester"), REQUEST, title="Layout program")
    people = [world.people["manager"], world.people["head"]]
    actions.ask(world.actor("agent"), made.number, people=people, quorum="any")
    said: list[Any] = []
    start = threading.Barrier(2)

    def decide(who: str, approve: bool) -> None:
        try:
            actor = world.actor(who)
            start.wait()
            actions.decide(actor, made.number, approve=approve, comment="so")
            said.append(approve)
        except FettleError as problem:
            said.append(str(problem))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=pair) for pair in zip(("manager", "head"), verdicts, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first = next(each for each in said if isinstance(each, bool))
    assert len([each for each in said if isinstance(each, bool)]) == 1
    assert any("there is nothing to decide any more" in str(each) for each in said)
    found = Round.objects.get()
    assert found.state == queries.standing(found).outcome == ("approved" if first else "refused")
    assert Decision.objects.count() == 1
    facts = [fact["name"] for entry in Entry.objects.filter(record=made) for fact in entry.facts]
    assert sum(name in ENDS for name in facts) == 1


def test_decisions_are_only_ever_added() -> None:
    assert Decision._meta.db_table in grants.APPEND_ONLY
