"""The real log, and logs that the test makes, against a second pair of eyes that shares no code with the importer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fettle.edges.transfer import runs
from fettle.edges.transfer.models import ImportRun, SourceRow
from fettle.edges.transfer.outcome import NothingRead, Outcome
from fettle.kernel.access.actor import Actor
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check, columns, in_order
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents import actions
from fettle.processes.incidents.servicenow import bring as importer
from fettle.processes.incidents.servicenow.tests import oracle
from fettle.processes.incidents.servicenow.tests.logs import LOG, make, write
from fettle.site.testing.world import World

IMPORTER = Actor.house("import", "transfer.import")
STATES = {"New": "new", "Active": "in_progress", "Resolved": "resolved", "Closed": "closed"}
pytestmark = pytest.mark.log


@pytest.fixture
def home(db: None) -> Organisation:
    return founded()


def founded() -> Organisation:
    """An installation that knows its provider and nothing else."""
    root = orgs.add_organisation("Provider", None, is_provider=True)
    settings.install()
    return root


def taken(path: Path, home: Organisation, zone: str = "UTC") -> ImportRun:
    content = path.read_bytes()
    return runs.take(IMPORTER, importer.IMPORTER, [content], file_name=path.name, organisation=home, zone=zone)


def bring(path: Path, home: Organisation, zone: str = "UTC") -> Outcome:
    run = taken(path, home, zone)
    outcome = runs.bring_in(IMPORTER, run)
    if outcome is None:
        raise NothingRead(run.problem)
    return outcome


def incidents() -> dict[str, Record]:
    found = Record.objects.filter(kind="incident").select_related("incident")
    return {record.incident.external_ref: record for record in found}


def equal(path: Path, zone: str = "UTC") -> None:
    """Everything the definitions define, of every incident, and the state at two moments by replay."""
    theirs, ours = oracle.read(path, zone), incidents()
    assert set(theirs) == set(ours)
    for number, told in theirs.items():
        record = ours[number]
        entries = in_order(record)
        assert len(entries) == told["entries"], number
        assert [entry.happened_at for entry in entries] == told["times"], number
        item = record.incident
        assert (record.opened_at, item.resolved_at, record.closed_at) == (
            told["opened"],
            told["resolved"],
            told["closed"],
        ), number
        assert item.resolution_minutes == told["minutes"], number
        assert (item.reopened, item.handed_over) == (told["reopened"], told["handed_over"]), number
        assert (item.first_priority, record.rank) == (told["first_priority"], told["last_priority"]), number
        moves = sum("state" in entry.changes or "pause_reason" in entry.changes for entry in entries) - 1
        assert moves == told["changes"], number
        assert check(record) == []
        for moment in (
            datetime(2016, 3, 5, tzinfo=UTC),
            datetime(2016, 4, 1, tzinfo=UTC),
            told["times"][len(entries) // 2],
        ):
            state = oracle.at(told, moment)
            replayed = columns(in_order(record, until=moment)).get("state")
            assert replayed == (STATES.get(state, "waiting") if state else None), (number, moment)


def test_the_real_log(home: Organisation) -> None:
    outcome = bring(LOG, home)
    assert (outcome.rows, outcome.added, outcome.made, outcome.refused) == (2040, 2040, 300, [])
    equal(LOG)
    minutes = sorted(record.incident.resolution_minutes for record in incidents().values())
    assert (len(minutes), sum(minutes)) == (300, 4_802_995)
    again = bring(LOG, home)
    assert (again.added, again.known, again.made, again.changed) == (0, 2040, 0, 0)


@pytest.mark.parametrize("seed", [1, 2])
def test_another_log_over_a_clock_change(home: Organisation, tmp_path: Path, seed: int) -> None:
    rows = make(tmp_path / "log.csv", seed)
    outcome = bring(tmp_path / "log.csv", home, "Europe/Prague")
    assert outcome.rows == len(rows) and {item.what for item in outcome.told} >= {"unknown state", "retimed"}
    equal(tmp_path / "log.csv", "Europe/Prague")
    assert max(record.incident.reopened for record in incidents().values()) >= 3


def test_a_trial_tells_what_comes_of_it_and_keeps_nothing(home: Organisation, tmp_path: Path) -> None:
    rows = make(tmp_path / "log.csv", 7)
    write(tmp_path / "half.csv", list(rows[0]), rows[:200])
    bring(tmp_path / "half.csv", home)
    before = [model.objects.count() for model in (Record, Person, Team, SourceRow)], Entry.everything.count()
    run = taken(tmp_path / "log.csv", home, "Europe/Prague")
    tried = runs.preview(IMPORTER, run)
    assert tried is not None and (tried.made, tried.same, tried.added, tried.known) == (20, 20, 200, 200)
    assert before == ([model.objects.count() for model in (Record, Person, Team, SourceRow)], Entry.everything.count())
    assert (run.state, run.preview["made"], len(run.preview["sample"])) == ("tried", 20, 10)
    assert run.preview["sample"][0]["number"] == "EX00020" and "line " in run.log
    runs.confirm(IMPORTER, run)
    done = runs.bring_in(IMPORTER, run)
    assert done is not None and done.counts() == tried.counts()


@pytest.mark.parametrize("cut", [1, 7, 133, 255, 399])
def test_a_file_in_two_pieces_gives_the_whole(home: Organisation, tmp_path: Path, cut: int) -> None:
    rows = make(tmp_path / "log.csv", 3)
    header = list(rows[0])
    write(tmp_path / "one.csv", header, rows[:cut])
    write(tmp_path / "two.csv", header, rows[cut:])
    bring(tmp_path / "one.csv", home)
    bring(tmp_path / "two.csv", home)
    equal(tmp_path / "log.csv")


@pytest.mark.parametrize("alone", [True, False])
def test_a_damaged_row_is_told_and_its_repair_finds_its_place(home: Organisation, tmp_path: Path, alone: bool) -> None:
    rows = make(tmp_path / "log.csv", 4)
    header, bad = list(rows[0]), 15
    text = (tmp_path / "log.csv").read_text("utf-8").split("\n")
    text[bad + 1] = text[bad + 1].replace(rows[bad]["sys_updated_at"], "yesterday")
    (tmp_path / "damaged.csv").write_text("\n".join(text), "utf-8", newline="")
    outcome = bring(tmp_path / "damaged.csv", home)
    assert [(damage.line, "sys_updated_at" in damage.reason) for damage in outcome.refused] == [(bad + 2, True)]
    assert outcome.added == len(rows) - 1
    write(tmp_path / "repair.csv", header, [rows[bad]] if alone else rows)
    assert bring(tmp_path / "repair.csv", home).added == 1
    equal(tmp_path / "log.csv")


def test_an_unclosed_quote_costs_one_row(home: Organisation, tmp_path: Path) -> None:
    rows = make(tmp_path / "log.csv", 5)
    text = (tmp_path / "log.csv").read_text("utf-8").split("\n")
    text[21] = text[21].replace("Category 1", '"Category 1')
    (tmp_path / "log.csv").write_text("\n".join(text), "utf-8", newline="")
    outcome = bring(tmp_path / "log.csv", home)
    assert [damage.line for damage in outcome.refused] == [22] and outcome.added == len(rows) - 1


def test_what_people_changed_since_stays(world: World, tmp_path: Path) -> None:
    rows = make(tmp_path / "log.csv", 6)
    bring(tmp_path / "log.csv", world.provider)
    record = next(
        record for record in incidents().values() if record.is_open and record.state not in ("resolved", "waiting")
    )
    actions.take(world.actor("agent"), record.number)
    actions.revise(world.actor("agent"), record.number, title="A title of our own")
    assert bring(tmp_path / "log.csv", world.provider).added == 0
    now = incidents()[record.incident.external_ref]
    assert now.title == "A title of our own" and now.state == "in_progress" and now.version == record.version + 2
    assert len(rows) == 400


def test_not_a_log_at_all(home: Organisation, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(NothingRead, match="first line must name the columns"):
        bring(tmp_path / "x.csv", home)


def test_lines_of_an_earlier_file_are_told_with_its_name_and_only_what_is_news(
    home: Organisation, tmp_path: Path
) -> None:
    """The second piece moves the time of a row of the first; what the first piece told is not told again."""
    rows = make(tmp_path / "log.csv", 8, numbers=2)
    at = datetime(2026, 10, 25, 12, 0)
    for number, row in enumerate(rows):
        row |= {"incident_state": "-100" if number == 2 else "Active", "sys_mod_count": str(number)}
        row["sys_updated_at"] = f"{at + timedelta(minutes=number):%d-%m-%Y %H:%M}"
    rows[3]["sys_updated_at"] = "25-10-2026 12:09"  # line 5, before one of the same file
    rows[7]["sys_updated_at"] = "25-10-2026 12:04"  # line 3 of the second file, earlier than lines 7 of the first
    for name, some in (("one", rows[:6]), ("two", rows[6:])):
        write(tmp_path / f"{name}.csv", list(rows[0]), some)
    first, second = (bring(tmp_path / f"{name}.csv", home) for name in ("one", "two"))
    assert [(item.line, item.what, item.file) for item in first.told] == [(4, "unknown state", ""), (5, "retimed", "")]
    told = [(item.line, item.what, item.file) for item in second.told]
    assert told == [(7, "retimed", "one.csv"), (2, "retimed", "")]
    assert "line 7 of one.csv: EX00000: retimed" in "\n".join(second.listed())
