"""Writes of the KEDB (PR10.A3): added, updated, confirmed, solved, removed; and used where it helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.cycles import actions as duties
from fettle.facilities.cycles import queries as due
from fettle.facilities.links import actions as links
from fettle.facilities.links.facts import Linked
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get, visible
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.queries import DESK, goes_on_in
from fettle.processes.knowledge import actions as answers
from fettle.processes.knowledge.queries import SAYS
from fettle.processes.problems import facts, queries, rules
from fettle.processes.problems.known_errors import cycles
from fettle.processes.problems.known_errors.cycles import REVIEW
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.queries import CAUSED_BY
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.standing import current_known_errors, solved_with

ON_THE_DESK = "incidents.work"
NAMED = Participant.Part.NAMED


@transaction.atomic
def register(
    actor: Actor,
    *,
    problem: Record,
    organisation: Organisation | None = None,
    assignee: Person | None = None,
    **values: Any,
) -> Record:
    """Add a known error to a problem (PR10.A3.1). Service, category and cause are the problem's, unless others are
    given. Raises Forbidden, Invalid.
    """
    home = require_in(actor, KNOWN_ERROR.may.register, organisation)
    rules.it_is_a_problem_still(problem)
    owner = assignee or problem.assignee or actor.person
    values.setdefault("service", problem.service)
    values.setdefault("category", problem.item.category)
    values.setdefault("cause", problem.item.root_cause)
    columns = {**values, "problem": problem, "assignee": owner}
    review = cycles.first(owner, timezone.localdate())
    said = (facts.KnownErrorAdded(), cycles.planned(review))
    made = history.create(actor, KNOWN_ERROR, *said, organisation=home, values=columns, parts=_parts(owner))
    duties.plan(made, cycles.REVIEW, **review)
    return made


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Update a known error or its workaround (PR10.A3.2); what stood there stays in the history. Another owner has its
    review from now on. Raises Refusal.
    """
    record = history.lock(actor, number, KNOWN_ERROR)
    require(actor, KNOWN_ERROR.may.revise, record)
    rules.it_holds(record)
    said: list[Fact] = [facts.KnownErrorUpdated()]
    owner = values.get("assignee", record.assignee)
    if owner != record.assignee:
        said += _handed_over(record, owner)
    history.write(actor, record, *said, set=values, parts=_parts(owner))
    return record


def _handed_over(record: Record, owner: Person | None) -> list[Fact]:
    """The same review, by somebody else."""
    duty = next((each for each in due.of_record(record) if each.code == REVIEW), None)
    if duty is None:
        return []
    who = {"person": owner, "role": "" if owner else KNOWN_ERROR.owner_role}
    fact = duties.plan(record, REVIEW, due_on=duty.due_on, every=duty.every, unit=duty.unit, **who)
    return [fact] if fact else []


@transaction.atomic
def confirm(actor: Actor, number: str, *, remark: str = "") -> Record:
    """It was reviewed and is still right (PR10.A3.4): due again one interval from today."""
    record = history.lock(actor, number, KNOWN_ERROR)
    allow(actor, record, "confirm")
    done = duties.plan_done(record, REVIEW, timezone.localdate())
    history.write(actor, record, facts.KnownErrorConfirmed(remark=remark), *([done] if done else []))
    return record


@transaction.atomic
def solve(actor: Actor, number: str, *, reason: str) -> Record:
    """Its cause is there no more: it is offered no more."""
    return _over(actor, number, "solve", facts.KnownErrorSolved(reason=reason), reason)


@transaction.atomic
def remove(actor: Actor, number: str, *, reason: str) -> Record:
    """Remove it from the KEDB (PR10.A3.3); the record stays."""
    return _over(actor, number, "remove", facts.KnownErrorRemoved(reason=reason), reason)


@transaction.atomic
def bring_back(actor: Actor, number: str, *, reason: str) -> Record:
    """It holds again, and is reviewed again."""
    record = history.lock(actor, number, KNOWN_ERROR)
    verb = allow(actor, record, "bring_back")
    said = [facts.KnownErrorBack(reason=reason), *cycles.plan(record, record.assignee, timezone.localdate())]
    history.write(actor, record, *said, set={"state": verb.target, "closed_at": None})
    return record


