"""The page that explains the clocks: every interval with its rule, and minutes that add up."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone

from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.tests.desk import page
from fettle.site.testing.world import World


def test_the_explanation_adds_up(signed_in, world: World, record: Record) -> None:
    actions.take(world.actor("agent"), record.number)
    actions.wait(world.actor("agent"), record.number, pause_reason="supplier")
    actions.resume(world.actor("agent"), record.number)
    html = signed_in("agent").get(page(record, "explain")).content.decode()
    assert html.count("<tfoot>") == 2
    for table in re.findall(r"<table.*?</table>", html, re.S):
        counted = re.findall(r'<tr class="is-counted">.*?<td class="x-end x-num">([\d:]+)</td>', table, re.S)
        total = re.search(r"<tfoot>.*?x-num\">([\d:]+)<", table, re.S)[1]
        assert sum(map(seconds, counted)) == seconds(total)


def seconds(text: str) -> int:
    hours, minutes, rest = map(int, text.split(":"))
    return hours * 3600 + minutes * 60 + rest


def test_the_explanation_of_a_backdated_record_names_nights_and_pauses(signed_in, world: World) -> None:
    opened = timezone.now() - timedelta(days=9)
    made = actions.register(
        world.actor("agent"), INCIDENT, title="Old", opened_at=opened, requester=world.people["requester"]
    )
    html = signed_in("agent").get(page(made, "explain")).content.decode()
    assert "Outside working hours, not counted" in html and "Working time, counted" in html
    tables = re.findall(r"<table.*?</table>", html, re.S)
    counted = re.findall(r'<tr class="is-counted">.*?<td class="x-end x-num">([\d:]+)</td>', tables[-1], re.S)
    assert len(counted) > 4
    assert sum(map(seconds, counted)) == seconds(re.search(r"<tfoot>.*?x-num\">([\d:]+)<", tables[-1], re.S)[1])
