"""Writes of packages: drawing up, updating, submitting for approval, bringing into operation. What is done with the
text itself are actions of the facility.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from fettle.facilities.approvals import actions as approvals
from fettle.facilities.approvals import queries as rounds
from fettle.facilities.approvals.models import Round
from fettle.facilities.documents import actions as texts
from fettle.facilities.documents.facts import Written
from fettle.facilities.documents.models import Version
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.offers import allow
from fettle.kernel.access.read import get
from fettle.kernel.history import write as history
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings.choices import label
from fettle.kernel.settings.read import current
from fettle.processes.services.definitions import ACCEPTANCE, PACKAGES
from fettle.processes.services.facts import PackageDrawnUp, PackageReturned, PackageRevised
from fettle.processes.services.models import Criterion
from fettle.processes.services.packages import operation, rules, standing
from fettle.processes.services.packages.records import CHANGED, NEW, PACKAGE
from fettle.processes.services.records import SERVICE
from fettle.processes.services.workflow import LIVE

NAMED = Participant.Part.NAMED


@transaction.atomic
def register(actor: Actor, *, service: Record, owner: Person | None = None, **values: Any) -> Record:
    """Draw up a package for a service (PR1.A2.1): it begins with the text and the acceptance criteria that the
    portfolio manager laid down. Raises Forbidden, Invalid.
    """
    whole = history.lock(actor, service.number, SERVICE)
    require(actor, PACKAGE.may.register, whole)
    rules.the_service_can_be_planned(whole)
    rules.one_package_at_a_time(standing.newest(whole))
    begins = str(current()[PACKAGES.key]["template"] or "")
    criteria = [row for row in current()[ACCEPTANCE.key] if row.get("active") is not False]
    answers = owner or whole.item.owner or actor.person
    values = {
        "team": whole.team,
        **{name: value for name, value in values.items() if value not in (None, "")},
        "service": whole,
        "owner": answers,
        "change": CHANGED if whole.state == LIVE else NEW,
        "acceptance": f"0/{len(criteria)}" if criteria else "",
        "assignee": actor.person,
        "draft": 1 if begins else None,
    }
    facts = [PackageDrawnUp(), *([Written(number=1)] if begins else [])]
    parts = [(each, NAMED) for each in (answers, actor.person) if each is not None]
    record = history.create(actor, PACKAGE, *facts, organisation=whole.organisation, values=values, parts=parts)
    if begins:
        Version.objects.create(record=record, number=1, text=begins, author_id=actor.person_id)
    Criterion.objects.bulk_create(
        Criterion(record=record, title=label(ACCEPTANCE.key, row)[:200], text=row["text"] or "") for row in criteria
    )
    return record


@transaction.atomic
def revise(actor: Actor, number: str, **values: Any) -> Record:
    """Change who answers for it, its team, or when it is to be live (PR1.A2.2). Raises Refusal for what is over."""
    record = history.lock(actor, number, PACKAGE)
    require(actor, PACKAGE.may.revise, record)
    rules.package_is_under_way(record)
    owner = values.get("owner")
    history.write(actor, record, PackageRevised(), set=values, parts=[(owner, NAMED)] if owner else [])
    return record


@transaction.atomic
def submit(
    actor: Actor, number: str, *, policy: str | None = None, person: Person | None = None, question: str | None = None
) -> Record:
    """Ask for the approval of the draft (PR1.A2.1). Raises Invalid, Refusal."""
    record = history.lock(actor, number, PACKAGE)
    verb = allow(actor, record, "submit")
    state = {"state": verb.target}
    return approvals.ask(actor, record.number, policy=policy or "", person=person, question=question or "", set=state)


@transaction.atomic
def send_back(actor: Actor, number: str, *, reason: str) -> Record:
    """No longer ask for the approval: it is written anew first."""
    record = history.lock(actor, number, PACKAGE)
    verb = allow(actor, record, "send_back")
    return approvals.cancel(actor, record.number, reason=reason, set={"state": verb.target})


@transaction.atomic
def complete(actor: Actor, number: str) -> Record:
    """Bring it into operation: a new service goes live, a changed one has its new shape. Raises Refusal while a
    criterion is neither evidenced nor waived, or a step is open.
    """
    found = get(actor, number, PACKAGE)
    return operation.bring(actor, str(found.service and found.service.number), found.number)[1]


@transaction.atomic
def follow_the_round(actor: Actor, number: str) -> Record:
    """The approval has its outcome, or nobody is asked any more: the package follows. May be asked for twice."""
    record = history.lock(actor, number, PACKAGE)
    found = rounds.newest(record)
    if record.state != PACKAGE.flow.by_verb["submit"].target or found is None or found.state == Round.State.OPEN:
        return record
    if found.state == Round.State.APPROVED:
        last = next(reversed(rounds.decisions(found)), None)
        texts.put_in_force(actor, record, standing.APPROVED, last.person_id if last else None)
    else:
        history.write(actor, record, PackageReturned(), set={"state": PACKAGE.flow.initial})
    return record


VERBS: dict[str, Callable[..., Record]] = {
    "write": texts.write,
    "submit": submit,
    "send_back": send_back,
    "discard": texts.discard,
    "complete": complete,
    "withdraw": texts.withdraw,
}
