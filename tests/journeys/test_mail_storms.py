"""Bars T14 and T15 with real processes and real time: whole installations that get mails by a folder and send them by
SMTP to a server on loopback, behind which other machines answer.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from fettle.edges.mail.tests.desk import source
from fettle.edges.mail.tests.responders import answer
from fettle.edges.mail.tests.test_storms import PER_ADDRESS, PER_RECORD, storm
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.site.testing.installation import Installation, _prepared

pytestmark = pytest.mark.kill
STORM_MAILS, STORM_SENDERS, STORM_PER_SECOND = 6_800, 10, 34
"""A third of the bar's mails at the bar's pace: 20,000 in ten minutes."""
MOST_DELAY_SECONDS = 120
STAFF = ("agent@example.org", "colleague@example.org")
MACHINES = ("keeps", "anew", "desk", "lost", "daemon", "keeps-1", "keeps-2", "keeps-3")
SET_UP = """
from django.db import transaction
from fettle.edges.mail.mailboxes import FIELDS
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.settings import actions as settings
from fettle.site.testing.world import make_world

with transaction.atomic():
    world = make_world()
    for mail in PEOPLE:
        orgs.add_person(mail, world.school, mail, may_sign_in=True)
    keeper = Actor.house("test", "notify.administer", "notify.manage")
    row = {field.name: None for field in FIELDS} | {
        "code": "desk", "label": "Desk", "address": "ADDRESS", "route": "incident", "unknown": "open",
        "source": "drop", "plus": True, "bulk": False, "active": True}
    settings.redefine(keeper, "mail.mailboxes", value=[row])
"""
WORK = """
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
agent = Actor.of(Person.objects.get(mail="agent@example.org"))
for record in Record.objects.filter(kind="incident", state="new").select_related("incident__requester"):
    incidents.take(agent, record.number)
    if record.title == "Together":
        incidents.reply(agent, record.number, text="Which room?")
    else:
        incidents.resolve(agent, record.number, resolution="Done", closure_code="solved")
