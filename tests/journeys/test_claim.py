"""Somebody who only called the desk: they exist from then on without an account, and claim it by their address."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from fettle.administration.signing.jobs import mail_link
from fettle.edges.notify.models import OutgoingMail
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.site.testing.world import World

MAIL = "teresa@riverside.example"


@pytest.fixture
def agent(world: World) -> Client:
    browser = Client()
    browser.force_login(world.people["agent"])
    return browser


def link_mailed_to(mail: str) -> str:
    """Where the newest mail to somebody leads, once the work of the sign-in page is done."""
    for job in ProcrastinateJob.objects.filter(task_name=mail_link.name).order_by("id"):
        mail_link.run(**job.args)
    return re.search(r"https?://[^/\s]+(/\S+)", OutgoingMail.objects.filter(address=mail).latest("pk").body)[1]


def test_who_was_named_on_the_phone_follows_it_by_a_mailed_link(world: World, agent: Client) -> None:
    wish = {
        "title": "No sound in room 12", "channel": "phone", "impact": "person", "urgency": "soon",
        "new_name": "Teresa Almeida", "new_mail": MAIL, "new_organisation": f"organisation:{world.school.pk}",
    }  # fmt: skip
    assert agent.post("/incidents/new", wish).status_code == 303
    person, record = Person.objects.get(mail=MAIL), Record.objects.get(title="No sound in room 12")
    assert not person.may_sign_in and not person.has_usable_password()
    assert Client().post("/sign-in/", {"mail": MAIL, "password": ""}).status_code == 422

    visitor = Client()
    assert visitor.post("/sign-in/link/", {"mail": MAIL}).status_code == 200
    link = link_mailed_to(MAIL)
    assert "Teresa Almeida" in visitor.get(link).content.decode()
    assert not Person.objects.get(mail=MAIL).may_sign_in, "looking at a link changes nothing"
    visitor.post(link)
    assert Person.objects.get(mail=MAIL).may_sign_in
    assert record.number in visitor.get("/portal/requests/").content.decode()
    assert visitor.get(f"/portal/requests/{record.number}").status_code == 200
    assert visitor.post(link).status_code == 410
