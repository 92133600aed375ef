"""The measurement that supplier relationship management offers: how what was delivered was rated (PR8.A2.1)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.processes.suppliers.models import Rating
from fettle.processes.suppliers.performance import rating
from fettle.processes.suppliers.records import SUPPLIER

NOTHING_RATED = _("nothing rated")


def rated(period: Period, scope: Scope) -> Reading:
    """The mean of all points given in the period, weighted, in per cent. Not measured where there is no supplier."""
    records = visible(scope.actor, SUPPLIER)
    if scope.organisation_path:
        records = records.filter(organisation__path__startswith=scope.organisation_path)
    if scope.service_id or scope.team_id:
        return Reading(None)
    if not scope.once(("suppliers", scope.organisation_path), records.exists):
        return Reading(None)
    given = Rating.objects.filter(record__in=records.order_by().values("pk"))
    rows = list(
        given.filter(rated_at__gte=period.start, rated_at__lt=period.end).values_list(
            "record_id", "criterion", "points"
        )
    )
    weights = {row.code: row.weight for row in rating.criteria()}
    counted = [(weights.get(code, 0), points) for _pk, code, points in rows]
    whole = sum(weight for weight, _points in counted)
    if not whole:
        return Reading(None, because=NOTHING_RATED)
    mean = sum(weight * (points - 1) * 25 for weight, points in counted) / whole
    ids = tuple(sorted({pk for pk, _code, _points in rows}))
    return Reading(round(mean, 1), lambda: ids)


FIGURES = (Figure("SUP-8", _("Rating of suppliers"), "%", "suppliers", rated, counts=False),)
