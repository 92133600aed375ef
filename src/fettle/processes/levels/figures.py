"""The measurements that service level management offers: evaluations confirmed in the period, violations noted in it,
and notices that were sent in it and acknowledged by its end (PR2.A2.2, PR2.A2.3, PR2.A3.2, PR2.A3.3).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.ask import everywhere, may, tops
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.records.declare import Kind
from fettle.processes.levels.estimates.figures import FIGURES as OF_ESTIMATES
from fettle.processes.levels.evaluation.definitions import EVALUATING
from fettle.processes.levels.evaluation.facts import Evaluated
from fettle.processes.levels.models import CustomerEvaluation
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.violations.facts import ViolationAcknowledged, ViolationNoted, ViolationTold
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.levels.violations.workflow import SEE

Compute = Callable[[Period, Scope], Reading]
NOTHING_CONFIRMED, NOTHING_SENT = _("no evaluation confirmed"), _("no notice sent")
NOT_FOR_YOU = _("not for you to see")


def laid_down(compute: Compute) -> Compute:
    """Not measured before it was settled how agreements are evaluated."""

    def read(period: Period, scope: Scope) -> Reading:
        settled = Entry.objects.filter(fact="settings.defined", record__setting__key=EVALUATING.key)
        before = settled.filter(happened_at__lt=period.end)
        there = scope.once(("evaluating laid down", period.end), before.exists)
        return compute(period, scope) if there else Reading(None)

    return read


def of_violations(compute: Compute) -> Compute:
    """Nought would be said of what the reader may not see."""

    def read(period: Period, scope: Scope) -> Reading:
        return compute(period, scope) if may(scope.actor, SEE) else Reading(None, because=NOT_FOR_YOU)

    return read


def _entries(kind: Kind, fact: str, period: Period, scope: Scope) -> QuerySet[Entry]:
    records = visible(scope.actor, kind)
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    happened = Entry.objects.filter(fact=fact, happened_at__gte=period.start, happened_at__lt=period.end)
    return happened.filter(record__in=records.order_by().values("pk"))


@laid_down
def kept(period: Period, scope: Scope) -> Reading:
    """Of the evaluations confirmed in the period, the newest of each agreement and month, the share without a missed
    target, in per cent. Of the default agreement each customer in the scope counts, where it is not counted as a whole.
    """
    last: dict[tuple[int, str], tuple[int, dict[str, Any]]] = {}
    rows = _entries(AGREEMENT, Evaluated.name, period, scope).order_by("happened_at", "pk")
    for pk, record, facts in rows.values_list("pk", "record_id", "facts"):
        data = facts[0].get("data", {})
        last[record, str(data.get("period", ""))] = (pk, data)
    told = [(record, data.get("met", 0), data.get("missed", 0)) for (record, _period), (_pk, data) in last.items()]
    told += _of_customers(period, scope, {record for record, _period in last})
    judged = [(record, missed) for record, met, missed in told if met or missed]
    if not judged:
        return Reading(None, because=NOTHING_CONFIRMED)
    fine = [record for record, missed in judged if not missed]
    return Reading(round(100 * len(fine) / len(judged), 1), lambda: tuple(sorted(set(fine))))


def _of_customers(period: Period, scope: Scope, counted: Collection[int]) -> list[tuple[int, int, int]]:
    """What the default agreement came to for each customer in the scope: the agreement, and how many targets were met
    and missed. Nothing where it is counted as a whole.
    """
    if not scope.organisation_path and everywhere(scope.actor, AGREEMENT.may.see):
        return []
    reach = Q(pk__in=[])
    for path in tops(scope.actor, AGREEMENT.may.see):
        reach |= Q(party__path__startswith=path)
    found = CustomerEvaluation.objects.filter(reach, party__is_customer=True, evaluation__agreement__is_default=True)
    found = found.filter(evaluation__at__gte=period.start, evaluation__at__lt=period.end)
    found = found.filter(party__path__startswith=scope.organisation_path).exclude(evaluation__agreement__in=counted)
    names = ("party", "evaluation__unit", "evaluation__start", "evaluation__agreement", "met", "missed")
    rows = found.order_by("evaluation__run").values_list(*names)
    newest = {(party, unit, start): (pk, met, missed) for party, unit, start, pk, met, missed in rows}
    return list(newest.values())


@of_violations
@laid_down
def noted(period: Period, scope: Scope) -> Reading:
    """Violations noted in the period."""
    ids = tuple(
        sorted(set(_entries(VIOLATION, ViolationNoted.name, period, scope).values_list("record_id", flat=True)))
    )
    return Reading(len(ids), lambda: ids)


@of_violations
@laid_down
def acknowledged(period: Period, scope: Scope) -> Reading:
    """Of the notices sent in the period, the share acknowledged by its end, in per cent."""
    told = set(_entries(VIOLATION, ViolationTold.name, period, scope).values_list("record_id", flat=True))
    if not told:
        return Reading(None, because=NOTHING_SENT)
    said = Entry.objects.filter(fact=ViolationAcknowledged.name, record__in=told, happened_at__lt=period.end)
    ids = tuple(sorted(set(said.values_list("record_id", flat=True))))
    return Reading(round(100 * len(ids) / len(told), 1), lambda: ids)


FIGURES = (
    Figure("AGR-1", _("Agreements kept"), "%", "levels", kept, counts=False),
    Figure("AGR-2", _("Violations of agreements"), "", "levels", noted),
    Figure("AGR-3", _("Notices of violation acknowledged"), "%", "levels", acknowledged, counts=False),
    *OF_ESTIMATES,
)
