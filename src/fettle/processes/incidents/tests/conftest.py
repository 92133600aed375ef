"""Who sits at the desk, and the record before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from fettle.edges.notify.tests.conftest import mail_server as mail_server

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from fettle.kernel.records.models import Record
    from fettle.site.testing.world import World


@pytest.fixture
def signed_in(world: World) -> Any:
    """A browser in which somebody is signed in: ``signed_in("agent")``."""

    def client(who: str) -> Client:
        made = Client()
        made.force_login(world.people[who])
        return made

    return client


@pytest.fixture
def then(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], datetime]:
    """Sets the time by which everybody goes: ``then(moment)``. Whoever signs in does so after it."""
    from django.utils import timezone

    def to(moment: datetime) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return to


@pytest.fixture
def record(world: World) -> Record:
    """An incident of the requester, new."""
    from fettle.processes.incidents import actions
    from fettle.processes.incidents.records import INCIDENT

    return actions.register(
        world.actor("requester"), INCIDENT, title="Wi-Fi down", details="Since eight", impact="group", urgency="soon",
        service=world.service,
    )  # fmt: skip


@pytest.fixture
def waiting(world: World, record: Record) -> Record:
    """The colleague's, until the supplier has come."""
    from fettle.processes.incidents import actions

    actions.take(world.actor("colleague"), record.number)
    return actions.wait(world.actor("colleague"), record.number, pause_reason="supplier")
