"""Teams and organisations over REST: by the actions of the pages, for those who administer them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fettle.kernel.access.models import Grant
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Team
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

Callers = Callable[..., Callable]


def test_a_team_comes_gets_members_and_goes(world: World, caller: Callers) -> None:
    call = caller("administrator")
    made = call("POST", "/teams", {"name": "Print team", "organisation": "Northfield IT", "mail": "print@example.org"})
    assert made.status_code == 201 and made.json()["members"] == [], made.content
    path, tag = made["Location"].removeprefix("/api/v1"), made["ETag"]
    joined = call("POST", f"{path}/members", {"person": "agent@example.org", "leads": True})
    assert joined.json()["members"] == [
        {"id": f"person:{world.people['agent'].pk}", "name": "Agent", "leads": True},
    ]
    assert call("PATCH", path, {"active": False}, If_Match=tag).status_code == 412, "somebody joined since"
    gone = call("PATCH", path, {"name": "Printers", "active": False}, If_Match=joined["ETag"])
    assert (gone.json()["name"], gone.json()["active"]) == ("Printers", False)
    left = call("POST", f"{path}/members/person:{world.people['agent'].pk}/remove")
    assert left.json()["members"] == [] and call("GET", path).json() == left.json()
    told = [fact["data"]["what"] for entry in Entry.objects.order_by("-pk")[:4] for fact in entry.facts]
    assert told == ["member removed", "changed", "member added", "added"]


def test_a_team_with_open_records_is_not_withdrawn(world: World, caller: Callers) -> None:
    actions.register(world.actor("agent"), INCIDENT, title="Printer jams", team=world.desk)
    call, path = caller("administrator"), f"/teams/team:{world.desk.pk}"
    refused = call("PATCH", path, {"active": False}, If_Match="*")
    assert refused.status_code == 409 and "hand them over" in refused.json()["detail"]
    wrong = call("POST", "/teams", {"name": "Campus desk", "organisation": "Northfield IT", "mail": "nobody"})
    assert set(wrong.json()["errors"]) == {"mail"}
    wrong = call("POST", "/teams", {"name": "", "organisation": "Nobody", "active": True})
    assert set(wrong.json()["errors"]) == {"name", "organisation", "active"}


def test_an_organisation_comes_changes_and_goes(world: World, caller: Callers) -> None:
    call = caller("administrator")
    made = call("POST", "/organisations", {"name": "Lakeside School", "parent": "Northfield IT", "is_customer": True})
    assert made.status_code == 201, made.content
    assert (made.json()["parent"], made.json()["zone"]) == ("Northfield IT", "Europe/Prague"), "as what it is part of"
    path = made["Location"].removeprefix("/api/v1")
    assert call("PATCH", path, {"zone": "Nowhere"}, If_Match="*").json()["errors"].keys() == {"zone"}
    changed = call("PATCH", path, {"zone": "Europe/Berlin", "is_member": True}, If_Match=made["ETag"])
    assert (changed.json()["zone"], changed.json()["is_member"]) == ("Europe/Berlin", True)
    assert call("PATCH", path, {"active": False}, If_Match=changed["ETag"]).json()["active"] is False
    root = f"/organisations/{world.provider.pk}"
    assert call("PATCH", root, {"active": False}, If_Match="*").status_code == 409


@pytest.mark.parametrize("who", ["agent", "manager", "requester"])
def test_not_for_those_who_do_not_administer_them(world: World, caller: Callers, who: str) -> None:
    """The process manager keeps teams, and no more."""
    call, team, party = caller(who), f"/teams/{world.desk.pk}", f"/organisations/{world.school.pk}"
    for method, path, body in (
        ("GET", team, None),
        ("PATCH", team, {"name": "Ours"}),
        ("POST", "/teams", {"name": "Others", "organisation": "Northfield IT"}),
        ("POST", f"{team}/members", {"person": f"{who}@example.org"}),
        ("POST", f"{team}/members/{world.people['agent'].pk}/remove", None),
        ("GET", party, None),
        ("PATCH", party, {"name": "Ours"}),
        ("POST", "/organisations", {"name": "Ours", "parent": "Northfield IT"}),
    ):
        kept = who == "manager" and path.startswith("/teams")
        code = call(method, path, body, If_Match="*").status_code
        assert code in (200, 201) if kept else code == 403, (method, path, code)


def test_who_administers_one_organisation_knows_no_other(world: World, caller: Callers) -> None:
    """Each is answered as what does not exist."""
    Grant.objects.create(person=world.people["requester"], role="administrator", organisation=world.school)
    theirs, ours = orgs.add_team("Hilltop desk", world.rival), orgs.add_team("Riverside desk", world.school)
    call = caller("requester")
    assert call("GET", f"/teams/{ours.pk}").status_code == 200
    for path in (f"/teams/{theirs.pk}", f"/organisations/{world.rival.pk}", f"/organisations/{world.provider.pk}"):
        assert call("GET", path).status_code == 404, path
        assert call("PATCH", path, {"name": "Ours"}, If_Match="*").status_code == 404, path
    stranger = world.people["stranger"]
    assert call("POST", f"/teams/{ours.pk}/members/{stranger.pk}/remove").status_code == 404
    assert call("POST", "/teams", {"name": "Ours", "organisation": "Hilltop School"}).status_code in (403, 422)
    assert call("POST", "/organisations", {"name": "Ours", "parent": "Hilltop School"}).status_code in (403, 422)
    assert not Team.objects.filter(name="Ours").exists()


def test_who_left_is_listed_for_those_who_administer_them(world: World, caller: Callers) -> None:
    orgs.add_person("Former Friend", world.school, is_active=False)
    Team.objects.filter(pk=world.network.pk).update(active=False)
    call = caller("administrator")
    for path, name in (("/people", "Former Friend"), ("/teams", "Network team")):
        assert [row["name"] for row in call("GET", f"{path}?active=false").json()["items"]] == [name]
        assert name not in [row["name"] for row in call("GET", f"{path}?limit=200").json()["items"]]
        assert caller("agent")("GET", f"{path}?active=false").status_code == 403
    assert call("GET", "/people?active=perhaps").json()["errors"].keys() == {"active"}
    Grant.objects.create(person=world.people["stranger"], role="administrator", organisation=world.rival)
    assert caller("stranger")("GET", "/people?active=false").json()["items"] == [], "of another organisation"
