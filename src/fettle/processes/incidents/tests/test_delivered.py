"""What a supplier helps to deliver, read from the map of the parties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from fettle.facilities.links import actions as links
from fettle.kernel.figures import Period, Scope
from fettle.kernel.orgs import actions as orgs
from fettle.processes.incidents import actions
from fettle.processes.incidents.delivered import FIGURES
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.services import actions as services
from fettle.processes.services.structure import parties
from fettle.processes.suppliers import actions as suppliers
from fettle.site.testing.world import World

Then = Callable[[datetime], datetime]


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
    values = {code: reading.value for code, reading in said.items()}
    assert values == {"SUP-1": 2, "SUP-2": 2, "SUP-3": 0, "SUP-4": 1, "SUP-5": 0, "SUP-6": 0, "SUP-7": None}
    assert said["SUP-1"].records() == tuple(sorted(made.pk for made in opened[:2]))
    blind = Scope(world.actor("stranger"), supplier.path)
    assert FIGURES[0].compute(period, blind).value in (0, None)
    assert FIGURES[0].compute(period, Scope(world.actor("auditor"), world.school.path)).value is None
    assert FIGURES[0].compute(period, Scope(world.actor("auditor"))).value is None


def test_what_waited_for_it_is_told_with_the_hours(world: World) -> None:
    """Of the records that are linked to the supplier; what waited for somebody else, or elsewhere, does not count."""
    manager, agent = world.actor("manager"), world.actor("agent")
    netline = orgs.add_organisation("Netline", world.provider, is_supplier=True)
    entered: dict[str, Any] = {"assignee": world.people["agent"], "importance": "normal", "contact_point": "the desk"}
    supplier = suppliers.register(manager, organisation=netline, **entered)
    made = [
        actions.register(world.actor("requester"), INCIDENT, title=f"Line {at}", service=world.service)
        for at in range(3)
    ]
    for record in made[:2]:
        links.link(agent, record.number, supplier.number, "related")
    actions.wait(agent, made[0].number, pause_reason="supplier")
    actions.wait(agent, made[1].number, pause_reason="requester")
    actions.wait(agent, made[2].number, pause_reason="supplier")
    now = timezone.now()
    figures = {figure.code: figure for figure in FIGURES}

    def read(code: str, start: timedelta, end: timedelta, who: str = "auditor") -> Any:
        return figures[code].compute(Period(now + start, now + end), Scope(world.actor(who), netline.path))

    day, hour = timedelta(days=1), timedelta(hours=1)
    counted = read("SUP-6", -day, 5 * hour)
    assert (counted.value, counted.records()) == (1, (made[0].pk,))
    assert read("SUP-7", -day, 5 * hour).value == 5.0 and read("SUP-7", hour, 3 * hour).value == 2.0
    assert read("SUP-6", -2 * day, -day).value == 0 and read("SUP-6", -day, day, "stranger").value == 0
    actions.resume(agent, made[0].number)
    assert read("SUP-6", -day, 5 * hour).value == 1 and read("SUP-7", -day, 5 * hour).value < 0.1
    assert read("SUP-6", hour, 5 * hour).value == 0


def test_a_supplier_that_is_named_needs_no_link(world: World, then: Then) -> None:
    """From when it is named until another one is; who is named counts, whatever the record is linked to."""
    now = timezone.now()
    then(now - timedelta(hours=5))
    agent = world.actor("agent")
    netline, other = (orgs.add_organisation(name, world.provider, is_supplier=True) for name in ("Netline", "Other"))
    made = actions.register(world.actor("requester"), INCIDENT, title="Line", service=world.service)
    actions.wait(agent, made.number, pause_reason="supplier", supplier=netline)
    then(now - timedelta(hours=2))
    actions.wait(agent, made.number, pause_reason="supplier", supplier=other)
    then(now)
    figures = {figure.code: figure for figure in FIGURES}
    whole = Period(now - timedelta(days=1), now)
    for organisation, hours in ((netline, 3.0), (other, 2.0)):
        scope = Scope(world.actor("auditor"), organisation.path)
        assert figures["SUP-6"].compute(whole, scope).records() == (made.pk,)
        assert figures["SUP-7"].compute(whole, scope).value == hours
