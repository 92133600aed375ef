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
BEGIN = """
from django.db import transaction
from django.utils import timezone
from fettle.edges.transfer import jobs as importing, runs as imports
from fettle.facilities.cycles.jobs import tell_of_duties
from fettle.kernel.clock import actions as clock
from fettle.kernel.clock.models import Calendar
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.recalculating import jobs as recalculating, runs as recalculations
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels import actions as levels
from fettle.processes.levels.jobs import prepare_evaluations
from fettle.site.testing.world import OFFICE_HOURS, make_world

HEAD = "number,incident_state,sys_mod_count,sys_updated_at,opened_at,priority"
LATER = {**OFFICE_HOURS, "holidays": {"2020-01-01": "New Year"}}
importing.AT_ONCE = recalculations.AT_ONCE = 0  # here nobody waits for it: all of it goes by jobs

def promised_by(hours):
    levels.revise(manager, world.agreement.number, calendar=hours, reason="Other hours")

with transaction.atomic():
    world = make_world()
    world.people["manager"].zone = f"Etc/GMT{timezone.now().hour - 12:+d}"  # what was looked at counts until midnight
    world.people["manager"].save()
    agent, manager, keeper = map(world.actor, ("agent", "manager", "administrator"))
    events = imports.importer_of("servicenow-events")
    usual, corrected = Calendar.objects.get(key="office"), []
    for turn in range(EACH):
        corrected.append(clock.define(f"office-{turn}", f"Office {turn}", OFFICE_HOURS, "tests").calendar)
        promised_by(corrected[-1])
        incidents.register(agent, INCIDENT, title=f"Counted {turn}", requester=world.people["requester"])
        clock.define(f"office-{turn}", f"Office {turn}", LATER, "tests", "A holiday was missing")
    promised_by(usual)
    for task in (prepare_evaluations, tell_of_duties):  # these write on the agreement: what was looked at would be void
        task.run()
    for turn, hours in enumerate(corrected):
        recalculating.begin(recalculations.ask(manager, calendar=hours, reason="A holiday was missing"))
        log = f"{HEAD}\\nINC{turn},New,0,29-02-2016 01:16,29-02-2016 01:16,2 - High\\n".encode()
        taken = imports.take(keeper, events, [log], file_name="log.csv", organisation=world.school)
        importing.begin_preview(keeper, taken)
"""
"""What people look at before they confirm it: each recalculation changes one record, each import adds one."""
PROMISE = """
import uuid
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from fettle.administration.signing.jobs import mail_link
from fettle.edges.mail import intake, pictures
from fettle.edges.mail.tests.desk import DESK, rules, set_up, source
from fettle.edges.pages.bulk_run import run_bulk
from fettle.edges.pages.models import BulkRun
from fettle.edges.transfer import jobs as importing
from fettle.edges.transfer.models import ImportRun
from fettle.kernel.access.actor import Actor
from fettle.kernel.jobs import enqueue
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation, Person
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.models import Recalculation
from fettle.processes.incidents.recalculating import jobs as recalculating, runs as recalculations
from fettle.processes.incidents.records import INCIDENT
from fettle.site.jobs import TASKS

HTML = {"Content-Type": "text/html; charset=utf-8"}
importing.AT_ONCE = recalculations.AT_ONCE = 0

def incident(turn):
    late = now - timedelta(days=30) if turn % 3 == 0 else None
    requester = people[turn % len(people)]
    return incidents.register(agent, INCIDENT, title=f"Broken {turn}", requester=requester, opened_at=late).number

def promise(turn, number):
    mail = people[turn % len(people)].mail
    enqueue(mail_link, mail=mail, purpose="sign_in", wish=uuid.uuid4().hex)
    run = BulkRun.objects.create(person=agent_person, acts="desk", verb="resolve", back="/incidents", numbers=[number],
                                 values={"resolution": "done", "closure_code": "solved"},
                                 looked_at=now + timedelta(days=1))
    enqueue(run_bulk, run=run.pk)
    text = f'<p>Look:</p><img src="http://127.0.0.1/{turn}.png" alt="What I see">'
    pictures.ask(intake.keep("desk", source(text, sender=mail, subject=f"Mail {turn}", headers=HTML))[0])
    recalculating.confirm(manager, looked_at[turn])
    importing.begin_import(keeper, tried[turn])
    for task in TASKS:
        if task.cron:
            enqueue(task, timestamp=int(now.timestamp()))

with transaction.atomic():
    now, school = timezone.now(), Organisation.objects.get(name="Riverside School")
    agent_person = Person.objects.get(mail="agent@example.org")
    agent, manager, keeper = (Actor.of(Person.objects.get(mail=f"{who}@example.org"))
                              for who in ("agent", "manager", "administrator"))
    people = [orgs.add_person(f"Person {n}", school, f"person{n}@example.org", may_sign_in=True)
              for n in range(EACH // 5 + 1)]
    set_up(DESK)
    rules(most_per_sender_hour=10_000)
    looked_at, tried = (list(runs.objects.order_by("pk")) for runs in (Recalculation, ImportRun))
    for turn, number in enumerate([incident(turn) for turn in range(EACH)]):
        promise(turn, number)
"""
"""Everything else, with what was looked at: so many of each type, one after the other."""
LOOK = """
import json
from collections import Counter
from django.db import connection
from fettle.edges.mail.models import IncomingMail, Picture
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.pages.models import BulkRun
from fettle.edges.transfer.models import ImportRun, SourceRow
from fettle.facilities.search import documents
from fettle.kernel.assembly import assembly
from fettle.kernel.history.models import Delivery, Entry
from fettle.processes.incidents.facts import Recalculated
from fettle.processes.incidents.models import Incident, Recalculation

with connection.cursor() as cursor:
    cursor.execute("select task_name, status::text from procrastinate_jobs"
                   " where scheduled_at is null or attempts > 0 or scheduled_at < now() + interval '2 minutes'")
    jobs = Counter(map("|".join, cursor.fetchall()))
    cursor.execute("select args->>'mail' from procrastinate_jobs"
                   " where task_name = 'mail.get_pictures' and attempts > 1")
    begun_again = {int(mail) for mail, in cursor.fetchall()}
entries = list(Entry.objects.all())
facts = Counter((entry.record_id, fact["name"]) for entry in entries for fact in entry.facts)
wanted = {(entry.pk, reaction.key): f"{reaction.key} to {entry.fact}" for entry in entries
          if entry.origin == "live" and entry.fact != Recalculated.name  # neither is told to anybody
          for reaction in assembly().reactions if reaction.wants(entry)}
delivered = set(Delivery.objects.filter(done_at__isnull=False).values_list("entry_id", "reaction"))
print(json.dumps({
    "jobs": jobs,
    "undelivered": Counter(told for key, told in wanted.items() if key not in delivered),
    "not_wanted": len(delivered - set(wanted)),
    "mails": list(OutgoingMail.objects.values_list("message_id", "state", "maybe_twice")),
    "letters": OutgoingMail.objects.filter(purpose="sign_in").count(),
    "bulk": [[len(run.numbers), run.done, run.refused, bool(run.ended_at)] for run in BulkRun.objects.all()],
    "incidents": Counter(item.external_ref or item.record.title for item in Incident.objects.select_related("record")),
    "mails_in": [[mail.state, mail.decision, mail.record_id] for mail in IncomingMail.objects.all()],
    "pictures": Counter(f"{picture.state} {picture.reason}" for picture in Picture.objects.all()
                        if not (picture.state == "taken" and picture.mail_id in begun_again)),
    "pictures_asked_for": Picture.objects.count(),
    "recalculated": Counter(f"{run.state}, {run.done} done, {run.left} left" for run in Recalculation.objects.all()),
    "imported": Counter(ImportRun.objects.values_list("state", flat=True)),
    "rows": SourceRow.objects.count(),
    "unindexed": len(documents.behind(10)),
    "facts": Counter(f"{name} x{times}" for (_, name), times in facts.items()),
}))
"""
LEFT = """
select (select count(*) from procrastinate_jobs
         where status in ('todo', 'doing')
           and (scheduled_at is null or attempts > 0 or scheduled_at < now() + interval '2 minutes')),
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
    victims = chance.sample([WORKER] * workers + [DATABASE] * databases, workers + databases)
    third = len(victims) // 3
    with BadServer() as server:
        settings = {"HOST": "127.0.0.1", "PORT": str(server.port), "TLS": "none", "FROM": "desk@example.org"}
        installation.environment_too = {f"FETTLE_MAIL_{name}": value for name, value in settings.items()}
        installation.start()
        for program, some in ((BEGIN, victims[:third]), (PROMISE, victims[third:])):
            installation.python(program.replace("EACH", str(each)))
            for victim in some:
                assert installation.kill(*victim, within=60), installation.said()[-3000:]
                time.sleep(chance.uniform(0.5, 2.5))
            settle(installation)
        seen = json.loads(installation.python(LOOK))
        received = Counter(mail["Message-ID"] for mail in server.taken)
    assert {line.partition("|")[2] for line in seen["jobs"]} == {"succeeded"}, seen["jobs"]
    succeeded = {task.name: seen["jobs"].get(f"{task.name}|succeeded", 0) for task in TASKS}
    assert {name: times for name, times in succeeded.items() if times < each} == {}, "not promised here, or missing"
    assert sum(seen["jobs"].values()) >= jobs
    assert seen["undelivered"] == {} and seen["not_wanted"] == 0
    assert seen["letters"] == each and seen["unindexed"] == 0
    assert all(count == done and not refused and ended for count, done, refused, ended in seen["bulk"]), seen["bulk"]
    assert seen["facts"]["incidents.resolved x1"] == each and not seen["facts"].get("incidents.resolved x2")
    names = ("Counted {}", "Broken {}", "Mail {}", "INC{}")
    assert seen["incidents"] == {name.format(turn): 1 for turn in range(each) for name in names}
    assert {(state, decision) for state, decision, _record in seen["mails_in"]} == {("done", "opened")}
    assert len({record for *_settled, record in seen["mails_in"]}) == len(seen["mails_in"]) == each
    assert seen["imported"] == {"done": each} and seen["rows"] == each
    assert seen["recalculated"] == {"done, 1 done, 0 left": each}
    assert seen["facts"]["incidents.recalculated x1"] == each and not seen["facts"].get("incidents.recalculated x2")
    assert set(seen["pictures"]) == {"failed not_public"} and seen["pictures_asked_for"] == each
    perhaps_twice = {name for name, _, maybe in seen["mails"] if maybe}
    assert {name for name, state, _ in seen["mails"] if state == "sent"} == set(received)
    assert {name for name, times in received.items() if times > 1} <= perhaps_twice
    assert {state for _, state, _ in seen["mails"]} <= {"sent", "withheld"}
    assert installation.command("check").returncode == 0
    assert installation.stop() == 0


def settle(installation: Installation) -> None:
    """Wait until no job is waiting or at work any more."""
    until = time.monotonic() + 2 * LONGEST_JOB_SECONDS
    while time.monotonic() < until:
        busy, sending = left(installation)
        if not (busy or sending):
            return
        if sending and not busy:
            installation.python(CUT_OFF)
        time.sleep(1)


def left(installation: Installation) -> tuple[int, int]:
    """How many jobs, and how many mails, are not done with."""
    address = Layout(installation.data).address("postgres")
    try:
        with psycopg.connect(address) as connection:
            return connection.execute(LEFT).fetchone() or (1, 0)
    except psycopg.Error:  # the database is on its way back
        return 1, 0
