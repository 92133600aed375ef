"""Speaking to a mail server, one mail at a time, and telling apart what its answers mean for us."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime, parseaddr
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from fettle.edges.notify.line import Line, begin
from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.server import Server
from fettle.facilities.discussion.models import Attachment
from fettle.facilities.discussion.names import saved
from fettle.facilities.discussion.store import store
from fettle.kernel.access.actor import Channel

WIRE = POLICY.clone(cte_type="7bit")
"""Seven bits: a server need not take eight, and is not asked (RFC 6152)."""
SERVER = "server"
OK, GO_ON, NOT_NOW, NO = range(200, 300), range(354, 355), range(400, 500), range(500, 600)
PROBLEMS = (OSError, smtplib.SMTPException, ValueError)
"""What a server or the network does to us; the last of them is what the library says of an answer it cannot read."""
LINE_WITH_DOT = re.compile(rb"(?m)^\.")
END = b".\r\n"
ENCLOSED_AS = ("application", "audio", "image", "text", "video")
ENCLOSED_AS_BYTES = ("application", "octet-stream")
UNSAFE = dict.fromkeys(range(32), " ") | {127: " "}


class FileGone(Exception):
    """The bytes of a file that is to go with a mail are no longer there."""


class Fate(StrEnum):
    """``unknown``: the text was sent, and no answer came that says what became of it; the server may have taken it."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """``silent`` names who let us wait in vain: ``server``, or the domain of the address; "" where nobody did."""

    fate: Fate
    answer: str
    silent: str = ""


def message(mail: OutgoingMail, server: Server, address: str) -> EmailMessage:
    """The mail as it goes out: text and what is enclosed, marked as automatic, so that no machine answers it. What a
    person wrote to a supplier is not (RFC 3834, 5): many a desk makes nothing of an automatic mail.
    """
    made = EmailMessage(policy=WIRE)
    made["From"] = _address(mail.sender or server.sender)
    if mail.reply_to:
        made["Reply-To"] = Address(addr_spec=mail.reply_to)
    made["To"] = Address(addr_spec=address)
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(timezone.now())
    made["Message-ID"] = mail.message_id
    if mail.thread_id:
        made["In-Reply-To"] = made["References"] = mail.thread_id
    if mail.purpose != OutgoingMail.FORWARD:
        made["Auto-Submitted"] = "auto-generated"
        made["X-Auto-Response-Suppress"] = "All"
    made.set_content(mail.body)
    if mail.enclosed:
        _enclose(made, mail)
    return made


def _enclose(made: EmailMessage, mail: OutgoingMail) -> None:
    """What was taken away meanwhile stays here. Raises FileGone, OSError."""
    found = Attachment.objects.filter(pk__in=mail.enclosed, record=mail.record, withdrawn_at=None)
    for each in found.select_related("file").order_by("pk"):
        main, _slash, sub = each.file.media_type.partition("/")
        main, sub = (main, sub) if main in ENCLOSED_AS and sub else ENCLOSED_AS_BYTES
        try:
            with store().open(each.file_id) as file:
                made.add_attachment(file.read(), maintype=main, subtype=sub, filename=saved(each.name))
        except FileNotFoundError:
            raise FileGone(f"The content of “{each.name}” is no longer there.") from None


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    return Address(name, addr_spec=address)


def deliver(mail: OutgoingMail, server: Server) -> Outcome:
    """Hand one mail over. Never raises for what a server or the network does."""
    try:
        validate_email(mail.address)
        address = _spelled(mail.address)
        whole = message(mail, server, address).as_bytes()
    except (ValidationError, ValueError) as problem:
        return Outcome(Fate.REFUSED, f"The address cannot be written to: {problem}")
    except FileGone as problem:
        return Outcome(Fate.REFUSED, str(problem))
    except OSError as problem:  # the store of files is out of reach, not the server
        return Outcome(Fate.LATER, _told(problem))
    line = Line()
    try:
        with closing(_connect(server, line)) as connection:
            outcome = _hand_over(connection, line, return_paths(mail, server), address, whole)
            with suppress(*PROBLEMS):  # what became of it is known: nobody waits for a goodbye
                connection.putcmd("quit")
            return outcome
    except PROBLEMS as problem:
        return Outcome(Fate.LATER, _told(problem), SERVER if line.let_wait(problem) else "")
    finally:
        line.end()


def return_paths(mail: OutgoingMail, server: Server) -> tuple[str, ...]:
    """Where reports about a mail go, the first that the server takes; "" is the null return path (RFC 5321, 4.5.5)."""
    named = parseaddr(mail.sender or server.sender)[1]
    return ("", named) if server.null_return and is_automatic(mail) else (named,)


def is_automatic(mail: OutgoingMail) -> bool:
    """Whether nobody here wrote what it tells of to its reader: letters and digests, what the clockwork did, what came
    by mail, and the confirmation of what the reader did themselves (RFC 3834, 3.3).
    """
    entry = mail.entry
    if entry is None or entry.actor_id is None or entry.channel == Channel.MAIL:
        return True
    return entry.actor_id == mail.person_id


def domain(address: str) -> str:
    """The right side of an address."""
    return address.rpartition("@")[2].lower()


def _spelled(address: str) -> str:
    """The address with its domain in the letters that every server takes (RFC 5890). Raises ValueError."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"


