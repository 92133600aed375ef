"""Speaking to a mail server, one mail at a time, and telling apart what its answers mean for us."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime, parseaddr
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.server import Server

PATIENCE_SECONDS = 10
"""For each answer; all ten of them stay below the time after which the worker gives a job up."""


class Fate(StrEnum):
    """``unknown``: the connection ended after the text was sent; the server may have taken it."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    fate: Fate
    answer: str


def message(mail: OutgoingMail, server: Server) -> EmailMessage:
    """The mail as it goes out: text only, marked as automatic, so that no machine answers it."""
    made = EmailMessage(policy=WIRE)
    made["From"] = _address(mail.sender or server.sender)
    if mail.reply_to:
        made["Reply-To"] = Address(addr_spec=mail.reply_to)
    made["To"] = Address(addr_spec=mail.address)
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(timezone.now())
    made["Message-ID"] = mail.message_id
    if mail.thread_id:
        made["In-Reply-To"] = made["References"] = mail.thread_id
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(mail.body)
    return made


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    return Address(name, addr_spec=address)


def deliver(mail: OutgoingMail, server: Server) -> Outcome:
    """Hand one mail over. Never raises for what a server or the network does."""
    try:
        validate_email(mail.address)
        whole = message(mail, server).as_bytes()
    except (ValidationError, ValueError) as problem:
        return Outcome(Fate.REFUSED, f"The address cannot be written to: {problem}")
    try:
        connection = _connect(server)
    except (OSError, smtplib.SMTPException) as problem:
        return Outcome(Fate.LATER, _told(problem))
    try:
        return _hand_over(connection, parseaddr(mail.sender or server.sender)[1], mail.address, whole)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()


def _connect(server: Server) -> smtplib.SMTP:
    """A greeted, protected and signed-in connection. A wrong password is our fault, not the reader's: tried again."""
    context = ssl.create_default_context()
    if server.tls == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS)
    if server.tls == "starttls":
        connection.starttls(context=context)
    connection.ehlo_or_helo_if_needed()
    if server.user:
        connection.login(server.user, server.password)
    return connection


def _hand_over(connection: smtplib.SMTP, sender: str, address: str, whole: bytes) -> Outcome:
    try:
        for code, answer in (connection.mail(sender), connection.rcpt(address)):
            if code >= 300:
                return Outcome(_fate(code), _answer(code, answer))
    except (OSError, smtplib.SMTPException) as problem:
        return Outcome(Fate.LATER, _told(problem))
    try:
        code, answer = connection.data(whole)
    except smtplib.SMTPDataError as problem:
        return Outcome(_fate(problem.smtp_code), _told(problem))
    except (OSError, smtplib.SMTPException) as problem:
        return Outcome(Fate.UNKNOWN, _told(problem))
    return Outcome(_fate(code), _answer(code, answer))


def _fate(code: int) -> Fate:
    return Fate.SENT if 200 <= code < 300 else Fate.REFUSED if code >= 500 else Fate.LATER


def _answer(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode(errors='replace')}"[:1000]


def _told(problem: Exception) -> str:
    """The server's own words, or the network's."""
    if isinstance(problem, smtplib.SMTPResponseException):
        error = problem.smtp_error
        return _answer(problem.smtp_code, error if isinstance(error, bytes) else str(error).encode())
    return f"{type(problem).__name__}: {problem}"[:1000]
