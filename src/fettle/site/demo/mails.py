"""The mailboxes of a demo, and mails that came in: a report, answers, absence notes, an advertisement, one that cannot
be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from django.utils import timezone

from fettle.edges.mail import intake, wording
from fettle.edges.mail.mailboxes import FIELDS, HOLD, MAILBOXES, NONE
from fettle.edges.mail.models import IncomingMail
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents.records import DESK
from fettle.site.demo.parties import House

NEW = (wording.OPENED, wording.FOLLOWED_UP)


def arrive(house: House, plan: Mapping[str, Any]) -> int:
    """Set the mailboxes up and take the mails in. Returns how many records they made."""
    rows = [_row(house, given) for given in plan["mailboxes"]]
    settings.redefine(Actor.house("demo", "notify.administer"), MAILBOXES.key, value=rows, reason="demo")
    for number, given in enumerate(plan["mails"]):
        intake.keep(rows[0]["code"], _mail(house, given, rows[0]["address"], number))
    intake.handle.run(mailbox=rows[0]["code"])
    return IncomingMail.objects.filter(decision__in=NEW).count()


def _row(house: House, given: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing is fetched for a demo, and nobody becomes a person of it by writing to it."""
    empty = dict.fromkeys((field.name for field in FIELDS), None)
    team = {"team": f"team:{house.teams[given['team']].pk}"} if "team" in given else {}
    return {**empty, "source": NONE, "unknown": HOLD, "plus": True, "bulk": False, "active": True, **given, **team}


def _mail(house: House, given: Mapping[str, Any], address: str, number: int) -> bytes:
    """One mail as bytes. ``answers``: its subject names its sender's newest open record, or the oldest that is closed.
    ``also_from``: a second sender, which no mail has, so that nobody can say who wrote it.
    """
    mail = EmailMessage(policy=SMTP)
    person = house.people.get(given["from"])
    mail["From"] = f"{person.name.partition(' (')[0]} <{person.mail}>" if person else given["from"]
    mail["To"] = address
    mail["Subject"] = given["subject"]
    if person and given.get("answers"):
        record = _meant(person, given["answers"])
        del mail["Subject"]
        mail["Subject"] = f"Re: [{record.number}] {record.title}"
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = f"<demo-{number}@mail.example.org>"
    if given.get("automatic"):
        mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(given["text"])
    if "html" in given:
        mail.add_alternative(given["html"], subtype="html")
    if "also_from" in given:
        return f"From: {given['also_from']}\r\n".encode() + bytes(mail)
    return bytes(mail)


def _meant(person: Person, which: str) -> Record:
    mine = Participant.objects.filter(person=person, part=Participant.Part.REQUESTER).values("record")
    found = Record.objects.filter(pk__in=mine, kind__in=[kind.key for kind in DESK])
    if which == "closed":
        return found.filter(state="closed").earliest("opened_at")
    return found.filter(is_open=True).latest("opened_at")
