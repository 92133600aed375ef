"""What a row may hold: a refusal names line, column and remedy, and the rest is in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from fettle.edges.transfer import runs
from fettle.edges.transfer.models import ImportRun
from fettle.kernel.orgs.models import Organisation
from fettle.processes.incidents.servicenow.limits import LONGEST
from fettle.processes.incidents.servicenow.tests.test_log import IMPORTER, bring, home, incidents, make, taken, write  # noqa: F401
from fettle.site.testing.world import World

pytestmark = pytest.mark.log
LONG = ("number", "category", "impact", "urgency", "location", "contact_type", "assignment_group", "assigned_to",
        "caller_id", "sys_updated_by")  # fmt: skip


def changed(path: Path, changes: dict[int, dict[str, str]], numbers: int = 4) -> list[dict[str, str]]:
    """A log of which some rows say something else."""
    rows = make(path, 11, numbers=numbers)
    for at, values in changes.items():
        rows[at] |= values
    write(path, list(rows[0]), rows)
    return rows


@pytest.mark.parametrize("name", LONG)
def test_a_text_that_no_column_holds_is_refused_and_the_longest_that_one_does_is_taken(
    home: Organisation,  # noqa: F811
    tmp_path: Path,
    name: str,
) -> None:
    most = LONGEST[name]
    path = tmp_path / "log.csv"
    rows = changed(path, {5: {name: "x" * (most + 1)}, 8: {name: "y" * most}, 30: {name: "é" * 70_000}})
    outcome = bring(path, home)
    assert [row.line for row in outcome.refused] == [7, 32] and outcome.added == len(rows) - 2
    assert name in outcome.refused[0].reason and f"at most {most}" in outcome.refused[0].reason


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize("value", ["31-12-9999 23:59", "01-01-0001 00:00", "31-12-1969 23:59", "01-01-2200 10:00"])
@pytest.mark.parametrize("name", ["sys_updated_at", "opened_at"])
def test_a_time_that_no_log_tells_is_refused(
    home: Organisation,  # noqa: F811
    tmp_path: Path,
    name: str,
    value: str,
    zone: str,
) -> None:
    rows = changed(tmp_path / "log.csv", {13: {name: value}}, numbers=2)
    outcome = bring(tmp_path / "log.csv", home, zone)
    assert [(row.line, row.reason.split(":")[0]) for row in outcome.refused] == [(15, name)]
    assert outcome.added == len(rows) - 1


def test_up_to_a_day_in_the_future_is_a_clock_that_is_ahead(home: Organisation, tmp_path: Path) -> None:  # noqa: F811
    soon, late = (timezone.now() + timedelta(hours=hours) for hours in (23, 25))
    values = {9: {"sys_updated_at": f"{soon:%d-%m-%Y %H:%M}"}, 19: {"sys_updated_at": f"{late:%d-%m-%Y %H:%M}"}}
    changed(tmp_path / "log.csv", values, numbers=2)
    assert [row.line for row in bring(tmp_path / "log.csv", home).refused] == [21]


def test_an_unknown_priority_is_kept_as_what_the_source_said_and_listed(home: Organisation, tmp_path: Path) -> None:  # noqa: F811
    told = {3: {"priority": "7"}, 9: {"priority": "0 - None"}, 10: {"priority": "banana"}, 12: {"priority": "?"}}
    rows = changed(tmp_path / "log.csv", told, numbers=2)
    outcome = bring(tmp_path / "log.csv", home)
    listed = [(item.line, item.value) for item in outcome.told if item.what == "unknown priority"]
    assert listed == [(5, "7"), (11, "0 - None"), (12, "banana")]
    first = incidents()["EX00000"]
    assert first.rank == int(rows[8]["priority"][0])
    entries = first.entries.order_by("seq")
    assert entries[3].source["priority"] == "7" and "rank" not in entries[3].changes
    assert incidents()["EX00001"].incident.first_priority in (1, 2, 3, 4)


def test_what_nobody_foresaw_ends_the_run_with_its_reason(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = make(tmp_path / "log.csv", 12, numbers=3)
    from fettle.processes.incidents.servicenow import some

    def broken(*_args: object, **_more: object) -> None:
        raise KeyError("a shelf that is not there")

    with monkeypatch.context() as patch:
        patch.setattr(some, "restore_new", broken)
        run = taken(tmp_path / "log.csv", world.provider)
        assert runs.preview(IMPORTER, run) is None and run.state == "failed"
        again = taken(tmp_path / "log.csv", world.provider)
        assert runs.bring_in(IMPORTER, again) is None
    again.refresh_from_db()
    assert (again.state, "KeyError: 'a shelf" in again.problem) == ("failed", True) and again.finished_at
    client = Client()
    client.force_login(world.people["administrator"])
    page = client.get(f"/import/{again.pk}/").content.decode()
    assert "stopped at an error" in page and "every 2s" not in page
    assert bring(tmp_path / "log.csv", world.provider).added == len(rows)


def test_a_run_that_nobody_works_on_any_more_is_told_as_such(world: World, tmp_path: Path) -> None:
    make(tmp_path / "log.csv", 13, numbers=2)
    left, worked_on, heard_of, fresh = (taken(tmp_path / "log.csv", world.provider) for _ in range(4))
    long_ago = timezone.now() - runs.MOST_SILENT * 2
    ImportRun.objects.exclude(pk=fresh.pk).update(started_at=long_ago)
    ImportRun.objects.filter(pk=heard_of.pk).update(seen_at=timezone.now())
    assert runs.tell_left_behind([worked_on.pk]) == 1
    client = Client()
    client.force_login(world.people["administrator"])
    assert "was ended in the middle" in client.get(f"/import/{left.pk}/").content.decode()
    assert "is being tried" in client.get(f"/import/{worked_on.pk}/").content.decode()
