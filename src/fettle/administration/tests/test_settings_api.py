"""Settings over REST are those of the screen, changed by the same action."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from fettle.kernel.assembly import assembly
from fettle.kernel.settings.read import current
from fettle.site.testing.world import World

Callers = Callable[..., Callable]
KEY = "incidents.pause_reasons"


def test_what_is_defined_is_read(world: World, caller: Callers) -> None:
    call = caller("agent")
    listed = call("GET", "/settings").json()["items"]
    assert {item["key"] for item in listed} == set(assembly().definition_by_key)
    one = call("GET", f"/settings/{KEY}")
    assert one["ETag"] == f'"{one.json()["version"]}"' and one.json()["value"] == current()[KEY]
    assert one.json()["procedure"] and not one.json()["changeable"]
    assert call("GET", one.json()["history"].removeprefix("/api/v1")).json()["count"] == 1
    client = Client()
    client.force_login(world.people["agent"])
    page, there = client.get(f"/settings/{KEY}/export/").json(), call("GET", f"/settings/{KEY}/export").json()
    assert {**page, "exported_at": ""} == {**there, "exported_at": ""}
    assert caller("requester")("GET", "/settings").status_code == 403
    assert call("GET", "/settings/no.such").status_code == 404


def test_a_change_needs_the_version_the_right_and_a_reason(world: World, caller: Callers) -> None:
    call, path = caller("manager"), f"/settings/{KEY}"
    before = call("GET", path).json()
    rows = [*before["value"], {**before["value"][0], "code": "parts", "label": "Spare parts"}]
    assert call("PATCH", path, {"value": rows, "reason": "x"}).status_code == 428
    assert call("PATCH", path, {"value": rows, "reason": "x"}, If_Match='"99"').status_code == 412
    assert caller("agent")("PATCH", path, {"value": rows, "reason": "x"}, If_Match="*").status_code == 403
    for body, name in (
        ({"value": rows}, "reason"),
        ({"value": [{"odd": 1}], "reason": "x"}, "value"),
        ({"reason": "x"}, ""),
    ):
        answer = call("PATCH", path, body, If_Match="*")
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [name])
    done = call(
        "PATCH", path, {"value": rows, "procedure": "New", "reason": "parts"}, If_Match=f'"{before["version"]}"'
    )
    assert done.status_code == 200 and done.json()["version"] == before["version"] + 1
    assert current()[KEY][-1]["code"] == "parts" and done.json()["procedure"] == "New"
    assert (
        call("PATCH", path, {"procedure": "Old", "reason": "x"}, If_Match=f'"{before["version"]}"').status_code == 412
    )
    assert (
        caller("manager", "read")("PATCH", path, {"procedure": "Old", "reason": "x"}, If_Match="*").status_code == 403
    )
