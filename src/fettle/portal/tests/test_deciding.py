"""Whoever is asked for approval and works in the portal finds it where they come in."""

from __future__ import annotations

from fettle.facilities.approvals import actions as approvals
from fettle.portal.tests.test_portal import client, opened, page_of, text
from fettle.processes.incidents import actions
from fettle.site.testing.world import World

DUE = "Waiting for your decision"


def test_home_and_record_lead_to_the_decision_until_it_is_taken(world: World) -> None:
    record, head = opened(world, title="A chair that fits"), world.people["head"]
    reader, other = client(world, "head"), client(world, "requester")
    assert DUE not in text(reader.get("/portal/"))
    actions.take(world.actor("agent"), record.number)
    approvals.ask(world.actor("agent"), record.number, person=head, question="89 euros", hours=24)
    way = f'href="/approvals/{record.number}/"'
    home = text(reader.get("/portal/"))
    assert DUE in home and way in home and "asked by Agent" in home
    assert way in text(reader.get(page_of(record)))
    for page in ("/portal/", page_of(record)):
        assert way not in text(other.get(page)), "the requester decides nothing of their own"
    assert reader.post(f"/approvals/{record.number}/", {"verdict": "approve"}).status_code == 303
    for page in ("/portal/", page_of(record)):
        assert way not in text(reader.get(page))
