"""An incident through REST: what docs/api promises, by its codes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fettle.kernel.history.models import Entry
from fettle.site.testing.world import World

NEW = {"title": "Wi-Fi down", "impact": "group", "urgency": "soon", "external_ref": "X-1"}
PROMISED = {
    *("number", "external_ref", "state", "pause_reason", "priority", "first_priority", "opened_at", "resolved_at"),
    *("closed_at", "resolution_minutes", "reopened", "handed_over", "title", "requester", "service"),
}
Callers = Callable[..., Callable]


@pytest.fixture
def number(world: World, caller: Callers) -> str:
    return caller("agent")("POST", "/incidents", {**NEW, "requester": "requester@example.org"}).json()["number"]


def test_registering_answers_with_the_record_and_where_it_is(world: World, caller: Callers) -> None:
    answer = caller("agent")("POST", "/incidents", {**NEW, "service": world.service.number})
    assert answer.status_code == 201 and answer["ETag"] == '"1"'
    shown = answer.json()
    assert answer["Location"] == f"/api/v1/incidents/{shown['number']}"
    assert not [name for name in PROMISED if name not in shown]
    assert shown["priority"] == 3 and shown["service"] == world.service.number and shown["channel"] == "api"
    again = caller("agent")("GET", f"/incidents/{shown['number']}")
    assert again.json() == shown and again["ETag"] == '"1"'


def test_a_change_needs_the_version_that_was_read(number: str, caller: Callers) -> None:
    agent, where = caller("agent"), f"/incidents/{number}"
    assert agent("PATCH", where, {"title": "A"}).status_code == 428
    assert agent("PATCH", where, {"title": "A"}, If_Match='"7"').status_code == 412
    done = agent("PATCH", where, {"title": "A"}, If_Match='"1"')
    assert done.status_code == 200 and done.json()["title"] == "A" and done["ETag"] == '"2"'
    assert agent("PATCH", where, {"title": "B"}, If_Match='"1"').status_code == 412
    assert agent("PATCH", where, {}, If_Match='"2"').status_code == 422
    assert Entry.objects.filter(record__number=number).count() == 2


def test_verbs_and_talk(number: str, caller: Callers) -> None:
    agent, user, where = caller("agent"), caller("requester"), f"/incidents/{number}"
    assert agent("POST", f"{where}/take", {}).json()["state"] == "in_progress"
    assert agent("POST", f"{where}/reply", {"text": "On our way."}).status_code == 200
    assert agent("POST", f"{where}/note", {"text": "Again."}).status_code == 200
    refused = agent("POST", f"{where}/confirm")
    assert refused.status_code == 409 and refused["Content-Type"] == "application/problem+json"
    assert "not possible now" in refused.json()["detail"] and refused.json()["request_id"] == refused["X-Request-ID"]
    assert user("POST", f"{where}/take").status_code == 403
    assert "Service desk staff" in user("POST", f"{where}/take").json()["roles"]
    assert caller("stranger")("POST", f"{where}/take").status_code == 404
    done = agent("POST", f"{where}/resolve", {"resolution": "Rebooted", "closure_code": "solved"})
    assert done.json()["state"] == "resolved" and isinstance(done.json()["resolution_minutes"], int)
    late = agent("POST", f"{where}/take")
    assert late.status_code == 409 and late.json()["rule"] == "state"
    assert user("POST", f"{where}/confirm").json()["state"] == "closed"
    seen = user("GET", f"/records/{number}/entries").json()
    assert seen["items"][0]["facts"][0]["name"] == "incidents.closed"
    assert "discussion.noted" not in str(seen)
    assert "discussion.noted" in str(agent("GET", f"/records/{number}/entries").json())


def test_what_staff_read_others_do_not(number: str, caller: Callers) -> None:
    shown = caller("requester")("GET", f"/incidents/{number}").json()
    assert "team" not in shown and "first_priority" not in shown and shown["priority"] == 3
    assert caller("stranger")("GET", f"/incidents/{number}").status_code == 404
    assert caller("requester")("GET", "/incidents?team=Campus+desk").status_code == 422
    assert caller("anonymous")("GET", "/incidents").status_code == 401


def test_filters(number: str, world: World, caller: Callers) -> None:
    agent = caller("agent")
    for query, count in {
        "open=true": 1,
        "open=false": 0,
        "priority=3": 1,
        "priority=1": 0,
        "priority=1&priority=3": 1,
        "state=new": 1,
        "external_ref=X-1": 1,
        "external_ref=X-2": 0,
        "requester=requester@example.org": 1,
        "assignee=none": 1,
        "assignee=me": 0,
        "q=wi-fi": 1,
        f"q={number}": 1,
        "service=none": 1,
        f"service={world.service.number}": 0,
        "team=none": 1,
        "opened_from=2020-01-01": 1,
        "opened_before=2020-01-01": 0,
    }.items():
        assert agent("GET", f"/incidents?{query}").json()["count"] == count, query
    for query in ("stat=new", "state=lost", "priority=x", "limit=201", "limit=0", "cursor=x", "q=%00", "opened_from=x"):
        answer = agent("GET", f"/incidents?{query}")
        assert answer.status_code == 422 and query.split("=")[0] in answer.json()["errors"], query


def test_pages_neither_skip_nor_double_while_rows_are_added(caller: Callers) -> None:
    agent = caller("agent")
    same = "2026-01-01T10:00Z"
    made = {agent("POST", "/incidents", {"title": f"{i}", "opened_at": same}).json()["number"] for i in range(7)}
    seen, cursor = [], ""
    while cursor is not None:
        page = agent("GET", f"/incidents?limit=2&cursor={cursor}").json()
        seen += [row["number"] for row in page["items"]]
        cursor = page["next"]
        agent("POST", "/incidents", {"title": "Meanwhile"})
    assert len(seen) == len(set(seen)) and made <= set(seen)


def test_bulk_previews_and_does(number: str, caller: Callers) -> None:
    agent = caller("agent")
    other = agent("POST", "/incidents", NEW).json()["number"]
    wish = {"numbers": [number, "INC-999999", other], "verb": "assign", "values": {"assignee": "agent@example.org"}}
    preview = agent("POST", "/incidents/bulk", wish).json()
    assert (preview["preview"], preview["done"], preview["refused"]) == (True, 2, 1)
    assert agent("GET", f"/incidents/{number}").json()["version"] == 1
    done = agent("POST", "/incidents/bulk", {**wish, "preview": False}).json()
    assert [item["status"] for item in done["items"]] == [200, 404, 200]
    assert agent("GET", f"/incidents/{number}").json()["assignee"] == "agent@example.org"
    revise = {"numbers": [number], "verb": "revise", "values": {"title": "Renamed"}, "preview": False}
    assert agent("POST", "/incidents/bulk", revise).json()["done"] == 1
    assert agent("POST", "/incidents/bulk", {**wish, "verb": "explode"}).status_code == 422
