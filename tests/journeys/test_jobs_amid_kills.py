"""Jobs of every type through the product's own queue while workers and the database are killed with -9: none missing,
none stuck, and nothing happens twice (bar T08).
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter

import psycopg
import pytest

from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.site.embedded.layout import Layout
from fettle.site.jobs import TASKS
from fettle.site.testing.installation import Installation

pytestmark = pytest.mark.kill
WORKER, DATABASE = ("cli worker",), ("bin/postgres", "-D")
TYPES = len(TASKS)
LONGEST_JOB_SECONDS = 120 + 20 + 30  # of those that can be lost here: its most, the reaper's grace, and a margin
PROMISE = """
import sys, uuid
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from fettle.edges.pages.bulk_run import run_bulk
from fettle.edges.pages.models import BulkRun
from fettle.administration.signing.jobs import mail_link
from fettle.kernel.history.deliver import deliver
from fettle.kernel.jobs import enqueue
from fettle.kernel.orgs import actions as orgs
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.jobs import TASKS
from fettle.site.testing.world import make_world

def promise(each, world, people, incidents_made):
    agent, now = world.actor("agent"), timezone.now()
    for turn in range(each):
        person = people[turn % len(people)]
        late = now - timedelta(days=30) if turn % 3 == 0 else None
        made = incidents.register(agent, INCIDENT, title=f"Broken {turn}", requester=person, opened_at=late)
        incidents_made.append(made.number)
    for turn in range(each):
        enqueue(mail_link, mail=people[turn % len(people)].mail, purpose="sign_in", wish=uuid.uuid4().hex)
        run = BulkRun.objects.create(person=world.people["agent"], acts="desk", verb="resolve", back="/incidents",
                                     values={"resolution": "done", "closure_code": "solved"},
                                     numbers=[incidents_made[turn]], looked_at=now + timedelta(days=1))
        enqueue(run_bulk, run=run.pk)
        for task in TASKS:
            if task.cron:
                enqueue(task, timestamp=int(now.timestamp()))

with transaction.atomic():
    world = make_world()
    people = [orgs.add_person(f"Person {n}", world.school, f"person{n}@example.org", may_sign_in=True)
              for n in range(EACH // 5 + 1)]
    promise(EACH, world, people, [])
"""
LOOK = """
import json
from collections import Counter
from django.db import connection
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.pages.models import BulkRun
from fettle.facilities.search import documents
from fettle.kernel.assembly import assembly
from fettle.kernel.history.models import Delivery, Entry

with connection.cursor() as cursor:
    cursor.execute("select task_name, status::text from procrastinate_jobs"
                   " where scheduled_at is null or scheduled_at < now() + interval '2 minutes'")
    jobs = Counter(map("|".join, cursor.fetchall()))
facts = Counter((entry.record_id, fact["name"]) for entry in Entry.objects.all() for fact in entry.facts)
print(json.dumps({
    "jobs": jobs,
    "wanted": sum(reaction.wants(entry) for entry in Entry.objects.all() for reaction in assembly().reactions),
    "delivered": Delivery.objects.filter(done_at__isnull=False).count(),
    "mails": list(OutgoingMail.objects.values_list("message_id", "state", "maybe_twice")),
    "letters": OutgoingMail.objects.filter(purpose="sign_in").count(),
    "bulk": [[len(run.numbers), run.done, run.refused, bool(run.ended_at)] for run in BulkRun.objects.all()],
    "unindexed": len(documents.behind(10)),
    "facts": Counter(f"{name} x{times}" for (_, name), times in facts.items()),
}))
"""
LEFT = """
select (select count(*) from procrastinate_jobs
         where status in ('todo', 'doing') and (scheduled_at is null or scheduled_at < now() + interval '2 minutes')),
       (select count(*) from notify_outgoingmail where state in ('sending', 'waiting'))
"""
CUT_OFF = """
from datetime import timedelta
from django.db.models import F
from fettle.edges.notify.jobs import find_cut_off
from fettle.edges.notify.models import OutgoingMail
OutgoingMail.objects.filter(state="sending").update(sending_at=F("sending_at") - timedelta(seconds=151))
find_cut_off.run()
"""
"""The time after which a mail is known to have been cut off, passed by hand."""


@pytest.mark.parametrize(
    ("jobs", "workers", "databases"), [(300, 8, 2), pytest.param(5000, 40, 6, marks=pytest.mark.long)]
)
def test_each_promise_is_kept_once(installation: Installation, jobs: int, workers: int, databases: int) -> None:
    each, chance = jobs // TYPES + 1, random.Random(8)
    victims = [WORKER] * workers + [DATABASE] * databases
    with BadServer() as server:
        settings = {"HOST": "127.0.0.1", "PORT": str(server.port), "TLS": "none", "FROM": "desk@example.org"}
        installation.environment_too = {f"FETTLE_MAIL_{name}": value for name, value in settings.items()}
        installation.start()
        installation.python(PROMISE.replace("EACH", str(each)))
        for victim in chance.sample(victims, len(victims)):
            assert installation.kill(*victim, within=60), installation.said()[-3000:]
            time.sleep(chance.uniform(0.5, 2.5))
        seen = settled(installation)
        received = Counter(mail["Message-ID"] for mail in server.taken)
    assert {line.partition("|")[2] for line in seen["jobs"]} == {"succeeded"}, seen["jobs"]
    assert sum(seen["jobs"].values()) >= jobs
    assert seen["delivered"] == seen["wanted"]
    assert seen["letters"] == each and seen["unindexed"] == 0
    assert all(count == done and not refused and ended for count, done, refused, ended in seen["bulk"]), seen["bulk"]
    assert seen["facts"]["incidents.resolved x1"] == each and not seen["facts"].get("incidents.resolved x2")
    perhaps_twice = {name for name, _, maybe in seen["mails"] if maybe}
    assert {name for name, state, _ in seen["mails"] if state == "sent"} == set(received)
    assert {name for name, times in received.items() if times > 1} <= perhaps_twice
    assert {state for _, state, _ in seen["mails"]} <= {"sent", "withheld"}
    assert installation.command("check").returncode == 0
    assert installation.stop() == 0


def settled(installation: Installation) -> dict:
    """What is there once no job is waiting or at work any more."""
    until = time.monotonic() + 2 * LONGEST_JOB_SECONDS
    while time.monotonic() < until:
        busy, sending = left(installation)
        if not (busy or sending):
            break
        if sending and not busy:
            installation.python(CUT_OFF)
        time.sleep(1)
    return json.loads(installation.python(LOOK))


def left(installation: Installation) -> tuple[int, int]:
    """How many jobs, and how many mails, are not done with."""
    address = Layout(installation.data).address("postgres")
    try:
        with psycopg.connect(address) as connection:
            return connection.execute(LEFT).fetchone() or (1, 0)
    except psycopg.Error:  # the database is on its way back
        return 1, 0