def _over(actor: Actor, number: str, name: str, fact: Fact, reason: str) -> Record:
    record = history.lock(actor, number, KNOWN_ERROR)
    verb = allow(actor, record, name)
    ended = duties.plan_end(record, REVIEW, reason)
    values = {"state": verb.target, "closed_at": record.closed_at or timezone.now()}
    history.write(actor, record, fact, *([ended] if ended else []), set=values)
    return record


def solve_with(actor: Actor, problem: Record) -> None:
    """The current known errors of a problem whose cause was removed, in the transaction that resolves it."""
    for number in current_known_errors(problem):
        solve(actor, number, reason=_("Resolved with %(number)s.") % {"number": problem.number})


def hold_again(actor: Actor, problem: Record) -> None:
    """Those that were solved with a problem, in the transaction that reopens it. What somebody solved or removed by
    itself stays so.
    """
    for number in solved_with(problem):
        bring_back(actor, number, reason=_("Reopened with %(number)s.") % {"number": problem.number})


@transaction.atomic
def use(actor: Actor, number: str, *, known_error: Record) -> Record:
    """Staff worked round it with a known error on an incident or a request: linked to the problem, and counted once on
    each. Raises Refusal for one that does not hold.
    """
    record, said = _used(actor, number, known_error)
    if said:
        history.write(actor, record, *said, wakes=False)
    return record


def _used(actor: Actor, number: str, known_error: Record) -> tuple[Record, list[Fact]]:
    """The locked record, and the facts that are still to be written on it. Its problem is told, and
    the use is counted, once. A problem that they do not see is left out. Raises Forbidden, Refusal.
    """
    found = get(actor, known_error.number, KNOWN_ERROR)
    behind = visible(actor, PROBLEM).filter(pk=found.item.problem_id).first()
    held = _held(actor, get(actor, number, *DESK), *([behind] if behind else []))
    record = held[0]
    require(actor, ON_THE_DESK, record)
    rules.it_holds(found)
    said = _joined(actor, record, held[1]) if behind else []
    used = facts.WorkedAround(other=found.pk)
    before = [{"name": used.name, "data": {"other": found.pk}}]
    if not Entry.objects.filter(record=record, facts__contains=before).exists():
        said.insert(0, used)
        answers.count(found, "used")
    return record, said


def _joined(actor: Actor, record: Record, problem: Record) -> list[Fact]:
    """Both are locked: the link, and what is to be said of it on the record."""
    links.can_be(record, problem, CAUSED_BY)
    if not links.join(actor, record, problem, CAUSED_BY):
        return []
    history.write(actor, problem, Linked(other=record.pk, relation="causes"), wakes=False)
    return [Linked(other=problem.pk, relation=CAUSED_BY)]


def _held(actor: Actor, *records: Record) -> list[Record]:
    """All of them, locked in ascending id."""
    held = {each.pk: history.lock(actor, each.number) for each in sorted(records, key=lambda each: each.pk)}
    return [held[each.pk] for each in records]


@transaction.atomic
def send(actor: Actor, number: str, *, known_error: Record, text: str) -> Record:
    """Reply with the workaround for users; this is work with it, too, and one entry. Of a merged record it goes to that
    in which it goes on. Raises Refusal where there is none.
    """
    asked = get(actor, number, *DESK)
    there = goes_on_in(actor, asked) or asked
    rules.users_are_told_something(get(actor, known_error.number, KNOWN_ERROR))
    record, said = _used(actor, there.number, known_error)
    return incidents.reply(actor, record.number, text=text, also=said)


def shown(known_error: Record) -> None:
    """Somebody opened it in the portal."""
    answers.count(known_error, "shown")


@transaction.atomic
def helped(actor: Actor, number: str) -> Record:
    """Users could help themselves: an incident that was not needed. Raises NotSeen."""
    require(actor, SAYS)
    found = queries.read(actor, number)
    answers.count(found, "helped")
    return found


@transaction.atomic
def did_not_help(actor: Actor, number: str) -> Record:
    """They could not. Raises NotSeen."""
    require(actor, SAYS)
    found = queries.read(actor, number)
    answers.count(found, "failed")
    return found


def _parts(owner: Person | None) -> list[tuple[Person | int, str]]:
    """Who has its review sees it, whatever their roles are."""
    return [(owner, NAMED)] if owner else []


VERBS: dict[str, Callable[..., Record]] = {
    "confirm": confirm,
    "solve": solve,
    "remove": remove,
    "bring_back": bring_back,
}
