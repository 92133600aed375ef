"""Who is told of an entry: rules ∩ what they may see ∩ what they want. Each decision is kept, with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from fettle.edges.notify import choices, composing, outbox, outside, slips, times
from fettle.edges.notify.models import Notice, NotificationDecision
from fettle.edges.notify.recipients import Recipients
from fettle.edges.notify.still import may_read
from fettle.edges.notify.wording import WAYS
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.assembly import assembly
from fettle.kernel.columns import insert
from fettle.kernel.history.facts import names
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import ANY, Reaction
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings.read import current, one_reading

DOUBTS = "notify.doubts"
"""The slot for reasons not to mail: functions of an entry and a person, giving a code of ``wording.WITHHELD`` or ""."""


@dataclass(frozen=True)
class Candidate:
    """A person, one way of telling them, and the rule that says so. ``off``: the rule is not in use. ``urgent``: a mail
    leaves at once, whatever the hour.
    """

    person: int
    way: str
    rule: str
    fact: str
    who: str
    off: bool
    urgent: bool = False


def decide(entry: Entry) -> None:
    """Decide about everybody whom a rule names, and tell them. May run twice: decisions there already are kept."""
    if entry.origin == "live" and not entry.record.silent:
        with one_reading():
            _decide_all(entry)


def _decide_all(entry: Entry) -> None:
    wanted = list(candidates(entry))
    people = Person.objects.select_related("organisation").in_bulk({one.person for one in wanted})
    actors = {pk: Actor.of(person) if person.is_active else None for pk, person in people.items()}
    undone = bool(wanted) and slips.taken_back(entry)
    outbox.hold(person.mail for person in people.values() if person.mail)
    decided = set(NotificationDecision.objects.filter(entry=entry).values_list("person_id", "way"))
    reads = {pk: actor is not None and may_read(actor, entry) for pk, actor in actors.items()}
    for one in wanted:
        if (one.person, one.way) not in decided:
            _decide(entry, one, people[one.person], actors[one.person], undone, reads[one.person])
    outside.tell(entry)


def candidates(entry: Entry) -> Iterator[Candidate]:
    """By the order of the rules, the first that names a person and a way; urgent ones come first, those that are off
    last.
    """
    facts = {name for stored in slips.news(entry) for name in names(stored)}
    rows = [row for row in current()["notify.rules"] if row["fact"] in facts]
    recipients, seen = Recipients(entry.record, entry.facts), set[tuple[int, str]]()
    for row in sorted(rows, key=lambda row: (row["active"] is False, not row["urgent"])):
        people = recipients.of(row["who"])
        for way in (way for way in WAYS if row[way]):
            for person in people:
                if (person, way) not in seen:
                    seen.add((person, way))
                    off = row["active"] is False
                    yield Candidate(person, way, row["code"], row["fact"], row["who"], off, bool(row["urgent"]))


def _decide(entry: Entry, one: Candidate, person: Person, actor: Actor | None, undone: bool, reads: bool) -> None:
    made = NotificationDecision(entry=entry, person=person, way=one.way, rule=one.rule, who=one.who)
    made.reason = "taken_back" if undone else _withheld(entry, one, person, actor, reads)
    made.told = not made.reason
    if made.told and one.way == "mail" and actor is not None:
        _by_mail(made, entry, one, person, actor)
    elif made.told:
        Notice.objects.bulk_create([Notice(entry=entry, person=person)], ignore_conflicts=True)
    insert(made)


def _by_mail(made: NotificationDecision, entry: Entry, one: Candidate, person: Person, actor: Actor) -> None:
    """A mail that leaves at once, or at the end of quiet hours; or a line that waits for the person's digest."""
    settled = slips.later(entry)
    leaves = _leaves(one, person, settled)
    if leaves.reason == times.DIGEST:
        made.reason, made.leaves_at = leaves.reason, leaves.at
        return
    if leaves.reason:
        settled = {"next_at": leaves.at, "leaves_at": leaves.at}
    words = composing.mail(entry, one.fact, one.who, person, actor)
    key = f"{entry.pk}:{person.pk}:notice"
    purpose = outbox.BROADCAST if slips.is_broadcast(one.fact) else "notice"
    made.mail = mail = outbox.put(key, person, entry.record, words, purpose=purpose, entry=entry, **settled)
    made.told, made.reason = not mail.reason, mail.reason or leaves.reason


def _leaves(one: Candidate, person: Person, settled: Mapping[str, datetime]) -> times.Leaves:
    moment = max([timezone.now(), *settled.values()])
    return times.Leaves(moment) if one.urgent else times.leaves(person, moment)


def _withheld(entry: Entry, one: Candidate, person: Person, actor: Actor | None, reads: bool) -> str:
    """Why this person is not told by this way, or nothing. The code is one of ``wording.WITHHELD``."""
    if actor is None:
        return "left"
    if entry.actor_id == person.pk and not _waits_for_word(entry, one):
        return "own"
    if not reads:
        return "unseen"
    if one.off:
        return "rule_off"
    if not choices.wants(person, one.way, one.fact):
        return "declined"
    if one.way == "mail":
        return _doubted(entry, person) if person.mail else "no_address"
    return "" if person.may_sign_in else "no_sign_in"


def _waits_for_word(entry: Entry, one: Candidate) -> bool:
    """Whoever reports something by mail sees no page that says that it arrived, and under which number."""
    return entry.seq == 1 and entry.channel == Channel.MAIL and one.way == "mail"


def _doubted(entry: Entry, person: Person) -> str:
    """Why a mail about this entry must not leave by itself, as those say who know how the entry came about."""
    return next(filter(None, (slot(entry, person) for slot in assembly().slots.get(DOUBTS, ()))), "")


REACTIONS = (Reaction("notify.decide", (ANY,), decide),)
