"""What people do about mails that came in and about mailboxes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.mail import intake, pictures, queries
from fettle.edges.mail.mailboxes import IMAP, MAILBOXES, Mailbox, mailbox, of_row, problem_of
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.sources import imap, watching
from fettle.edges.notify.models import Secret
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.errors import Invalid, NotSeen, Refusal
from fettle.kernel.jobs import enqueue
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.declare import clean_row
from fettle.kernel.settings.read import current

State = IncomingMail.State
WAITING = (State.HELD, State.QUARANTINED)


@transaction.atomic
def take_in(actor: Actor, pk: int) -> IncomingMail:
    """Let a mail pass that waits, could not be read or was set aside: it is read and decided about anew, now with
    somebody who answers for it. Raises Forbidden, NotSeen, Refusal.
    """
    mail = _held(actor, pk)
    if mail.state not in (*WAITING, State.IGNORED):
        raise Refusal(_("This mail was taken in already."))
    if mail.file_id is None:
        raise Refusal(_("The mail as it came is no longer there, so nothing can be made of it."))
    mail.state, mail.attempts, mail.next_at, mail.settled_by = State.ARRIVED, 0, None, _person(actor)
    mail.save(update_fields=["state", "attempts", "next_at", "settled_by"])
    enqueue(intake.handle, mailbox=mail.mailbox)
    return mail


@transaction.atomic
def set_aside(actor: Actor, pk: int, *, reason: str) -> IncomingMail:
    """Nothing is made of a mail that waits; it stays in the log. Raises Forbidden, NotSeen, Invalid, Refusal."""
    mail = _held(actor, pk)
    if mail.state not in WAITING:
        raise Refusal(_("This mail does not wait for a decision."))
    if not reason.strip():
        raise Invalid({"reason": _("Say in a few words why nothing is made of it.")})
    person = _person(actor)
    told = ["discarded", {"name": person.name, "reason": reason.strip()[:500]}]
    mail.state, mail.settled_by, mail.settled_at = State.IGNORED, person, timezone.now()
    mail.reasons = [*mail.reasons, told]
    mail.save(update_fields=["state", "settled_by", "settled_at", "reasons"])
    return mail


def show_pictures(actor: Actor, pk: int) -> IncomingMail:
    """Have the pictures that a mail names elsewhere fetched, for whoever reads it. Raises NotSeen, Refusal."""
    mail = queries.mail(actor, pk)
    pictures.ask(mail)
    return mail


def _held(actor: Actor, pk: int) -> IncomingMail:
    require_everywhere(actor, queries.DECIDE)
    mail = IncomingMail.objects.select_for_update().filter(pk=pk).first()
    if mail is None:
        raise NotSeen(_("There is no such mail, or it is not for you to see."))
    return mail


def _person(actor: Actor) -> Person:
    if actor.person_id is None:
        raise Refusal(_("A person has to decide about this."))
    return Person.objects.get(pk=actor.person_id)


@transaction.atomic
def save_mailbox(actor: Actor, code: str, values: Mapping[str, Any]) -> Mailbox:
    """Change a mailbox, or add one with ``code`` "". Raises Forbidden, NotSeen, Invalid with field names."""
    require_everywhere(actor, queries.ADMINISTER)
    rows = list(current()[MAILBOXES.key])
    at = next((place for place, row in enumerate(rows) if row["code"] == code), None)
    if code and at is None:
        raise NotSeen(_("There is no such mailbox."))
    given = {**(rows[at] if at is not None else {}), **values, **({"code": code} if code else {})}
    try:
        row = clean_row(MAILBOXES.shape.fields, given, actor, "")
    except ValueError as wrong:
        raise Invalid({"": str(wrong)}) from None
    if problem := problem_of(row):
        raise Invalid({problem[0]: problem[1]})
    others = [each for each in rows if each["code"] != row["code"]]
    if at is None and len(others) != len(rows):
        raise Invalid({"code": _("There is a mailbox with this code already.")})
    if any(each["address"].lower() == row["address"].lower() for each in others):
        raise Invalid({"address": _("Another mailbox has this address.")})
    rows = [*rows, row] if at is None else [*rows[:at], row, *rows[at + 1 :]]
    settings.redefine(actor, MAILBOXES.key, value=rows, reason=_("Mailbox %(name)s") % {"name": row["label"]})
    return of_row(row)


@transaction.atomic
def keep_password(actor: Actor, code: str, password: str) -> None:
    """Keep the password of a mailbox; the history says that it changed, never what it is. Empty: none."""
    there = known(actor, code)
    if password:
        Secret.objects.update_or_create(key=there.secret, defaults={"value": password})
    else:
        Secret.objects.filter(key=there.secret).delete()
    reason = _("The password of %(name)s was changed.") % {"name": there.label}
    settings.redefine(actor, MAILBOXES.key, reason=reason)


def known(actor: Actor, code: str) -> Mailbox:
    """A mailbox, for those who look after mailboxes. Raises Forbidden, NotSeen."""
    require_everywhere(actor, queries.ADMINISTER)
    there = mailbox(code)
    if there is None:
        raise NotSeen(_("There is no such mailbox."))
    return there


def try_out(actor: Actor, code: str) -> str:
    """Sign in to the mailbox's server and look into its folder: "" or the server's own words. Nothing is taken in."""
    box = known(actor, code)
    if box.source != IMAP:
        raise Refusal(_("Only a mailbox on a mail server is signed in to."))
    return imap.trial(box)


def look(actor: Actor, code: str) -> str:
    """Take in what is new now: "" or what went wrong."""
    box = known(actor, code)
    if watching.silent():
        raise Refusal(_("This installation is silent and takes no mails in: end the silence first."))
    return watching.look_now(box.code)
