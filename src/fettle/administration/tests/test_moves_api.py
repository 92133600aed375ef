"""People by file over REST, the link of an invitation, and why somebody sees a record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from fettle.kernel.access.models import Grant
from fettle.kernel.orgs.models import Person
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

Callers = Callable[..., Callable]
FILE = b"name,mail,team,role\nNora New,nora@example.org,Campus desk,agent\nBad Line,nobody,,\n"


def sent(call: Callable, content: bytes = FILE, **more: str) -> Any:
    raw = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("people.csv", content), **more})
    return call("POST", "/people/import", raw=raw, media=MULTIPART_CONTENT)


def test_a_file_is_looked_at_and_then_brought_in(world: World, caller: Callers) -> None:
    call = caller("administrator")
    looked = sent(call).json()
    assert looked["preview"] and looked["counts"] == {"new": 1, "refused": 1}
    assert looked["rows"][1]["line"] == 3 and "e-mail address" in looked["rows"][1]["detail"]
    assert not Person.objects.filter(mail="nora@example.org").exists()
    assert sent(call, preview="false").json()["counts"] == {"new": 1, "refused": 1}
    nora = Person.objects.get(mail="nora@example.org")
    assert nora.memberships.get().team == world.desk and Grant.objects.get(person=nora).role == "agent"
    assert sent(call, preview="false").json()["counts"] == {"same": 1, "refused": 1}
    assert sent(call, b"colour\nred\n").json()["errors"].keys() == {"file"}
    assert sent(call, odd="1").json()["errors"].keys() == {"odd"}


def test_a_file_is_for_those_who_administer_people_and_only_theirs(world: World, caller: Callers) -> None:
    assert sent(caller("agent")).status_code == 403
    assert sent(caller("administrator", "write")).status_code == 403
    Grant.objects.create(person=world.people["requester"], role="administrator", organisation=world.school)
    theirs = b"name,mail,organisation\nStranger,stranger@example.org,\nNew,new@example.org,Hilltop School\n"
    rows = sent(caller("requester"), theirs, preview="false").json()["rows"]
    assert [row["outcome"] for row in rows] == ["refused", "refused"]


def test_an_invitation_tells_its_link_only_where_no_mail_leaves(world: World, caller: Callers, settings: Any) -> None:
    call, path = caller("administrator"), f"/people/{world.people['requester'].pk}/invite"
    link = call("POST", path).json()["link"]
    assert "/sign-in/link/" in link
    settings.EMAIL_HOST = "mail.example.org"
    assert call("POST", path).json()["link"] is None


def test_why_somebody_sees_a_record_or_not(world: World, caller: Callers) -> None:
    call = caller("administrator")
    number = actions.register(
        world.actor("agent"), INCIDENT, title="Printer jams", requester=world.people["requester"]
    ).number
    told = call("GET", f"/people/{world.people['requester'].pk}/sees/{number}").json()
    assert told["sees"] and told["reasons"][0] == {"sentence": "Is on the record as requester.", "opens": True}
    told = call("GET", f"/people/person:{world.people['stranger'].pk}/sees/{number}").json()
    assert not told["sees"] and not any(reason["opens"] for reason in told["reasons"])
    assert call("GET", f"/people/{world.people['stranger'].pk}/sees/INC-999999").status_code == 404
    assert caller("agent")("GET", f"/people/{world.people['stranger'].pk}/sees/{number}").status_code == 403
    Grant.objects.create(person=world.people["classmate"], role="administrator", organisation=world.school)
    assert caller("classmate")("GET", f"/people/{world.people['stranger'].pk}/sees/{number}").status_code == 404
