"""Doing what was decided about a mail, inside the transaction that writes it down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.edges.mail import forwarding, wording
from fettle.edges.mail.deciding import Reason, Verdict
from fettle.edges.mail.mailboxes import Mailbox
from fettle.edges.mail.message import File, Message
from fettle.edges.mail.routes import Route
from fettle.edges.notify.models import OutgoingMail
from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.facts import Watching
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.history import write as history
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.actions import register
from fettle.kernel.settings.facts import RegisterChanged
from fettle.kernel.settings.read import current

T = TypeVar("T")
LONGEST_NAME = 200
LONGEST_DETAILS = 50_000
"""Characters that the details of a record hold."""
MOST_FILES = 50
"""Of one mail."""
GOING_ON = (wording.ANSWERED, wording.NOTED)


@dataclass(frozen=True)
class Part:
    """A file of a mail, as something that is attached."""

    name: str
    path: Path

    def chunks(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(1 << 20):
                yield piece


@dataclass(frozen=True)
class Done:
    """What came of it. ``entry`` is what the mail itself wrote and ``comment`` the words in it, ``reasons`` what else
    there is to tell.
    """

    record: Record | None = None
    entry: int | None = None
    comment: int | None = None
    person: Person | None = None
    reasons: tuple[Reason, ...] = ()


def act(verdict: Verdict, message: Message, mailbox: Mailbox, folder: Path) -> Done:
    """Raises what the rooms' actions raise when a rule speaks against it."""
    deeds = {
        wording.OPENED: _open,
        wording.FOLLOWED_UP: _follow_up,
        wording.ANSWERED: _answer,
        wording.NOTED: _note,
    }
    if verdict.decision == wording.REPORTED:
        return _came_back(verdict, message)
    deed = deeds.get(verdict.decision)
    if deed is None:
        return Done(record=verdict.record)
    files, reasons = _fitting(message.files, folder, verdict.record if verdict.decision in GOING_ON else None)
    if message.cut or len(_everything(message)) > LONGEST_DETAILS:
        reasons += (("cut", {}),)
    done = deed(verdict, message, mailbox, files)
    return replace(done, reasons=(*reasons, *_let_watch(verdict, done.record), *done.reasons))


def _sender(person: Person) -> Actor:
    """Somebody as a mail shows them: on the records that name them, and nothing more. Whoever they are."""
    return Actor.without_roles(person, Channel.MAIL)


def _house(route: Route | None = None, person: Person | None = None, *more: str) -> Actor:
    """The house, when a mail makes it act: on the records of a route as its desk."""
    actor = Actor.house(gettext_noop("incoming mail"), *(route.may if route else ()), *more)
    return replace(actor, channel=Channel.MAIL).behalf(person)


def _open(verdict: Verdict, message: Message, mailbox: Mailbox, files: Sequence[Part]) -> Done:
    """All of its text: what it quotes is news to us."""
    route, person = _sure(verdict.route), verdict.person or _introduce(message, mailbox)
    record = route.opens(
        _sender(person),
        title=message.subject or wording.lost_subject(),
        text=_whole(message),
        team=mailbox.its_team,
    )
    written = _last(record)
    _attach(_sender(person), record, files)
    if verdict.meant is not None:
        note = _("This mail was meant for %(number)s, but its sender is not on that record.")
        text = note % {"number": verdict.meant.number}
        route.notes(_house(route), record.number, text=text, quoted="", files=())
    return Done(record, *written, person)


def _introduce(message: Message, mailbox: Mailbox) -> Person:
    """The sender becomes somebody: a requester without an account, who may claim it by their address later."""
    home = mailbox.home
    name = (message.sender.name or message.sender.mail.partition("@")[0])[:LONGEST_NAME]
    person = orgs.add_person(name, home, message.sender.mail)
    after: dict[str, object] = {"name": name, "mail": person.mail, "organisation": home.name}
    register(_house(), RegisterChanged(f"person:{person.pk}", name, "added", None, after))
    return person


def _follow_up(verdict: Verdict, message: Message, mailbox: Mailbox, files: Sequence[Part]) -> Done:
    actor = _sender(_sure(verdict.person))
    record = _sure(verdict.route).follows_up(actor, _sure(verdict.record).number, text=_whole(message))
    written = _last(record)
    _attach(actor, record, files)
    return Done(record, *written, verdict.person)


def _attach(actor: Actor, record: Record, files: Sequence[Part]) -> None:
    if files:
        discussion.attach(actor, record.number, files)


