"""Writes of problems (PR10.A2): recorded, classified, prioritised, escalated, resolved, closed; and what the house says
by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.links import actions as links
from fettle.facilities.links.facts import Linked
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import RESTRICTED, get
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.kernel.settings.read import current
from fettle.kernel.settings.scheme import priority_of
from fettle.processes.incidents.queries import DESK
from fettle.processes.problems import facts, queries, rules, targets
from fettle.processes.problems.definitions import MATRIX, row_of
from fettle.processes.problems.known_errors.actions import hold_again, solve_with
from fettle.processes.problems.queries import CAUSED_BY
from fettle.processes.problems.records import PROBLEM
from fettle.processes.problems.workflow import SEE, WAYS, WORK

MIDDLE = 3
"""The priority of what nobody has judged."""
CAUSES, RELATED = "causes", "related"
MOST = 100
"""So many incidents are linked at once."""
APART = re.compile(r"[\s,;]+")


@transaction.atomic
def register(
    actor: Actor,
    *,
    title: str,
    source: str,
    organisation: Organisation | None = None,
    of: Record | None = None,
    impact: str = "",
    urgency: str = "",
    **values: Any,
) -> Record:
    """Record a problem (PR10.A2.1). Of the record ``of`` it takes service and category over, unless others are given;
    an incident or a request is linked as caused by it. Raises Forbidden, Invalid.
    """
    home = require_in(actor, PROBLEM.may.register, organisation)
    held = history.lock(actor, of.number) if of is not None else None
    if held is not None:
        values.setdefault("service", held.service if held.kind != "service" else held)
        values.setdefault("category", getattr(held.item, "category", ""))
    rank = priority_of(impact, urgency, current()[MATRIX.key]) or MIDDLE
    now = timezone.now()
    due_at = targets.due(rank, now, home)
    values |= {"title": title, "source": source, "impact": impact, "urgency": urgency}
    values |= {"rank": rank, "first_priority": rank, "due_at": due_at, "soon_at": targets.soon(due_at, now)}
    there = _relation(held) if held is not None else ""
    said: list[Fact] = [Linked(other=held.pk, relation=there)] if held is not None else []
    made = history.create(actor, PROBLEM, facts.Recorded(), *said, organisation=home, values=values)
    if held is not None:
        _hang(actor, made, held)
    return made


def _relation(other: Record) -> str:
    """An incident comes of a problem; whatever else it was found on is related to it."""
    return CAUSES if other.kind in {kind.key for kind in DESK} else RELATED


def _hang(actor: Actor, problem: Record, other: Record) -> None:
    """The link of a locked record to a problem that was just made, and the entry there."""
    if _relation(other) == CAUSES:
        links.join(actor, other, problem, CAUSED_BY)
        history.write(actor, other, Linked(other=problem.pk, relation=CAUSED_BY), wakes=False)
    else:
        links.join(actor, other, problem, RELATED)  # between alike ends the older record is the source
        history.write(actor, other, Linked(other=problem.pk, relation=RELATED), wakes=False)


@transaction.atomic
def add_incidents(actor: Actor, number: str, *, incidents: str) -> Record:
    """Link incidents and requests by their numbers, all or none; those that are linked already stay. Raises Invalid
    that names the one at fault.
    """
    problem = get(actor, number, PROBLEM)
    require(actor, PROBLEM.may.revise, problem)
    named = list(dict.fromkeys(part for part in APART.split(incidents) if part))
    rules.some_are_named(named, MOST)
    found = [_named(actor, each) for each in named]
    held = {one.pk: history.lock(actor, one.number) for one in sorted((problem, *found), key=lambda one: one.pk)}
    record = held.pop(problem.pk)
    rules.it_is_not_over(record)
    said: list[Fact] = []
    for other in held.values():
        links.can_be(other, record, CAUSED_BY)
        if links.join(actor, other, record, CAUSED_BY):
            history.write(actor, other, Linked(other=record.pk, relation=CAUSED_BY), wakes=False)
            said.append(Linked(other=other.pk, relation=CAUSES))
    if said:
        history.write(actor, record, *said, wakes=False)
    return record


def _named(actor: Actor, number: str) -> Record:
    """Raises Invalid."""
    try:
        return get(actor, number, *DESK)
    except NotSeen as problem:
        raise Invalid({"incidents": str(problem)}) from None


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change what is written about it and its class (PR10.A2.2), or the moment by which it should be solved."""
    record = history.lock(actor, number, PROBLEM)
    require(actor, PROBLEM.may.revise, record)
    rules.it_is_not_over(record)
    if "due_at" in values:
        now = timezone.now()
        rules.it_lies_ahead(values["due_at"], now)
        values["soon_at"] = targets.soon(values["due_at"], now)
    history.write(actor, record, facts.Revised(), set=values)
    return record


