"""The figures of how major incidents are led: how soon they are declared, how many promised updates are sent in time,
how many reviews are missing. Beside INC-12, which counts them.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from statistics import mean

from django.utils.translation import gettext_lazy as _

from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.processes.incidents.facts import DeclaredMajor, NotMajor, ReviewedMajor
from fettle.processes.incidents.figures import criteria_laid_down
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.reviewing import Course, course
from fettle.processes.incidents.standing import within

Number = float | int | None


def courses(period: Period, scope: Scope) -> dict[int, Course]:
    """By id, the course of each incident that was declared major in the period, as its end saw it."""

    def read() -> dict[int, Course]:
        told = Entry.objects.filter(fact=DeclaredMajor.name, happened_at__gte=period.start, happened_at__lt=period.end)
        declared = told.filter(record__in=within(INCIDENT, scope)).values("record")
        entries = Entry.objects.filter(record__in=declared, happened_at__lt=period.end)
        ordered = entries.order_by("record_id", "happened_at", "seq")
        of_each = {pk: list(rows) for pk, rows in groupby(ordered, key=lambda entry: entry.record_id)}
        return {
            pk: course(rows, period.end)
            for pk, rows in of_each.items()
            if not any(entry.fact == NotMajor.name for entry in rows)
        }

    return scope.once(("courses", period), read)


def to_declare(period: Period, scope: Scope) -> Reading:
    """Minutes from the report to the declaration, on average."""
    minutes = {
        pk: each.to_declare.total_seconds() / 60 for pk, each in courses(period, scope).items() if each.to_declare
    }
    return _of(round(mean(minutes.values()), 1) if minutes else None, tuple(minutes))


def kept(period: Period, scope: Scope) -> Reading:
    """The part of the updates that were due and came in time, in percent."""
    found = courses(period, scope)
    promised = {pk: each.kept + each.missed for pk, each in found.items() if each.kept + each.missed}
    total = sum(promised.values())
    share = round(100 * sum(found[pk].kept for pk in promised) / total, 1) if total else None
    return _of(share, tuple(promised))


def unreviewed(period: Period, scope: Scope) -> Reading:
    """How many were over at the end of the period and not reviewed."""
    if not criteria_laid_down(INCIDENT, period, scope):
        return Reading(None)
    found = {pk for pk, each in courses(period, scope).items() if each.restored_at is not None}
    reviewed = Entry.objects.filter(fact=ReviewedMajor.name, happened_at__lt=period.end, record__in=found)
    missing = tuple(sorted(found - set(reviewed.values_list("record_id", flat=True))))
    return Reading(len(missing), lambda: missing)


def _of(value: Number, records: tuple[int, ...]) -> Reading:
    return Reading(value, lambda: records, because=_("no major incident") if value is None else "")


def _figure(code: str, label: object, unit: str, compute: Callable[[Period, Scope], Reading], counts: bool) -> Figure:
    return Figure(code, label, unit, "major", compute, counts=counts)


FIGURES = (
    _figure("MAJ-1", _("Mean time until a major incident is declared"), "min", to_declare, counts=False),
    _figure("MAJ-2", _("Updates on major incidents that came in time"), "%", kept, counts=False),
    _figure("MAJ-3", _("Reviews of major incidents that are missing"), "", unreviewed, counts=True),
)
