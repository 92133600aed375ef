"""The digest: one mail for a person and a day, of the lines that waited for it, by record.

A line is a decision with ``leaves_at``. Lines are taken, the mail is put into the outbox and the lines are given to it
in one transaction: whatever dies in between, each line is in one mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fettle.edges.notify import composing, outbox, slips, still, times
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.notify.wording import DIGEST_CHOSEN, DIGEST_OF_HOUSE
from fettle.edges.pages import addresses
from fettle.edges.pages.wording import day, day_and_clock
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current, one_reading

AT_ONCE = 500
"""People whose digests are written in one run; the next one begins a minute later."""
LONGEST_QUOTE = 300


def waiting(now: datetime) -> list[int]:
    """The ids of those whose lines have to leave, who waits longest first."""
    due = NotificationDecision.objects.filter(leaves_at__lte=now).values("person_id")
    return list(due.annotate(since=Min("leaves_at")).order_by("since").values_list("person_id", flat=True)[:AT_ONCE])


def write(person_id: int) -> OutgoingMail | None:
    """Write somebody's digest now, if any of its lines are still worth telling. Twice does no harm."""
    with one_reading(), transaction.atomic():
        person = Person.objects.select_related("organisation").get(pk=person_id)
        outbox.hold([person.mail or ""])
        lines = _taken(person)
        key = _key(person, lines) if lines else ""
        if lines and OutgoingMail.objects.filter(key=key).exists():
            _postpone(person, lines)
            return None
        kept = list(_worth_telling(person, lines))
        return _send(person, kept, key) if kept else None


def _taken(person: Person) -> list[NotificationDecision]:
    """The lines that are due, held until the transaction ends."""
    due = NotificationDecision.objects.filter(person=person, leaves_at__lte=timezone.now())
    due = due.select_related("entry__record__organisation", "entry__record__team", "entry__record__assignee")
    due = due.select_related("entry__record__service", "entry__actor").select_for_update(of=("self",))
    return list(due.order_by("entry__happened_at", "pk"))


def _key(person: Person, lines: Sequence[NotificationDecision]) -> str:
    """One a day. Who no longer wants a digest gets what still waited for it once more."""
    if not times.of(person)[1]["on"]:
        return f"{person.pk}:digest:last-{lines[-1].pk}"
    return f"{person.pk}:digest:{_local(person, timezone.now()).date().isoformat()}"


def _postpone(person: Person, lines: Iterable[NotificationDecision]) -> None:
    """They had today's digest already, since they changed its time: the next one leaves tomorrow at the earliest."""
    midnight = _local(person, timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    at = times.leaves(person, midnight.astimezone(UTC) - timedelta(seconds=1)).at
    NotificationDecision.objects.filter(pk__in=[line.pk for line in lines]).update(leaves_at=at)


def _worth_telling(person: Person, lines: Iterable[NotificationDecision]) -> Iterator[NotificationDecision]:
    for line in lines:
        if reason := _why_not(person, line):
            line.leaves_at, line.told, line.reason = None, False, reason
            line.save(update_fields=["leaves_at", "told", "reason"])
        else:
            yield line


def _why_not(person: Person, line: NotificationDecision) -> str:
    if not person.is_active:
        return "left"
    if not person.mail:
        return "no_address"
    if slips.taken_back(line.entry):
        return "taken_back"
    return "" if still.may_read(Actor.of(person), line.entry) else "unseen"


def _send(person: Person, lines: Sequence[NotificationDecision], key: str) -> OutgoingMail:
    """The mail, and its lines given to it."""
    with translation.override(person.language):
        mail = outbox.digest(person, key, _words(person, lines))
    given = {"mail": mail, "leaves_at": None, "told": not mail.reason, "reason": mail.reason or times.DIGEST}
    NotificationDecision.objects.filter(pk__in=[line.pk for line in lines]).update(**given)
    return mail


def _words(person: Person, lines: Sequence[NotificationDecision]) -> dict[str, Any]:
    by_record: dict[int, list[NotificationDecision]] = {}
    for line in lines:
        by_record.setdefault(line.entry.record_id, []).append(line)
    count, today = len(by_record), day(_local(person, timezone.now()))
    subject = ngettext("Digest of %(day)s: news on one record", "Digest of %(day)s: news on %(count)s records", count)
    actor, facts = Actor.of(person), {row["code"]: row["fact"] for row in current()["notify.rules"]}
    parts = ["\n".join(_part(person, actor, each, facts)) for each in by_record.values()]
    return {
        "subject": subject % {"day": today, "count": count},
        "body": "\n\n".join([_("What happened since your last digest:"), *parts, _foot(person)]) + "\n",
    }


def _part(person: Person, actor: Actor, lines: Sequence[NotificationDecision], facts: dict[str, str]) -> Iterator[str]:
    """A record and what happened on it."""
    record: Record = lines[0].entry.record
    yield f"{record.number} {record.title} ({composing.state(record, actor)})"
    yield settings.PUBLIC_ADDRESS + addresses.short(record)
    for line in lines:
        fact = facts.get(line.rule, line.entry.facts[0]["name"])
        said, quoted = composing.line(line.entry, fact, person, actor)
        yield f"  {day_and_clock(_local(person, line.entry.happened_at))}  {said}"
        if quoted:
            yield f"  > {quoted[:LONGEST_QUOTE]}{' …' if len(quoted) > LONGEST_QUOTE else ''}"


def _foot(person: Person) -> str:
    why = DIGEST_OF_HOUSE if times.chosen(person, times.DIGEST) is None else DIGEST_CHOSEN
    where = settings.PUBLIC_ADDRESS + "/me/notices/"
    return "\n".join(
        ["-- ", _("You get this because %(why)s.") % {"why": why}, _("Change it here: %(link)s") % {"link": where}]
    )


def _local(person: Person, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(person.settled_zone))
