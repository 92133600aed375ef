"""Mails through a real IMAP server while whoever fetches and handles them is killed with -9 at random points: none is
lost, none taken in twice, none in the wrong conversation.
"""

from __future__ import annotations

import json
import random
import time
from itertools import pairwise

import pytest

from fettle.edges.mail.tests.dovecot import PASSWORD, Dovecot, dovecot
from fettle.site.testing.installation import Installation

pytestmark = [pytest.mark.kill, pytest.mark.mail]
WORKER = ("cli worker",)
PEOPLE = 7
SET_UP = """
from django.db import transaction
from fettle.edges.mail.mailboxes import FIELDS
from fettle.edges.notify.models import Secret
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.site.testing.world import make_world

with transaction.atomic():
    world = make_world()
    for n in range(PEOPLE):
        orgs.add_person(f"Person {n}", world.school, f"person{n}@example.org", may_sign_in=True)
    Secret.objects.create(key="imap:desk", value="SECRET")
    keeper = Actor.house("test", "notify.administer", "notify.manage")
    row = {field.name: None for field in FIELDS} | {
        "code": "desk", "label": "Desk", "address": "desk@fettle.example", "route": "incident", "unknown": "open",
        "source": "imap", "host": "127.0.0.1", "port": PORT, "tls": "none", "user": "desk", "done_folder": FOLDER,
        "plus": True, "bulk": False, "active": True}
    settings.redefine(keeper, "mail.mailboxes", value=[row])
    settings.redefine(keeper, "mail.intake", value={**current()["mail.intake"], "most_per_sender_hour": 10_000})
"""
LOOK = """
import json
from fettle.edges.mail.models import IncomingMail
from fettle.facilities.discussion.models import Comment
from fettle.kernel.records.models import Record
records = Record.objects.filter(kind="incident").select_related("incident")
print(json.dumps({
    "mails": [[mail.state, mail.decision, mail.attempts] for mail in IncomingMail.objects.all()],
    "opened": [[record.number, record.incident.details] for record in records],
    "said": [[comment.record.number, comment.text] for comment in Comment.objects.select_related("record")],
}))
"""


def mail(number: int, answers: int | None) -> bytes:
    lines = [
        f"From: Person <person{number % PEOPLE}@example.org>",
        "To: desk@fettle.example",
        f"Subject: Matter {number}",
        f"Message-ID: <{number}@client.example>",
        *([f"In-Reply-To: <{answers}@client.example>"] if answers is not None else []),
        "",
        f"word{number}word",
        "",
    ]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("folder", ["", "Done"])
@pytest.mark.parametrize(("mails", "kills"), [(60, 4), pytest.param(1000, 30, marks=pytest.mark.long)])
def test_none_is_lost_doubled_or_misplaced(installation: Installation, mails: int, kills: int, folder: str) -> None:
    chance = random.Random(mails)
    answers = {number: number - PEOPLE for number in range(PEOPLE, mails) if number % 3}
    with dovecot() as server:
        installation.start()
        values = {"PEOPLE": str(PEOPLE), "SECRET": PASSWORD, "PORT": str(server.port), "FOLDER": repr(folder)}
        program = SET_UP
        for name, value in values.items():
            program = program.replace(name, value)
        installation.python(program)
        moments = sorted(chance.sample(range(1, mails), kills))
        for start, end in pairwise([0, *moments, mails]):
            put(server, [mail(number, answers.get(number)) for number in range(start, end)])
            if end < mails:
                time.sleep(chance.uniform(0.1, 2.0))
                assert installation.kill(*WORKER, within=60)
        seen = settled(installation, mails, 120 + mails)
        assert server.count("desk") == (0 if folder else mails)
    assert len(seen["mails"]) == mails
    assert {state for state, _decision, _attempts in seen["mails"]} == {"done"}, seen["mails"]
    place: dict[int, str] = {}
    for number, text in [*seen["opened"], *seen["said"]]:
        word = int(text.strip().removeprefix("word").removesuffix("word"))
        assert word not in place, f"mail {word} was taken in twice"
        place[word] = number
    assert sorted(place) == list(range(mails)), "none is lost"
    assert [pair for pair in answers.items() if place[pair[0]] != place[pair[1]]] == [], "none is misplaced"
    assert len(seen["opened"]) == mails - len(answers)
    assert installation.stop() == 0


def put(server: Dovecot, raws: list[bytes]) -> None:
    for raw in raws:
        server.put("desk", raw)


def settled(installation: Installation, mails: int, seconds: float) -> dict:
    """What is there once every mail was handled."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        seen = json.loads(installation.python(LOOK))
        if len(seen["mails"]) == mails and all(state != "arrived" for state, *_rest in seen["mails"]):
            return seen
        time.sleep(2)
    raise AssertionError(f"not all were handled: {seen['mails'][-20:]}")
