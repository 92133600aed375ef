"""A role for one organisation is no role for the house: what is of all of them, and what would be new elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.edges.notify import actions as notify
from fettle.edges.notify import queries as letters
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.operations import queue
from fettle.governance.documents import actions as documents
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere
from fettle.kernel.access.models import Grant
from fettle.kernel.errors import Forbidden
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings import calendars
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels import actions as levels
from fettle.processes.services import actions as services
from fettle.site.testing.world import OFFICE_HOURS, World

ROLES = ("administrator", "sms_manager", "service_level_manager", "service_portfolio_manager")


@pytest.fixture
def local(world: World) -> Actor:
    """Somebody who holds every role, for the school alone."""
    person = orgs.add_person("Local", world.school, "local@example.org", may_sign_in=True)
    for role in ROLES:
        Grant.objects.create(person=person, role=role, organisation=world.school)
    return Actor.of(person)


DEEDS: dict[str, Callable[[Actor, World], Any]] = {
    "a definition": lambda actor, world: settings.redefine(actor, "incidents.matrix", procedure="Mine", reason="x"),
    "a calendar": lambda actor, world: calendars.define(actor, "", "Mine", OFFICE_HOURS),
    "the default agreement": lambda actor, world: levels.agree_default(
        actor, title="Mine", calendar=world.agreement.item.versions.get().calendar, targets=[]
    ),
    "the password of the mail server": lambda actor, world: notify.keep_password(actor, "secret"),
    "a test mail": lambda actor, world: notify.test_mail(actor, "me@example.org"),
    "a mail": lambda actor, world: notify.send_again(actor, 1),
    "a job": lambda actor, world: queue.run_again(actor, 1),
    "a reaction": lambda actor, world: queue.react_again(actor, 1),
    "a service elsewhere": lambda actor, world: services.register(actor, title="Theirs", organisation=world.rival),
    "a service of the provider": lambda actor, world: services.register(
        actor, title="Theirs", organisation=world.provider
    ),
    "a document elsewhere": lambda actor, world: documents.register(actor, title="Theirs", organisation=world.rival),
}


@pytest.mark.parametrize("what", DEEDS)
def test_what_is_of_the_house_is_not_changed_by_a_part(world: World, local: Actor, what: str) -> None:
    with pytest.raises(Forbidden):
        DEEDS[what](local, world)


def test_what_is_new_lives_where_the_role_holds(world: World, local: Actor) -> None:
    assert services.register(local, title="Ours").organisation == world.school
    assert documents.register(local, title="Ours").organisation == world.school
    assert services.register(world.actor("manager"), title="Of all").organisation == world.provider


def test_the_top_is_everywhere_and_a_team_is_not(world: World) -> None:
    assert everywhere(world.actor("administrator"), "settings.administer")
    person = orgs.add_person("In a team", world.provider, "team@example.org", may_sign_in=True)
    Grant.objects.create(person=person, role="administrator", organisation=world.provider, team=world.desk)
    assert not everywhere(Actor.of(person), "settings.administer")


def test_the_mail_log_of_a_part_tells_of_that_part(world: World, local: Actor) -> None:
    for who in ("requester", "stranger"):
        incident = incidents.register(world.actor(who), INCIDENT, title="Paper")
        entry = incident.entries.get()
        person = world.people[who]
        now = timezone.now()
        OutgoingMail.objects.create(
            entry=entry,
            record=incident,
            person=person,
            address=person.mail,
            message_id=who,
            key=who,
            made_at=now,
            next_at=now,
        )
        NotificationDecision.objects.create(entry=entry, person=person, way="screen", rule="x", who="x", told=True)
    ours = world.people["requester"].mail
    assert {mail.address for mail in letters.mails(local)} == {ours}
    assert {each.entry.record.organisation for each in letters.decisions(local)} == {world.school}
    assert {mail.address for mail in letters.mails(world.actor("administrator"))} >= {ours, "stranger@example.org"}


def test_jobs_and_health_are_offered_to_whoever_may_go_there(world: World, local: Actor) -> None:
    browser = Client()
    browser.force_login(world.people["administrator"])
    assert "/operations/jobs/" in browser.get("/settings/").content.decode()
    browser.force_login(orgs.Person.objects.get(pk=local.person_id))
    page = browser.get("/settings/").content.decode()
    assert "/operations/jobs/" not in page and "/operations/health/" not in page
    assert {browser.get(f"/operations/{name}/").status_code for name in ("jobs", "health")} == {403}
