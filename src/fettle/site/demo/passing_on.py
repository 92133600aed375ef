"""An incident of a demo that was forwarded to a supplier, and the supplier's answer."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from django.utils import timezone

from fettle.edges.mail import forwarding, intake
from fettle.edges.mail.mailboxes import mailboxes
from fettle.edges.notify.models import OutgoingMail
from fettle.kernel.access.actor import Actor
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.suppliers.records import SUPPLIER
from fettle.site.demo.parties import House


def pass_on(house: House, plan: Mapping[str, Any]) -> int:
    """Record what the plan says, forward it and take the answer in. Returns how many records there are of it."""
    for given in plan.get("forwarded", ()):
        worker = Actor.of(house.people[given["worker"]])
        made = actions.register(
            Actor.of(house.people[given["by"]]),
            INCIDENT,
            title=given["title"],
            details=given["details"],
            service=house.services[given["service"]],
        )
        actions.take(worker, made.number)
        party = Record.objects.get(kind=SUPPLIER.key, organisation=house.organisations[given["supplier"]])
        actions.forward(worker, made.number, supplier=party, text=given["text"])
        mail = _left(Entry.objects.get(record=made, fact="discussion.forwarded"))
        box = mailboxes()[0].code
        intake.keep(box, _answer(mail, given))
        intake.handle.run(mailbox=box)
    return len(plan.get("forwarded", ()))


def _left(entry: Entry) -> OutgoingMail:
    """Nothing leaves a demo: the mail stands there as one that has left, so no worker writes it a second time."""
    now = timezone.now()
    sent = {"state": OutgoingMail.State.SENT, "made_at": now, "next_at": now, "ended_at": now}
    named = {"purpose": OutgoingMail.FORWARD, "record": entry.record, "entry": entry}
    name = {"key": forwarding.key(entry.pk), "message_id": f"<demo-forwarded-{entry.pk}@mail.example.org>"}
    return OutgoingMail.objects.create(**name, **named, **sent, **forwarding.written(entry))


def _answer(mail: OutgoingMail, given: Mapping[str, Any]) -> bytes:
    answer = EmailMessage(policy=SMTP)
    answer["From"], answer["To"] = given["from"], mail.reply_to
    answer["Subject"] = f"Re: {mail.subject}"
    answer["Date"] = format_datetime(timezone.now())
    answer["Message-ID"], answer["In-Reply-To"] = f"<answer-{mail.pk}@mail.example.org>", mail.message_id
    answer.set_content(given["answer"])
    return bytes(answer)
