"""What was not measured, what is nought, and of what nothing can be said: a report keeps them apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.figures import Period, Scope
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.reporting.build import Report, build
from fettle.processes.reporting.layout import laid_out
from fettle.processes.reporting.periods import Days
from fettle.processes.reporting.renderers import files
from fettle.processes.services import actions as services
from fettle.processes.services.figures import in_operation
from fettle.site.testing.world import World
from fettle.standard import fits

READER = Actor.house("report", "incidents.see", "problems.see", "reporting.see", "services.see")
ZONE = "Europe/Prague"
CODES = {measure.code for block in fits.blocks().values() for measure in block}
REQUESTS = {f"REQ-{n}" for n in range(1, 11)}
PROBLEMS = {f"PRB-{n}" for n in range(10)}
OFFERED = {f"INC-{n}" for n in range(1, 13)} | REQUESTS | PROBLEMS | {"REL-4"}
"""Whose source exists today: incidents, requests, problems and services. Changes, builds and monitoring are no records
of the house yet.
"""
MONEY = {f"FIN-{n}" for n in range(1, 5)}
OF_NOTHING = {f"{kind}-{n}" for kind in ("INC", "REQ") for n in (7, 8, 9)} | {"PRB-4", "PRB-6"}
"""A mean, a median and a share: where nothing was resolved, there is none."""


def lasting() -> Days:
    """A period that began yesterday and is far from over."""
    today = timezone.localdate()
    return Days(today - timedelta(days=1), today + timedelta(days=400), ZONE)


def said(report: Report) -> dict[str, str]:
    return {row.line.code: row.value for block in laid_out(report).blocks for row in block.rows}


def test_a_desk_to_which_nothing_happened_says_nought(world: World) -> None:
    """Its services are counted; only what has no source yet is not measured: requests, until there is a first one."""
    told = build(READER, lasting())
    assert {told.line(code).value for code in REQUESTS} == {None}
    incidents.register(world.actor("requester"), REQUEST, title="Wanted", service=world.service)
    told = build(READER, lasting())
    values = {code: told.line(code).value for code in CODES}
    assert {code for code, value in values.items() if value is not None} == OFFERED - OF_NOTHING
    assert {values[code] for code in OFFERED - OF_NOTHING - {"REL-4", *REQUESTS}} == {0}
    assert (values["REQ-1"], values["REQ-2"], values["REL-4"]) == (1, 0, 1)
    words = said(told)
    assert {words[f"INC-{n}"] for n in (7, 8, 9)} == {"nothing resolved"}
    assert {words[f"REQ-{n}"] for n in (7, 8, 9)} == {"nothing fulfilled"}
    assert (words["PRB-4"], words["PRB-6"]) == ("nothing solved", "nothing recorded")
    assert {words[code] for code in CODES - OFFERED - MONEY} == {"not yet measured"}
    assert {words[code] for code in MONEY} == {"not for you to see"}, "the reader has no right to see money"


def test_what_was_resolved_without_a_target_is_not_measured(world: World) -> None:
    """A share of those with a target: where something was resolved, none of it with one, there is no source."""
    record = incidents.register(world.actor("requester"), INCIDENT, title="Broken", service=world.service)
    incidents.resolve(world.actor("agent"), record.number, resolution="Mended", closure_code="solved")
    type(record.item).objects.update(within_target=None)
    words = said(build(READER, lasting()))
    assert words["INC-7"] == "0\xa0min" and words["INC-9"] == "not yet measured"


def test_before_there_was_anything_nothing_is_measured(world: World) -> None:
    old = build(READER, Days(date(2016, 1, 1), date(2016, 2, 1), ZONE))
    assert {line.value for _name, lines in old.blocks for line in lines} == {None}
    assert {words for code, words in said(old).items() if code not in MONEY} == {"not yet measured"}


def test_a_period_that_has_not_begun_says_so(world: World) -> None:
    """Even with open incidents there is nothing to measure, on the page and in every file."""
    incidents.register(world.actor("requester"), INCIDENT, title="Broken", service=world.service)
    today = timezone.localdate()
    told = build(READER, Days(today + timedelta(days=40), today + timedelta(days=70), ZONE))
    assert {line.value for _name, lines in told.blocks for line in lines} == {None}
    assert set(said(told).values()) == {"not begun"}
    assert told.data()["period"]["state"] == "not_begun"
    layout = laid_out(told)
    assert layout.lead == "The period has not begun: there is nothing to measure yet."
    assert layout.facts[0][1].endswith(", not begun yet")
    assert layout.lead in files.FILES["html"].write(told).decode()


def test_a_running_period_is_one_to_date(world: World) -> None:
    """Its ages are those of now, not of an end to come; the page, the paper and JSON say that it runs."""
    incidents.register(world.actor("requester"), INCIDENT, title="Broken", service=world.service)
    incidents.register(world.actor("requester"), REQUEST, title="Wanted", service=world.service)
    told = build(READER, lasting())
    for code in ("INC-10", "REQ-10"):
        assert told.line(code).by["age"] == {
            "up to 1 day": 1, "up to 2 days": 0, "up to 5 days": 0, "over 5 days": 0,
        }  # fmt: skip
    assert told.data()["period"]["state"] == "running"
    layout = laid_out(told)
    assert layout.facts[0][1].endswith(", to date") and layout.lead.startswith("The period is still running.")
    over = replace(told, made_at=told.made_at + timedelta(days=500))
    assert over.data()["period"]["state"] == "over" and "to date" not in laid_out(over).facts[0][1]


def test_services_are_those_that_were_live_at_the_end(world: World) -> None:
    """What came, went and came back since changes nothing of a period that is over."""
    manager = world.actor("manager")
    begun = timezone.now()
    services.register(manager, title="Printing", team=world.desk)
    both = timezone.now()
    services.retire(manager, world.service.number, reason="Replaced")
    one = timezone.now()
    services.revive(manager, world.service.number, reason="Still needed")
    services.revise(manager, world.service.number, team=world.network)

    def until(end):  # type: ignore[no-untyped-def]
        return in_operation(Period(end - timedelta(days=1), end), Scope(READER))

    now = timezone.now()
    assert [until(end).value for end in (begun, both, one, now)] == [1, 2, 1, 2]
    assert until(both).by == {"team": {"Campus desk": 2}}
    assert until(now).by == {"team": {"Campus desk": 1, "Network team": 1}}
    assert world.service.pk not in until(one).records() and len(until(now).records()) == 2
    assert until(begun - timedelta(days=9)).value is None
