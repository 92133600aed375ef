"""Web, worker and database killed with -9 amid work: nothing acknowledged is lost, nothing happens twice."""

from __future__ import annotations

import json
import random
import threading
import time
import urllib.error
import urllib.request
import uuid

import pytest

from fettle.site.testing.installation import Installation

pytestmark = pytest.mark.kill
KILLS, WRITERS = 20, 3
FILL = """
from django.db import transaction
from fettle.site.testing.world import make_world
with transaction.atomic():
    make_world()
"""
LOOK = """
import json
from collections import Counter
from fettle.kernel.history.models import Delivery, Entry
from fettle.kernel.records.models import Record
from fettle.kernel.assembly import assembly
titles = Counter(Record.objects.filter(kind="incident").values_list("title", flat=True))
wanted = sum(reaction.wants(entry) for entry in Entry.objects.all() for reaction in assembly().reactions)
print(json.dumps({
    "titles": titles, "wanted": wanted,
    "done": Delivery.objects.filter(done_at__isnull=False).count(),
    "dead": Delivery.objects.filter(dead=True).count(),
    "numbers": Record.objects.filter(kind="incident").count(),
}))
"""


class Writer(threading.Thread):
    """Records incidents one after the other; asks again with the same key until there is an answer."""

    def __init__(self, address: str, token: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.address, self.token, self.stopped = address, token, stop
        self.acknowledged: list[str] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self.stopped.is_set():
            title = f"Broken-{uuid.uuid4()}"
            while not self.ask(title):
                time.sleep(0.1)
            self.acknowledged.append(title)

    def ask(self, title: str) -> bool:
        request = urllib.request.Request(
            f"{self.address}/api/v1/incidents",
            json.dumps({"title": title}).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": title},
        )
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return bool(answer.status == 201)
        except urllib.error.HTTPError as error:
            if error.code < 500:
                self.wrong.append(f"{error.code} {error.read()[:300]!r}")
            return error.code < 500
        except OSError:
            return False


def test_twenty_kills(installation: Installation) -> None:
    chance = random.Random(5)
    installation.start()
    installation.python(FILL)
    token = installation.command("token", "agent@example.org").stdout.strip().splitlines()[-1]
    stop = threading.Event()
    writers = [Writer(installation.address, token, stop) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for _kill in range(KILLS):
        time.sleep(chance.uniform(0.3, 2.0))
        victims = list(installation.processes(*chance.choice((("granian",), ("worker",), ("postgres", "-D")))))
        if victims:
            chance.choice(victims).kill()
    time.sleep(2)
    stop.set()
    for writer in writers:
        writer.join(120)
        assert not writer.is_alive() and not writer.wrong, (writer.wrong[:3], installation.said()[-6000:])
    acknowledged = [title for writer in writers for title in writer.acknowledged]
    assert len(acknowledged) > KILLS

    until = time.monotonic() + 90
    while (seen := json.loads(installation.python(LOOK)))["done"] < seen["wanted"] and time.monotonic() < until:
        time.sleep(2)
    assert {title: seen["titles"].get(title) for title in acknowledged} == dict.fromkeys(acknowledged, 1)
    assert all(count == 1 for count in seen["titles"].values())
    assert (seen["done"], seen["dead"]) == (seen["wanted"], 0)
    check = installation.command("check")
    assert check.returncode == 0, check.stdout[-2000:]
    assert installation.stop() == 0
