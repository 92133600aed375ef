"""What a demo agreed on beside the FITS report, the incident and the complaint report of each month; and how its desk
is reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from fettle.edges.pages.contact import CONTACT
from fettle.facilities.cycles import actions as cycles
from fettle.kernel.access.actor import Actor
from fettle.kernel.settings import actions as settings
from fettle.processes.reporting import actions
from fettle.processes.reporting.cycles import MAKE
from fettle.processes.reporting.due import last_whole
from fettle.site.demo.parties import House


def agree(house: House, plan: Mapping[str, Any]) -> None:
    """Agreed two months ago; the newest of the first is delivered, and nobody has looked at it yet."""
    for at, row in enumerate(plan["reports"]):
        _agreed(house, dict(row), delivered=at == 0)


def _agreed(house: House, told: dict[str, Any], *, delivered: bool) -> None:
    manager = Actor.of(house.people[told.pop("manager")])
    first, last = last_whole("monthly", timezone.localdate())
    words = {"frequency": "monthly", "format": "pdf", "identifier": f"{told['layout']}-monthly"}
    owner = house.people[told.pop("owner")]
    made = actions.register(manager, **words, **told, owner=owner, starts_on=first)
    due = last_whole("monthly", last)[0].replace(day=3)
    cycles.set_duty(manager, made.number, code=MAKE, due_on=due, role="report_owner")
    if delivered:
        actions.VERBS["deliver"](manager, made.number, period_from=first, period_until=last)


def say_contact(plan: Mapping[str, Any]) -> None:
    """How the desk is reached; made up, as it says itself."""
    settings.redefine(Actor.house("demo", CONTACT.may), CONTACT.key, value={"link": None, **plan["contact"]})
