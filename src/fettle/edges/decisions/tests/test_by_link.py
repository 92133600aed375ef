"""The link in the mail: looking changes nothing, one POST decides, without scripts and without signing in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import OutgoingMail
from fettle.facilities.approvals import actions, delegates, keys, queries
from fettle.facilities.approvals.models import Decision, Key, Round
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as desk
from fettle.site.testing.world import World, day_there

SCANNER = {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; SafeLinks)"}


@pytest.fixture
def address(world: World, asked: Record) -> str:
    """The link as it stands in the mail."""
    decide(Entry.objects.filter(record=asked, fact="approvals.asked").get())
    mail = OutgoingMail.objects.get(person=world.people["manager"])
    assert mail.private, "a mail with a link is shown to administrators only and forgotten when it has left"
    found = re.search(r"http\S+(/a/\S+)", mail.body)
    assert found, mail.body
    return found[1]


def everything() -> list[Any]:
    """All rows that a decision changes."""
    models = (Round, Decision, Key, Entry, Record)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_only_a_hash_is_kept(address: str) -> None:
    secret = address.rpartition("/")[2]
    key = Key.objects.get()
    assert secret not in str(list(Key.objects.values()))
    assert key.address == "manager@example.org"


def test_a_scanner_that_opens_it_five_times_decides_nothing(address: str) -> None:
    before = everything()
    for _time in range(5):
        answer = Client().get(address, **SCANNER)
        assert answer.status_code == 200
        Client().head(address, **SCANNER)
    assert everything() == before


def test_it_shows_what_is_asked_and_no_note(address: str) -> None:
    page = Client().get(address).content.decode()
    assert "89 euros a year" in page
    assert "For the yearbook" in page
    assert "Secret of the desk" not in page
    assert "Requester" in page


def test_one_post_decides_and_the_second_says_who_decided_when(address: str, asked: Record) -> None:
    client = Client()
    answer = client.post(address, {"verdict": "approve", "comment": "Fine"})
    assert answer.status_code == 200
    assert "Your decision is noted" in answer.content.decode()
    row = Decision.objects.get()
    assert (row.approves, row.channel, row.comment.text) == (True, "link", "Fine")
    again = client.post(address, {"verdict": "refuse", "comment": "No"})
    assert again.status_code == 409
    assert re.search(r"Manager approved this on \d+ \w{3} \d{4}, \d\d:\d\d: there", again.content.decode())
    assert Decision.objects.count() == 1
    assert "Manager approved this on" in client.get(address).content.decode()


def test_a_refusal_without_a_reason_is_asked_for_one(address: str) -> None:
    answer = Client().post(address, {"verdict": "refuse"})
    assert answer.status_code == 422
    assert "Say why you refuse" in answer.content.decode()
    assert Client().post(address, {"verdict": "perhaps"}).status_code == 422
    assert Client().post(address, {}).status_code == 422
    assert not Decision.objects.exists()
    assert Client().post(address, {"verdict": "approve"}).status_code == 200


def test_it_ends_with_its_time_with_the_address_and_with_the_person(address: str, world: World) -> None:
    manager = world.people["manager"]
    Key.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(address, {"verdict": "approve"}).status_code == 410
    Key.objects.update(expires_at=timezone.now() + timedelta(days=1))
    Person.objects.filter(pk=manager.pk).update(mail="other@example.org")
    assert Client().post(address, {"verdict": "approve"}).status_code == 410
    Person.objects.filter(pk=manager.pk).update(mail="manager@example.org", is_active=False)
    assert Client().get(address).status_code == 410
    assert Client().get("/a/unknown").status_code == 410
    assert not Decision.objects.exists()


def test_it_signs_nobody_in(address: str) -> None:
    client = Client()
    client.get(address)
    client.post(address, {"verdict": "approve"})
    assert "_auth_user_id" not in client.session
    assert client.get("/my-work/").status_code == 302


def test_the_requester_by_a_link_does_not_decide(address: str, world: World, asked: Record) -> None:
    desk.revise(world.actor("agent"), asked.number, requester=world.people["manager"])
    answer = Client().post(address, {"verdict": "approve"})
    assert answer.status_code == 409
    assert not Decision.objects.exists()


def test_a_delegate_has_a_link_of_their_own(world: World, asked: Record) -> None:
    today = day_there()
    delegates.name(world.actor("manager"), delegate=world.people["head"], first_day=today, last_day=today)
    found = queries.newest(asked)
    assert found is not None
    secret = keys.make(found, world.people["head"])
    page = Client().get(f"/a/{secret}").content.decode()
    assert "whose delegate you are" in page
    assert Client().post(f"/a/{secret}", {"verdict": "approve"}).status_code == 200
    row = Decision.objects.get()
    assert (row.person, row.seat) == (world.people["head"], world.people["manager"])


def test_a_withdrawn_round_says_so(address: str, world: World, asked: Record) -> None:
    actions.cancel(world.actor("agent"), asked.number, reason="Cheaper elsewhere")
    assert "was withdrawn on" in Client().get(address).content.decode()
    assert Client().post(address, {"verdict": "approve"}).status_code == 409


def test_forms_from_elsewhere_are_refused(address: str) -> None:
    assert Client(enforce_csrf_checks=True).post(address, {"verdict": "approve"}).status_code == 403
