"""What the histories of calendars and of the agreement tell: old and new values, on each page and over REST."""

from __future__ import annotations

import csv

import pytest

from fettle.kernel.clock import queries as calendars
from fettle.kernel.settings import calendars as definitions
from fettle.processes.levels import actions as levels
from fettle.processes.levels import queries
from fettle.site.testing.world import World


@pytest.fixture
def longer(world: World) -> None:
    """Mondays end an hour later, and Christmas is off."""
    data = calendars.latest("office").data
    week = {**data["week"], "monday": [["08:00", "18:00"]]}
    new = {**data, "week": week, "holidays": {"2026-12-25": "Christmas Day"}}
    definitions.define(world.actor("manager"), "office", "Office hours", new, "Longer Mondays", 1)


@pytest.fixture
def sooner(world: World, longer: None) -> str:
    """The first response to an incident of priority 1 is promised sooner, by the new calendar."""
    version = queries.default()
    targets = [dict(row) for row in version.targets]
    first = next(row for row in targets if (row["kind"], row["priority"]) == ("incident", 1))
    first["response_minutes"] = 7
    number = version.agreement.record.number
    calendar = calendars.latest("office")
    levels.amend(world.actor("manager"), number, targets=targets, calendar=calendar, reason="test")
    return number


def plain(content: bytes) -> str:
    text = content.decode()
    for tag in ("<del>", "</del>", "<ins>", "</ins>"):
        text = text.replace(tag, "")
    return text


TARGET = "Incident P1, First response: 15 min → 7 min"
HOURS = ("Calendar: Office hours (version 1) → Office hours (version 2)",)
WEEK = ("Working hours, Monday: 08:00-17:00 → 08:00-18:00", "Holidays, 2026-12-25: – → Christmas Day")


def test_a_changed_target_is_told_in_minutes_and_with_the_calendar_it_counts_by_now(world, as_, sooner: str) -> None:
    page = plain(as_("manager").get("/settings/agreement/").content)
    log = plain(as_("auditor").get("/operations/audit/", {"q": sooner}).content)
    for said in (TARGET, *HOURS):
        assert said in page and said in log, said
    body = b"".join(as_("auditor").get("/operations/audit/export").streaming_content).decode("utf-8-sig")
    assert any(TARGET in row[-1] and HOURS[0] in row[-1] for row in csv.reader(body.splitlines()))
    entry = as_("manager").get(f"/api/v1/records/{sooner}/entries").json()["items"][0]
    assert entry["changes"]["calendar"][1]["version"] == 2
    old, new = entry["changes"]["targets"]
    assert [row["response_minutes"] for rows in (old, new) for row in rows if row["priority"] == 1][::2] == [15, 7]


def test_changed_hours_are_told_and_old_ones_can_be_read(world: World, as_, longer: None) -> None:
    log = plain(as_("auditor").get("/operations/audit/").content)
    page = plain(as_("manager").get("/settings/calendars/office/").content)
    assert all(said in log for said in (*WEEK, "Version: 1 → 2", "Reason: – → Longer Mondays"))
    assert WEEK[0] in page and "Holidays, 2026-12-25: Christmas Day" in page
    assert "/settings/calendars/office/1/" in page
    old = as_("agent").get("/settings/calendars/office/1/").content.decode()
    assert "08:00-17:00" in old and "Christmas Day" not in old
    assert "Christmas Day" in as_("agent").get("/settings/calendars/office/2/").content.decode()
    assert as_("agent").get("/settings/calendars/office/3/").status_code == 404
    versions = as_("manager").get("/api/v1/calendars/office/versions").json()["items"]
    assert [one["week"]["monday"][0][1] for one in versions] == ["18:00", "17:00"]


def test_the_lists_of_calendars_and_teams_are_exported(world: World, as_, longer: None) -> None:
    def rows(who: str, page: str) -> list[dict[str, str]]:
        answer = as_(who).get(page)
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/csv")
        body = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(body.splitlines()))

    assert [row["monday"] for row in rows("manager", "/settings/calendars/export/")] == ["08:00-18:00", "08:00-17:00"]
    desk = next(row for row in rows("administrator", "/teams/export/") if row["name"] == world.desk.name)
    assert world.people["agent"].name in desk["members"]
    assert "/settings/calendars/export/" in as_("manager").get("/settings/calendars/").content.decode()
    assert "/teams/export/" in as_("administrator").get("/teams/").content.decode()


def test_the_procedure_of_calendars_leads_to_them(world: World, as_) -> None:  # type: ignore[no-untyped-def]
    assert 'href="/settings/calendars/"' in as_("manager").get("/settings/clock.working_time/").content.decode()


@pytest.mark.parametrize(
    ("who", "page", "begins", "kept"),
    [
        ("manager", "/settings/calendars/", "The service level manager keeps the calendars", "clock.working_time"),
        ("manager", "/settings/calendars/office/", "The service level manager keeps", "clock.working_time"),
        ("administrator", "/people/", "The administrator adds people", "kernel.register"),
        ("administrator", "/teams/", "The administrator adds people", "kernel.register"),
        ("administrator", "/organisations/", "The administrator adds people", "kernel.register"),
    ],
)
def test_what_is_defined_stands_with_its_procedure(world: World, as_, who: str, page: str, begins: str, kept: str):
    content = as_(who).get(page).content.decode()
    assert begins in content and f"/settings/{kept}/" in content
