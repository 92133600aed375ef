"""Writes of risks: noted by whoever sees one, assessed, treated or accepted for a time, closed, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from fettle.facilities.cycles import actions as cycles
from fettle.facilities.cycles import queries as duties
from fettle.facilities.cycles.dates import after
from fettle.facilities.links import actions as links
from fettle.facilities.links.facts import Linked
from fettle.facilities.links.relations import RISK_OF
from fettle.facilities.risks import facts, rules
from fettle.facilities.risks.cycles import REVIEW, interval
from fettle.facilities.risks.definitions import handling, level_of
from fettle.facilities.risks.records import OWNER, RISK, levels
from fettle.facilities.risks.rules import ACCEPTING
from fettle.facilities.risks.workflow import NOTE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require, require_in
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, NotSeen
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.orgs.models import Organisation, Person
from fettle.kernel.records.models import Participant, Record

LEAD_DAYS = 14
NOT_ACCEPTED: dict[str, Any] = {"accepted_by": None, "accepted_until": None, "justification": "", "warned_for": None}


@transaction.atomic
def register(
    actor: Actor,
    *,
    about: str = "",
    organisation: Organisation | None = None,
    service: Record | None = None,
    **values: Any,
) -> Record:
    """Note a risk (PR6.A2.1): about the record with the number ``about``, of a service, or of the house as a whole.
    Raises Forbidden, Invalid.
    """
    if about:
        try:
            found = get(actor, about)
        except NotSeen as problem:
            raise Invalid({"about": str(problem)}) from None
        if service:
            values["service"] = service
        return note(actor, about=found, **values)
    home = require_in(actor, NOTE, organisation or (service.organisation if service else None))
    values["service"] = service
    return _create(actor, home, facts.Identified(), values=values)


@transaction.atomic
def note(actor: Actor, *, about: Record, title: str, nature: str = "threat", **values: Any) -> Record:
    """Note a risk about a record, from any room: one entry on the risk, one on the record, which the caller's object
    follows. It is of the record's organisation and service. Where the house notes it for somebody, they are who noted
    it. Raises Forbidden, NotSeen, Stale.
    """
    require(actor, NOTE, about)
    rules.it_is_about_work(about.kind)
    history.lock(actor, about.number)
    values.setdefault("service", about if about.kind == "service" else about.service)
    linked = Linked(other=about.pk, relation=RISK_OF.code)
    values |= {"title": title, "nature": nature}
    made = _create(actor, about.organisation, facts.Identified(), linked, values=values)
    links.join(actor, made, about, RISK_OF.code)
    history.write(actor, about, Linked(other=made.pk, relation=RISK_OF.inverse), wakes=False)
    return made


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Describe it otherwise, or give it another owner, to whom its reviews fall."""
    record = history.lock(actor, number, RISK)
    require(actor, RISK.may.revise, record)
    rules.accepting_is_a_step(values.get("treatment"), record.item.treatment)
    said: list[Fact] = [facts.Revised()]
    if "assignee" in values and record.item.rating and values["assignee"] != record.assignee:
        said += _review(record, values["assignee"], record.item.rating, first=False)
    history.write(actor, record, *said, set=values, parts=_parts(values.get("assignee")))
    return record


@transaction.atomic
def assess(
    actor: Actor,
    number: str,
    *,
    likelihood: str,
    impact: str,
    reason: str,
    residual_likelihood: str = "",
    residual_impact: str = "",
) -> Record:
    """Judge how likely and how bad it is, and what would remain; what was decided before is open again. Earlier
    judgements stay in the history. Raises Invalid.
    """
    record = history.lock(actor, number, RISK)
    verb = allow(actor, record, "assess")
    remaining = {"residual_likelihood": residual_likelihood or "", "residual_impact": residual_impact or ""}
    inherent = rules.it_has_a_level(level_of(likelihood, impact), "impact")
    rules.both_or_neither(*remaining.values())
    residual = rules.it_has_a_level(level_of(*remaining.values()), "residual_impact") if residual_impact else None
    rules.measures_make_it_no_worse(record.item.nature, inherent, residual)
    values = {"state": verb.target, "likelihood": likelihood, "impact": impact, **remaining, **NOT_ACCEPTED}
    values |= levels(inherent, residual)
    if record.item.treatment == ACCEPTING:
        values["treatment"] = ""
    said: list[Fact] = [facts.Assessed(reason=reason, inherent=inherent, residual=residual or 0)]
    if done := cycles.plan_done(record, REVIEW, timezone.localdate()):
        said.append(done)
    said += _review(record, record.assignee, residual or inherent)
    history.write(actor, record, *said, set=values)
    return record


