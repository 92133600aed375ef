"""A desk where people are asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

if TYPE_CHECKING:
    from fettle.kernel.records.models import Record
    from fettle.processes.surveys.tests.desk import Resolve
    from fettle.site.testing.world import World


@pytest.fixture
def mails(settings: Any) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.org", "desk@example.org"


@pytest.fixture
def asking_on(world: World, mails: None) -> None:
    from fettle.processes.surveys.tests.desk import RULE, settle

    settle(world, "surveys.rules", [{**RULE, "active": True}])


@pytest.fixture
def resolved(world: World, asking_on: None) -> Resolve:
    """A function that makes somebody's incident, resolved by the agent, and lets time pass."""
    from fettle.processes.incidents import actions as desk
    from fettle.processes.incidents.records import INCIDENT
    from fettle.processes.surveys import asking
    from fettle.processes.surveys.tests.desk import deliver

    def make(who: str = "requester", by: str = "agent", ask: bool = True, **values: Any) -> Record:
        actor = world.actor(by)
        made = desk.register(
            actor, INCIDENT, title="Printer jams", requester=world.people[who], service=world.service, **values
        )
        desk.take(actor, made.number)
        desk.resolve(actor, made.number, resolution="Mended", closure_code="solved")
        deliver(made, "incidents.resolved")
        if ask:
            asking.ask_due(timezone.now() + timedelta(minutes=1))
            deliver(made, "surveys.asked")
        made.refresh_from_db()
        return made

    return make
