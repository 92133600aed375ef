"""People over REST: what the pages do, by the same actions, for those who administer them."""

from __future__ import annotations

from collections.abc import Callable

from fettle.edges.notify.models import OutgoingMail
from fettle.kernel.access.models import Grant
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

Callers = Callable[..., Callable]


def test_somebody_comes_works_and_leaves(world: World, caller: Callers) -> None:
    call = caller("administrator")
    new = {"name": "Nora New", "organisation": "Northfield IT", "mail": "nora@example.org", "may_sign_in": True}
    made = call("POST", "/people", new)
    assert made.status_code == 201 and made.json()["state"] == "invited", made.content
    path, tag = made["Location"].removeprefix("/api/v1"), made["ETag"]
    assert call("PATCH", path, {"phone": "12"}).status_code == 428
    assert call("PATCH", path, {"phone": "12"}, If_Match='"old"')["ETag"] == tag
    changed = call("PATCH", path, {"phone": "12"}, If_Match=tag)
    assert changed.json()["phone"] == "12" and changed["ETag"] != tag
    assert call("PATCH", path, {"phone": "13"}, If_Match=tag).status_code == 412
    assert call("POST", f"{path}/invite").status_code == 200
    assert OutgoingMail.objects.filter(address="nora@example.org").count() == 1
    given = call("POST", f"{path}/roles", {"role": "agent", "organisation": "Northfield IT"}).json()["roles"]
    assert [grant["role"] for grant in given] == ["agent"]
    assert call("POST", f"{path}/roles/{given[0]['id']}/take").json()["roles"] == []
    assert call("POST", f"{path}/roles/{given[0]['id']}/take").status_code == 404
    assert call("POST", f"{path}/sign-out").status_code == 200
    assert call("POST", f"{path}/deactivate", {}).json()["state"] == "inactive"
    assert call("POST", f"{path}/invite").status_code == 409
    assert call("POST", f"{path}/activate").json()["state"] == "invited"


def test_open_work_is_handed_over_first(world: World, caller: Callers) -> None:
    record = actions.register(world.actor("agent"), INCIDENT, title="Printer jams")
    actions.take(world.actor("agent"), record.number)
    call, path = caller("administrator"), f"/people/person:{world.people['agent'].pk}"
    assert call("POST", f"{path}/deactivate", {}).status_code == 409
    done = call("POST", f"{path}/deactivate", {"team": "Network team", "successor": "colleague@example.org"})
    assert done.status_code == 200, done.content
    record.refresh_from_db()
    assert (record.team, record.assignee) == (world.network, world.people["colleague"])


def test_only_for_those_who_administer_them(world: World, caller: Callers) -> None:
    path = f"/people/person:{world.people['requester'].pk}"
    for who in ("agent", "manager", "requester"):
        call = caller(who)
        assert call("GET", path).status_code == 403
        assert call("POST", "/people", {"name": "X", "organisation": "Northfield IT"}).status_code == 403
        assert (
            call("POST", f"{path}/roles", {"role": "administrator", "organisation": "Northfield IT"}).status_code == 403
        )
    assert caller("administrator", "write")("POST", f"{path}/sign-out").status_code == 403, (
        "the token administers nothing"
    )
    assert not Grant.objects.filter(person=world.people["requester"]).exists()
    wrong = caller("administrator")(
        "POST", "/people", {"name": "", "organisation": "Nobody", "language": "xx", "odd": 1}
    )
    assert set(wrong.json()["errors"]) == {"name", "organisation", "language", "odd"}