@transaction.atomic
def take(actor: Actor, number: str) -> Record:
    """Look into it; whoever does so owns it, unless somebody does already."""
    record = history.lock(actor, number, PROBLEM)
    _move(actor, record, "take", facts.Taken(), assignee=record.assignee or actor.person)
    return record


@transaction.atomic
def assign(actor: Actor, number: str, *, team: Team | None = None, assignee: Person | None = None) -> Record:
    """Name who is to look into it: a team, an owner, or both."""
    record = history.lock(actor, number, PROBLEM)
    allow(actor, record, "assign")
    rules.somebody_is_named(team, assignee)
    named = {name: value for name, value in (("team", team), ("assignee", assignee)) if value is not None}
    history.write(actor, record, facts.Assigned(), set=named)
    return record


@transaction.atomic
def prioritise(
    actor: Actor,
    number: str,
    *,
    impact: str = "",
    urgency: str = "",
    priority: int | str | None = None,
    reason: str = "",
) -> Record:
    """Set the priority anew (PR10.A2.3), by the matrix or against it, and with it the day by which it should be solved.
    Where the new one is scheduled, the day that was settled stays. Lowering it needs a reason. Raises Invalid.
    """
    record = history.lock(actor, number, PROBLEM)
    allow(actor, record, "prioritise")
    impact, urgency = impact or record.item.impact, urgency or record.item.urgency
    by_scheme = priority_of(impact, urgency, current()[MATRIX.key])
    rank = int(priority) if priority else by_scheme
    if rank is None:
        raise Invalid({"priority": _("Say how much it disturbs and how soon it is needed, or choose a priority.")})
    rules.lowering_needs_a_reason(record.rank, rank, reason)
    values: dict[str, Any] = {"impact": impact, "urgency": urgency, "rank": rank}
    if rank != record.rank and (due_at := targets.due(rank, record.opened_at, record.organisation)) is not None:
        values |= {"due_at": due_at, "soon_at": targets.soon(due_at, timezone.now())}
    fact = facts.Prioritised(reason=reason, by_scheme=rank == by_scheme)
    history.write(actor, record, fact, set=values)
    return record


@transaction.atomic
def escalate(
    actor: Actor, number: str, *, way: str, reason: str, to: Person | None = None, team: Team | None = None
) -> Record:
    """Escalate it (PR10.A2.4) to a person, who is told whatever the rules say, or to a team, which takes it over.
    Raises Invalid.
    """
    record = history.lock(actor, number, PROBLEM)
    allow(actor, record, "escalate")
    rules.it_is_escalated_to_somebody(to, team)
    values: dict[str, Any] = {"escalation": record.item.escalation + 1}
    if team is not None and team.pk != record.team_id:
        values |= {"team": team}
    people = (to.pk,) if to else ()
    history.write(actor, record, facts.Escalated(way=way, reason=reason, people=people), set=values)
    return record


@transaction.atomic
def name_cause(actor: Actor, number: str, *, root_cause: str, causes: str = "") -> Record:
    """Say what lies behind it, and by which steps that was found."""
    record = history.lock(actor, number, PROBLEM)
    said = {"root_cause": root_cause, **({"causes": causes} if causes else {})}
    _move(actor, record, "name_cause", facts.CauseNamed(), **said, assignee=record.assignee or actor.person)
    return record


@transaction.atomic
def declare(actor: Actor, number: str) -> Record:
    """There is a way round it: it is a known error from now on."""
    record = history.lock(actor, number, PROBLEM)
    _move(actor, record, "declare", facts.KnownErrorDeclared(), assignee=record.assignee or actor.person)
    return record


