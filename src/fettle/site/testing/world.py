"""A small world for tests: one provider, two customers, people in each role, a service, a default agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.models import Grant
from fettle.kernel.clock import actions as clock
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.levels import actions as levels
from fettle.processes.services import actions as services

WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
ZONE = "Europe/Prague"
OFFICE_HOURS = {"zone": ZONE, "week": {day: [["08:00", "17:00"]] for day in WORKDAYS}}
TARGETS = [
    {"kind": kind, "priority": rank, "response_minutes": response, "resolution_minutes": resolution}
    for kind in ("incident", "request")
    for rank, response, resolution in ((1, 15, 240), (2, 60, 480), (3, 240, 1440), (4, 480, 2400))
]


@dataclass(frozen=True)
class World:
    """Everybody and everything a test of the desk needs. ``actor(person)`` is that person at a screen."""

    provider: Organisation
    school: Organisation
    rival: Organisation
    desk: Team
    network: Team
    people: dict[str, Person]
    service: Record
    agreement: Record

    def actor(self, who: str, channel: Channel = Channel.SCREEN, **more: Any) -> Actor:
        return Actor.of(self.people[who], channel, **more)


KEEPERS = (
    "customer_relationship_manager",
    "supplier_relationship_manager",
    "configuration_manager",
    "problem_manager",
)
ROLES = {
    "agent": ("agent",),
    "colleague": ("agent",),
    "manager": ("incident_manager", "service_level_manager", "service_portfolio_manager", "report_owner", *KEEPERS),
    "head": ("sms_manager",),
    "auditor": ("auditor",),
    "administrator": ("administrator",),
    "requester": (),
    "classmate": (),
    "stranger": (),
}


def _provider() -> Organisation:
    """The root: the one that a first start has made, or a new one."""
    root = Organisation.objects.filter(parent=None).first()
    if root is None:
        return orgs.add_organisation("Northfield IT", None, is_provider=True, zone=ZONE)
    root.name, root.zone = "Northfield IT", ZONE
    root.save(update_fields=["name", "zone"])
    return root


def day_there() -> date:
    """The day of everybody in the world: for an hour or two each night another one than that of UTC."""
    return timezone.localdate(timezone=ZoneInfo(ZONE))


def make_world() -> World:
    """The world, in the present transaction."""
    provider = _provider()
    school = orgs.add_organisation("Riverside School", provider, is_customer=True, zone=ZONE)
    rival = orgs.add_organisation("Hilltop School", provider, is_customer=True, zone=ZONE)
    desk, network = orgs.add_team("Campus desk", provider), orgs.add_team("Network team", provider)
    homes = {"requester": school, "classmate": school, "stranger": rival}
    people = {}
    for who, roles in ROLES.items():
        person = orgs.add_person(who.title(), homes.get(who, provider), f"{who}@example.org", may_sign_in=True)
        person.set_password("correct horse battery")
        person.save()
        people[who] = person
        for role in roles:
            Grant.objects.create(person=person, role=role, organisation=provider)
    for who in ("agent", "colleague"):
        orgs.join(people[who], desk)
    settings.install()
    installer = Actor.house("installation", "levels.manage", "services.manage")
    calendar = clock.define("office", "Office hours", OFFICE_HOURS, "installation")
    agreement = levels.agree_default(installer, title="Default agreement", calendar=calendar, targets=TARGETS)
    service = services.register(installer, title="Campus network", team=desk, requestable=True)
    return World(provider, school, rival, desk, network, people, service, agreement)
