"""Writes of level estimates: a new one, and taking back a wrong one. Each is an entry of the service."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.history import write as history
from fettle.kernel.records.models import Record
from fettle.processes.levels.estimates import rules, standing
from fettle.processes.levels.estimates.facts import EstimateWithdrawn, LevelEstimated
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.models import LevelEstimate
from fettle.processes.levels.workflow import MANAGE
from fettle.processes.services.queries import SERVICE


@transaction.atomic
def estimate(
    actor: Actor,
    number: str,
    *,
    counts_from: date,
    confidence: str,
    basis: str,
    incidents: Decimal | None = None,
    requests: Decimal | None = None,
    respond: int | None = None,
    resolve: int | None = None,
    availability: Decimal | None = None,
    changes: Decimal | None = None,
    shown: bool | None = None,
) -> Record:
    """Estimate what is expected of a service from a day on (PR2.A1). What was estimated before stays, and counts until
    then. Raises Invalid, Refusal.
    """
    record = _held(actor, number)
    values: dict[str, Any] = {
        "incidents": incidents,
        "requests": requests,
        "respond": respond,
        "resolve": resolve,
        "availability": availability,
        "changes": changes,
    }
    rules.the_service_is_not_over(record.state)
    rules.something_is_estimated(values)
    rules.it_is_possible(values)
    rules.it_is_fixed_after_it_is_answered(values)
    rules.the_day_is_near(counts_from, spans.today())
    before = standing.counting(counts_from, [record.pk]).get(record.pk)
    told: dict[str, Any] = {"confidence": confidence, "basis": basis.strip(), "shown": bool(shown)}
    row = LevelEstimate.objects.create(
        service=record,
        counts_from=counts_from,
        by_id=actor.person_id,
        by_label="" if actor.person_id else str(actor.label)[:200],
        **values,
        **told,
    )
    row.refresh_from_db()
    fact = LevelEstimated(
        estimate=row.pk, counts_from=counts_from.isoformat(), expected=_said(row), was=_said(before), **told
    )
    history.write(actor, record, fact)
    return record


@transaction.atomic
def withdraw(actor: Actor, number: str, *, estimate: int, reason: str) -> Record:
    """An estimate was wrong: it stays readable, and counts no more. Raises Invalid."""
    record = _held(actor, number)
    row = found(record, estimate)
    rules.it_still_counts(row.withdrawn_at is not None)
    said = reason.strip()
    told = {"withdrawn_at": timezone.now(), "withdrawn_by": actor.person_id, "withdrawn_because": said}
    LevelEstimate.objects.filter(pk=row.pk).update(**told)
    day = row.counts_from.isoformat()
    history.write(actor, record, EstimateWithdrawn(estimate=row.pk, counts_from=day, reason=said))
    return record


def found(record: Record, estimate: int) -> LevelEstimate:
    """One of the service's estimates. Raises Invalid."""
    row = LevelEstimate.objects.filter(service=record, pk=estimate).first()
    if row is None:
        raise Invalid({"estimate": _("%(number)s has no such estimate.") % {"number": record.number}})
    return row


def _held(actor: Actor, number: str) -> Record:
    record = history.lock(actor, number, SERVICE)
    require(actor, MANAGE, record)
    return record


def _said(row: LevelEstimate | None) -> dict[str, str]:
    told = standing.values(row)
    return {name: f"{value.normalize():f}" for name, value in told.items() if value is not None}
