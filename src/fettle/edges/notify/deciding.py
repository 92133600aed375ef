"""Who is told of an entry: rules ∩ what they may see ∩ what they want. Each decision is kept, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fettle.edges.notify import choices, composing, outbox, slips
from fettle.edges.notify.models import Notice, NotificationDecision
from fettle.edges.notify.recipients import recipients
from fettle.edges.notify.wording import WAYS
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.history.facts import names
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import ANY, Reaction
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings.read import current

DOUBTS = "notify.doubts"
"""The slot for reasons not to mail: functions of an entry and a person, giving a code of ``wording.WITHHELD`` or ""."""


@dataclass(frozen=True)
class Candidate:
    """A person, one way of telling them, and the rule that says so. ``off``: the rule is not in use."""

    person: int
    way: str
    rule: str
    fact: str
    who: str
    off: bool


def decide(entry: Entry) -> None:
    """Decide about everybody whom a rule names, and tell them. May run twice: decisions there already are kept."""
    if entry.origin != "live" or entry.record.silent:
        return
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


def candidates(entry: Entry) -> Iterator[Candidate]:
    """By the order of the rules, the first that names a person and a way; rules that are off come last."""
    facts = {name for stored in slips.news(entry) for name in names(stored)}
    rows = [row for row in current()["notify.rules"] if row["fact"] in facts]
    seen: set[tuple[int, str]] = set()
    for row in sorted(rows, key=lambda row: row["active"] is False):
        people = recipients(entry.record, row["who"], entry.facts)
        for way in (way for way in WAYS if row[way]):
            for person in people:
                if (person, way) not in seen:
                    seen.add((person, way))
                    yield Candidate(person, way, row["code"], row["fact"], row["who"], row["active"] is False)


def _decide(entry: Entry, one: Candidate, person: Person, actor: Actor | None, undone: bool, reads: bool) -> None:
    reason, mail = "taken_back" if undone else _withheld(entry, one, person, actor, reads), None
    if not reason and one.way == "mail" and actor is not None:
        words = composing.mail(entry, one.fact, one.who, person, actor)
        key = f"{entry.pk}:{person.pk}:notice"
        purpose = outbox.BROADCAST if slips.is_broadcast(one.fact) else "notice"
        mail = outbox.put(key, person, entry.record, words, purpose=purpose, entry=entry, **slips.later(entry))
        reason = mail.reason
    elif not reason:
        Notice.objects.bulk_create([Notice(entry=entry, person=person)], ignore_conflicts=True)
    NotificationDecision.objects.create(
        entry=entry, person=person, way=one.way, rule=one.rule, who=one.who, told=not reason, reason=reason, mail=mail
    )


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


def may_read(actor: Actor, entry: Entry) -> bool:
    """Whether somebody sees the record, and this entry on it."""
    record = visible(actor).select_related("organisation").filter(pk=entry.record_id).first()
    return record is not None and entry.audience in audiences(actor, record)


REACTIONS = (Reaction("notify.decide", (ANY,), decide),)
