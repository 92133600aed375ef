"""Writes of evaluations: a value entered by hand, an evaluation confirmed, what follows from missed targets, and the
month that is prepared by itself. Each is an entry of the agreement.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from fettle.facilities.cycles import actions as cycles
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.levels.evaluation import customers, following, outcomes, results, rules, spans, wording
from fettle.processes.levels.evaluation.customers import OfCustomer
from fettle.processes.levels.evaluation.cycles import EVALUATE
from fettle.processes.levels.evaluation.definitions import EVALUATING
from fettle.processes.levels.evaluation.facts import Evaluated, FollowingSet, Measured, Prepared
from fettle.processes.levels.evaluation.judging import Row
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.models import Evaluation, Measurement
from fettle.processes.levels.queries import default
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.violations import actions as violations
from fettle.processes.levels.workflow import MANAGE


@transaction.atomic
def measure(
    actor: Actor, number: str, *, period: Span, target: str, value: Decimal, source: str, reason: str | None = None
) -> Record:
    """Enter what was measured for a target that no record tells of (PR2.A2.2, PR2.A3.2). An earlier value is kept, and
    counts no more. Raises Invalid.
    """
    record = _held(actor, number)
    found = results.live(period, [record.pk])
    rules.it_held_in_the_period(bool(found), period)
    rules.it_is_entered_by_hand(target, found[0].rows)
    rules.it_is_possible(target, value)
    told = {"code": target, "source": source.strip(), "reason": (reason or "").strip()}
    Measurement.objects.create(
        agreement_id=record.pk, unit=period.unit, start=period.start, value=value, by_id=actor.person_id, **told
    )
    history.write(actor, record, Measured(period=period.key, value=str(value), **told))
    return record


@transaction.atomic
def confirm(actor: Actor, number: str, *, period: Span, reason: str | None = None) -> Record:
    """Confirm the evaluation of a period: from then on it stays as it is (PR2.A2.2, PR2.A3.2), that of the default
    agreement for each customer. Missed targets are noted as a violation, and the rules of the agreement say what else
    follows. Done again, with a reason, it is another run beside the first. Raises Invalid, Refusal.
    """
    record = _held(actor, number)
    said, today = (reason or "").strip(), spans.today()
    rules.the_period_is_over(period, today)
    found = results.live(period, [record.pk])
    rules.it_held_in_the_period(bool(found), period)
    result = found[0]
    rules.something_is_promised(result.rows)
    rules.everything_is_counted(outcomes.uncounted(period.moments(spans.zone())))
    before = Evaluation.objects.filter(agreement_id=record.pk, unit=period.unit, start=period.start)
    last = before.order_by("-run").first()
    rules.anew_only_with_a_reason(last is not None, said)
    run = last.run + 1 if last else 1
    counts = {"met": result.met, "missed": result.missed, "unknown": result.unknown}
    made = Evaluation.objects.create(
        agreement_id=record.pk,
        unit=period.unit,
        start=period.start,
        run=run,
        version=result.version.version,
        rows=[row.stored() for row in result.rows],
        behind={code: list(ids) for code, ids in result.behind.items()},
        reason=said,
        by_id=actor.person_id,
        by_label="" if actor.person_id else str(actor.label)[:200],
        **counts,
    )
    parties = customers.live(result)
    customers.keep(made, parties)
    facts: list[Fact] = [Evaluated(period=period.key, run=run, reason=said, **counts)]
    missed_before = last is not None and last.missed > 0
    anew = _missed_anew(parties, last)
    facts += following.told(record, period, bool(result.missed) and not missed_before, today, anew)
    history.write(actor, record, *facts)
    if result.missed and not record.item.is_default:
        violations.note(actor, record, period, _lines(result.rows))
    for each in parties:
        if each.missed and each.party.is_customer:
            violations.note(actor, record, period, _lines(each.rows), each.party)
    return record


def _lines(rows: Iterable[Row]) -> list[str]:
    """The missed targets, as a notice says them."""
    return [wording.line(row) for row in rows if row.met is False]


def _missed_anew(parties: Iterable[OfCustomer], last: Evaluation | None) -> dict[int, str]:
    """The names of the customers for whom a target was missed, without those for whom the run before said so."""
    before = set(last.customers.filter(missed__gt=0).values_list("party", flat=True)) if last else set()
    return {each.party.pk: each.name for each in parties if each.missed and each.party.pk not in before}


@transaction.atomic
def settle_following(actor: Actor, number: str, *, follows: list[dict[str, Any]]) -> Record:
    """Say what follows from targets missed in consecutive periods. Without a difference nothing happens."""
    record = _held(actor, number)
    if record.item.follows != follows:
        history.write(actor, record, FollowingSet(), set={"follows": follows})
    return record


def prepare(today: date) -> int:
    """Once a month: count what the month before came to, say so on the default agreement, and let the manager have the
    duty to confirm it. May run every day. Returns how many agreements are to be evaluated.
    """
    base, span = default(), spans.last_month(today)
    if base is None:
        return 0
    rows = results.standing(span)
    waiting = [row for row in rows if row.rows and row.confirmed is None]
    house = Actor.house(gettext_noop("Clockwork"), AGREEMENT.may.see, MANAGE, RESTRICTED)
    with transaction.atomic():
        record = history.lock(house, base.agreement.record.number, AGREEMENT)
        if record.entries.filter(fact=Prepared.name, facts__contains=[{"data": {"period": span.key}}]).exists():
            return 0
        due = span.end + timedelta(days=int(current()[EVALUATING.key]["days"]) - 1)
        wish = {"due_on": due, "every": 1, "unit": "months", "lead_days": 10}
        duty = cycles.plan(record, EVALUATE, **wish, person=None, role=AGREEMENT.owner_role)
        told = Prepared(period=span.key, agreements=len(waiting), missed=sum(row.missed > 0 for row in waiting))
        history.write(house, record, told, *([duty] if duty else []), wakes=False)
    return len(waiting)


def _held(actor: Actor, number: str) -> Record:
    record = history.lock(actor, number, AGREEMENT)
    require(actor, MANAGE, record)
    return record
