"""What the desk does over REST beside the verbs: undo, one more who reports it, somebody new, why this target."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

Callers = Callable[..., Callable]


@pytest.fixture
def record(world: World) -> Record:
    who = {"requester": world.people["requester"], "service": world.service}
    return actions.register(world.actor("agent"), INCIDENT, title="Wi-Fi down", **who)


def test_ones_own_last_step_is_taken_back(world: World, record: Record, caller: Callers) -> None:
    call, path = caller("agent"), f"/incidents/{record.number}"
    assert call("POST", f"{path}/take").json()["state"] == "in_progress"
    assert caller("colleague")("POST", f"{path}/undo").status_code == 409, "not one's own"
    assert call("POST", f"{path}/undo", {"entry": 1}).status_code == 409, "not the last"
    assert call("POST", f"{path}/undo", If_Match='"1"').status_code == 412
    back = call("POST", f"{path}/undo", {"entry": 2})
    assert (back.json()["state"], back.json()["assignee"]) == ("new", None)
    assert call("POST", f"{path}/undo").status_code == 409, "what was taken back stays so"


def test_many_are_taken_back_at_once(world: World, record: Record, caller: Callers) -> None:
    other = actions.register(world.actor("agent"), INCIDENT, title="Printer jams")
    call, numbers = caller("agent"), [record.number, other.number]
    for verb in ("take", "undo"):
        done = call("POST", "/incidents/bulk", {"numbers": numbers, "verb": verb, "preview": False}).json()
        assert done["done"] == 2, done
    assert set(Record.objects.filter(number__in=numbers).values_list("state", flat=True)) == {"new"}


def test_somebody_else_reports_it_too(world: World, record: Record, caller: Callers) -> None:
    call, path = caller("agent"), f"/incidents/{record.number}/add_report"
    assert call("POST", path, {"person": "classmate@example.org", "text": "In room 7 too"}).status_code == 200
    parts = Participant.objects.filter(record=record, person=world.people["classmate"])
    assert [each.part for each in parts] == ["affected"]
    said = call("GET", f"/records/{record.number}/comments").json()["items"]
    assert (said[0]["text"], said[0]["audience"]) == ("In room 7 too", "staff")
    assert call("POST", path, {"person": "nobody@example.org"}).json()["errors"].keys() == {"person"}
    assert call("POST", path, {"person": "stranger@example.org"}).status_code in (409, 422), "of another organisation"


def test_somebody_new_is_named_and_becomes_requester(world: World, caller: Callers) -> None:
    call = caller("agent", "write")
    body = {"name": "Nora New", "mail": "nora@example.org", "organisation": "Riverside School"}
    made = call("POST", "/requesters", body)
    assert made.status_code == 201 and made.json()["organisation"] == "Riverside School", made.content
    assert not Person.objects.get(mail="nora@example.org").may_sign_in
    assert call("POST", "/incidents", {"title": "x", "requester": made.json()["id"]}).status_code == 201
    assert call("POST", "/requesters", body).json()["errors"].keys() == {"mail"}
    assert call("POST", "/requesters", {"name": "Ned"}).json()["organisation"] == "Northfield IT"


def test_the_clocks_are_explained_to_staff(world: World, record: Record, caller: Callers) -> None:
    actions.take(world.actor("agent"), record.number)
    actions.wait(world.actor("agent"), record.number, pause_reason="supplier")
    clocks = caller("agent")("GET", f"/incidents/{record.number}/explain").json()["items"]
    assert [clock["clock"] for clock in clocks] == ["First response", "Resolution"]
    for clock in clocks:
        counted = sum(row["seconds"] for row in clock["intervals"] if row["counted"])
        assert clock["elapsed_seconds"] == counted and clock["agreement"].startswith(world.agreement.number)
    assert clocks[1]["state"] == "paused"


def test_not_for_those_who_do_not_work_here(world: World, record: Record, caller: Callers) -> None:
    path = f"/incidents/{record.number}"
    for who, code in (("requester", 403), ("auditor", 403), ("stranger", 404)):
        call = caller(who)
        assert call("POST", f"{path}/undo").status_code == code, who
        assert call("POST", f"{path}/add_report", {"person": f"{who}@example.org"}).status_code == code, who
        assert call("POST", "/requesters", {"name": "x"}).status_code == 403, who
    for who in ("requester", "stranger"):
        assert caller(who)("GET", f"{path}/explain").status_code == 404


def test_a_merge_is_looked_at_done_and_taken_back(world: World, record: Record, caller: Callers) -> None:
    call, mine = caller("agent"), world.people["classmate"]
    other = actions.register(world.actor("agent"), INCIDENT, title="No Wi-Fi", requester=mine)
    path = f"/incidents/{other.number}"
    seen = call("GET", f"{path}/merge/preview?into={record.number}").json()
    assert (seen["into"], seen["joining"][0]["name"], seen["messages"]) == (record.number, "Classmate", 0)
    assert call("GET", f"{path}/merge/preview?into=INC-999999").status_code == 422
    theirs = f"/incidents/{record.number}/merge/preview?into={other.number}"
    assert caller("requester")("GET", theirs).status_code == 403
    assert call("POST", f"{path}/merge", {"into": other.number}).status_code == 422
    assert call("POST", f"{path}/merge", {"into": record.number}).json()["state"] == "merged"
    again = call("POST", f"{path}/merge", {"into": record.number})
    assert again.status_code == 409 and "Merged" in again.json()["detail"]
    ends = call("GET", f"/records/{other.number}/links").json()["items"]
    assert [(end["relation"], end["number"]) for end in ends] == [("merged_into", record.number)]
    assert call("POST", f"{path}/unmerge").json()["state"] == "new"


def test_a_part_becomes_a_record_of_its_own(world: World, record: Record, caller: Callers) -> None:
    made = caller("agent")("POST", f"/incidents/{record.number}/split", {"title": "And the printer", "details": "jams"})
    assert made.status_code == 201 and made.json()["title"] == "And the printer"
    stranger = {"title": "x", "requester": "stranger@example.org"}
    assert caller("agent")("POST", f"/incidents/{record.number}/split", stranger).status_code == 409
