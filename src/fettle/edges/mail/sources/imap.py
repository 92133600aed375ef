"""Mails from a folder of a mail server (IMAP), each kept here before the server is told anything about it."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog
from django.db import transaction
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from fettle.edges.mail import intake
from fettle.edges.mail.mailboxes import PLAIN, TLS, Mailbox
from fettle.edges.mail.models import MailboxState
from fettle.edges.notify.models import Secret
from fettle.facilities.discussion.store import Oversized

log = structlog.get_logger(__name__)
PATIENCE_SECONDS = 30
AT_ONCE = 50
"""Mails of one round; between rounds the numbers are remembered."""
PROBLEMS = (OSError, imaplib.IMAP4.error, ImapToolsError, UnicodeError)
"""What a server or the network does to us."""


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[BaseMailBox]:
    """The folder, selected, signed in and protected. Raises one of PROBLEMS."""
    connection = _connection(mailbox)
    password = Secret.objects.filter(pk=mailbox.secret).values_list("value", flat=True).first() or ""
    try:
        connection.login(mailbox.user, password, initial_folder=mailbox.folder or "INBOX")
        # What a server can do is told again after signing in; the library knows what it said before.
        connection.client.capabilities = tuple(connection.client.capability()[1][-1].decode().upper().split())
        yield connection
    finally:
        with suppress(*PROBLEMS):
            connection.logout()


def _connection(mailbox: Mailbox) -> BaseMailBox:
    if mailbox.tls == PLAIN:
        return MailBoxUnencrypted(mailbox.host, mailbox.port, timeout=PATIENCE_SECONDS)
    context = ssl.create_default_context()
    kind = MailBox if mailbox.tls == TLS else MailBoxStartTls
    return kind(mailbox.host, mailbox.port, timeout=PATIENCE_SECONDS, ssl_context=context)


def take(mailbox: Mailbox, connection: BaseMailBox) -> int:
    """Keep every mail that is new in the folder, then move it where it is to go, or remember its number. Returns how
    many were new to us. A mail that was kept and not moved comes again and is known by its bytes.
    """
    return _take_and_move(mailbox, connection) if mailbox.done_folder else _take_and_remember(mailbox, connection)


def _take_and_move(mailbox: Mailbox, connection: BaseMailBox) -> int:
    if not connection.folder.exists(mailbox.done_folder):
        connection.folder.create(mailbox.done_folder)
    state = _state(mailbox, connection)
    new, left = 0, set(state.too_large)
    while numbers := [each for each in connection.uids("ALL", charset=None) if each not in left][:AT_ONCE]:
        for number in numbers:
            kept = _keep(state, connection, number)
            if kept is None:
                left.add(number)
            else:
                new += kept
                connection.move(number, mailbox.done_folder)
    return new


def _take_and_remember(mailbox: Mailbox, connection: BaseMailBox) -> int:
    state = _state(mailbox, connection)
    new = 0
    while numbers := _later(connection, state.last_number):
        for number in numbers[:AT_ONCE]:
            new += _keep(state, connection, str(number)) or 0
            MailboxState.objects.filter(pk=state.pk).update(last_number=number)
            state.last_number = number
    return new


def _later(connection: BaseMailBox, last: int) -> list[int]:
    """The numbers above the last one. A server answers "above" with its last mail too when there is none."""
    return sorted(number for each in connection.uids(f"UID {last + 1}:*", charset=None) if (number := int(each)) > last)


def _state(mailbox: Mailbox, connection: BaseMailBox) -> MailboxState:
    """What we have of the folder. Numbers of another folder, or of one that was made anew, count for nothing; nor do
    mails that were too large and that somebody took out meanwhile.
    """
    validity = int(connection.folder.status(mailbox.folder or "INBOX", ["UIDVALIDITY"])["UIDVALIDITY"])
    with transaction.atomic():
        state, _new = MailboxState.objects.select_for_update().get_or_create(code=mailbox.code)
        if state.validity != validity:
            state.validity, state.last_number, state.too_large = validity, 0, []
        elif state.too_large:
            state.too_large = list(connection.uids(f"UID {','.join(state.too_large)}", charset=None))
        state.save(update_fields=["validity", "last_number", "too_large"])
    return state


def _keep(state: MailboxState, connection: BaseMailBox, number: str) -> bool | None:
    """Whether it is new to us; None when it is not taken: the server did not give it, because somebody took it out of
    the folder meanwhile, or it is too large for a mail and stays there, which is written on the mailbox.
    """
    try:
        for answer in connection.client.uid("fetch", number, "(BODY.PEEK[])")[1]:
            if isinstance(answer, tuple):
                return intake.keep(state.code, answer[1])[1]
    except Oversized:
        log.warning("too large for a mail", mailbox=state.code, number=number)
        state.too_large = [*state.too_large, number]
        MailboxState.objects.filter(pk=state.pk).update(too_large=state.too_large)
    return None


def trial(mailbox: Mailbox) -> str:
    """Sign in and look into the folder. Returns "" or the server's own words."""
    try:
        with opened(mailbox) as connection:
            if mailbox.done_folder and not connection.folder.exists(mailbox.done_folder):
                connection.folder.create(mailbox.done_folder)
            connection.uids("ALL", charset=None)
    except PROBLEMS as problem:
        return told(problem)
    return ""


def told(problem: BaseException) -> str:
    """The server's or the network's words."""
    return f"{type(problem).__name__}: {problem}"[:1000]
