"""The measurements of what a party delivers: SUP-1 to SUP-4, over the services in which the organisation takes part.

A ticket is a customer's, so the organisation of a supplier has none. What it delivers is read from the map of the
parties (PR1.S4): the figures of each service are added up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.processes.incidents.figures import INCIDENT_FIGURES, REQUEST_FIGURES
from fettle.processes.services import queries as services

Compute = Callable[[Period, Scope], Reading]
BY_CODE = {figure.code: figure.compute for figure in (*INCIDENT_FIGURES, *REQUEST_FIGURES)}


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


def _figure(number: int, label: Any, code: str) -> Figure:
    return Figure(f"SUP-{number}", label, "", "suppliers", _over_its_services(BY_CODE[code]))


FIGURES = (
    _figure(1, _("Incidents opened on services that it helps to deliver"), "INC-1"),
    _figure(2, _("Incidents open at the end on services that it helps to deliver"), "INC-4"),
    _figure(3, _("Major incidents on services that it helps to deliver"), "INC-12"),
    _figure(4, _("Requests opened on services that it helps to deliver"), "REQ-1"),
)
