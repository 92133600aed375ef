"""Complaints are looked through once a quarter (PR7.A2.3), from the first start on."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from fettle.facilities.cycles import actions as duties
from fettle.facilities.cycles import queries
from fettle.facilities.cycles.dates import after
from fettle.facilities.cycles.models import Duty
from fettle.kernel.access.actor import Actor
from fettle.kernel.history.models import Entry
from fettle.processes.customers.complaints.actions import HANDLING
from fettle.processes.customers.complaints.cycles import LOOK, install
from fettle.site import first_start
from fettle.site.testing.world import World


def test_a_new_installation_begins_with_it_once(db: None) -> None:
    first_start.prepare()
    first_start.prepare()
    duty = Duty.objects.get(code=LOOK)
    quarter = after(timezone.localdate(), 3, "months")
    assert (duty.due_on, duty.every, duty.unit, duty.person) == (quarter, 3, "months", None)
    assert duty.role == "customer_relationship_manager" and duty.record.setting.key == HANDLING
    assert Entry.objects.filter(record=duty.record).latest("seq").facts[0]["name"] == "cycles.set"


def test_whoever_manages_customer_relationships_does_it_and_it_is_due_again(world: World) -> None:
    today, person = timezone.localdate(), world.people["manager"]
    install(today)
    duty = Duty.objects.get(code=LOOK)
    assert queries.responsible(duty) == [person.pk]
    browser = Client()
    browser.force_login(person)
    assert "Look through the complaints of the quarter" in browser.get("/duties/").content.decode()
    duties.done(Actor.of(person), duty.record.number, code=LOOK, remark="Two of the same kind", on=today)
    duty.refresh_from_db()
    assert duty.due_on == after(today, 3, "months")


def test_whoever_ended_it_is_not_asked_again(world: World) -> None:
    assert install(timezone.localdate())
    duty = Duty.objects.get(code=LOOK)
    duties.end(world.actor("manager"), duty.record.number, code=LOOK, reason="The board does it")
    assert not install(timezone.localdate() + timedelta(days=400))
    assert not Duty.objects.filter(code=LOOK, ended_at=None).exists()


def test_no_other_setting_has_it(world: World) -> None:
    install(timezone.localdate())
    there = {duty.record.setting.key for duty in Duty.objects.filter(code=LOOK)}
    assert there == {HANDLING}
