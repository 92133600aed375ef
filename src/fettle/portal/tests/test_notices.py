"""Whoever was sent a notice of violation finds it where they come in, until they have said that they read it."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fettle.kernel.records.models import Record
from fettle.portal.tests.test_portal import client, text
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.models import Violation
from fettle.processes.levels.violations import actions, queries
from fettle.site.testing.world import World

HEAD = "Not kept as agreed: please say that you have read it"


def noted(world: World) -> Record:
    span = spans.last_month(spans.today())
    return actions.note(world.actor("manager"), world.agreement, span, ["Answered too late"], world.school)


def test_the_home_leads_to_the_notice_until_it_is_acknowledged(world: World) -> None:
    record, reader = noted(world), client(world, "requester")
    way = f'href="/violations/{record.number}"'
    assert HEAD not in text(reader.get("/portal/")), "nobody was told yet"
    actions.notify(world.actor("manager"), record.number, notice="Sorry.", person=world.people["requester"])
    home = text(reader.get("/portal/"))
    assert HEAD in home and way in home and "Read and confirm" in home and record.title in home
    for who in ("classmate", "stranger", "agent"):
        assert way not in text(client(world, who).get("/portal/")), who
    assert reader.post(f"/violations/{record.number}/do/confirm_reading").status_code == 303
    assert HEAD not in text(reader.get("/portal/"))


def test_a_notice_that_was_taken_back_waits_for_nobody(world: World) -> None:
    record, manager = noted(world), world.actor("manager")
    actions.notify(manager, record.number, notice="Sorry.", person=world.people["requester"])
    assert queries.waiting(world.actor("requester")) == [record]
    actions.withdraw(manager, record.number, reason="Counted wrongly")
    assert not queries.waiting(world.actor("requester"))


def test_many_of_them_are_read_by_one_statement(world: World) -> None:
    manager, span = world.actor("manager"), spans.last_month(spans.today())
    for back in range(7):
        record = actions.note(manager, world.agreement, span.moved(-back), ["Late"], world.school)
        actions.notify(manager, record.number, notice="Sorry.", person=world.people["requester"])
        Violation.objects.filter(pk=record.pk).update(told_at=timezone.now() - timedelta(days=back))
    actor = world.actor("requester")
    with CaptureQueriesContext(connection) as asked:
        found = [(each.number, each.item.told_at) for each in queries.waiting(actor)]
    assert len(found) == 7 and found == sorted(found, key=lambda row: row[1]) and len(asked) == 1
    assert "5 of 7" in text(client(world, "requester").get("/portal/"))
