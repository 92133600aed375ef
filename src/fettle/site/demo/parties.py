"""The parties of a demo: organisations, teams, people with their roles, services, the default agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from fettle.edges.notify import choosing
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.clock import actions as clock
from fettle.kernel.clock.calendar import WorkingCalendar
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.customers.complaints import cycles as complaints
from fettle.processes.levels import actions as levels
from fettle.processes.reporting import actions as reporting
from fettle.processes.services import actions as services

PASSWORD = "demo"  # noqa: S105 - known to everybody on purpose; serve refuses it on any other address than loopback
INSTALLER = Actor.house("demo", "levels.manage", "services.manage")
NAMED = ("title", "description", "icon", "heading", "purpose", "customers", "value", "contact", "criticality")
"""What a plan says of a service in its own words."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass
class House:
    """Everybody and everything of a demo, by the key its plan gives them."""

    root: Organisation
    calendar: WorkingCalendar
    organisations: dict[str, Organisation] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, list[Person]] = field(default_factory=dict)
    services: dict[str, Record] = field(default_factory=dict)

    def make(self, row: Mapping[str, Any]) -> None:
        """One more organisation below the root."""
        values = {name: value for name, value in row.items() if name not in ("key", "name")}
        self.organisations[row["key"]] = orgs.add_organisation(row["name"], self.root, zone=self.root.zone, **values)


def make_house(plan: Mapping[str, Any]) -> House:
    """Make the parties in the present transaction."""
    top = dict(plan["organisation"])
    hours = {"zone": top["zone"], "week": dict.fromkeys(WEEKDAYS, plan["hours"])}
    root = orgs.add_organisation(top.pop("name"), None, is_provider=True, **top)
    house = House(root, WorkingCalendar.from_data(hours), {"root": root})
    for row in plan.get("organisations", []):
        values = dict(row)
        key, name, parent = values.pop("key"), values.pop("name"), values.pop("parent", "root")
        values.setdefault("zone", root.zone)
        house.organisations[key] = orgs.add_organisation(name, house.organisations[parent], **values)
    for row in plan["teams"]:
        place = house.organisations[row.get("organisation", "root")]
        house.teams[row["key"]] = orgs.add_team(row["name"], place, mail=row.get("mail", ""))
    settings.install()
    reporting.install()
    complaints.install(timezone.localdate())
    office = clock.define("office", plan["hours_name"], hours, "demo")
    levels.agree_default(INSTALLER, calendar=office, targets=targets(plan["targets"]), **plan["agreement"])
    _add_people(house, plan["people"])
    _add_services(house, plan["services"], top["zone"])
    return house


def targets(rows: Sequence[Sequence[int]]) -> list[dict[str, Any]]:
    """Rows of priority, response and resolution (minutes of working time); requests have twice the time."""
    return [
        {"kind": kind, "priority": rank, "response_minutes": response, "resolution_minutes": resolution * factor}
        for kind, factor in (("incident", 1), ("request", 2))
        for rank, response, resolution in rows
    ]


def _add_people(house: House, rows: Sequence[Mapping[str, Any]]) -> None:
    secret = make_password(PASSWORD)
    for row in rows:
        home = house.organisations[row.get("organisation", "root")]
        signs_in = row.get("signs_in", False)
        person = orgs.add_person(
            row["name"],
            home,
            row["mail"],
            may_sign_in=signs_in,
            demo=True,
            vip=row.get("vip", False),
            place=row.get("place", ""),
            password=secret if signs_in else "",
        )
        if "times" in row:
            person.notices = choosing.kept(choosing.given(None, None) | row["times"])
            person.save(update_fields=["notices"])
        house.people[row["key"]] = person
        house.groups.setdefault(row["group"], []).append(person)
        for name in row.get("teams", []):
            orgs.join(person, house.teams[name], leads=name in row.get("leads", []))
        for role in row.get("roles", []):
            role, _, team = role.partition(" in ")
            reach = home if role == "representative" else house.root
            Grant.objects.create(person=person, role=role, organisation=reach, team=house.teams[team] if team else None)


def _add_services(house: House, rows: Sequence[Mapping[str, Any]], zone: str) -> None:
    for row in rows:
        values = {name: row[name] for name in NAMED if name in row}
        if "hours" in row:
            week = dict.fromkeys((*WEEKDAYS, *row.get("also", [])), row["hours"])
            data = {"zone": zone, "week": week}
            values["calendar"] = clock.define(row["key"], f"{row['title']}: support hours", data, "demo").calendar
        house.services[row["key"]] = services.register(
            INSTALLER,
            organisation=house.organisations[row.get("organisation", "root")],
            team=house.teams[row["team"]],
            owner=house.people[row["owner"]],
            requestable=row.get("requestable", True),
            **values,
        )
