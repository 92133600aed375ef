"""The real log goes in by command and comes out as a report, each in a process of its own."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fettle.site.embedded import Server
from fettle.site.testing.installation import Installation

LOG = Path(__file__).parents[1] / "data" / "servicenow-incident-events.csv"
pytestmark = [pytest.mark.kill, pytest.mark.log]
WORLD = """
from django.db import transaction
from fettle.site.testing.world import make_world
with transaction.atomic():
    make_world()
"""


@pytest.fixture(scope="module")
def house() -> Iterator[Installation]:
    place = Path(tempfile.mkdtemp(prefix="fettle-test-"))
    place.chmod(0o755)  # the database's own account must enter it
    made = Installation(place / "data")
    for prepare in ("check", "migrate"):  # the tables are missing, then there, and nobody lives in them
        made.command(prepare)
        empty = made.command("import", "servicenow-events", str(LOG))
        assert (empty.returncode, "no organisation yet" in empty.stderr) == (2, True), empty.stderr
    with Server(made.data):  # it stays: otherwise each command would start and stop one
        made.python(WORLD)
        yield made
    shutil.rmtree(place, ignore_errors=True)


def rows(number: int, of: list[str]) -> str:
    return "".join(of[: number + 1])


def test_what_the_import_of_a_log_ends_with(house: Installation, tmp_path: Path) -> None:
    lines = LOG.read_text("utf-8").splitlines(keepends=True)
    good, damaged, none, header = (tmp_path / f"{name}.csv" for name in ("good", "damaged", "none", "header"))
    good.write_text(rows(20, lines), "utf-8")
    damaged.write_text(rows(20, lines) + "INC0000999,New\n", "utf-8")
    none.write_text("a,b\n1,2\n", "utf-8")
    header.write_text(lines[0] + "broken\n", "utf-8")

    tried = house.command("import", "servicenow-events", str(good), "--dry-run")
    assert (tried.returncode, "20 new events" in tried.stdout, "dry run" in tried.stdout) == (0, True, True)
    listed = tmp_path / "listed.txt"
    some = house.command("import", "servicenow-events", str(damaged), "--log", str(listed))
    assert some.returncode == 1 and "20 new events" in some.stdout, (
        "the dry run kept nothing, a damaged row stops nothing"
    )
    assert "line 22: refused: " in listed.read_text("utf-8") and "line 22: refused: " in some.stdout
    again = house.command("import", "servicenow-events", str(good), "--organisation", "northfield it")
    assert (again.returncode, "0 new events, 20 known" in again.stdout) == (0, True)
    for wrong in ([str(none)], [str(header)], [str(tmp_path / "away.csv")], [str(good), "--time-zone", "Mars/Base"],
                  [str(good), "--organisation", "Nobody"]):  # fmt: skip
        refused = house.command("import", "servicenow-events", *wrong)
        assert refused.returncode == 2 and "Traceback" not in refused.stderr, (wrong, refused.stderr)
        assert refused.stderr or "1 rows refused" in refused.stdout
    assert house.command("import", "remedy", str(good)).returncode == 2


def test_the_whole_log_becomes_a_report(house: Installation, tmp_path: Path) -> None:
    assert house.command("import", "servicenow-events", str(LOG)).returncode == 0
    period = ("--from", "2016-02-29", "--to", "2016-04-01", "--zone", "UTC")
    for ending, begins in (("pdf", b"%PDF-"), ("html", b"<!doctype html>"), ("xlsx", b"PK"), ("json", b"{")):
        made = house.command("report", "fits", *period, "--output", str(tmp_path / f"report.{ending}"))
        assert made.returncode == 0, made.stderr
        assert (tmp_path / f"report.{ending}").read_bytes().lstrip().startswith(begins)
    told = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [line["value"] for line in told["reactive"][:5]] == [300, 280, 271, 20, 4]
    for wrong in (
        ("fits", *period, "--output", str(tmp_path / "report.docx")),
        ("fits", "--from", "2016-04-01", "--to", "2016-03-01", "--output", str(tmp_path / "x.pdf")),
        ("fits", *period, "--output", str(tmp_path / "nowhere" / "x.pdf")),
        ("weekly", *period, "--output", str(tmp_path / "x.pdf")),
    ):
        refused = house.command("report", *wrong)
        assert refused.returncode == 1 and refused.stderr.startswith("fettle: ") and "Traceback" not in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"report.{e}" for e in ("html", "json", "pdf", "xlsx")]
