"""Which version of each agreement a period is held against: the one in force on its last day, or last in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from fettle.kernel.figures import Period
from fettle.processes.levels.evaluation.spans import Span
from fettle.processes.levels.models import AgreementVersion
from fettle.processes.levels.standing import IN_FORCE, holding

ENDED = ("expired", "terminated")
NAMES_NONE: dict[str, Any] = {"agreement__type": "sla", "covers": None}


def of_period(span: Span, period: Period, agreements: Iterable[int] | None = None) -> list[AgreementVersion]:
    """One for each agreement that held on a day of the period, of these or of all, by number. The default agreement
    holds from the moment its version was made; one that both sides ended at once counts until its last day. ``period``
    are the moments of the span.
    """
    until = Q(valid_until=None) | Q(valid_until__gte=span.start)
    whole = Q(agreement__valid_until__gte=span.start)
    whole |= Q(agreement__valid_until=None, agreement__record__state=IN_FORCE)
    signed = Q(agreed_at__isnull=False, valid_from__lte=span.last) & until & whole
    own = Q(agreement__is_default=False, agreement__record__state__in=(IN_FORCE, *ENDED)) & signed
    found = AgreementVersion.objects.filter(own | Q(agreement__is_default=True, made_at__lt=period.end))
    if agreements is not None:
        found = found.filter(agreement__in=list(agreements))
    newest = found.order_by("agreement_id", "-version").distinct("agreement_id")
    rows = newest.select_related("agreement__record__organisation")
    return sorted(rows, key=lambda version: version.agreement.record.number)


def wholly_covered(span: Span) -> frozenset[str]:
    """The paths of the customers for whom an SLA of their own covered all services, on the first day and on the last.
    To them and what is below them the default agreement promises only times of which that one says nothing.
    """
    first, last = (
        set(holding(day, (IN_FORCE, *ENDED), **NAMES_NONE).values_list("agreement__party__path", flat=True))
        for day in (span.start, span.last)
    )
    return frozenset(first & last)
