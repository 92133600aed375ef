"""The measurements of what a party delivers: SUP-1 to SUP-7, over the services in which the organisation takes part,
and over what waited for it.

A ticket is a customer's, so the organisation of a supplier has none. What it delivers is read from the map of the
parties (PR1.S4): the figures of each service are added up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fettle.facilities.links.models import Link
from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.customers.figures import FIGURES as COMPLAINT_FIGURES
from fettle.processes.incidents.facts import Paused
from fettle.processes.incidents.figures import INCIDENT_FIGURES, REQUEST_FIGURES
from fettle.processes.incidents.records import DESK
from fettle.processes.services import queries as services

SUPPLIER_OWES = "supplier"
"""The reason for waiting that means a supplier."""
WAIT = ("state", "pause_reason", "supplier")
"""The columns that say for what a record waits, and for whom."""
Compute = Callable[[Period, Scope], Reading]
BY_CODE = {figure.code: figure.compute for figure in (*INCIDENT_FIGURES, *REQUEST_FIGURES, *COMPLAINT_FIGURES)}


def _over_its_services(compute: Compute) -> Compute:
    """Not measured for an organisation that takes part in no service, and for no organisation at all."""

    def added(period: Period, scope: Scope) -> Reading:
        path = scope.organisation_path
        ids = scope.once(("delivered by", path), lambda: services.delivered_by(path)) if path else []
        readings = [compute(period, _of(scope, service)) for service in ids]
        counted = [reading for reading in readings if reading.value is not None]
        if not counted:
            return Reading(None)
        return Reading(
            sum(reading.value or 0 for reading in counted),
            lambda: tuple(sorted({pk for reading in counted for pk in reading.records()})),
            restored=any(reading.restored for reading in counted),
        )

    return added


def _of(scope: Scope, service: int) -> Scope:
    """One service, whichever customer asked; what the figures read of it once is kept."""
    made: Scope = scope.once(
        ("service", service), lambda: replace(scope, organisation_path="", service_id=service, read={})
    )
    return made


def _waited(period: Period, scope: Scope) -> dict[int, float]:
    """The records that waited for the party in the period, and for how many hours: those for which it was named, and
    those that waited for a supplier without a name and are linked to it. Whether their clocks stood still meanwhile
    does not matter here.
    """
    path = scope.organisation_path

    def read() -> dict[int, float]:
        below = Organisation.objects.filter(path__startswith=path).order_by().values_list("pk", flat=True)
        theirs = visible(scope.actor, *DESK).filter(_linked(path)).order_by().values_list("pk", flat=True)
        parties = scope.once(("organisations", path), lambda: set(below))
        linked = scope.once(("linked to", path), lambda: set(theirs))
        named = Entry.objects.filter(fact=Paused.name, happened_at__lt=period.end, changes__supplier__1__in=parties)
        found = visible(scope.actor, *DESK).filter(Q(pk__in=linked) | Q(pk__in=named.values("record"))).order_by()
        moves = Entry.objects.filter(record__in=found.values("pk"), happened_at__lt=period.end)
        moves = moves.filter(changes__has_any_keys=[*WAIT]).order_by("record_id", "happened_at", "seq")
        hours: dict[int, float] = {}
        waits: dict[int, datetime] = {}
        stands: dict[int, tuple[str, int | None]] = {}
        for record, at, changes in moves.values_list("record_id", "happened_at", "changes"):
            if (begun := waits.pop(record, None)) is not None:
                _count(hours, record, begun, at, period)
            reason, whom = stands.get(record, ("", None))
            reason, whom = changes.get("pause_reason", (0, reason))[1], changes.get("supplier", (0, whom))[1]
            stands[record] = (reason, whom)
            if whom in parties or (whom is None and reason == SUPPLIER_OWES and record in linked):
                waits[record] = at
        for record, begun in waits.items():
            _count(hours, record, begun, period.end, period)
        return hours

    return scope.once(("waited for", path, period), read) if path else {}


def _count(hours: dict[int, float], record: int, begun: datetime, ended: datetime, period: Period) -> None:
    span = (min(ended, period.end) - max(begun, period.start)).total_seconds()
    if span > 0:
        hours[record] = hours.get(record, 0.0) + span / 3600


def _linked(path: str) -> Q:
    """Which records may wait for this party without naming it: those that are linked to its record as a supplier."""
    suppliers = Record.objects.filter(kind="supplier", organisation__path__startswith=path).values("pk")
    ends = Link.objects.filter(source__in=suppliers).values("target")
    return Q(pk__in=ends) | Q(pk__in=Link.objects.filter(target__in=suppliers).values("source"))


def _waiting(period: Period, scope: Scope) -> Reading:
    """How many there were. Not measured for no organisation."""
    if not scope.organisation_path:
        return Reading(None)
    ids = tuple(sorted(_waited(period, scope)))
    return Reading(len(ids), lambda: ids)


def _hours(period: Period, scope: Scope) -> Reading:
    """How long they waited, all together."""
    hours = _waited(period, scope)
    if not hours:
        return Reading(None)
    ids = tuple(sorted(hours))
    return Reading(round(sum(hours.values()), 1), lambda: ids)


def _figure(number: int, label: Any, code: str) -> Figure:
    return Figure(f"SUP-{number}", label, "", "suppliers", _over_its_services(BY_CODE[code]))


FIGURES = (
    _figure(1, _("Incidents opened on services that it helps to deliver"), "INC-1"),
    _figure(2, _("Incidents open at the end on services that it helps to deliver"), "INC-4"),
    _figure(3, _("Major incidents on services that it helps to deliver"), "INC-12"),
    _figure(4, _("Requests opened on services that it helps to deliver"), "REQ-1"),
    _figure(5, _("Complaints about services that it helps to deliver"), "CMP-1"),
    Figure("SUP-6", _("Records that waited for it"), "", "suppliers", _waiting),
    Figure("SUP-7", _("Time for which records waited for it"), "h", "suppliers", _hours, counts=False),
)