"""
LOOK = """
import json
from fettle.edges.mail.models import IncomingMail
from fettle.edges.notify.models import Notice, OutgoingMail
from fettle.kernel.records.models import Record
print(json.dumps({
    "mails": [[mail.subject, mail.sender, mail.state, mail.decision,
               mail.settled_at and mail.settled_at.isoformat(), mail.reasons]
              for mail in IncomingMail.objects.all()],
    "caused": [[mail.address, mail.record_id] for mail in OutgoingMail.objects.filter(entry__channel="mail")
               if mail.state in ("sent", "failed")],
    "records": [[record.pk, record.title, record.state] for record in Record.objects.filter(kind="incident")],
    "notices": Notice.objects.filter(person__mail="agent@example.org").count(),
}))
"""
_names = itertools.count(1)


def put(installation: Installation, raw: bytes) -> None:
    """Into the folder, as whoever delivers there does: whole, and then under its name."""
    folder = installation.data / "mail" / "desk"
    name = f"{next(_names):08}.eml"
    (folder / f".{name}").write_bytes(raw)
    os.utime(folder / f".{name}", (time.time() - 10,) * 2)
    (folder / f".{name}").rename(folder / name)


@contextmanager
def desk(installation: Installation, server: BadServer, address: str, people: list[str]) -> Iterator[Installation]:
    settings = {"HOST": "127.0.0.1", "PORT": str(server.port), "TLS": "none", "FROM": address}
    installation.environment_too = {f"FETTLE_MAIL_{name}": value for name, value in settings.items()}
    installation.start()
    installation.python(SET_UP.replace("PEOPLE", repr(people)).replace("ADDRESS", address))
    folder = installation.data / "mail" / "desk"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield installation
    finally:
        installation.stop()


def second(place: Path) -> Installation:
    subprocess.run(["cp", "-a", _prepared(), place / "second"], check=True)
    return Installation(place / "second")


class Post:
    """Carries each mail that the server took to where it goes, at once, until it is over."""

    def __init__(self, server: BadServer, desks: dict[str, Installation]) -> None:
        self.server, self.desks, self.carried = server, desks, 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._carry, daemon=True)
        self.thread.start()

    def _carry(self) -> None:
        while not self.over.wait(0.05):
            for mail in self.server.taken[self.carried :]:
                self.carried += 1
                to, sender = str(mail["To"]), str(mail["From"])
                if there := self.desks.get(to.rpartition("@")[2]):
                    put(there, mail.as_bytes())
                elif raw := answer(mail):
                    put(next(desk for domain, desk in self.desks.items() if domain in sender), raw)

    def end(self) -> None:
        self.over.set()
        self.thread.join(10)


@pytest.mark.parametrize("seconds", [120, pytest.param(600, marks=pytest.mark.long)])
def test_other_machines(seconds: int, installation: Installation, place: Path) -> None:
    """The bar T14: two minutes in every run, ten in ``make check-long``."""
    people = [f"{local}@machines.example" for local in MACHINES]
    with (
        BadServer() as server,
        desk(installation, server, "desk@fettle.example", [*people, "desk@second.example"]) as first,
        desk(second(place), server, "desk@second.example", ["desk@fettle.example"]) as other,
    ):
        post = Post(server, {"fettle.example": first, "second.example": other})
        began = time.monotonic()
        for address in [*people[:5], "desk@second.example"]:
            put(first, source("It is broken", sender=address, subject="Alone"))
        put(first, source("All of us", sender=people[0], subject="Together", headers={"Cc": ", ".join(people[5:])}))
        for at in range(3):
            time.sleep(10 + 10 * at)
            first.python(WORK)
        time.sleep(max(0.0, seconds - (time.monotonic() - began)))
        post.end()
        seen, theirs = json.loads(first.python(LOOK)), json.loads(other.python(LOOK))
        sent = Counter(str(mail["To"]) for mail in server.taken)
    print("sent", sent, "came in", len(seen["mails"]), "there", len(theirs["mails"]))
    assert sent["keeps@machines.example"] >= 2 and sent["desk@second.example"] >= 1, "they did talk"
    for there in (seen, theirs):
        to = Counter(address for address, _record in there["caused"] if address not in STAFF)
        assert max(to.values(), default=0) <= PER_ADDRESS, to
        about = Counter(record for _address, record in there["caused"])
        assert max(about.values(), default=0) <= PER_RECORD, about
    reopened = [mail for mail in seen["mails"] if "reopens" in dict(mail[5])]
    assert not reopened and {state for _pk, title, state in seen["records"] if title == "Alone"} == {"resolved"}
    assert seen["notices"] >= 3, "an agent is told"
    assert not [mail for mail in seen["mails"] + theirs["mails"] if mail[2] == "arrived"]


@pytest.mark.long
def test_a_storm(installation: Installation) -> None:
    """The bar T15: at its pace, a third as long; every tenth mail is one of the others'."""
    with BadServer() as server, desk(installation, server, "desk@fettle.example", []) as here:
        written: dict[str, float] = {}
        began = time.monotonic()
        for at, raw in enumerate(storm(STORM_MAILS, STORM_SENDERS)):
            put(here, raw)
            written[f"Alarm {at}"] = time.time()
            time.sleep(max(0.0, began + at / STORM_PER_SECOND - time.monotonic()))
        took = time.monotonic() - began
        seen = settled(here, STORM_MAILS, 200)
        sent = Counter(str(mail["To"]) for mail in server.taken)
    states = Counter(state for _subject, _sender, state, *_rest in seen["mails"])
    assert len(seen["mails"]) == STORM_MAILS, "none is lost: each is a row with bytes of its own"
    assert set(states) <= {"done", "held", "arrived"}, "the crowd's may still be on their turn"
    delays = {"0": [0.0], "others": [0.0]}
    for subject, sender, _state, _decision, at, _reasons in seen["mails"]:
        who = "0" if sender.startswith("victim0@") else "others"
        if at or who == "others":
            delays[who].append(datetime.fromisoformat(at).timestamp() - written[subject])
    longest = {who: round(max(each)) for who, each in delays.items()}
    print(f"fed in {took:.0f} s; {states}; longest wait {longest}")
    assert max(delays["others"]) <= MOST_DELAY_SECONDS
    opened = Counter(mail[1] for mail in seen["mails"] if mail[3] == "opened")
    assert max(opened.values()) <= 5 * 2, "five an hour, and the hour may turn"
    assert not [address for address in sent if address.endswith("@storm.example")]


def settled(installation: Installation, mails: int, seconds: float) -> dict:
    """What is there once all are kept, and those of the others handled."""
    until = time.monotonic() + seconds
    while True:
        seen = json.loads(installation.python(LOOK))
        done = all(mail[4] for mail in seen["mails"] if not mail[1].startswith("victim0@"))
        if len(seen["mails"]) == mails and done:
            return seen
        assert time.monotonic() < until, Counter(mail[2] for mail in seen["mails"])
        time.sleep(5)
