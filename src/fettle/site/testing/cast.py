"""Nine actors and two organisations whose every text carries a marker word: what the laws of access are tested on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from fettle.edges.mail import elsewhere, intake
from fettle.edges.mail.mailboxes import FIELDS
from fettle.edges.mail.models import IncomingMail, Picture
from fettle.edges.notify import outbox
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.pages import bulk_run, saved
from fettle.edges.pages.models import SavedView
from fettle.edges.rest import tokens
from fettle.edges.transfer import runs
from fettle.edges.transfer.models import ImportRun
from fettle.facilities.approvals import actions as approvals
from fettle.facilities.approvals.models import Delegation
from fettle.facilities.cycles import actions as cycles
from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.models import StoredFile
from fettle.facilities.discussion.store import store
from fettle.facilities.documents import actions as texts
from fettle.facilities.links import actions as links
from fettle.facilities.risks import actions as risks
from fettle.facilities.risks.records import RISK
from fettle.facilities.tags.models import Tag
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks.queries import steps as steps_of
from fettle.governance.documents import actions as documents
from fettle.governance.documents.records import DOCUMENT
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.models import Grant
from fettle.kernel.assembly import assembly
from fettle.kernel.history.models import Delivery, Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.models import Setting
from fettle.kernel.settings.read import current
from fettle.kernel.settings.records import SETTING
from fettle.processes.announcements import actions as announcements
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.processes.configuration.records import ITEM
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.records import CUSTOMER
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents import own_answers
from fettle.processes.incidents.models import OwnAnswer, Recalculation
from fettle.processes.incidents.recalculating import runs as recalculations
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.knowledge import actions as knowledge
from fettle.processes.knowledge.records import ARTICLE
from fettle.processes.levels import actions as agreements
from fettle.processes.levels.estimates import actions as estimates
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.exclusions import mark
from fettle.processes.levels.models import AgreementVersion, Cover, LevelEstimate
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import newest_draft
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.money.records import BUDGET, COST
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM
from fettle.processes.reporting import actions as reporting
from fettle.processes.reporting.records import SPECIFICATION
from fettle.processes.reviews.records import REVIEW
from fettle.processes.services import actions as services
from fettle.processes.services.demands import actions as demands
from fettle.processes.services.demands.records import DEMAND
from fettle.processes.services.packages import actions as packages
from fettle.processes.services.packages import criteria, standing
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.records import SEE as PORTFOLIO
from fettle.processes.services.records import SERVICE
from fettle.processes.services.specifications import actions as specifications
from fettle.processes.services.specifications.records import SPECIFICATION as SERVICE_SPECIFICATION
from fettle.processes.services.structure import components, graph, parties
from fettle.processes.services.workflow import MANAGE
from fettle.processes.suppliers.offerings.records import OFFERING
from fettle.processes.suppliers.records import SUPPLIER
from fettle.processes.surveys import actions as ratings
from fettle.processes.surveys.models import Invitation
from fettle.processes.surveys.records import FOLLOW_UP, SURVEY
from fettle.site.testing import configuring, investigating, relating, spending
from fettle.site.testing.api import Caller, caller_of
from fettle.site.testing.world import World

ACTORS = ("anonymous", "user_a", "manager_a", "admin_a", "user_b", "agent_a", "agent_b", "auditor", "administrator")
"""Nobody; of organisation A a user, their manager, an administrator and an agent; of B a user and an agent; of the
whole house an auditor, who only reads, and an administrator.
"""
KEEPER = "keeper@example.org"
"""The address of somebody who has every role in the whole house: what they cannot do, nobody can."""
OF_A = ("user_a", "manager_a", "admin_a", "agent_a")
STAFF = (("user", ""), ("manager", "representative"), ("agent", "agent"), ("admin", "administrator"))
"""Who there is of each organisation, and the role they have for it."""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)
MARKER = {"A": "aardvark", "B": "bumblebee"}
STATES: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "new": (),
    "assigned": (("take", {}), ("hand_over", {"reason": "theirs"})),
    "in_progress": (("take", {}),),
    "waiting": (("take", {}), ("wait", {"pause_reason": "supplier"})),
    "resolved": (("resolve", {"resolution": "done", "closure_code": "solved"}),),
    "major": (
        ("declare_major", {"criterion": "service_down", "reason": "all of it"}),
        ("resolve", {"resolution": "done", "closure_code": "solved"}),
    ),
    "declared": (("declare_major", {"criterion": "service_down", "reason": "all of it"}),),
    "drafted": (
        ("declare_major", {"criterion": "service_down", "reason": "all of it"}),
        ("write_review", {"review": "no spare"}),
    ),
    "stands": (),
    "over": (("end", {}),),
    "closed": (("resolve", {"resolution": "done", "closure_code": "solved"}), ("close", {})),
    "withdrawn": (("withdraw", {"reason": "twice"}),),
    "merged": (("merge", {}),),
    "timed": (("note_time", {"minutes": 5}),),
    "agreed": (),
    "followed": (("follow_up", {"follow_up": "ask", "follow_up_until": date(2026, 2, 1)}),),
    "ended": (("terminate", {"reason": "unread"}),),
    "draft": (),
    "in_review": (("submit", {}),),
    "published": (("submit", {}), ("approve", {})),
    "redrafted": (("submit", {}), ("approve", {}), ("write", {"text": "Once more"})),
}
"""The steps into each state."""
FAILED_JOB = """
    insert into procrastinate_jobs (queue_name, task_name, args, status)
    values ('default', 'pages.bulk', '{}', 'failed') returning id
