"""Search over REST is the search of the pages: the same door, page by page."""

from __future__ import annotations

from collections.abc import Callable

from fettle.facilities.search.jobs import catch_up
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.world import World

Callers = Callable[..., Callable]


def test_everything_one_may_see_and_nothing_else(world: World, caller: Callers) -> None:
    agent = world.actor("agent")
    for number in range(5):
        actions.register(agent, INCIDENT, title=f"Toner smells {number}", requester=world.people["requester"])
    asked = actions.register(agent, REQUEST, title="Toner for the lab", requester=world.people["stranger"])
    catch_up.run(timestamp=0)
    call = caller("agent")
    whole = [item["number"] for item in call("GET", "/search?q=toner").json()["items"]]
    assert len(whole) == 6 and asked.number in whole
    pages, cursor = [], ""
    while True:
        page = call("GET", f"/search?q=toner&limit=4&cursor={cursor}").json()
        pages += [item["number"] for item in page["items"]]
        if not (cursor := page["next"]):
            break
    assert pages == whole
    assert [item["kind"] for item in call("GET", "/search?q=toner&kind=request").json()["items"]] == ["request"]
    assert call("GET", f"/search?q={asked.number}").json()["items"][0]["why"] == "number"
    stranger = caller("stranger")("GET", "/search?q=toner").json()["items"]
    assert [item["number"] for item in stranger] == [asked.number]
    for wrong in ("kind=ticket", "cursor=x", "limit=0", "words=toner"):
        answer = call("GET", f"/search?q=toner&{wrong}")
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [wrong.partition("=")[0]])
