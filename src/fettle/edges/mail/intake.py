"""From bytes to what was done about them: kept first, read afterwards, handled once."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from fettle.edges.mail import acting, copies, deciding, queueing, wording
from fettle.edges.mail.apart import Ahead
from fettle.edges.mail.deciding import Reason, Verdict
from fettle.edges.mail.mailboxes import Mailbox, mailbox
from fettle.edges.mail.message import Message, Unreadable
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.queueing import Turn
from fettle.facilities.discussion.models import StoredFile
from fettle.facilities.discussion.store import store
from fettle.kernel import columns
from fettle.kernel.errors import FettleError
from fettle.kernel.jobs import enqueue, task
from fettle.kernel.settings.read import one_reading

State = IncomingMail.State
MEDIA_TYPE = "message/rfc822"
MOST_BYTES = 200_000_000
"""Larger than this is not even kept: no mail server lets it through."""
MOST_ATTEMPTS = 5
AT_ONCE_SECONDS = 60
log = structlog.get_logger(__name__)


@transaction.atomic
def keep(code: str, raw: bytes) -> tuple[IncomingMail, bool]:
    """The row of this mail in this mailbox, and whether it is new. When it is committed nothing of it can be lost any
    more: only then is the server told. The same bytes are kept once, however often they come.
    """
    kept = store().keep(iter((raw,)), MOST_BYTES)
    file, _new = StoredFile.objects.get_or_create(
        sha256=kept.sha256, defaults={"size": kept.size, "media_type": MEDIA_TYPE}
    )
    mail, new = IncomingMail.objects.get_or_create(mailbox=code, file=file, defaults={"sender": queueing.claims(raw)})
    if new:
        enqueue(handle, mailbox=code)
    return mail, new


@task("mail.handle", most_seconds=180)
def handle(mailbox: str) -> None:
    """Every mail of a mailbox that is to be read, in the order in which they came: an answer never before what it
    answers. Only those of a crowd come after all others. One run at a time does so; another one leaves it to that,
    which looks again when it has let go.
    """
    until = time.monotonic() + AT_ONCE_SECONDS
    while to_read(mailbox).exists():
        if time.monotonic() > until:
            with transaction.atomic():
                enqueue(handle, mailbox=mailbox)
            return
        with alone(f"mail.handle:{mailbox}") as mine, reading_ahead() as ahead:
            if not mine:
                return
            while time.monotonic() < until and (few := queueing.next_few(to_read(mailbox))):
                for turn, following in zip_longest(few, few[1:]):
                    if time.monotonic() < until:
                        _one(turn.pk, mailbox, ahead, following)


@contextmanager
def reading_ahead() -> Iterator[Ahead]:
    """Room for one mail that is read while the one before is handled; at the end nothing is read any more."""
    ahead = Ahead()
    try:
        yield ahead
    finally:
        ahead.end()


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether this process is the only one that is at something; the database lets go when the process is gone."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtext('mail'), hashtext(%s))", [name])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(hashtext('mail'), hashtext(%s))", [name])


def to_read(code: str) -> QuerySet[IncomingMail]:
    """The mails whose turn it is, oldest first."""
    now = timezone.now()
    return IncomingMail.objects.filter(mailbox=code, state=State.ARRIVED).exclude(next_at__gt=now).order_by("pk")


def _one(pk: int, code: str, ahead: Ahead, following: Turn | None = None) -> None:
    """Handle a mail, if it is still to be read; one that fails comes again later and stops no other. The one whose turn
    is ``following`` is read meanwhile.
    """
    mail = _tried_once_more(pk, code)
    if mail is None:
        return
    if mail.attempts > MOST_ATTEMPTS:
        mail.attempts = MOST_ATTEMPTS
        settle(mail, State.QUARANTINED, wording.UNREADABLE, [("again", {})])
        return
    try:
        with one_reading():
            _handle(mail, code, ahead, following)
    except (OperationalError, InterfaceError):
        raise  # the database is away: nothing of this mail's making
    except Exception:
        log.exception("a mail could not be taken in", mail=mail.pk)
        later = timezone.now() + timedelta(seconds=4 ** (mail.attempts + 1))
        IncomingMail.objects.filter(pk=mail.pk, state=State.ARRIVED).update(next_at=later)


TURN = """
    UPDATE mail_incomingmail AS mail SET attempts = attempts + 1
     WHERE id = %s AND mailbox = %s AND state = 'arrived' AND (next_at IS NULL OR next_at <= %s) RETURNING """


def _tried_once_more(pk: int, code: str) -> IncomingMail | None:
    """A mail that is still to be read, counted as tried first: whatever ends us, it was an attempt, and its turn is
    still the next.
    """
    with connection.cursor() as cursor:
        cursor.execute(TURN + columns.listed(IncomingMail, "mail"), [pk, code, timezone.now()])
        row = cursor.fetchone()
    return columns.read(IncomingMail, row) if row else None


def _handle(mail: IncomingMail, code: str, ahead: Ahead, following: Turn | None) -> None:
    try:
        with ahead.read(mail.file_id or "", partial(original, mail)) as (message, folder):
            if following is not None and following.file is not None:
                ahead.begin(following.file, partial(store().open, following.file))
            _take_in(mail, message, folder, mailbox(code))
    except Unreadable as problem:
        settle(mail, State.QUARANTINED, wording.UNREADABLE, [(problem.reason, {})])


def original(mail: IncomingMail) -> bytes:
    """The mail as it came. Raises Unreadable when it was erased or forgotten."""
    if mail.file_id is None:
        raise Unreadable("gone")
    try:
        with store().open(mail.file_id) as file:
            return file.read()
    except FileNotFoundError:
        raise Unreadable("gone") from None


def _take_in(mail: IncomingMail, message: Message, folder: Path, there: Mailbox | None) -> None:
    """Decide and do it, or say why it waits. What is done and what is written down about it are one."""
    fill(mail, message)
    try:
        _done(mail, message, folder, there)
    except FettleError as no:
        settle(mail, State.HELD, wording.HELD, [("refused", {"sentence": str(no)})])


@transaction.atomic
def _done(mail: IncomingMail, message: Message, folder: Path, there: Mailbox | None) -> None:
    language = _held_alone(mail)
    if language is None:
        return
    if there is None:
        settle(mail, State.HELD, wording.HELD, [("no_route", {})])
        return
    with override(language):
        verdict = deciding.decide(message, there, mail, released=mail.settled_by is not None)
        done = acting.act(verdict, message, there, folder)
    reasons: list[Reason] = [*verdict.reasons, *done.reasons]
    if mail.settled_by is not None:
        reasons.append(("released", {"name": mail.settled_by.name}))
    mail.record, mail.person = done.record, done.person or verdict.person
    mail.entry_id, mail.comment_id = done.entry, done.comment
    mail.introduced, mail.unconfirmed = verdict.introduces, verdict.unconfirmed
    settle(mail, _state(verdict), verdict.decision, reasons)


HELD = """
    SELECT (SELECT language FROM orgs_organisation WHERE parent_id IS NULL),
           pg_advisory_xact_lock(hashtext('mail'), hashtext(%s)), pg_advisory_xact_lock(hashtext('mail'), hashtext(%s))
      FROM mail_incomingmail WHERE id = %s AND file_id = %s AND state = 'arrived' FOR UPDATE