"""
SPECIFIED = {
    **dict.fromkeys(("purpose", "recipients", "contents", "delivery"), "words"),
    "frequency": "weekly",
    "format": "pdf",
    "starts_on": date(2026, 1, 1),
}


@dataclass
class Cast:
    """The actors' callers by name, and what was made for each organisation."""

    world: World
    callers: dict[str, Caller] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    records: dict[tuple[str, str, str], Record] = field(default_factory=dict)

    def home(self, side: str) -> Organisation:
        return self.world.school if side == "A" else self.world.rival

    def record(self, kind: Kind, side: str, state: str) -> Record:
        """A record of one side in a state, made when first asked for."""
        key = (kind.key, side, state)
        if key not in self.records:
            self.records[key] = self._made(kind, side, state)
        return self.records[key]

    def another(self, kind: Kind, side: str) -> Record:
        """One more record of a side, as its kind begins."""
        return self._made(kind, side, kind.flow.initial)

    def taken(self, kind: Kind, side: str) -> Record:
        """A record of one side that the keeper has just taken."""
        return incidents.take(self.world.actor("keeper"), self._made(kind, side, "new").number)

    def asked(self, side: str) -> Record:
        """A request of one side of which the approval of the keeper or the manager is asked; a record of its own."""
        key = (REQUEST.key, side, "asked")
        if not self._is_there(key):
            made = self.records[key] = self._made(REQUEST, side, "new")
            people = [self.world.people["keeper"], self.world.people["manager"]]
            question = f"Ninety for the {MARKER[side]}"
            approvals.ask(self.world.actor("agent"), made.number, people=people, quorum="any", question=question)
        return self.records[key]

    def stepped(self, side: str) -> Record:
        """An incident of one side with a step that is the keeper's, and steps that may be laid out."""
        key = (INCIDENT.key, side, "stepped")
        if not self._is_there(key):
            made = self.records[key] = self._made(INCIDENT, side, "new")
            staff = self.world.actor("agent")
            incidents.take(staff, made.number)
            incidents.revise(staff, made.number, category="account")
            tasks.add(staff, made.number, title=f"Feed the {MARKER[side]}", person=self.people["keeper"])
        return self.records[key]

    def spread(self, side: str) -> Record:
        """A problem of one side with an incident that is worked on."""
        record, part = self.record(PROBLEM, side, "in_work"), self.record(INCIDENT, side, "in_progress")
        if Record.objects.filter(pk__in=(record.pk, part.pk)).count() == 2:  # else what made them was taken back
            self.link(part, record, "caused_by")
        return record

    def rated(self, side: str, *, done: bool = False) -> Record:
        """An incident of one side that its user, the requester and the keeper are asked to rate; ``done``: they did."""
        key = (INCIDENT.key, side, "rated" if done else "to be rated")
        if not self._is_there(key):
            made = self.records[key] = self._made(INCIDENT, side, "new")
            people = [self.people[f"user_{side.lower()}"], self.people["keeper"]]
            people += [self.world.people["requester"]] if side == "A" else []
            relating.ask(made, *people)
            for found in Invitation.objects.filter(record=made) if done else ():
                ratings.answer(Actor.of(found.person), made.number, {0: "5"})
        return self.records[key]

    def _is_there(self, key: tuple[str, str, str]) -> bool:
        """Whether it was made, and not in a transaction that was taken back."""
        return key in self.records and Record.objects.filter(pk=self.records[key].pk).exists()

    def step(self, side: str, *, done: bool = False) -> int:
        """The id of that step, ``done`` if it is to be."""
        record = self.stepped(side)
        row = steps_of(record)[0]
        if done and row.state == "open":
            tasks.done(self.world.actor("agent"), record.number, step=row.pk)
        return row.pk

    def delegation(self, side: str) -> int:
        """The id of a delegation of the user of a side."""
        return _delegation(self.people[f"user_{side.lower()}"], self.people["keeper"])

    def own_delegation(self) -> int:
        """The id of a delegation of the agent of the world."""
        return _delegation(self.world.people["agent"], self.world.people["head"])

    def file(self, record: Record, side: str) -> int:
        """The id of a file that the user of a side has put on a record."""
        if not record.attachments.exists():
            content = ContentFile(MARKER[side].encode(), name=f"{MARKER[side]}.txt")
            discussion.attach(Actor.of(self.people[f"user_{side.lower()}"]), record.number, [content])
        return record.attachments.get().pk

    def departed(self, side: str) -> Person:
        """Somebody new of a side who has left."""
        return orgs.add_person(f"Former {MARKER[side]}", self.home(side), is_active=False)

    def newcomer(self, side: str) -> Person:
        """Somebody new of a side who may sign in."""
        mail = f"new{Person.objects.count()}@{MARKER[side]}.example"
        return orgs.add_person(f"New {MARKER[side]}", self.home(side), mail, may_sign_in=True)

    def grant(self, person: Person) -> int:
        """A role of somebody."""
        return Grant.objects.create(person=person, role="agent", organisation=person.organisation).pk

    def crew(self, side: str) -> Team:
        """The team of a side."""
        return Team.objects.get(name=f"Team {MARKER[side]}")

    def own_view(self) -> int:
        """A view of the agent, shared by them."""
        return saved.keep(self.world.actor("agent"), "/desk/", "open=true", "Open", shared=True).pk

    def own_answer(self) -> int:
        """A saved answer of the agent."""
        name = f"Thanks {OwnAnswer.objects.count()}"
        return own_answers.keep(self.world.actor("agent"), name=name, text="Thank you").pk

    def own_token(self) -> int:
        """A further token of the agent."""
        return tokens.issue(self.world.actor("agent"), self.world.people["agent"], "script", "read")[0].pk

    def mail_server(self) -> None:
        """One that is set up and does not answer."""
        value = {
            **current()["notify.mail"],
            "host": "127.0.0.1",
            "port": 1,
            "tls": "none",
            "sender": "desk@example.org",
        }
        settings.redefine(Actor.house("tests", "notify.administer"), "notify.mail", value=value)

    def mailbox(self) -> str:
        """The code of a mailbox on a server that does not answer."""
        row: dict[str, Any] = {field.name: None for field in FIELDS}
        row |= {"code": "desk", "label": "Desk", "address": "desk@fettle.example", "route": "incident"}
        row |= {"unknown": "open", "source": "imap", "host": "127.0.0.1", "port": 1, "tls": "none", "user": "desk"}
        value = [{**row, "active": True, "bulk": False, "plus": True}]
        settings.redefine(Actor.house("tests", "notify.administer"), "mail.mailboxes", value=value)
        return "desk"

    def incoming(self, side: str) -> int:
        """A mail of the user of a side about their record that waits for a decision, with a picture from elsewhere that
        was fetched.
        """
        person, word = self.people[f"user_{side.lower()}"], f"{MARKER[side]}{IncomingMail.objects.count()}"
        picture = f"https://elsewhere.example/{word}.png"
        said = f"From: {person.mail}\r\nSubject: {word}\r\nMessage-ID: <{word}@x>\r\nContent-Type: text/html\r\n"
        said += f'\r\n<p>What of the {word}?</p><img src="{picture}">\r\n'
        mail, _new = intake.keep(self.mailbox(), said.encode())
        mail.state, mail.decision, mail.reasons = "held", "held", [["refused", {"sentence": word}]]
        mail.sender, mail.subject, mail.person = str(person.mail), word, person
        mail.record = self.record(INCIDENT, side, "new")
        mail.save()
        kept = store().keep([PNG], len(PNG))
        values = {"size": kept.size, "media_type": "image/png"}
        file, _new = StoredFile.objects.get_or_create(sha256=kept.sha256, defaults=values)
        there = {"state": Picture.State.THERE, "file": file, "asked_at": timezone.now()}
        Picture.objects.create(mail=mail, name=elsewhere.name_of(picture), **there)
        return mail.pk

    def withheld_mail(self) -> int:
        """A mail that was withheld, and may leave now."""
        self.mail_server()
        with transaction.atomic():
            made = outbox.send(self.world.people["agent"], "News", "All is well")
            OutgoingMail.objects.filter(pk=made.pk).update(state=OutgoingMail.State.WITHHELD)
        return made.pk

    def dead_reaction(self) -> int:
        """A reaction that was given up."""
        entry = Entry.objects.latest("pk")
        row, _made = Delivery.objects.update_or_create(entry=entry, reaction="tests", defaults={"dead": True})
        return row.pk

    def upload(self, side: str = "") -> int:
        """An import of one service, of a side or the house, that waits for a yes."""
        manager, party = self.world.actor("manager"), self.home(side) if side else self.world.provider
        content = f"name\nPrinting {ImportRun.objects.count()}\n".encode()
        chosen = runs.importer_of("services")
        run = runs.take(manager, chosen, [content], file_name="a.csv", organisation=party)
        runs.preview(manager, run)
        return run.pk

    def team(self, side: str) -> Team:
        """The team of a side."""
        return self.home(side).teams.get()

    def tag(self, side: str) -> Tag:
        """A tag of a side."""
        name = f"{MARKER[side]} {Tag.objects.count()}"
        return Tag.objects.create(organisation=self.home(side), name=name)

    def setting(self, key: str) -> Record:
        """The record of a setting."""
        return Setting.objects.get(key=key).record

    def view(self, side: str) -> int:
        """A view that the agent of a side has saved."""
        owner = self.people[f"agent_{side.lower()}"]
        return SavedView.objects.create(person=owner, path="/incidents", query="every=1", name=MARKER[side]).pk

    def bulk(self, side: str) -> int:
        """A bulk change by the agent of a side that can be taken back."""
        actor = Actor.of(self.people[f"agent_{side.lower()}"], Channel.SCREEN)
        record = self._made(INCIDENT, side, "new")
        verb, values = INCIDENT.flow.by_verb["hand_over"], {"team": f"team:{self.team(side).pk}", "reason": "theirs"}
        return bulk_run.begin(actor, "desk", verb, values, [record.number], timezone.now(), "/incidents").pk

    def recalculation(self, side: str) -> int:
        """What a corrected agreement would change of an incident; the same while it can still be confirmed."""
        waiting, manager = Recalculation.State.LOOKED, self.world.actor("manager")
        run = Recalculation.objects.filter(state=waiting, changed__gt=0).last()
        if run is not None and run.stamp == recalculations.stamp(run):
            return int(run.pk)
        incidents.register(self.world.actor("agent"), INCIDENT, title="Slow", service=self.world.service)
        agreement = self.world.agreement
        held = AgreementVersion.objects.filter(agreement=agreement.pk).latest("version").targets
        slower = [{**row, "resolution_minutes": (row["resolution_minutes"] or 0) + 1} for row in held]
        agreements.revise(manager, agreement.number, targets=slower, reason="It was a slip")
        run = recalculations.ask(manager, reason="It was a slip", agreement=agreement)
        recalculations.look(run)
        return int(run.pk)

    def token(self, side: str) -> int:
        """A token of the agent of a side."""
        owner = self.people[f"agent_{side.lower()}"]
        return tokens.issue(Actor.of(owner, Channel.SCREEN), owner, "test", "read")[0].pk

    def mail(self, side: str) -> int:
        """A mail to the user of a side that has failed."""
        person, now = self.people[f"user_{side.lower()}"], timezone.now()
        name = f"{MARKER[side]}{OutgoingMail.objects.count()}"
        said = dict.fromkeys(("key", "purpose", "subject", "body", "message_id"), name)
        failed = {"state": OutgoingMail.State.FAILED, "made_at": now, "next_at": now}
        return OutgoingMail.objects.create(person=person, address=str(person.mail), **said, **failed).pk

    def failed_job(self) -> int:
        """A job that was given up."""
        with connection.cursor() as cursor:
            cursor.execute(FAILED_JOB)
            return int(cursor.fetchone()[0])

    def link(self, record: Record, other: Record, relation: str) -> None:
        """See that two records are linked."""
        links.link(self.world.actor("keeper"), record.number, other.number, relation)

    def _made(self, kind: Kind, side: str, state: str) -> Record:
        word, staff = MARKER[side], self.world.actor("agent")
        verbs: dict[str, Callable[..., Record]] = {**incidents.VERBS, "note_time": incidents.note_time}
        if kind is SERVICE:
            return self._service(side, state)
        if kind is PACKAGE:
            return self._package(self._service(side, "live", "Plotting"), side, state)
        if kind is SERVICE_SPECIFICATION:
            return self._specification(side, state)
        if kind is DEMAND:
            return self._demand(side, state)
        if kind in (CUSTOMER, SUPPLIER):
            return relating.relationship(self.world, kind, self.home(side), word, state)
        if kind is OFFERING:
            return relating.offering(self.world, self.home(side), word, state)
        if kind is ITEM:
            return configuring.item(self.world, self.home(side), word, state)
        if kind is PROBLEM:
            return investigating.problem(self.world, self.home(side), word, state)
        if kind is KNOWN_ERROR:
            return investigating.known_error(self.world, self.home(side), word, state)
        if kind is COST:
            return spending.cost(self.world, self.home(side), word, state)
        if kind is BUDGET:
            return spending.budget(self.world, self.home(side), word, state)
        if kind is COMPLAINT:
            return relating.complaint(self.world, self.people[f"user_{side.lower()}"], word, state)
        if kind is REVIEW:
            return relating.review(self.world, self.home(side), word, state)
        if kind is FOLLOW_UP:
            person = self.people[f"user_{side.lower()}"]
            return relating.follow_up(self.world, self.home(side), person, word, state)
        if kind is SURVEY:
            self.mail_server()
            return relating.survey(self.world, self.home(side), self.people[f"user_{side.lower()}"], word, state)
        if kind is RISK:
            return self._risk(side, state)
        if kind is VIOLATION:
            told = self.world.people["requester" if side == "A" else "stranger"]
            return relating.violation(self.world, self._agreement(side, "in_force"), told, word, state)
        if kind is ANNOUNCEMENT:
            verbs = announcements.VERBS
            words: dict[str, Any] = {"title": f"The {word} is down", "text": f"Nobody reaches the {word}"}
            made = announcements.announce(staff, nature="outage", organisation=self.home(side), **words)
        elif kind is SPECIFICATION:
            staff, verbs = self.world.actor("manager"), reporting.VERBS
            name = f"{word}-{state}-{Record.objects.count()}"
            made = reporting.register(staff, **SPECIFIED, title=f"Report {word}", identifier=name)
        elif kind is DOCUMENT:
            return self._document(side, state)
        elif kind is ARTICLE:
            return self._article(side, state)
        elif kind is SETTING:
            return self.setting("incidents.priorities")
        elif kind is AGREEMENT:
            return self._agreement(side, state)
        else:
            who = self.people[f"user_{side.lower()}"]
            made = incidents.register(
                staff, kind, title=f"Broken {word}", details=f"Since the {word} came", requester=who, location=word
            )
            incidents.reply(staff, made.number, text=f"We look at the {word}")
            incidents.note(staff, made.number, text=f"Always the {word}")
        to: dict[str, dict[str, Any]] = {
            "hand_over": {"team": self.world.desk},
            "follow_up": {"follow_up_by": self.world.people["agent"]},
            "merge": {"into": self.record(kind, side, "in_progress").number} if state == "merged" else {},
        }
        for verb, values in STATES[state]:
            verbs[verb](staff, made.number, **values, **to.get(verb, {}))
        return made

    def cover(self, record: Record) -> int:
        """The id of a service that the draft of an agreement covers."""
        manager, rows = self.world.actor("manager"), Cover.objects.filter(version__agreement=record.pk)
        if not rows.exists():
            if not Record.objects.filter(pk=record.pk).exists():
                return 1  # what made the agreement was taken back
            agreements.cover(manager, record.number, service=self.world.service)
        return rows.latest("pk").pk

    def estimate(self, record: Record | None = None) -> int:
        """The id of an estimate of a service's level that counts; without one of that which everybody uses."""
        service = record or self.world.service
        rows = LevelEstimate.objects.filter(service=service, withdrawn_at=None)
        if not rows.exists():
            said: dict[str, Any] = {"counts_from": spans.today(), "confidence": "low", "basis": "words", "respond": 5}
            estimates.estimate(self.world.actor("manager"), service.number, **said)
        return rows.latest("pk").pk

    def exclusion(self, record: Record) -> int:
        """The mark of what the draft of an agreement excludes."""
        version = newest_draft(record.item) if Record.objects.filter(pk=record.pk).exists() else None
        if version is None:
            return 1  # what made the agreement was taken back
        if not version.excluded:
            agreements.exclude(self.world.actor("manager"), record.number, kind="customer")
            version.refresh_from_db()
        return mark(version.excluded[0])

    def paper(self, record: Record) -> int:
        """The id of a file for both sides of an agreement."""
        if not record.attachments.exists():
            content = ContentFile(b"signed", name="signed.txt")
            discussion.attach(self.world.actor("manager"), record.number, [content])
        return record.attachments.latest("pk").pk

    def criterion(self, record: Record, *, settled: bool = False) -> int:
        """The id of a criterion of a package, shown to be met if it is to be."""
        manager, rows = self.world.actor("manager"), standing.criteria(record)
        if not rows:
            return 1  # what made the package was taken back
        fits = next((row for row in rows if (row.state != "open") == settled), None)
        if fits is None and settled:
            criteria.evidence(manager, record.number, criterion=rows[0].pk, evidence="seen")
        elif fits is None:
            criteria.reopen(manager, record.number, criterion=rows[0].pk)
        return (fits or rows[0]).pk

    def component(self, record: Record) -> int:
        """The id of a component of a service."""
        if not graph.components(record):
            components.add(self.world.actor("manager"), record.number, name="Fibre", role="enabling")
        return graph.components(record)[0].pk

    def party(self, record: Record) -> int:
        """The id of a party of a service."""
        if not parties.of(record):
            values: dict[str, Any] = {
                "organisation": self.world.provider,
                "role": "supplier",
                "contact_point": "the desk",
            }
            parties.add(self.world.actor("manager"), record.number, **values)
        return parties.of(record)[0].pk

    def _service(self, side: str, state: str, name: str = "") -> Record:
        """Proposed, weighed and planned by the manager where it is not live. One with a ``name`` is known to everybody,
        and bears no marker.
        """
        word, manager = MARKER[side], self.world.actor("manager")
        weighed = dict.fromkeys(("need", "value", "resources", "limits"), f"Of the {word}")
        planned = state in ("proposal", "design", "transition")
        make = services.propose if planned else services.register
        values: dict[str, Any] = weighed if planned else {}
        title = name or f"Printing {word} {state}"
        made = make(manager, title=title, organisation=self.home(side), **values)
        if state in ("design", "transition"):
            services.accept(manager, made.number, reason="worth it")
            self._package(made, side, "published")
        if state == "transition":
            services.start_transition(manager, made.number)
        if state == "retired":
            services.retire(manager, made.number, reason="old")
        made.refresh_from_db()
        return made

    def _package(self, service: Record, side: str, state: str) -> Record:
        """Drawn up by the manager, approved by the head, who is to read it too; what is approved is shown to be met."""
        word, manager, head = MARKER[side], self.world.actor("manager"), self.world.actor("head")
        made = packages.register(manager, service=service, title=f"Package {word}")
        texts.write(manager, made.number, text=f"How the {word} prints")
        texts.distribute(manager, made.number, person=self.world.people["head"])
        if state != "draft":
            packages.submit(manager, made.number, person=self.world.people["head"])
        if state in ("published", "redrafted"):
            approvals.decide(head, made.number, approve=True)
            packages.follow_the_round(Actor.house("tests", PORTFOLIO, MANAGE), made.number)
            for row in standing.criteria(made):
                criteria.evidence(manager, made.number, criterion=row.pk, evidence=f"The {word} was seen")
        if state == "redrafted":
            texts.write(manager, made.number, text="Once more")
        made.refresh_from_db()
        return made

    def _specification(self, side: str, state: str) -> Record:
        """Written by the manager and approved by the head, who is to read it too."""
        word, manager, head = MARKER[side], self.world.actor("manager"), self.world.actor("head")
        service = self._service(side, "live", "Scanning")
        made = specifications.register(manager, service=service, title=f"What the {word} prints")
        texts.distribute(manager, made.number, person=self.world.people["head"])
        for verb, values in STATES[state]:
            texts.VERBS[verb](head if verb == "approve" else manager, made.number, **values)
        made.refresh_from_db()
        return made

    def _demand(self, side: str, state: str) -> Record:
        word, manager = MARKER[side], self.world.actor("manager")
        made = demands.register(manager, title=f"More {word}", nature="demand", organisation=self.home(side))
        if state in ("taken_up", "met"):
            demands.take_up(manager, made.number, service=self.world.service)
        if state == "met":
            demands.meet(manager, made.number, remark="bought")
        if state == "declined":
            demands.decline(manager, made.number, reason="too dear")
        made.refresh_from_db()
        return made

    def _risk(self, side: str, state: str) -> Record:
        """Noted by the agent, who owns it too; the manager does the rest."""
        word, manager, agent = MARKER[side], self.world.actor("manager"), self.world.actor("agent")
        values: dict[str, Any] = {"organisation": self.home(side), "description": f"The {word} may bite"}
        owner = self.world.people["agent"]
        made = risks.register(agent, title=f"Risk of the {word}", nature="threat", assignee=owner, **values)
        if state == "withdrawn":
            risks.withdraw(manager, made.number, reason="twice")
        elif state != "identified":
            risks.assess(manager, made.number, likelihood="4", impact="4", reason="it did before")
        if state == "treated":
            left = {"residual_likelihood": "1", "residual_impact": "1"}
            risks.treat(manager, made.number, treatment="reduce", reason="fenced", **left)
        if state in ("accepted", "closed"):
            until = timezone.localdate() + timedelta(days=90)
            risks.accept(manager, made.number, until=until, reason="it is small")
        if state == "closed":
            risks.close(manager, made.number, reason="it is gone")
        made.refresh_from_db()
        return made

    def _agreement(self, side: str, state: str) -> Record:
        """Of the manager with a side, each in a year of its own, or with a branch of its own: no two cover the same at
        the same time.
        """
        word, manager, today = MARKER[side], self.world.actor("manager"), timezone.localdate()
        home = relating.branch(self.home(side), is_customer=True) if state == "lasting" else self.home(side)
        made = agreements.register(
            manager, title=f"What the {word} gets", type="sla", organisation=home, contact=f"The {word}"
        )
        year = Record.objects.filter(kind=AGREEMENT.key).count() + (1900 if state in ("overdue", "expired") else 2100)
        days: dict[str, Any] = {"valid_from": date(year, 1, 1), "valid_until": date(year, 12, 31)}
        if state == "lasting":
            share = [{"kind": "availability", "percent": 99, "period": "month"}]
            days = {"valid_from": date(2020, 1, 1), "valid_until": date(2020, 12, 31), "promises": share}
        agreements.revise(manager, made.number, **days)
        if state in ("draft", "withdrawn"):
            return agreements.withdraw(manager, made.number, reason="No") if state == "withdrawn" else made
        agreements.negotiate(manager, made.number)
        if state != "negotiation":
            agreements.sign(manager, made.number, function="Head")
            agreements.countersign(manager, made.number, name=f"Head {word}", function="Head", signed_on=today)
        if state not in ("negotiation", "signed"):
            agreements.put_in_force(manager, made.number)
        if state == "versioned":
            agreements.begin_version(manager, made.number, reason="More")
        if state == "expired":
            agreements.expire(manager, made.number)
        if state == "terminated":
            agreements.terminate(manager, made.number, reason="Too dear")
        made.refresh_from_db()
        return made

    def _article(self, side: str, state: str) -> Record:
        """Written by the agent and approved by the head."""
        word, agent, head = MARKER[side], self.world.actor("agent"), self.world.actor("head")
        values: dict[str, Any] = {
            "title": f"Knows the {word}",
            "audience": "everyone",
            "text": f"How the {word} is cleaned",
        }
        made = knowledge.register(agent, organisation=self.home(side), **values)
        texts.distribute(agent, made.number, person=self.world.people["head"])
        for verb, given in STATES[state]:
            texts.VERBS[verb](head if verb == "approve" else agent, made.number, **given)
        return made

    def _document(self, side: str, state: str) -> Record:
        """Written by the manager and approved by the head, who is to read it too."""
        word, manager, head = MARKER[side], self.world.actor("manager"), self.world.actor("head")
        made = documents.register(manager, title=f"Policy {word}", type="policy", organisation=self.home(side))
        texts.write(manager, made.number, text=f"How the {word} is served")
        texts.distribute(manager, made.number, person=self.world.people["head"])
        cycles.set_duty(head, made.number, code="document.review", due_on=date(2027, 1, 1), role="sms_manager")
        for verb, values in STATES[state]:
            texts.VERBS[verb](head if verb == "approve" else manager, made.number, **values)
        return made


