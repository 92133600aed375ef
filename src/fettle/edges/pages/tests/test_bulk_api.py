"""A bulk change of a page is read over REST by whoever began it, while it runs and afterwards."""

from __future__ import annotations

from collections.abc import Callable

from fettle.edges.pages.bulk_run import run_bulk
from fettle.edges.pages.models import BulkRun
from fettle.edges.pages.tests.test_bulk import confirm, hidden, preview, printers, to_colleague
from fettle.edges.pages.tests.test_frame import client
from fettle.edges.pages.tests.test_listing import get
from fettle.processes.incidents import actions
from fettle.site.testing.world import World


def test_whoever_began_it_reads_what_became_of_each(world: World, caller: Callable[..., Callable]) -> None:
    wanted, browser, address = printers(world, 51), client(world, "agent"), "/desk/?open=true&q=printer"
    text = preview(browser, address, action="assign", whole=hidden(get(browser, address), "whole"))
    there = confirm(browser, address, text, **to_colleague(world))
    call = caller("agent", "read")
    told = call("GET", there).json()
    assert (told["ended_at"], told["done"], told["undo"], told["verb"]) == (None, 0, False, "assign")
    actions.take(world.actor("colleague"), wanted[7])
    run_bulk.run(run=BulkRun.objects.get().pk)
    told = call("GET", there).json()
    assert told["done"] == 50 and told["ended_at"] and sorted(told["numbers"]) == wanted
    assert [row["number"] for row in told["refused"]] == [wanted[7]] and "Somebody changed it" in told["refused"][0][
        "detail"
    ]
    for who in ("colleague", "administrator", "requester"):
        assert caller(who, "read")("GET", there).status_code == 404, who
    assert call("GET", "/bulk/99999").status_code == call("GET", "/bulk/x").status_code == 404
