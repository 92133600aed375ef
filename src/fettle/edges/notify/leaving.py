"""How a mail leaves: taken with a write that is committed, handed to the server, its outcome kept.

The write comes first because what was only read may vanish when a standby takes over; and because a worker that dies
leaves a row that says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from fettle.edges.notify import resting, slips, smtp, still
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.notify.server import server
from fettle.kernel.assembly import assembly
from fettle.kernel.jobs import enqueue, task
from fettle.kernel.settings.read import current

State = OutgoingMail.State
LEASE_SECONDS = 150
"""After this a mail "being sent" was cut off: the worker ends any job sooner."""
FAILED = "notify.failed"
"""The slot for who is to learn that a mail did not arrive, or stays here: functions of the mail."""
GIVE_UP = timedelta(hours=48)
LONGEST_PAUSE = timedelta(hours=4)

TAKE = """
    update notify_outgoingmail
       set state = 'sending', attempts = attempts + 1, sending_at = clock_timestamp(),
           maybe_twice = maybe_twice or state = 'sending'
     where id = %s and ((state = 'waiting' and next_at <= clock_timestamp())
        or (state = 'sending' and sending_at < clock_timestamp() - make_interval(secs => %s)))
    returning id
"""


def withheld() -> str:
    """Why no mail leaves at all now, or nothing."""
    if current()["operations.silence"]["silent"]:
        return "silence"
    return "" if server() else "no_server"


@task("notify.send", most_seconds=120)
def leave(mail: int) -> None:
    """Take the mail with a write, hand it to the server, keep the outcome. Twice does no harm: one run takes it."""
    if reason := withheld():
        keep_here(mail, reason)
        return
    if put_off(mail):
        return
    taken, there = take(mail), server()
    if taken is not None and (reason := _why_not(taken)):
        withhold(taken, reason)
    elif taken is not None and there is not None:
        settle(taken, smtp.deliver(taken, there))


@transaction.atomic
def keep_here(pk: int, reason: str) -> None:
    """No mail leaves now: one that waits is kept, and can be sent again."""
    waits = OutgoingMail.objects.select_for_update().filter(pk=pk, state__in=(State.WAITING, State.SENDING))
    for mail in waits:
        mail.state, mail.reason = State.WITHHELD, reason
        mail.save(update_fields=["state", "reason"])
        tell(mail)


def tell(mail: OutgoingMail) -> None:
    """Whoever is to learn that it did not arrive."""
    for slot in assembly().slots.get(FAILED, ()):
        slot(mail)


@transaction.atomic
def put_off(pk: int) -> bool:
    """Whether the mail waits a little, untried, because where it goes let another one wait in vain just now: the
    worker's few hands are for those that can leave.
    """
    mail = OutgoingMail.objects.filter(pk=pk, state=State.WAITING, next_at__lte=timezone.now()).first()
    seconds = resting.seconds_left(smtp.SERVER, smtp.domain(mail.address)) if mail else 0.0
    if mail is None or not seconds:
        return False
    at = timezone.now() + timedelta(seconds=seconds)
    if OutgoingMail.objects.filter(pk=pk, state=State.WAITING).update(next_at=at):
        send_later(mail, at)
    return True


def _why_not(mail: OutgoingMail) -> str:
    """Why one mail no longer leaves, or nothing."""
    if mail.entry is None:
        return ""
    if slips.taken_back(mail.entry):
        return "taken_back"
    return still.pointless(mail.entry, mail.person) if mail.leaves_at else ""


@transaction.atomic
def withhold(mail: OutgoingMail, reason: str) -> None:
    """Keep it back for good; the decision to send it says why from now on."""
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.WITHHELD, reason=reason, ended_at=timezone.now())
    decided = NotificationDecision.objects.filter(entry=mail.entry, person=mail.person, way="mail", mail=mail)
    decided.update(told=False, reason=reason)


def send_later(mail: OutgoingMail, at: datetime | None = None) -> None:
    """Promise to send it, in the present transaction."""
    enqueue(leave, at=at, mail=mail.pk)


def take(pk: int) -> OutgoingMail | None:
    """The mail, now ours alone to send: a write that is committed before anything leaves. None if it is not to be
    sent.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE, [pk, LEASE_SECONDS])
        if cursor.fetchone() is None:
            return None
    return OutgoingMail.objects.get(pk=pk)


@transaction.atomic
def settle(mail: OutgoingMail, outcome: smtp.Outcome) -> None:
    """Keep what became of it; what may work later is promised again, longer apart each time, for 48 hours."""
    now = timezone.now()
    resting.remember(outcome.silent)
    mail.answer = outcome.answer
    mail.maybe_twice = mail.maybe_twice or outcome.fate is smtp.Fate.UNKNOWN
    if outcome.fate is smtp.Fate.SENT:
        mail.state, mail.ended_at = State.SENT, now
        mail.body = "" if mail.private else mail.body
    elif outcome.fate is smtp.Fate.REFUSED or now - max(mail.made_at, mail.leaves_at or mail.made_at) > GIVE_UP:
        mail.state, mail.ended_at = State.FAILED, now
    else:
        mail.state = State.WAITING
        mail.next_at = now + min(LONGEST_PAUSE, timedelta(minutes=2 ** min(mail.attempts - 1, 10)))
        send_later(mail, mail.next_at)
    mail.save(update_fields=["state", "answer", "maybe_twice", "ended_at", "body", "next_at"])
    if mail.state == State.FAILED:
        tell(mail)
