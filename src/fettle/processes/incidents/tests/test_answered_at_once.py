"""Channels on which the user is answered on the spot: the answer was given when it was reported, whenever that was
written down. Preview, record, page, REST and oracle say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from fettle.kernel.clock.tests import oracle
from fettle.kernel.history.replay import check, in_order
from fettle.kernel.records.models import Record
from fettle.processes.incidents.clocks import gather
from fettle.processes.incidents.models import Incident
from fettle.processes.incidents.tests.desk import HX, fresh, page
from fettle.site.testing.world import OFFICE_HOURS, World

REPORTED = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
"""A Friday, ten o'clock in Prague."""
WRITTEN = REPORTED + timedelta(days=1, hours=3)
Then = Callable[[datetime], datetime]


def form(world: World, channel: str) -> dict[str, Any]:
    return {
        "requester": f"person:{world.people['requester'].pk}",
        "title": "Exam stops",
        "impact": "service",
        "urgency": "stopped",
        "channel": channel,
        "opened_at": "2026-11-27T10:00",
    }


def recorded(signed_in: Any, world: World, channel: str) -> Record:
    answer = signed_in("agent").post("/incidents/new", form(world, channel))
    assert answer.status_code == 303, answer.content
    return fresh(Record.objects.get(kind="incident"))


@pytest.mark.parametrize("channel", ["phone", "walk_in", "monitoring"])
def test_what_is_written_down_late_was_answered_when_it_was_reported(
    signed_in: Any, world: World, then: Then, caller: Callable[..., Callable], channel: str
) -> None:
    then(WRITTEN)
    foreseen = signed_in("agent").post("/incidents/preview", form(world, channel), **HX).content.decode()
    assert "answered at once" in foreseen
    made = recorded(signed_in, world, channel)
    assert made.opened_at == REPORTED and made.rank == 1
    assert made.item.responded_at == REPORTED and check(made) == []

    html = signed_in("agent").get(page(made)).content.decode()
    clocks = html[html.index("First response") :][:1500]
    assert "target met:" in clocks and "target missed:" not in clocks
    why = signed_in("agent").get(page(made, "explain")).content.decode()
    first = re.findall(r"<section class=\"x-card x-explain\".*?</section>", why, re.S)[0]
    assert "Answered at once: no time was used." in first and "is-counted" not in first

    call = caller("agent")
    assert datetime.fromisoformat(call("GET", f"/incidents/{made.number}").json()["responded_at"]) == REPORTED
    response = call("GET", f"/incidents/{made.number}/explain").json()["items"][0]
    assert (response["state"], response["elapsed_seconds"], response["intervals"]) == ("met", 0, [])

    minutes = {REPORTED: int(REPORTED.timestamp()) // 60}
    history = [
        (minutes[mark.at], mark.seq, mark.what, (15, oracle.Hours(OFFICE_HOURS)) if mark.terms else None)
        for mark in gather(in_order(made)).response
    ]
    truth = oracle.ask(history, int(WRITTEN.timestamp()) // 60)
    assert (truth["state"], truth["elapsed"]) == ("met", 0)


@pytest.mark.parametrize("channel", ["mail", "portal", "api"])
def test_what_nobody_answered_on_the_spot_is_late(signed_in: Any, world: World, then: Then, channel: str) -> None:
    then(WRITTEN)
    made = recorded(signed_in, world, channel)
    assert made.item.responded_at is None and made.item.response_due_at == REPORTED + timedelta(minutes=15)


def test_those_recorded_before_are_corrected(signed_in: Any, world: World, then: Then) -> None:
    """What an installation has kept of such calls is what their entries say from now on."""
    then(WRITTEN)
    made = recorded(signed_in, world, "phone")
    Incident.objects.filter(pk=made.pk).update(responded_at=WRITTEN)
    assert [found.column for found in check(fresh(made))] == ["responded_at"]
    with connection.cursor() as cursor:
        for statement in import_module("fettle.processes.incidents.migrations.0004_answered_when_reported").CORRECT:
            cursor.execute(statement)
    assert check(fresh(made)) == []