def _delegation(person: Person, delegate: Person) -> int:
    first, last = date(2099, 1, 1), date(2099, 1, 2)
    return Delegation.objects.get_or_create(person=person, delegate=delegate, starts_on=first, ends_on=last)[0].pk


def make_cast(world: World) -> Cast:
    """Everybody with a token, and a file on an incident of each side."""
    cast = Cast(world)
    for side in "AB":
        home, word = cast.home(side), MARKER[side]
        home.name = f"School of the {word}"
        home.save()
        for who, role in STAFF:
            name = f"{who}_{side.lower()}"
            person = orgs.add_person(f"{who.title()} {word}", home, f"{name}@{word}.example", may_sign_in=True)
            if role:
                Grant.objects.create(person=person, role=role, organisation=home)
            cast.people[name] = world.people[name] = person
        team = orgs.add_team(f"Team {word}", home)
        orgs.join(cast.people[f"agent_{side.lower()}"], team)
        record = cast.record(INCIDENT, side, "new")
        cast.record(REQUEST, side, "new")
        cast.file(record, side)
    keeper = orgs.add_person("Keeper", world.provider, KEEPER, may_sign_in=True)
    for each in assembly().roles:
        if not each.implicit:
            Grant.objects.create(person=keeper, role=each.key, organisation=world.provider)
    cast.people["keeper"] = world.people["keeper"] = keeper
    cast.callers = {who: caller_of(world, who) for who in ACTORS}
    return cast