"""
"""The locks are taken from left to right, as a list of columns is."""


def _held_alone(mail: IncomingMail) -> str | None:
    """None for a mail that somebody else has handled, or that was erased while it was read. Else its row is held until
    the transaction ends; the language is the provider's: in it we write ourselves on records. Two copies of one mail in
    two mailboxes are not looked at in the same moment, nor two mails of one sender.
    """
    with connection.cursor() as cursor:
        cursor.execute(HELD, [*sorted((mail.content, mail.sender)), mail.pk, mail.file_id])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row[0] if row else None


def _state(verdict: Verdict) -> str:
    return {
        wording.HELD: State.HELD,
        wording.SET_ASIDE: State.IGNORED,
    }.get(verdict.decision, State.DONE)


def fill(mail: IncomingMail, message: Message) -> None:
    """What the mail says of itself, into its row; nothing is stored yet."""
    mail.message_id, mail.sender, mail.sender_name = message.message_id, message.sender.mail, message.sender.name
    mail.subject, mail.automatic = message.subject, message.automatic
    mail.content = copies.digest(message)
    mail.sent_at = datetime.fromisoformat(message.sent_at) if message.sent_at else None


def settle(mail: IncomingMail, state: str, decision: str, reasons: Sequence[Reason]) -> None:
    """Write down what was decided."""
    mail.state, mail.decision, mail.reasons = state, decision, [list(reason) for reason in reasons]
    mail.settled_at, mail.next_at = timezone.now(), None
    mail.save()