def _connect(server: Server, line: Line) -> smtplib.SMTP:
    """A greeted, protected and signed-in connection. Whatever the server says against it, a wrong password and a
    refusal too, is about us and not about the mail: tried again.
    """
    context = ssl.create_default_context()
    connection = begin(server.host, server.port, line, context if server.tls == "tls" else None)
    if server.tls == "starttls":
        connection.starttls(context=context)
    connection.ehlo_or_helo_if_needed()
    if server.user:
        connection.login(server.user, server.password)
    return connection


def _hand_over(connection: smtplib.SMTP, line: Line, senders: Sequence[str], address: str, whole: bytes) -> Outcome:
    """The text leaves when sender, recipient and the text itself were agreed to: only after that is anything unknown.
    A sender that is refused, be it for the sake of the recipient, gives way to the next one. Raises one of PROBLEMS
    where the server says nothing of the first sender.
    """
    sender, *others = senders
    code, answer = connection.mail(sender)
    if code in NO and others:
        return _hand_over(connection, line, others, address, whole)
    if code not in OK:
        return Outcome(Fate.REFUSED if code in NO else Fate.LATER, _answer(code, answer))
    fate = Fate.LATER
    try:
        code, answer = connection.rcpt(address)
        if code in NO and others:
            connection.rset()
            return _hand_over(connection, line, others, address, whole)
        if code in OK:
            code, answer = connection.docmd("DATA")
            if code in GO_ON:
                fate = Fate.UNKNOWN
                connection.send(LINE_WITH_DOT.sub(b"..", whole) + END)
                code, answer = connection.getreply()
                return Outcome(_fate(code), _answer(code, answer))
        return Outcome(Fate.REFUSED if code in NO else Fate.LATER, _answer(code, answer))
    except PROBLEMS as problem:
        return Outcome(fate, _told(problem), domain(address) if line.let_wait(problem) else "")


def _fate(code: int) -> Fate:
    """What the answer to the text means; one that is none leaves it unknown."""
    fates = {OK: Fate.SENT, NOT_NOW: Fate.LATER, NO: Fate.REFUSED}
    return next((fate for codes, fate in fates.items() if code in codes), Fate.UNKNOWN)


def _answer(code: int, answer: bytes) -> str:
    return _shown(f"{code} {answer.decode(errors='replace')}")


def _told(problem: Exception) -> str:
    """The server's own words, or the network's."""
    if isinstance(problem, smtplib.SMTPResponseException):
        error = problem.smtp_error
        return _answer(problem.smtp_code, error if isinstance(error, bytes) else str(error).encode())
    return _shown(f"{type(problem).__name__}: {problem}")


def _shown(words: str) -> str:
    """What can be kept and read: a server may answer with anything, and what became of the mail is kept regardless."""
    return words.translate(UNSAFE)[:1000]
