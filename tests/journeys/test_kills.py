"""Web, worker and database killed with -9 amid work: nothing acknowledged is lost, nothing happens twice, and the
service comes back by itself, leaving nothing behind (bar T05).
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
import urllib.error
import urllib.request
import uuid

import pytest

from fettle.site.testing.installation import Installation

pytestmark = pytest.mark.kill
WRITERS, BURST = 3, 4
BREATH_SECONDS = 0.1  # between two records of a writer: else what follows from them takes longer than the kills
ANSWER_SECONDS = 15  # on a machine of our own; where others work too, all takes longer
LONGEST_PROMISE_SECONDS = 1500  # a job that several kills hit is tried again 4, 16, 64, 256 and 1,024 seconds later
WEB, WORKER, DATABASE = ("granian",), ("cli worker",), ("bin/postgres", "-D")
VICTIMS = ([WEB], [WORKER], [DATABASE], [DATABASE, DATABASE], [WEB, WORKER, DATABASE])
"""Twice the database: again as soon as it is back, amid its keeper's first questions to it."""
FILL = """
from django.db import transaction
from fettle.site.testing.world import make_world
with transaction.atomic():
    make_world()
"""
LOOK = """
import json
from collections import Counter
from django.db import connection, transaction
from fettle.kernel.history.models import Delivery, Entry
from fettle.kernel.records.models import Record
from fettle.kernel.assembly import assembly
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("set transaction isolation level repeatable read")
    cursor.execute(
        "select status::text, attempts, count(*), coalesce(max(extract(epoch from scheduled_at - now())), 0)::int"
        "  from procrastinate_jobs where task_name = 'history.deliver' and status in ('todo', 'doing') group by 1, 2"
    )
    promised = cursor.fetchall()
    titles = Counter(Record.objects.filter(kind="incident").values_list("title", flat=True))
    wanted = sum(reaction.wants(entry) for entry in Entry.objects.all() for reaction in assembly().reactions)
    print(json.dumps({
        "titles": titles, "wanted": wanted, "promised": promised,
        "done": Delivery.objects.filter(done_at__isnull=False).count(),
        "dead": Delivery.objects.filter(dead=True).count(),
        "numbers": Record.objects.filter(kind="incident").count(),
    }))
"""
"""What there is at one moment, and what is still promised: state, tries, how many, the longest pause in seconds."""


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
            self.stopped.wait(BREATH_SECONDS)

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


def answering(writers: list[Writer]) -> float:
    """Seconds until every writer has had another answer."""
    start, had = time.monotonic(), [len(writer.acknowledged) for writer in writers]
    while any(len(writer.acknowledged) == before for writer, before in zip(writers, had, strict=True)):
        if time.monotonic() > start + 8 * ANSWER_SECONDS:
            break
        time.sleep(0.05)
    return time.monotonic() - start


def patience() -> float:
    return ANSWER_SECONDS * max(1, os.getloadavg()[0] / (os.cpu_count() or 1) / 1.5)


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.long)])
def test_killed_amid_work(installation: Installation, kills: int) -> None:
    chance = random.Random(5)
    installation.start()
    installation.python(FILL)
    token = installation.command("token", "agent@example.org").stdout.strip().splitlines()[-1]
    stop = threading.Event()
    writers = [Writer(installation.address, token, stop) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    done, waits = 0, []
    while done < kills:
        until = done + BURST
        while done < until:
            time.sleep(chance.uniform(0.3, 2.0))
            victims = chance.choice(VICTIMS)
            done += sum([installation.kill(*words, within=5, choose=chance.choice) for words in victims])
        waits.append(answering(writers))
        assert waits[-1] < patience(), (waits, installation.said()[-6000:])
    stop.set()
    for writer in writers:
        writer.join(60)
        assert not writer.is_alive() and not writer.wrong, (writer.wrong[:3], installation.said()[-6000:])
    print(f"{done} kills, answering again after {max(waits):.1f} s at most")
    one_of_each(installation)
    nothing_lost(installation, [title for writer in writers for title in writer.acknowledged], kills)
    assert installation.stop() == 0
    assert not list(installation.processes()) and not (installation.data / "postgres/cluster/postmaster.pid").exists()


def one_of_each(installation: Installation) -> None:
    """All are there again, and no orphan works beside its successor."""
    until = time.monotonic() + patience()
    while [len(firsts(installation, words)) for words in (WEB, WORKER, DATABASE)] != [1, 1, 1]:
        assert time.monotonic() < until, [firsts(installation, words) for words in (WEB, WORKER, DATABASE)]
        time.sleep(0.5)


def firsts(installation: Installation, words: tuple[str, ...]) -> list[int]:
    """Processes of a sort that were not begun by another of them."""
    found = {process.pid: process.ppid() for process in installation.processes(*words)}
    return [pid for pid, parent in found.items() if parent not in found]


def nothing_lost(installation: Installation, acknowledged: list[str], kills: int) -> None:
    """What was acknowledged is there once, with all that follows from it; and `check` finds nothing to repair."""
    assert len(acknowledged) > kills
    until = time.monotonic() + LONGEST_PROMISE_SECONDS
    while (seen := json.loads(installation.python(LOOK)))["promised"] and time.monotonic() < until:
        time.sleep(2)
    assert {title: seen["titles"].get(title) for title in acknowledged} == dict.fromkeys(acknowledged, 1)
    assert all(count == 1 for count in seen["titles"].values())
    assert (seen["done"], seen["dead"]) == (seen["wanted"], 0), seen["promised"]
    check = installation.command("check")
    assert check.returncode == 0, check.stdout[-2000:]
