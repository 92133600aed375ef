"""Other machines, as we meet them: each makes the mail with which it answers one of ours, or none."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import parseaddr

from fettle.edges.mail.tests.corpus import report

Responder = Callable[[EmailMessage], bytes | None]
_numbers = itertools.count(1)


def _mail(sender: str, to: str, subject: str, text: str, *more: str) -> bytes:
    number = next(_numbers)
    lines = [
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        f"Message-ID: <auto-{number}@{sender.rpartition('@')[2]}>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        *more,
        "",
        f"{text} ({number})",
        "",
    ]
    return "\r\n".join(lines).encode()


def _back(ours: EmailMessage) -> str:
    return parseaddr(str(ours["Reply-To"] or ours["From"]))[1]


def keeps_the_thread(ours: EmailMessage) -> bytes:
    """An absence note without any header that tells so; it answers as a person's program does."""
    names = (f"In-Reply-To: {ours['Message-ID']}", f"References: {ours['References'] or ''} {ours['Message-ID']}")
    return _mail(str(ours["To"]), _back(ours), f"Re: {ours['Subject']}", "I am away until Monday.", *names)


def begins_anew(ours: EmailMessage) -> bytes:
    """The same, with nothing of ours in it: to the plain address, under a subject of its own."""
    return _mail(str(ours["To"]), parseaddr(str(ours["From"]))[1], "Thank you for your message", "We will answer.")


def another_desk(ours: EmailMessage) -> bytes:
    """A second installation like ours: a number of its own, and marked as automatic."""
    more = ("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All", f"In-Reply-To: {ours['Message-ID']}")
    return _mail(str(ours["To"]), _back(ours), "[INC-000777] Received", "We received your incident.", *more)


def bounces(ours: EmailMessage) -> bytes:
    """The report of a server that took the mail and could not deliver it."""
    made = report(str(ours["Message-ID"]), str(ours["To"]))
    return made.replace(b"<report@", b"<report-%d@" % next(_numbers))


def bounces_in_words(ours: EmailMessage) -> bytes:
    """The same by a server that knows no reports: text by a daemon, without a sender to return it to."""
    sender = f"MAILER-DAEMON@{str(ours['To']).rpartition('@')[2]}"
    return _mail(sender, parseaddr(str(ours["From"]))[1], "Undeliverable", f"{ours['To']}: user unknown.")


RESPONDERS: dict[str, Responder] = {
    "keeps": keeps_the_thread,
    "anew": begins_anew,
    "desk": another_desk,
    "lost": bounces,
    "daemon": bounces_in_words,
}
"""By the local part of the address that answers so, up to a hyphen."""


def answer(ours: EmailMessage) -> bytes | None:
    """What the address that a mail of ours went to sends back."""
    made = RESPONDERS.get(str(ours["To"]).partition("@")[0].partition("-")[0])
    return made(ours) if made else None
