"""Saved views over REST: kept, renamed, shared and deleted by whose they are."""

from __future__ import annotations

from collections.abc import Callable

from fettle.edges.pages.models import SavedView
from fettle.site.testing.world import World

Callers = Callable[..., Callable]


def test_a_view_is_kept_shared_and_deleted(world: World, caller: Callers) -> None:
    call = caller("agent", "write")
    made = call("POST", "/views", {"name": "Urgent", "list": "/desk/", "query": "priority=1&page=3"})
    assert made.status_code == 201 and made.json()["query"] == "priority=1", made.content
    path = made["Location"].removeprefix("/api/v1")
    other = caller("colleague")
    assert other("GET", path).status_code == 404
    shared = call("PATCH", path, {"shared": True}, If_Match=made["ETag"])
    assert shared.json()["shared"] and other("GET", path).json()["mine"] is False
    assert call("PATCH", path, {"name": "x"}, If_Match=made["ETag"]).status_code == 412
    for deed in (("PATCH", path, {"name": "Ours"}), ("POST", f"{path}/delete", None)):
        assert other(*deed, If_Match="*").status_code == 404, "one sees it, and it is not one's own"
    assert call("POST", f"{path}/delete").json() == {"items": []}
    assert not SavedView.objects.exists()


def test_only_staff_share_and_only_lists_are_kept(world: World, caller: Callers) -> None:
    call = caller("requester", "write")
    body = {"name": "Mine", "list": "/portal/requests/"}
    assert call("POST", "/views", {**body, "shared": True}).json()["errors"].keys() == {"shared"}
    path = call("POST", "/views", body)["Location"].removeprefix("/api/v1")
    assert call("PATCH", path, {"shared": True}, If_Match="*").json()["errors"].keys() == {"shared"}
    assert call("POST", "/views", {"name": "x", "list": "/nowhere"}).json()["errors"].keys() == {"list"}
    assert call("POST", "/views", {"name": "x" * 61, "list": "/desk/", "page": 2}).json()["errors"].keys() == {
        "name",
        "page",
    }
    assert caller("requester", "read")("POST", "/views", body).status_code == 403