@transaction.atomic
def treat(
    actor: Actor, number: str, *, treatment: str, residual_likelihood: str, residual_impact: str, reason: str
) -> Record:
    """Its measures are in place. Raises Refusal while one is open, or nobody owns it."""
    record = history.lock(actor, number, RISK)
    verb = allow(actor, record, "treat")
    residual = rules.it_has_a_level(level_of(residual_likelihood, residual_impact), "residual_impact")
    rules.measures_make_it_no_worse(record.item.nature, record.item.inherent, residual)
    values = {"state": verb.target, "treatment": treatment}
    values |= {"residual_likelihood": residual_likelihood, "residual_impact": residual_impact}
    values |= levels(record.item.inherent, residual)
    history.write(actor, record, facts.Treated(reason=reason, residual=residual), set=values)
    return record


@transaction.atomic
def accept(actor: Actor, number: str, *, until: date, reason: str) -> Record:
    """Bear it as it is, until a day. Raises Refusal for whoever noted it, Invalid for a day that cannot be."""
    record = history.lock(actor, number, RISK)
    verb = allow(actor, record, "accept")
    rules.somebody_else_accepts(actor.person_id, record.item.identified_by_id)
    rules.it_is_accepted_for_a_time(until, timezone.localdate(), handling()["longest_days"])
    values = {
        "state": verb.target,
        "treatment": ACCEPTING,
        "accepted_by": actor.person,
        "accepted_until": until,
        "justification": reason,
        "warned_for": None,
    }
    history.write(actor, record, facts.Accepted(reason=reason, until=until.isoformat()), set=values)
    return record


@transaction.atomic
def close(actor: Actor, number: str, *, reason: str) -> Record:
    """It is a risk no more."""
    return _move(actor, number, "close", facts.Closed(reason=reason), closed_at=timezone.now(), **NOT_ACCEPTED)


@transaction.atomic
def reopen(actor: Actor, number: str, *, reason: str) -> Record:
    """It is one again."""
    return _move(actor, number, "reopen", facts.Reopened(reason=reason), closed_at=None)


@transaction.atomic
def withdraw(actor: Actor, number: str, *, reason: str) -> Record:
    """It was noted in error, or stands elsewhere."""
    return _move(actor, number, "withdraw", facts.WithdrawnRisk(reason=reason), closed_at=timezone.now())


def _create(actor: Actor, home: Organisation, *said: Fact, values: dict[str, Any]) -> Record:
    noted_by = actor.person
    if noted_by is None and actor.on_behalf_of_id is not None:
        noted_by = Person.objects.get(pk=actor.on_behalf_of_id)
    first = {"identified_by": noted_by, "rank": levels(None, None)["rank"]}
    parts = [*_parts(values.get("assignee")), *_parts(noted_by)]
    return history.create(actor, RISK, *said, organisation=home, values={**values, **first}, parts=parts)


def _move(actor: Actor, number: str, name: str, fact: Fact, **values: Any) -> Record:
    record = history.lock(actor, number, RISK)
    verb = allow(actor, record, name)
    history.write(actor, record, fact, set={"state": verb.target, **values})
    return record


def _review(record: Record, owner: Any, rating: int, first: bool = True) -> list[Fact]:
    """Look at it again as often as its level says; by its owner, else by whoever answers for risks. ``first`` False
    keeps the day.
    """
    every, unit = interval(rating)
    there = [duty for duty in duties.of_record(record) if duty.code == REVIEW]
    due_on = after(timezone.localdate(), every, unit) if first or not there else there[0].due_on
    who = {"person": owner, "role": "" if owner else OWNER}
    fact = cycles.plan(record, REVIEW, due_on=due_on, every=every, unit=unit, lead_days=LEAD_DAYS, **who)
    return [fact] if fact else []


def _parts(person: Any) -> list[tuple[Any, str]]:
    """Whoever noted or owns it sees it, whatever their roles are."""
    return [(person, Participant.Part.NAMED)] if person else []


VERBS: dict[str, Callable[..., Record]] = {
    "assess": assess,
    "treat": treat,
    "accept": accept,
    "close": close,
    "reopen": reopen,
    "withdraw": withdraw,
}
