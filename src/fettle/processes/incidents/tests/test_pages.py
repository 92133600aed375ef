"""The pages of a record: who sees which, what they cost, and how a long story is told."""

from __future__ import annotations

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.incidents.tests.desk import HX, page
from fettle.processes.incidents.urls import BELOW
from fettle.site.testing.world import World

QUERIES = 23
"""Of the record page of staff, sign-in, frame and the name of the agreement included; one for rounds of approval, two
for parts and merges, one for pictures from elsewhere. What may help is searched for after it.
"""


def addresses(record: Record) -> list[str]:
    """Every address below a record, its pattern filled in."""
    named = {
        "(?P<mode>reply|note)": "reply",
        "(?P<name>[a-z_]+)": "resolve",
        "(?P<name>resolve|tell)": "tell",
        r"(?P<entry>\d{1,9})": "1",
    }
    found = []
    for below, _view in BELOW:
        for pattern, value in named.items():
            below = below.replace(pattern, value)
        found.append(page(record) + below)
    return found


def test_a_stranger_finds_nothing_at_any_address(signed_in, record: Record) -> None:
    for who in ("stranger", "classmate"):
        client = signed_in(who)
        for address in addresses(record):
            for method in (client.get, client.post):
                assert method(address).status_code in (404, 405), address
    assert Entry.objects.filter(record=record).count() == 1


def test_nobody_signed_in_is_sent_to_sign_in(record: Record, db: None) -> None:
    answer = Client().get(page(record))
    assert answer.status_code == 302 and "sign-in" in answer["Location"]


def test_each_page_answers_staff(signed_in, record: Record) -> None:
    client = signed_in("agent")
    for address in addresses(record):
        answer = client.get(address)
        assert answer.status_code in (200, 302, 405), (address, answer.content[:300])


def test_a_record_at_anothers_place_is_redirected(signed_in, world: World) -> None:
    made = actions.register(world.actor("requester"), REQUEST, title="A laptop")
    answer = signed_in("agent").get(f"/incidents/{made.number}")
    assert answer.status_code == 302 and answer["Location"] == f"/requests/{made.number}"


def test_the_page_costs_the_same_however_long_its_story(signed_in, world: World, record: Record) -> None:
    client, counts = signed_in("agent"), []
    for _round in range(3):
        client.get(page(record))
        with CaptureQueriesContext(connection) as spent:
            assert client.get(page(record)).status_code == 200
        counts.append(len(spent))
        for number in range(20):
            actions.note(world.actor("agent"), record.number, text=f"Note {number}")
            actions.prioritise(world.actor("agent"), record.number, priority=1 + number % 2, reason="Test")
    assert counts[2] == counts[1] <= QUERIES, counts


def test_nothing_new_is_304(signed_in, world: World, record: Record) -> None:
    agent = signed_in("agent")
    first = agent.get(page(record, "live") + "?after=1", **HX)
    assert first.status_code == 200
    again = agent.get(page(record, "live") + "?after=1", HTTP_IF_NONE_MATCH=first["ETag"], **HX)
    assert again.status_code == 304 and again.content == b""
    actions.reply(world.actor("requester"), record.number, text="And now the printer")
    later = agent.get(page(record, "live") + "?after=1", HTTP_IF_NONE_MATCH=first["ETag"], **HX)
    assert later.status_code == 200 and "And now the printer" in later.content.decode()


def test_a_long_story_shows_thirty_and_then_the_rest(signed_in, world: World, record: Record) -> None:
    for number in range(40):
        actions.note(world.actor("agent"), record.number, text=f"Note {number:02d}")
    agent = signed_in("agent")
    html = agent.get(page(record)).content.decode()
    assert "Note 39" in html and "Note 10" in html and "Note 09" not in html
    older = re.search(r'href="([^"]+before=\d+)"', html)[1]
    rest = agent.get(older.replace("&amp;", "&"), **HX).content.decode()
    assert "Note 09" in rest and "Note 00" in rest and "Note 10" not in rest
    notes = agent.get(page(record) + "?show=changes").content.decode()
    assert "Note 39" not in notes and "recorded it" in notes


def test_every_verb_of_the_flow_has_a_page(signed_in, world: World, record: Record) -> None:
    agent = signed_in("manager")
    for verb in INCIDENT.flow.verbs:
        answer = agent.get(page(record, "do", verb.name))
        assert answer.status_code == (200 if "new" in verb.sources and not verb.quiet else 409), verb.name
        for ask in verb.asks:
            assert f'name="{ask.name}"' in answer.content.decode() or answer.status_code == 409, ask.name


def test_the_people_we_serve_are_led_to_their_own_page(signed_in, record: Record) -> None:
    answer = signed_in("requester").get(page(record))
    assert answer.status_code == 302 and answer["Location"].startswith("/portal/")


def test_the_side_in_front_is_a_reply_to_whom_we_serve_else_the_one_last_used(
    signed_in, world: World, record: Record
) -> None:
    def front(who: str) -> str:
        return re.findall(
            r'data-mode="(\w+)" data-key="."[^>]* aria-current', signed_in(who).get(page(record)).content.decode()
        )[0]

    assert front("agent") == "reply", "somebody waits for an answer"
    actions.note(world.actor("agent"), record.number, text="Looks like the switch")
    assert [front("agent"), front("colleague")] == ["note", "reply"], "each has their own"
    actions.reply(world.actor("requester"), record.number, text="Any news?")
    assert front("agent") == "reply"
