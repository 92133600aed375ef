"""Pages and REST of approvals: who sees what, and that each way keeps the rules."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from fettle.facilities.approvals.models import Decision, Delegation, Round
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.portal import queries as portal
from fettle.processes.incidents import approving
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World, day_there


def client(world: World, who: str) -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


def test_my_work_says_what_waits_and_the_page_decides(world: World, asked: Record) -> None:
    manager = client(world, "manager")
    assert asked.number in manager.get("/approvals/").content.decode()
    assert "my-approvals" in manager.get("/my-work/").content.decode()
    page = manager.get(f"/approvals/{asked.number}/").content.decode()
    assert "89 euros a year" in page
    answer = manager.post(f"/approvals/{asked.number}/", {"verdict": "approve", "round": str(Round.objects.get().pk)})
    assert answer.status_code == 303
    assert Decision.objects.get().channel == "screen"
    assert "my-approvals" not in manager.get("/my-work/").content.decode()
    assert manager.post(f"/approvals/{asked.number}/", {"verdict": "approve"}).status_code == 409


def test_what_nobody_asked_says_only_until_when(world: World, asked: Record) -> None:
    """A policy asks by itself: no separator stands before the day."""
    Round.objects.update(asked_by=None)
    page = client(world, "manager").get("/approvals/").content.decode()
    assert re.search(r'<span class="x-meta">by <time', page), page


def test_looking_at_the_page_changes_nothing(world: World, asked: Record) -> None:
    before = list(Entry.objects.values())
    client(world, "manager").get(f"/approvals/{asked.number}/")
    assert list(Entry.objects.values()) == before


def test_the_record_shows_the_round_to_staff(world: World, asked: Record) -> None:
    page = client(world, "agent").get(f"/requests/{asked.number}").content.decode()
    assert "89 euros a year" in page
    assert "is asked" in page


def test_the_requester_is_told_that_it_is_asked_and_no_more(world: World, asked: Record) -> None:
    requester = client(world, "requester")
    assert requester.get(f"/approvals/{asked.number}/").status_code == 404
    page = requester.get(f"/portal/requests/{asked.number}").content.decode()
    assert "Approval asked" in page
    assert "89 euros" not in page
    shown = caller_of(world, "requester")("GET", f"/approvals/{asked.number}").json()["items"][0]
    assert (shown["state"], shown["question"], shown["steps"], shown["decisions"]) == ("open", "", [], [])
    refused = requester.post(f"/approvals/{asked.number}/", {"verdict": "approve"})
    assert refused.status_code in (404, 409)
    assert (
        caller_of(world, "requester")("POST", f"/approvals/{asked.number}/decide", {"verdict": "approve"}).status_code
        == 409
    )
    assert not Decision.objects.exists()
    assert portal.mine(world.actor("requester")).exists()


def test_another_organisation_sees_nothing(world: World, asked: Record) -> None:
    stranger, rest = client(world, "stranger"), caller_of(world, "stranger")
    for end in ("", "ask"):
        assert stranger.get(f"/approvals/{asked.number}/{end}").status_code == 404
    assert rest("GET", f"/approvals/{asked.number}").status_code == 404
    for name, body in (("ask", {}), ("decide", {"verdict": "approve"}), ("cancel", {"reason": "x"})):
        assert rest("POST", f"/approvals/{asked.number}/{name}", body).status_code == 404
    assert rest("GET", "/approvals").json()["count"] == 0


def test_asking_and_withdrawing_on_pages(world: World, asked: Record) -> None:
    agent = client(world, "agent")
    page = f"/approvals/{asked.number}/"
    assert agent.get(f"{page}ask").status_code == 200
    again = agent.post(f"{page}ask", {"person": "head@example.org"})
    assert (again.status_code, "asked for already" in again.content.decode()) == (409, True)
    agent.post(f"{page}cancel", {"reason": "Wrong question"})
    assert Round.objects.get().state == "withdrawn"
    assert agent.post(f"{page}ask", {}).status_code == 422
    done = agent.post(f"{page}ask", {"people": "head@example.org, manager@example.org", "quorum": "any"})
    assert done.status_code == 303
    assert Round.objects.order_by("-pk")[0].seats.count() == 2
    assert "earlier round" in agent.get(f"/requests/{asked.number}").content.decode()


def test_over_rest(world: World, asked: Record) -> None:
    manager = caller_of(world, "manager")
    waiting = manager("GET", "/approvals").json()["items"]
    assert [row["record"] for row in waiting] == [asked.number]
    wrong = manager("POST", f"/approvals/{asked.number}/decide", {"verdict": "refuse"})
    assert (wrong.status_code, "comment" in wrong.json()["errors"]) == (422, True)
    body = {"verdict": "refuse", "comment": "Too dear", "public": True, "round": waiting[0]["round"]}
    shown = manager("POST", f"/approvals/{asked.number}/decide", body).json()["items"][0]
    assert (shown["state"], shown["decisions"][0]["comment"]) == ("refused", "Too dear")
    again = manager("POST", f"/approvals/{asked.number}/decide", body)
    assert (again.status_code, again.json()["rule"]) == (409, "the_outcome_stands")


def test_a_delegate_is_named_and_ended_on_ones_own_page(world: World) -> None:
    manager, today = client(world, "manager"), day_there().isoformat()
    sent = {"delegate": "head@example.org", "first_day": today, "last_day": today}
    assert manager.post("/me/delegates/", sent).status_code == 303
    row = Delegation.objects.get()
    assert "Head" in manager.get("/me/delegates/").content.decode()
    manager.post(f"/me/delegates/{row.pk}/end/")
    row.refresh_from_db()
    assert row.ended_at is not None
    assert manager.post("/me/delegates/", {**sent, "last_day": "2020-01-01"}).status_code == 422
    rest = caller_of(world, "manager")
    assert rest("POST", "/me/delegates", sent).status_code == 200
    newest = rest("GET", "/me/delegates").json()["items"][0]["id"]
    assert rest("POST", f"/me/delegates/{newest}/end", {}).json()["items"][0]["ended_at"]


@pytest.mark.parametrize("outcome", ["approve", "refuse", "cancel"])
def test_the_record_waits_meanwhile_and_goes_on_with_the_outcome(world: World, asked: Record, outcome: str) -> None:
    entry = Entry.objects.filter(record=asked, fact="approvals.asked").get()
    for _time in range(2):
        approving.wait(entry)
    assert _of(asked) == ("waiting", "approval")
    if outcome == "cancel":
        client(world, "agent").post(f"/approvals/{asked.number}/cancel", {"reason": "no"})
    else:
        caller_of(world, "manager")("POST", f"/approvals/{asked.number}/decide", {"verdict": outcome, "comment": "so"})
    last = Entry.objects.filter(record=asked).order_by("-seq")[0]
    for _time in range(2):
        approving.go_on(last)
    assert _of(asked) == ("in_progress", "")
    approving.wait(entry)
    assert _of(asked) == ("in_progress", ""), "a late delivery does not make it wait again"


def _of(record: Record) -> tuple[Any, Any]:
    found = Record.objects.get(pk=record.pk)
    return found.state, found.item.pause_reason
