"""Somebody who needs particular attention: marked by an administrator or whoever keeps the desk, told to staff on what
is recorded for them, and to nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fettle.administration.people import csv_rows
from fettle.edges.notify.models import OutgoingMail
from fettle.facilities.search import documents as indexing
from fettle.kernel.access.models import Grant
from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import erasing, people
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.world import World

BADGE = '<span class="x-tag is-violet">VIP</span>'
Callers = Callable[..., Callable]


def read(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def mark(world: World, vip: bool = True) -> None:
    people.change(world.actor("administrator"), world.people["requester"], vip=vip)
    world.people["requester"].refresh_from_db()


@pytest.fixture
def theirs(world: World) -> Record:
    """A request of somebody who is marked, and beside it an incident of somebody who is not."""
    mark(world)
    agent = world.actor("agent")
    other = actions.register(agent, INCIDENT, title="Printer jams", requester=world.people["colleague"])
    made = actions.register(agent, REQUEST, title="Projector for the hall", requester=world.people["requester"])
    for each in (other, made):
        indexing.index(each.pk)
    return made


PLACES = ("/desk/?open=true", "/desk/?open=true&layout=list", "/desk/?open=true&layout=board", "/requests")
PLACES += ("/search?q=projector", "/palette?q=projector", "/{number}", "/{number}/peek")


@pytest.mark.parametrize("place", PLACES)
def test_staff_read_it_in_words_wherever_the_record_is_named(
    world: World, signed_in: Any, theirs: Record, place: str
) -> None:
    browser = signed_in("agent")
    place = place.replace("/{number}", f"/requests/{theirs.number}")
    headers = {"HX-Request": "true"} if "peek" in place or "palette" in place else {}
    page = browser.get(place, headers=headers).content.decode()
    assert page.count(BADGE) == 1, page
    mark(world, vip=False)
    assert BADGE not in browser.get(place, headers=headers).content.decode()


@pytest.mark.parametrize(
    "place", ["/portal/", "/portal/requests/", "/portal/requests/{number}", "/requests", "/search?q=projector"]
)
def test_nobody_whom_we_serve_reads_it(world: World, signed_in: Any, theirs: Record, place: str) -> None:
    page = read(signed_in("requester"), place.replace("{number}", theirs.number))
    assert theirs.title in page and "VIP" not in page


def test_no_mail_says_it(world: World, signed_in: Any, theirs: Record) -> None:
    actions.resolve(world.actor("agent"), theirs.number, resolution="Done", closure_code="solved")
    for entry in Entry.objects.filter(record=theirs).order_by("seq"):
        deliver.run(entry_id=entry.pk)
    mails = OutgoingMail.objects.all()
    assert mails and not [mail for mail in mails if "VIP" in f"{mail.subject} {mail.body}"]


def test_lists_are_filtered_by_it(world: World, signed_in: Any, theirs: Record, caller: Callers) -> None:
    browser, ask = signed_in("agent"), caller("agent")
    for path in ("/desk/", "/requests"):
        page = read(browser, f"{path}?vip=true")
        assert theirs.number in page and "Printer jams" not in page and "VIP" in page
        assert theirs.number not in read(browser, f"{path}?vip=false")
    assert "Printer jams" in read(browser, "/desk/?vip=false")
    assert 'name="vip"' in read(browser, "/desk/?open=true&panel=filter")
    found = ask("GET", "/requests?vip=true").json()
    assert [(row["number"], row["vip"]) for row in found["items"]] == [(theirs.number, True)]
    assert ask("GET", "/requests?vip=false").json()["count"] == 0
    assert [row["vip"] for row in ask("GET", "/incidents?vip=false").json()["items"]] == [False]
    assert ask("GET", f"/requests/{theirs.number}").json()["vip"] is True
    assert ask("GET", "/requests?vip=perhaps").status_code == 422
    assert ask("GET", "/services?vip=true").status_code == 422, "nobody is named there as the one it is for"


def test_nobody_whom_we_serve_learns_it_by_asking(
    world: World, theirs: Record, signed_in: Any, caller: Callers
) -> None:
    ask = caller("requester")
    assert ask("GET", "/requests?vip=true").status_code == 422
    assert "vip" not in ask("GET", f"/requests/{theirs.number}").json()
    browser = signed_in("requester")
    assert read(browser, "/requests?vip=true").count(theirs.number) == read(browser, "/requests").count(theirs.number)


def test_it_costs_no_statement(world: World, signed_in: Any, theirs: Record) -> None:
    browser, counts = signed_in("agent"), []
    for vip in (True, False):
        mark(world, vip)
        browser.get("/desk/?open=true")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/desk/?open=true")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 11


def test_an_administrator_marks_on_the_page_and_over_rest_with_a_history(
    world: World, signed_in: Any, caller: Callers
) -> None:
    person, browser = world.people["requester"], signed_in("administrator")
    form = {"name": person.name, "mail": person.mail, "organisation": person.organisation_id, "language": "en"}
    assert browser.post(f"/people/{person.pk}/edit/", form | {"may_sign_in": "on", "vip": "on"}).status_code == 302
    page = read(browser, f"/people/{person.pk}/")
    assert BADGE in page and "Needs particular attention (VIP)" in page, "the history names it"
    assert "VIP" in read(browser, "/people/")
    path, ask = f"/people/person:{person.pk}", caller("administrator")
    told = ask("GET", path)
    assert told.json()["vip"] is True
    assert ask("PATCH", path, {"vip": False}, If_Match=told["ETag"]).json()["vip"] is False
    assert caller("agent")("PATCH", path, {"vip": True}).status_code == 403
    own = caller("requester")
    tag = own("GET", "/me")["ETag"]
    assert own("PATCH", "/me", {"vip": True}, If_Match=tag).status_code == 422, "nobody marks themselves"


def test_whoever_keeps_the_desk_marks_too_and_reads_nothing_else(
    world: World, signed_in: Any, caller: Callers, theirs: Record
) -> None:
    person, browser, agent = world.people["requester"], signed_in("manager"), signed_in("agent")
    way, beside = f"/people/{person.pk}/attention/", f'href="/people/{person.pk}/attention/"'
    page = read(browser, f"/requests/{theirs.number}")
    assert beside in page and "marked (VIP)" in page
    assert beside in browser.get("/palette", {"q": person.name}).content.decode()
    assert beside not in read(agent, f"/requests/{theirs.number}") and agent.get(way).status_code == 403
    assert browser.post(way, {}).status_code == 302
    person.refresh_from_db()
    assert person.vip is False and "not marked" in read(browser, f"/requests/{theirs.number}")
    page = read(browser, way)
    assert "Needs particular attention (VIP)" in page and world.people["manager"].name in page
    people.change(world.actor("administrator"), person, phone="030 1234")
    people.change(world.actor("administrator"), person, phone="030 5678", vip=True)
    page = read(browser, way)
    assert "030 1234" not in page and "030 5678" not in page, "what else was changed is not for them"
    people.mark(world.actor("administrator"), person, vip=False)
    assert browser.get(f"/people/{person.pk}/").status_code == 403
    path = f"/people/person:{person.pk}/attention"
    told = caller("manager")("POST", path, {"vip": True})
    assert told.json() == {"id": f"person:{person.pk}", "name": person.name, "vip": True}, told.content
    assert caller("manager")("POST", path, {}).status_code == 422
    assert caller("agent")("POST", path, {"vip": False}).status_code == 403
    assert caller("auditor")("POST", path, {"vip": False}).status_code == 403
    Grant.objects.create(person=world.people["classmate"], role="incident_manager", organisation=world.school)
    stranger = world.people["stranger"].pk
    assert caller("classmate")("POST", f"/people/{stranger}/attention", {"vip": True}).status_code == 404
    assert signed_in("classmate").get(f"/people/{stranger}/attention/").status_code == 404


def test_a_column_of_the_import_says_it(world: World) -> None:
    admin, person = world.actor("administrator"), world.people["requester"]
    text = (
        f"name,mail,vip\n{person.name},{person.mail},yes\nNora New,nora@example.org,no\nOdd,odd@example.org,perhaps\n"
    )
    rows = csv_rows.read(admin, text)
    assert [row.outcome for row in rows] == ["changed", "new", "problem"]
    assert rows[2].problem == "vip: write yes or no."
    csv_rows.write(admin, rows)
    person.refresh_from_db()
    assert person.vip is True
    assert [row.outcome for row in csv_rows.read(admin, text)] == ["same", "same", "problem"]
    empty = f"name,mail,vip\n{person.name},{person.mail},\n"
    assert csv_rows.read(admin, empty)[0].outcome == "same", "an empty cell leaves what is there"


def test_whoever_is_erased_loses_it(world: World) -> None:
    admin, person = world.actor("administrator"), world.people["requester"]
    mark(world)
    people.deactivate(admin, person)
    erasing.erase(admin, person, reason="asked")
    person.refresh_from_db()
    assert person.vip is False
