"""Writes of violations: noted by an evaluation, sent once, acknowledged, closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.offers import allow
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.read import current
from fettle.processes.levels.evaluation.definitions import EVALUATING
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.violations import facts, rules
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.levels.violations.workflow import NOTED

AFFECTED = Participant.Part.AFFECTED
TOKEN = re.compile(r"\{([a-z]{3,12})\}")


def note(
    actor: Actor, agreement: Record, span: Span, missed: Sequence[str], party: Organisation | None = None
) -> Record:
    """Targets of an agreement were missed in a period: one violation of each, of the default one for each customer, who
    is the ``party`` then. One that is noted already says what is missed now, as long as nobody was told.
    """
    lines, home = "\n".join(f"- {line}" for line in missed), party or agreement.organisation
    there = Record.objects.filter(
        violation__agreement=agreement, violation__start=span.start, violation__unit=span.unit, violation__party=home
    ).first()
    if there is not None:
        return _again(actor, there, agreement, span, lines)
    values = {
        "title": _("%(agreement)s: targets missed in %(period)s")
        % {"agreement": agreement.title[:120], "period": span.words},
        "agreement": agreement,
        "party": home,
        "unit": span.unit,
        "start": span.start,
        "missed": lines,
        "notice": words(agreement, home, span, lines),
        "assignee": agreement.item.owner or actor.person,
    }
    fact = facts.ViolationNoted(period=span.key)
    return history.create(actor, VIOLATION, fact, organisation=home, values=values)


def _again(actor: Actor, there: Record, agreement: Record, span: Span, lines: str) -> Record:
    record = Record.objects.select_for_update().get(pk=there.pk)
    if record.state == NOTED and record.item.missed != lines:
        said = {"missed": lines, "notice": words(agreement, record.organisation, span, lines)}
        history.write(actor, record, facts.ViolationRevised(), set=said)
    return record


def words(agreement: Record, party: Organisation, span: Span, missed: str) -> str:
    """The notice as the settings begin it; braces around anything else stay."""
    values = {
        "party": agreement.team.name if agreement.team else party.name,
        "agreement": agreement.title,
        "number": agreement.number,
        "period": span.words,
        "missed": missed,
    }
    template = str(current()[EVALUATING.key]["notice"])
    return TOKEN.sub(lambda token: values.get(token[1], token[0]), template)[:10_000]


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Another owner or cause; or another notice, while it was not sent."""
    record = history.lock(actor, number, VIOLATION)
    require(actor, VIOLATION.may.revise, record)
    rules.it_is_not_over(record)
    if "notice" in values and values["notice"] != record.item.notice:
        rules.what_was_sent_stays(record.item.told_at)
    history.write(actor, record, facts.ViolationRevised(), set=values)
    return record


@transaction.atomic
def notify(actor: Actor, number: str, *, notice: str, person: Person | None = None, how: str | None = None) -> Record:
    """Tell the other side (PR2.A2.3, PR2.A3.3): a person of theirs, who then sees it; or write down how else it was
    done. Raises Invalid, Refusal.
    """
    record = history.lock(actor, number, VIOLATION)
    verb = allow(actor, record, "notify")
    rules.somebody_is_told(person, how or "")
    rules.they_belong_to_the_party(person, record.organisation)
    fact = facts.ViolationTold(notice=notice, how=(how or "").strip(), people=[person.pk] if person else [])
    said = {"state": verb.target, "notice": notice, "told": person, "told_at": timezone.now()}
    history.write(actor, record, fact, set=said, parts=[(person, AFFECTED)] if person else [])
    return record


@transaction.atomic
def confirm_reading(actor: Actor, number: str) -> Record:
    """Whoever was told says that they have read it."""
    record = history.lock(actor, number, VIOLATION)
    rules.they_were_told(actor.person_id, record.item.told_id)
    name = actor.person.name if actor.person else str(actor.label)
    return _acknowledged(actor, record, "confirm_reading", name, "Fettle", timezone.localdate())


@transaction.atomic
def note_acknowledgement(actor: Actor, number: str, *, name: str, how: str, acknowledged_on: date) -> Record:
    """Write down that they acknowledged it in another way: who, how and when. Raises Invalid."""
    record = history.lock(actor, number, VIOLATION)
    rules.it_was_acknowledged_by_today(acknowledged_on, timezone.localdate())
    return _acknowledged(actor, record, "note_acknowledgement", name, how, acknowledged_on)


def _acknowledged(actor: Actor, record: Record, name: str, who: str, how: str, on: date) -> Record:
    verb = allow(actor, record, name)
    said = {"acknowledged_at": on, "acknowledged_by": who[:200], "acknowledged_how": how}
    fact = facts.ViolationAcknowledged(who=who, how=how, on=on.isoformat())
    history.write(actor, record, fact, set={"state": verb.target, **said})
    return record


@transaction.atomic
def close(actor: Actor, number: str, *, cause: str) -> Record:
    """What follows from it is done, and it is known why the targets were missed, or that nobody knows."""
    return _move(actor, number, "close", facts.ViolationClosed(), cause=cause, closed_at=timezone.now())


@transaction.atomic
def reopen(actor: Actor, number: str, *, reason: str) -> Record:
    """Something is still to be done."""
    return _move(actor, number, "reopen", facts.ViolationReopened(reason=reason), closed_at=None)


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """Nothing was missed after all, or no notice is owed."""
    return _move(actor, number, "withdraw", facts.ViolationWithdrawn(reason=reason), closed_at=timezone.now())


def _move(actor: Actor, number: str, name: str, fact: Fact, **values: Any) -> Record:
    record = history.lock(actor, number, VIOLATION)
    verb = allow(actor, record, name)
    history.write(actor, record, fact, set={"state": verb.target, **values})
    return record


VERBS: dict[str, Callable[..., Record]] = {
    "notify": notify,
    "confirm_reading": confirm_reading,
    "note_acknowledgement": note_acknowledgement,
    "close": close,
    "reopen": reopen,
    "withdraw": withdraw,
}
