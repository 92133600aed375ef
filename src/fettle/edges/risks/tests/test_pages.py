"""Register, matrix, paper and the part of other records' pages."""

from __future__ import annotations

import subprocess

import pytest
from django.test import Client

from fettle.facilities.risks import actions
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.actions import redefine
from fettle.kernel.settings.read import current
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

pytestmark = pytest.mark.django_db


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def assessed(world: World, **values: str) -> Record:
    made = actions.register(world.actor("agent"), title="The line is cut", nature="threat", service=world.service)
    return actions.assess(
        world.actor("manager"), made.number, **{"likelihood": "4", "impact": "4", "reason": "twice", **values}
    )


def test_each_number_of_the_matrix_leads_to_its_risks(world: World) -> None:
    first, other = assessed(world), assessed(world, likelihood="1")
    client = signed_in(world, "auditor")
    page = client.get("/risks/matrix").content.decode()
    address = "/risks?state=identified,assessed,treated,accepted&amp;likelihood=4&amp;impact=4"
    assert address in page
    shown = client.get(address.replace("&amp;", "&")).content.decode()
    assert first.number in shown
    assert other.number not in shown
    assert "2 risks are not judged so yet." in client.get("/risks/matrix?of=residual").content.decode()


def test_a_step_that_was_taken_out_of_the_settings_stands_there_as_long_as_a_risk_does(world: World) -> None:
    """The head counted the risk, and no cell did."""
    risk = assessed(world, likelihood="5", impact="1")
    for key, gone in (("risks.likelihoods", "5"), ("risks.impacts", "1")):
        redefine(world.actor("head"), key, value=[row for row in current()[key] if row["code"] != gone])
    client = signed_in(world, "auditor")
    page = client.get("/risks/matrix").content.decode()
    assert "1 risk: 5, 1" in page
    actions.withdraw(world.actor("manager"), risk.number, reason="twice")
    assert "1 risk: 5, 1" not in client.get("/risks/matrix").content.decode()


def test_the_register_leaves_as_paper_and_as_a_file(world: World) -> None:
    client = signed_in(world, "auditor")
    assert client.get("/risks/print").content.startswith(b"%PDF")
    risk = assessed(world)
    assert client.get("/risks/print?state=assessed").content.startswith(b"%PDF")
    exported = client.get("/risks/export?format=csv")
    assert risk.number in b"".join(exported).decode()  # type: ignore[arg-type]


def test_a_risk_is_noted_from_the_page_of_a_service(world: World) -> None:
    client = signed_in(world, "manager")
    address = f"/services/{world.service.number}"
    assert f"/risks/new?about={world.service.number}" in client.get(address).content.decode()
    form = client.get(f"/risks/new?about={world.service.number}").content.decode()
    assert world.service.title in form
    answer = client.post(f"/risks/new?about={world.service.number}", {"title": "Flood", "nature": "threat"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert "Flood" in client.get(address).content.decode()


def test_customers_see_nothing_of_risks(world: World) -> None:
    risk = assessed(world)
    client = signed_in(world, "requester")
    for address in ("/risks/matrix", "/risks/print", "/risks/new", f"/risks/{risk.number}"):
        assert client.get(address).status_code in (302, 403, 404), address
    Participant.objects.create(record=world.service, person=world.people["requester"], part=Participant.Part.NAMED)
    page = client.get(f"/services/{world.service.number}").content.decode()
    assert risk.title not in page and 'id="risks"' not in page


def test_an_agent_notes_without_the_register(world: World) -> None:
    assessed(world)
    client = signed_in(world, "colleague")
    assert client.get("/risks/matrix").status_code == 403
    assert caller_of(world, "colleague")("GET", "/risks/matrix").status_code == 403
    assert 'id="risks"' not in client.get(f"/services/{world.service.number}").content.decode()
    assert "The line is cut" not in client.get("/risks").content.decode()
    assert client.get("/risks/new").status_code == 200


def test_the_paper_says_the_level_that_the_list_says(world: World) -> None:
    """The one that counts, and beside it what it would be without measures."""
    assessed(world, residual_likelihood="1", residual_impact="1")
    printed = signed_in(world, "auditor").get("/risks/print").content
    words = subprocess.run(["pdftotext", "-layout", "-", "-"], input=printed, capture_output=True, check=True).stdout
    (line,) = [line for line in words.decode().splitlines() if "RSK-" in line]
    assert line.index("Low") < line.index("High")
