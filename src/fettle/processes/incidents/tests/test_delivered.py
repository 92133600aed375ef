"""What a supplier helps to deliver, read from the map of the parties."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from fettle.kernel.figures import Period, Scope
from fettle.kernel.orgs import actions as orgs
from fettle.processes.incidents import actions
from fettle.processes.incidents.delivered import FIGURES
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.services import actions as services
from fettle.processes.services.structure import parties
from fettle.site.testing.world import World


def test_the_figures_of_its_services_are_added_up(world: World) -> None:
    manager, requester = world.actor("manager"), world.actor("requester")
    supplier = orgs.add_organisation("Netline", world.provider, is_supplier=True)
    other = services.register(manager, title="Telephone")
    apart = services.register(manager, title="Coffee")
    point: dict[str, Any] = {"organisation": supplier, "role": "supplier", "contact_point": "the duty phone"}
    for service in (world.service, other):
        parties.add(manager, service.number, **point)
    opened = [
        actions.register(requester, kind, title=f"About {service.title}", service=service)
        for kind, service in ((INCIDENT, world.service), (INCIDENT, other), (REQUEST, other), (INCIDENT, apart))
    ]
    now = timezone.now()
    period, scope = (
        Period(now - timedelta(days=1), now + timedelta(days=1)),
        Scope(world.actor("auditor"), supplier.path),
    )
    said = {figure.code: figure.compute(period, scope) for figure in FIGURES}
    assert {code: reading.value for code, reading in said.items()} == {"SUP-1": 2, "SUP-2": 2, "SUP-3": 0, "SUP-4": 1}
    assert said["SUP-1"].records() == tuple(sorted(made.pk for made in opened[:2]))
    blind = Scope(world.actor("stranger"), supplier.path)
    assert FIGURES[0].compute(period, blind).value in (0, None)
    assert FIGURES[0].compute(period, Scope(world.actor("auditor"), world.school.path)).value is None
    assert FIGURES[0].compute(period, Scope(world.actor("auditor"))).value is None
