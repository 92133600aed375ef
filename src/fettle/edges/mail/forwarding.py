"""A record that is forwarded to a supplier: the mail that leaves, and what an answer to it tells of its sender."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.edges.mail import tokens
from fettle.edges.mail.mailboxes import for_record, sender_of
from fettle.edges.mail.routes import route
from fettle.edges.notify import outbox
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.wording import WITHHELD
from fettle.facilities.discussion.facts import Forwarded
from fettle.facilities.discussion.models import Comment
from fettle.facilities.relationships import contacts
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.errors import FettleError
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import Reaction
from fettle.kernel.records.models import Record


def key(entry: int) -> str:
    """What the mail of such an entry is known by: each brings one."""
    return f"{entry}:{OutgoingMail.FORWARD}"


def send(entry: Entry) -> None:
    """Put the mail of an entry into the outbox. What keeps it here is noted on the record, for whoever forwarded it
    would not learn so. May run twice: a mail that is there stays as it is.
    """
    if entry.origin != "live" or OutgoingMail.objects.filter(key=key(entry.pk)).exists():
        return
    mail = outbox.forward(key(entry.pk), entry, **written(entry))
    if mail.reason:
        _stays_here(entry, mail)


def written(entry: Entry) -> dict[str, Any]:
    """The mail that such an entry brings, by its columns."""
    fact, mailbox = _of(entry), for_record(entry.record)
    subject = f"[{entry.record.number}] {fact.subject}"
    words = {"address": fact.address, "subject": subject, "body": _body(entry, fact), "enclosed": list(fact.files)}
    if mailbox is None:
        return words
    reply_to = tokens.forwarded_address(mailbox, entry.record, entry.pk)
    return {**words, "sender": sender_of(mailbox), "reply_to": reply_to}


def _body(entry: Entry, fact: Forwarded) -> str:
    """What was written, and who wrote it; as it was erased where it was."""
    text = Comment.objects.filter(pk=fact.comment, record_id=entry.record_id).values_list("text", flat=True).first()
    party = Record.objects.select_related("organisation").filter(pk=fact.party).first()
    with translation.override((party or entry.record).organisation.language):
        asked = _("Please answer to this mail and leave its subject as it is.")
    provider = entry.actor.organisation.name if entry.actor else ""
    who = ", ".join(filter(None, (entry.who, provider)))
    return f"{text or ''}\n\n-- \n{who}\n{entry.record.number}. {asked}\n"


def failed(mail: OutgoingMail) -> None:
    """The other server took it not, or none did in two days, or it is kept here: that is noted on the record too."""
    if mail.purpose != OutgoingMail.FORWARD or mail.entry is None:
        return
    with suppress(FettleError):
        if mail.state == OutgoingMail.State.WITHHELD:
            _stays_here(mail.entry, mail)
        else:
            _note(mail.entry, gettext_noop("The mail to %(address)s was not delivered: %(why)s"), mail, mail.answer)


def _stays_here(entry: Entry, mail: OutgoingMail) -> None:
    sentence = gettext_noop(
        "The mail to %(address)s did not leave: %(why)s. It waits under Mails, where it can be sent again."
    )
    _note(entry, sentence, mail, WITHHELD.get(mail.reason, mail.reason))


def _note(entry: Entry, sentence: str, mail: OutgoingMail, why: object) -> None:
    """In the language of whoever forwarded it."""
    known = route(entry.record.kind)
    if known is not None:
        with translation.override(entry.actor.language if entry.actor else entry.record.organisation.language):
            text = _(sentence) % {"address": mail.address, "why": str(why)}
        house = Actor.house(gettext_noop("outgoing mail"), *known.may, RESTRICTED, caused_by=entry.pk)
        known.notes(house, entry.record.number, text=text, quoted="", files=())


def whereto(sent: OutgoingMail) -> Forwarded:
    """To whom a mail was forwarded, as its entry says."""
    return _of(sent.entry) if sent.entry else Forwarded(whom=sent.address, address=sent.address)


def _of(entry: Entry) -> Forwarded:
    return next(fact for fact in entry.said() if isinstance(fact, Forwarded))


def is_theirs(sent: OutgoingMail, sender: str) -> bool:
    """Whether an address is one of the supplier to whom this went."""
    fact = whereto(sent)
    party = Record.objects.filter(pk=fact.party).first()
    known = {sent.address, fact.address, *(contacts.mails(party) if party else ())}
    return sender.casefold() in {address.casefold() for address in known}


def whence(sent: OutgoingMail, sender: str) -> dict[str, Any]:
    """What the note of an answer says of it."""
    fact = whereto(sent)
    return {"party": fact.party, "whom": fact.whom, "sender": sender, "known": is_theirs(sent, sender)}


REACTIONS = (Reaction("mail.forward", (Forwarded.name,), send),)
