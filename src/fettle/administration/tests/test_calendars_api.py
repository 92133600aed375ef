"""Working calendars and the default agreement over REST: each change is a new version, by the actions of the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fettle.kernel.access.models import Grant
from fettle.kernel.clock import queries
from fettle.kernel.history.models import Entry
from fettle.processes.levels import queries as levels
from fettle.processes.levels.models import Agreement
from fettle.site.testing.world import TARGETS, World

Callers = Callable[..., Callable]
WEEK = {"monday": [["08:00", "12:00"], ["13:00", "17:00"]]}


def test_a_calendar_is_added_and_changed_by_versions(world: World, caller: Callers) -> None:
    call = caller("manager")
    new = {"name": "Late shift", "zone": "Europe/Prague", "week": WEEK, "reason": "longer hours"}
    made = call("POST", "/calendars", new)
    assert made.status_code == 201 and made["ETag"] == '"1"', made.content
    path = made["Location"].removeprefix("/api/v1")
    assert path == "/calendars/late-shift"
    changed = call("PATCH", path, {"holidays": {"2026-12-25": "Christmas"}, "reason": "closed"}, If_Match='"1"')
    assert (changed.json()["version"], changed.json()["week"]["monday"]) == (2, WEEK["monday"])
    assert call("PATCH", path, {"name": "Early", "reason": "x"}, If_Match='"1"').status_code == 412
    assert call("PATCH", path, {"name": "Early"}, If_Match='"2"').json()["errors"].keys() == {"reason"}
    assert call("POST", "/calendars", new).json()["errors"].keys() == {"name"}, "there is one of this name"
    names = [row["name"] for row in call("GET", "/calendars").json()["items"]]
    assert names == ["Late shift", "Office hours"]
    told = [fact["data"]["what"] for entry in Entry.objects.order_by("-pk")[:2] for fact in entry.facts]
    assert told == ["changed", "added"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"week": {"monday": [["17:00", "08:00"]]}},
        {"week": {"funday": []}},
        {"week": {}},
        {"week": {"monday": "always"}},
        {"zone": "Nowhere"},
        {"holidays": {"tomorrow": "x"}},
        {"holidays": {"2026-12-25": "\x00"}},
        {"holidays": {"2026-12-25": 7}},
        {"special": {"2026-12-24": [["08:00"]]}},
        {"week": []},
    ],
)
def test_what_is_no_calendar_is_refused(world: World, caller: Callers, wrong: dict) -> None:
    refused = caller("manager")("PATCH", "/calendars/office", {**wrong, "reason": "x"}, If_Match="*")
    assert refused.status_code == 422, refused.content
    assert queries.latest("office").version == 1


def test_the_holidays_of_a_country_are_proposed(world: World, caller: Callers) -> None:
    call = caller("manager")
    found = call("GET", "/holidays/de?part=by").json()["holidays"]
    assert any(day.endswith("-12-25") for day in found) and len(found) > 30, "three years of them"
    assert call("GET", "/holidays/xx").json()["errors"].keys() == {"country"}
    assert call("GET", "/holidays/DE?part=zz").json()["errors"].keys() == {"part"}
    assert call("PATCH", "/calendars/office", {"holidays": found, "reason": "x"}, If_Match="*").status_code == 200


def test_calendars_are_changed_by_who_manages_them(world: World, caller: Callers) -> None:
    for who, scope, seen in (("agent", "administer", 200), ("requester", "administer", 403), ("manager", "write", 200)):
        call = caller(who, scope)
        assert call("GET", "/calendars/office").status_code == seen, who
        body = {"name": "Ours", "zone": "UTC", "week": WEEK, "reason": "x"}
        assert call("POST", "/calendars", body).status_code == 403, who
        assert call("PATCH", "/calendars/office", {"name": "Ours", "reason": "x"}, If_Match="*").status_code == 403, who
        assert call("GET", "/holidays/DE").status_code == 403, who
    assert caller("manager")("GET", "/calendars/nonesuch").status_code == 404
    assert caller("manager")("GET", "/calendars/%00").status_code == 404


def test_the_agreement_gets_new_targets(world: World, caller: Callers) -> None:
    call, path = caller("manager"), f"/agreements/{world.agreement.number}"
    tag = call("GET", path)["ETag"]
    targets = [{**TARGETS[0], "response_minutes": 30, "resolution_minutes": None}, *TARGETS[1:]]
    changed = call("PATCH", path, {"targets": targets, "reason": "agreed with the schools"}, If_Match=tag)
    assert changed.status_code == 200 and changed.json()["latest"] == 2, changed.content
    assert levels.default().targets == targets
    assert call("PATCH", path, {"terms": "As agreed.", "reason": "x"}, If_Match=tag).status_code == 412
    kept = call("PATCH", path, {"terms": "As agreed.", "reason": "x"}, If_Match=changed["ETag"])
    assert kept.json()["terms"] == "As agreed." and levels.default().targets == targets, "what is not given stays"
    versions = call("GET", f"{path}/versions").json()["items"]
    assert [row["version"] for row in versions] == [3, 2, 1] and versions[2]["targets"] == TARGETS
    assert versions[0]["calendar"] == {"key": "office", "version": 1}
    assert call("PATCH", path, {"terms": "x"}, If_Match="*").json()["errors"].keys() == {"reason"}
    assert call("POST", "/agreements", {"title": "x", "targets": targets, "calendar": "office"}).status_code == 409


def test_the_first_agreement(world: World, caller: Callers) -> None:
    Agreement.objects.update(is_default=False)
    body = {"title": "For everybody", "targets": TARGETS, "calendar": "Office hours", "reporting": "Monthly"}
    made = caller("manager")("POST", "/agreements", body)
    assert made.status_code == 201 and made.json()["reporting"] == "Monthly", made.content
    assert levels.default().targets == TARGETS


ROW = TARGETS[0]


@pytest.mark.parametrize(
    "targets",
    [
        [{**ROW, "response_minutes": 0}],
        [{**ROW, "response_minutes": True}],
        [{**ROW, "resolution_minutes": 10_000_000}],
        [{**ROW, "priority": 12}],
        [{**ROW, "kind": "change"}],
        [{**ROW, "odd": 1}],
        [ROW, ROW],
        ["x"],
        {},
    ],
)
def test_what_are_no_targets_is_refused(world: World, caller: Callers, targets: object) -> None:
    body = {"targets": targets, "reason": "x"}
    refused = caller("manager")("PATCH", f"/agreements/{world.agreement.number}", body, If_Match="*")
    assert refused.status_code == 422 and refused.json()["errors"].keys() == {"targets"}, refused.content


def test_the_agreement_is_changed_by_who_manages_it(world: World, caller: Callers) -> None:
    path, body = f"/agreements/{world.agreement.number}", {"targets": TARGETS, "reason": "x"}
    for who, code in (("agent", 403), ("auditor", 403), ("requester", 404), ("stranger", 404)):
        assert caller(who)("PATCH", path, body, If_Match="*").status_code == code, who
        body_new = {"title": "x", "targets": TARGETS, "calendar": "office"}
        assert caller(who)("POST", "/agreements", body_new).status_code == 403, who
    assert levels.default().version == 1


def test_a_part_of_the_house_changes_nothing_of_all(world: World, caller: Callers) -> None:
    Grant.objects.create(person=world.people["classmate"], role="service_level_manager", organisation=world.school)
    call = caller("classmate")
    assert call("GET", "/calendars/office").status_code == 200
    assert call("PATCH", "/calendars/office", {"zone": "UTC", "reason": "x"}, If_Match="*").status_code == 403
    assert call("POST", "/calendars", {"name": "x", "zone": "UTC", "week": WEEK, "reason": "x"}).status_code == 403
    body = {"title": "x", "targets": TARGETS, "calendar": "office"}
    assert call("POST", "/agreements", body).status_code == 403
    path = f"/agreements/{world.agreement.number}"
    assert call("PATCH", path, {"targets": TARGETS, "reason": "x"}, If_Match="*").status_code in (403, 404)