@transaction.atomic
def resolve(actor: Actor, number: str, *, way: str, solution: str, root_cause: str = "") -> Record:
    """Resolve it (PR10.A2.5). Where the way removes its cause, the current known errors are solved with it. Raises
    Invalid.
    """
    record = history.lock(actor, number, PROBLEM)
    allow(actor, record, "resolve")
    removed = bool(row_of(WAYS, way).get("removes"))
    cause = root_cause or record.item.root_cause
    rules.the_cause_is_named(cause, removed)
    said = {"way": way, "solution": solution, "root_cause": cause, "resolved_at": timezone.now()}
    entry = _move(actor, record, "resolve", facts.Resolved(removed=removed), **said, due_at=None, soon_at=None)
    if removed:
        solve_with(_following(actor, entry), record)
    return record


@transaction.atomic
def close(actor: Actor, number: str, *, outcome: str) -> Record:
    """Close it with what came of it (PR10.A2.6). Raises Refusal for whoever neither owns it nor answers for the
    process.
    """
    record = history.lock(actor, number, PROBLEM)
    _move(actor, record, "close", facts.Closed(), outcome=outcome, closed_at=timezone.now())
    return record


@transaction.atomic
def reopen(actor: Actor, number: str, *, reason: str) -> Record:
    """It came back: look into it again. Its time is counted from now on, and the known errors that were solved with it
    hold again.
    """
    record, now = history.lock(actor, number, PROBLEM), timezone.now()
    due_at = targets.due(record.rank, now, record.organisation)
    again = {"closed_at": None, "resolved_at": None, "due_at": due_at, "soon_at": targets.soon(due_at, now)}
    entry = _move(actor, record, "reopen", facts.Reopened(reason=reason), **again)
    hold_again(_following(actor, entry), record)
    return record


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """It was none."""
    record = history.lock(actor, number, PROBLEM)
    over = {"due_at": None, "soon_at": None, "closed_at": timezone.now()}
    _move(actor, record, "withdraw", facts.Withdrawn(reason=reason), **over)
    return record


@transaction.atomic
def note(actor: Actor, number: str, *, text: str, files: Sequence[Any] = (), quoted: str = "") -> Record:
    """A note for staff, also on a problem that is over."""
    record = history.lock(actor, number, PROBLEM)
    require(actor, WORK, record)
    history.write(actor, record, *discussion.noted(actor, record, text, files, quoted), audience=STAFF)
    return record


def tell(now: datetime) -> int:
    """Say which problems are due soon or late, once for each due time. Returns of how many."""
    house = Actor.house(gettext_noop("Clockwork"), SEE, RESTRICTED)
    return sum(_told(house, number, now) for number in queries.to_tell(house, now))


@transaction.atomic
def _told(house: Actor, number: str, now: datetime) -> bool:
    try:
        record = history.lock(house, number, PROBLEM)
    except NotSeen:
        return False
    due_at = record.due_at
    if not record.is_open or due_at is None:
        return False
    late = due_at <= now
    column, fact = ("told_late", facts.Late) if late else ("told_soon", facts.Looms)
    if getattr(record.item, column) == due_at or (not late and (record.soon_at is None or record.soon_at > now)):
        return False
    history.write(house, record, fact(due_at=due_at.isoformat()), set={column: due_at}, wakes=False)
    return True


def _move(actor: Actor, record: Record, name: str, fact: Fact, **values: Any) -> Entry:
    verb = allow(actor, record, name)
    return history.write(actor, record, fact, set={"state": verb.target, **values})


def _following(actor: Actor, entry: Entry) -> Actor:
    """The same person, for what follows from an entry of theirs: it happens to all known errors of the problem, also to
    those that their own roles do not reach.
    """
    house = Actor.house(gettext_noop("Clockwork"), SEE, WORK, RESTRICTED)
    return replace(actor, scopes=house.scopes, token_scopes=None, caused_by_id=entry.pk)


VERBS: dict[str, Callable[..., Record]] = {
    "take": take,
    "assign": assign,
    "name_cause": name_cause,
    "declare": declare,
    "prioritise": prioritise,
    "escalate": escalate,
    "resolve": resolve,
    "close": close,
    "reopen": reopen,
    "withdraw": withdraw,
}
