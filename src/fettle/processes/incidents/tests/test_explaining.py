"""The page that explains the clocks: every interval with its rule, and minutes that add up."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from fettle.kernel.orgs.models import Person
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


def test_the_times_are_to_the_second_as_the_sums_are(signed_in, world: World, then) -> None:
    began = then(datetime(2026, 6, 1, 7, 0, 3, tzinfo=UTC))
    agent, requester = world.actor("agent"), world.people["requester"]
    made = actions.register(agent, INCIDENT, title="Beamer", requester=requester, channel="mail", priority=1)
    then(began + timedelta(seconds=4))
    actions.wait(agent, made.number, pause_reason="supplier")
    then(began + timedelta(minutes=5))
    html = signed_in("agent").get(page(made, "explain")).content.decode()
    rows = re.findall(r"<tr[^>]*><td><time[^>]*>([^<]+)</time></td><td><time[^>]*>([^<]+)<", html)
    assert rows[0] == ("1 Jun 2026, 09:00:03", "1 Jun 2026, 09:00:07") and '<td class="x-end x-num">0:00:04' in html
    assert "Counted until" in html


def test_agreement_and_zone_are_told_in_words(signed_in, world: World, record: Record) -> None:
    """Its name and version; the reader's zone where it is another one than the calendar's."""
    called = f"{world.agreement.title}, version 1"
    for zone, differs in (("Europe/Prague", False), ("America/New_York", True)):
        Person.objects.filter(pk=world.people["agent"].pk).update(zone=zone)
        browser = signed_in("agent")
        shown, why = (browser.get(page(record, *rest)).content.decode() for rest in ((), ("explain",)))
        assert f"By {called}, working time in Europe/Prague." in shown and called in why
        assert ("Times are shown in America/New_York." in shown) is differs
        assert ("<dt>Times are shown in</dt><dd>America/New_York</dd>" in why) is differs
        assert world.agreement.number not in why


def test_in_german_it_says_until_when_was_counted(signed_in, world: World, record: Record) -> None:
    Person.objects.filter(pk=world.people["agent"].pk).update(language="de")
    html = signed_in("agent").get(page(record, "explain")).content.decode()
    assert "Gezählt bis" in html and "Weiterlesen" not in html
