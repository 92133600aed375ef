"""What stands in a house beside its queue, one of each: an approval that is asked, steps, a major incident that is
announced, articles, an order, a whole with its part; and the pages on which people meet it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils.timezone import now

from fettle.edges.notify.models import OutgoingMail
from fettle.facilities.approvals import actions as approvals
from fettle.facilities.approvals import keys
from fettle.facilities.approvals import queries as rounds
from fettle.facilities.discussion import actions as discussion
from fettle.facilities.documents import actions as texts
from fettle.facilities.search import documents as search
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.models import Grant
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.announcements import actions as announcements
from fettle.processes.incidents import actions, own_answers, spent
from fettle.processes.incidents.actions.parts import make_part
from fettle.processes.incidents.catalogue.ordering import order
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.knowledge import actions as knowledge
from fettle.processes.services.demands import actions as demands
from fettle.processes.surveys import keys as ratings
from fettle.processes.surveys.models import Invitation
from fettle.site.testing import relating
from fettle.site.testing.world import World

ORDERED = {"program": "Maps", "device": "A-012"}


@dataclass(frozen=True)
class Rooms:
    """Numbers of records. ``link`` is the address by which the classmate decides about ``asked``, and ``file`` one of
    the requester on it; ``step`` is the id of a step of ``stepped``, ``spent`` that of the time noted there; ``over``
    is a major incident that is solved, ``plain`` an announcement of none; ``answer`` is the id of a saved answer of the
    agent. ``rating`` is the address by which the requester rates ``rated``, ``mail`` one to them that failed;
    ``gone`` is somebody who left.
    """

    asked: str
    link: str
    ordered: str
    stepped: str
    step: int
    spent: int
    major: str
    over: str
    announced: str
    plain: str
    file: int
    whole: str
    article: str
    draft: str
    answer: int
    rated: str
    rating: str
    mail: int
    gone: int
    demand: str

    def pages(self) -> dict[str, list[str]]:
        """The addresses by who opens them; "" is nobody signed in."""
        article, stepped, major = f"/knowledge/{self.article}", f"/incidents/{self.stepped}", f"/incidents/{self.major}"
        whole = f"/incidents/{self.whole}"
        decide, news = f"/approvals/{self.asked}/", f"/portal/news/{self.announced}"
        own = ["/portal/services/", "/portal/order/new_account", "/portal/order/software", "/portal/news/", news]
        own += [f"/portal/requests/{self.ordered}", f"/portal/knowledge/{self.article}", f"/ratings/{self.rated}"]
        own += [f"/portal/knowledge/{self.article}/thanks", f"/portal/requests/{self.ordered}/sent"]
        taken = f"/files/on/{self.asked}/{self.file}/withdraw"
        time, leading = f"{stepped}/time/{self.spent}", ("escalate", "appoint", "set_meeting", "set_interval")
        return {
            "agent": [
                *("/approvals/", decide, f"/approvals/{self.ordered}/ask", f"/requests/{self.asked}"),
                *("/me/delegates/", "/steps/", f"/steps/{self.stepped}/add", f"/steps/{self.stepped}/{self.step}/"),
                *(stepped, f"{stepped}/time", f"{stepped}/split", f"{stepped}/do/merge", f"{stepped}/do/hand_over"),
                *(major, f"{major}/do/send_update", f"{major}/announce", f"{stepped}/do/declare_major"),
                *(time, f"{time}/withdraw", f"{major}/follow-up", f"{major}/do/write_review", taken),
                *(f"{major}/do/{name}" for name in leading),
                *(f"{stepped}/do/{name}" for name in ("wait", "prioritise", "withdraw")),
                f"{stepped}/forward",
                *(whole, f"{whole}/parts/tell", f"{whole}/do/take", f"{whole}/do/assign"),
                *("/answers/", "/answers/new", f"/answers/{self.answer}"),
                *("/requests/new?standard=new_account", f"/requests/{self.ordered}"),
                *("/announcements", "/announcements/new", f"/announcements/{self.announced}"),
                f"/announcements/{self.plain}/do/tell",
                *("/knowledge", "/knowledge/new", "/knowledge/figures", article, f"/knowledge/{self.draft}"),
                *(f"{article}/versions", f"/knowledge/{self.draft}/do/write", f"{article}/send?on={self.stepped}"),
                *(f"{article}/compare?old=1&new=1", f"{article}/distribution"),
            ],
            "manager": [
                *(f"{major}/do/undeclare_major", f"/incidents/{self.over}/do/review_major"),
                *("/approvals/", decide, "/my-work/", "/desk/time", "/settings/incidents.standard_requests/"),
                *("/settings/incidents.request_questions/", "/settings/incidents.recurring_requests/"),
                *("/settings/incidents.approval_policies/", "/settings/incidents.major_rules/"),
                *("/settings/reporting.incidents/", "/settings/knowledge.keeping/", "/settings/announcements.rules/"),
            ],
            "administrator": ["/me/times/"],
            "requester": [*own, taken],
            "classmate": ["/portal/", "/approvals/", decide, f"/portal/requests/{self.asked}"],
            "": [self.link, "/a/unknown", self.rating, "/s/unknown"],
        }


def furnish(world: World) -> Rooms:
    """Make one of each."""
    agent, requester = world.actor("agent"), world.actor("requester")
    values: dict[str, Any] = {
        "requester": world.people["requester"],
        "service": world.service,
        "details": "Since this morning.",
    }
    asked = actions.register(requester, REQUEST, title="A layout program for the yearbook", details="For ten people.")
    deciding = [world.people["classmate"], world.people["manager"]]
    approvals.ask(agent, asked.number, people=deciding, quorum="any", question="89 euros a year", hours=24)
    found = rounds.newest(asked)
    assert found is not None
    stepped = actions.register(agent, INCIDENT, title="Nobody can sign in to the mail", category="account", **values)
    actions.take(agent, stepped.number)
    tasks.lay_out(agent, stepped.number, workflow="locked_account")
    actions.note_time(agent, stepped.number, minutes=15, what="Looked at it")
    major = actions.register(agent, INCIDENT, title="No network in the east wing", **values)
    actions.take(agent, major.number)
    major = actions.declare_major(agent, major.number, criterion="service_down", reason="All rooms")
    told: dict[str, Any] = {"title": "No network in the east wing", "text": "Please use phones.", "nature": "outage"}
    announced = announcements.announce(agent, about=major, service=world.service, **told)
    planned: dict[str, Any] = {"title": "The mail is slow", "text": "We look into it.", "nature": "outage"}
    plain = announcements.announce(agent, service=world.service, **planned)
    over = actions.register(agent, INCIDENT, title="No network in the west wing", **values)
    actions.take(agent, over.number)
    actions.declare_major(agent, over.number, criterion="service_down", reason="All rooms")
    actions.resolve(agent, over.number, resolution="A new switch.", closure_code="solved")
    discussion.attach(requester, asked.number, [ContentFile(b"Ninety euros", "offer.txt")])
    whole = actions.register(agent, INCIDENT, title="The print server stands still", **values)
    part = actions.register(agent, INCIDENT, title="The printer in C-21 is silent", **values)
    make_part(agent, part.number, whole=whole.number)
    rated = actions.register(agent, INCIDENT, title="The lamp of the projector is dark", **values)
    relating.ask(rated, world.people["requester"])
    gone = orgs.add_person("Pat Gone", world.school, is_active=False)
    said = dict.fromkeys(("key", "purpose", "subject", "body", "message_id"), "failed")
    failed: dict[str, Any] = {"state": OutgoingMail.State.FAILED, "made_at": now(), "next_at": now()}
    mail = OutgoingMail.objects.create(person=world.people["requester"], address="r@example.org", **said, **failed)
    return Rooms(
        asked=asked.number,
        link=f"/a/{keys.make(found, world.people['classmate'])}",
        ordered=order(requester, "software", answers=ORDERED).number,
        stepped=stepped.number,
        step=steps.steps(stepped)[0].pk,
        spent=spent.on(stepped)[0].entry,
        major=major.number,
        over=over.number,
        announced=announced.number,
        plain=plain.number,
        file=asked.attachments.get().pk,
        whole=whole.number,
        article=article(world, "Nobody can sign in to the mail").number,
        draft=knowledge.register(agent, title="How tablets are charged", audience="staff", text="Over night.").number,
        answer=own_answers.keep(agent, name="On my way", text="I am on my way.").pk,
        rated=rated.number,
        rating=f"/s/{ratings.make(Invitation.objects.get(record=rated))}",
        mail=mail.pk,
        gone=gone.pk,
        demand=demands.register(agent, title="Lessons in the library", nature="demand").number,
    )


def technician(world: World) -> Person:
    """A school's only technician: every role that can be given is theirs."""
    person = orgs.add_person("Sam Sole", world.school, "sam@example.org", may_sign_in=True)
    for role in assembly().roles:
        if not role.implicit:
            Grant.objects.create(person=person, role=role.key, organisation=world.provider)
    orgs.join(person, world.desk)
    world.people["technician"] = person
    return person


def article(world: World, title: str) -> Record:
    """Written by the agent, approved by the manager, and found at once."""
    text = "## Symptoms\n\nThe password is refused.\n\n## Solution\n\nWait for an hour."
    number = knowledge.register(world.actor("agent"), title=title, audience="everyone", text=text).number
    texts.submit(world.actor("agent"), number)
    texts.approve(world.actor("manager"), number)
    found = Record.objects.get(number=number)
    search.index(found.pk)
    return found