def _answer(verdict: Verdict, message: Message, mailbox: Mailbox, files: Sequence[Part]) -> Done:
    actor, route, number = _sender(_sure(verdict.person)), _sure(verdict.route), _sure(verdict.record).number
    if verdict.reopens:
        route.reopens(actor, number)
    record = route.answers(actor, number, text=_said(message), quoted=message.quoted, files=files)
    return Done(record, *_last(record), verdict.person)


def _note(verdict: Verdict, message: Message, mailbox: Mailbox, files: Sequence[Part]) -> Done:
    route, number = _sure(verdict.route), _sure(verdict.record).number
    actor = _house(route, verdict.person)
    if verdict.sent is not None and route.hears is not None:
        actor = _house(route, verdict.person, RESTRICTED)
        said = {"text": _said(message), "quoted": message.quoted, "files": files}
        record = route.hears(actor, number, **said, **forwarding.whence(verdict.sent, message.sender.mail))
        return Done(record, *_last(record), verdict.person)
    record = route.notes(actor, number, text=_said(message), quoted=message.quoted, files=files)
    return Done(record, *_last(record), verdict.person)


def _came_back(verdict: Verdict, message: Message) -> Done:
    """The mail counts as failed, with what the other server says; staff are told on the record."""
    sent = _sure(verdict.sent)
    OutgoingMail.objects.filter(pk=sent.pk).update(
        state=OutgoingMail.State.FAILED, reason="bounced", ended_at=timezone.now()
    )
    if verdict.route is None or verdict.record is None:
        return Done()
    told = _("The mail “%(subject)s” did not reach %(address)s.") % {"subject": sent.subject, "address": sent.address}
    actor = _house(verdict.route)
    record = verdict.route.notes(actor, verdict.record.number, text=told, quoted=_said(message), files=())
    return Done(record, *_last(record))


def _said(message: Message) -> str:
    return message.said.strip() or wording.lost_words()


def _whole(message: Message) -> str:
    return _everything(message)[:LONGEST_DETAILS] or wording.lost_words()


def _everything(message: Message) -> str:
    return "\n\n".join(filter(None, (message.said.strip(), message.quoted.strip())))


LAST = "SELECT id, (facts->0->'data'->>'comment')::bigint FROM history_entry WHERE record_id = %s AND seq = %s"


def _last(record: Record) -> tuple[int, int | None]:
    """Its newest entry, and the comment that this tells of."""
    with connection.cursor() as cursor:
        cursor.execute(LAST, [record.pk, record.version])
        key, comment = cursor.fetchone()
    return key, comment or None


def _let_watch(verdict: Verdict, record: Record | None) -> tuple[Reason, ...]:
    """People in copy are on the record from now on, by one entry."""
    told: list[Reason] = []
    if verdict.others:
        told.append(("not_added", {"addresses": ", ".join(verdict.others)}))
    if record is None or not verdict.watchers:
        return tuple(told)
    house = _house(verdict.route, verdict.person)
    held = history.lock(house, record.number)
    there = set(Participant.objects.filter(record=held).values_list("person_id", flat=True))
    people = [person for person in verdict.watchers if person.pk not in there]
    if people:
        parts = [(person, Participant.Part.WATCHER) for person in people]
        facts = [Watching(person=person.pk) for person in people]
        history.write(house, held, *facts, parts=parts, wakes=False)
        told.append(("watching", {"names": ", ".join(person.name for person in people)}))
    return tuple(told)


def _fitting(files: Sequence[File], folder: Path, record: Record | None) -> tuple[list[Part], tuple[Reason, ...]]:
    """The files that the record has room for. What is too large, too much or empty stays in the mail as it came."""
    if not files:
        return [], ()
    limits = current()["discussion.files"]
    there = record.attachments.filter(withdrawn_at=None).count() if record else 0
    fitting = [one for one in files if 0 < one.size <= limits["most_megabytes"] * 1_000_000]
    kept = fitting[: max(0, min(limits["most_per_record"] - there, MOST_FILES))]
    names = [one.name or "file" for one in files if one not in kept]
    reasons: tuple[Reason, ...] = (("no_files", {"names": ", ".join(names)[:500]}),) if names else ()
    return [Part(one.name or "file", folder / one.at) for one in kept], reasons


def _sure(value: T | None) -> T:
    """What a verdict of this kind always has."""
    if value is None:
        raise TypeError("The verdict lacks what its decision needs.")
    return value
