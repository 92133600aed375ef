"""Which estimate of a service counts on a day: the newest of those that have begun by then and are not withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from fettle.processes.levels.estimates.measures import NAMES
from fettle.processes.levels.evaluation.spans import today
from fettle.processes.levels.models import LevelEstimate


def counting(day: date, services: Collection[int] | QuerySet | None = None) -> dict[int, LevelEstimate]:  # type: ignore[type-arg]
    """By service, of these or of all."""
    return _newest(LevelEstimate.objects.filter(withdrawn_at=None), day, services)


def shown(services: Collection[int]) -> dict[int, LevelEstimate]:
    """Those that count today and that customers are shown: no older one stands in for one that they are not."""
    return {service: row for service, row in counting(today(), services).items() if row.shown}


def known(day: date, until: datetime, services: Collection[int]) -> dict[int, LevelEstimate]:
    """The same as it was known before a moment: what was entered or withdrawn later makes no difference."""
    then = Q(withdrawn_at=None) | Q(withdrawn_at__gte=until)
    return _newest(LevelEstimate.objects.filter(then, at__lt=until), day, services)


def _newest(
    rows: QuerySet[LevelEstimate],
    day: date,
    services: Collection[int] | QuerySet | None,  # type: ignore[type-arg]
) -> dict[int, LevelEstimate]:
    found = rows.filter(counts_from__lte=day)
    if services is not None:
        found = found.filter(service__in=services)
    newest = found.order_by("service_id", "-counts_from", "-pk").distinct("service_id")
    return {row.service_id: row for row in newest}


def on(rows: Iterable[LevelEstimate], day: date) -> LevelEstimate | None:
    """The same of the estimates of one service, which are at hand."""
    begun = [row for row in rows if row.withdrawn_at is None and row.counts_from <= day]
    return max(begun, key=lambda row: (row.counts_from, row.pk), default=None)


def values(estimate: LevelEstimate | None) -> dict[str, Decimal | None]:
    """What is estimated, by name."""
    told = {name: getattr(estimate, name, None) for name in NAMES}
    return {name: None if value is None else Decimal(value) for name, value in told.items()}
