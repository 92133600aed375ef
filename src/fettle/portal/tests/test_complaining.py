"""Complaining in the portal without scripts: from a request to the answer, and nothing of what is for staff."""

from __future__ import annotations

from fettle.kernel.access.models import Grant
from fettle.kernel.records.models import Record
from fettle.portal.tests.test_portal import client, opened, page_of, text
from fettle.processes.customers.complaints import actions
from fettle.site.testing.world import World


def test_from_a_request_to_the_answer(world: World) -> None:
    ticket, browser = opened(world), client(world, "requester")
    assert f"/portal/complaints/new?about={ticket.number}" in text(browser.get(page_of(ticket)))
    assert "You have not complained" in text(browser.get("/portal/complaints/"))
    form = text(browser.get(f"/portal/complaints/new?about={ticket.number}"))
    assert ticket.title in form and f'value="{ticket.number}"' in form
    assert browser.post("/portal/complaints/new", {"title": ""}).status_code == 422
    sent = browser.post("/portal/complaints/new", {"title": "Nobody came", "about": ticket.number})
    made = Record.objects.get(kind="complaint")
    assert sent["Location"] == f"/portal/complaints/{made.number}" and made.service == world.service
    manager = world.actor("manager")
    actions.revise(manager, made.number, notes="NOTE-MARKER")
    actions.answer(manager, made.number, answer="We are sorry.", outcome="unjustified")
    page = text(browser.get(sent["Location"]))
    assert "We are sorry." in page and "Answered" in page
    assert "NOTE-MARKER" not in page and "Not justified" not in page and "unjustified" not in page
    assert "Nobody came" in text(browser.get("/portal/complaints/"))
    assert browser.get(f"/complaints/{made.number}")["Location"] == sent["Location"]
    back = browser.post(f"{sent['Location']}/withdraw", {"reason": "All is well"})
    made.refresh_from_db()
    assert back.status_code == 302 and made.state == "withdrawn"


def test_what_others_complain_of_is_not_there(world: World) -> None:
    made = actions.register(world.actor("requester"), title="Nobody came")
    stranger = client(world, "stranger")
    for path in ("", "/withdraw"):
        url = f"/portal/complaints/{made.number}{path}"
        assert (stranger.post(url, {"reason": "x"}) if path else stranger.get(url)).status_code == 404
    assert made.number not in text(stranger.get("/portal/complaints/"))
    ticket = opened(world)
    assert ticket.title not in text(stranger.get(f"/portal/complaints/new?about={ticket.number}"))


def test_staff_see_their_own_in_the_portal_and_a_representative_what_is_of_their_customer(world: World) -> None:
    actions.register(world.actor("requester"), title="Nobody came")
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    Grant.objects.create(person=world.people["stranger"], role="representative", organisation=world.rival)
    for who, there in (("requester", True), ("classmate", True), ("stranger", False), ("manager", False)):
        assert ("Nobody came" in text(client(world, who).get("/portal/complaints/"))) == there, who
