"""The FITS report over the real log: the oracle's figures, the same numbers in every file, the promised shape."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override
from openpyxl import load_workbook

from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Forbidden, Invalid
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.incidents.servicenow.tests import oracle
from fettle.processes.incidents.servicenow.tests.test_figures import expected
from fettle.processes.incidents.servicenow.tests.test_log import LOG, bring, founded, home  # noqa: F401
from fettle.processes.reporting import periods
from fettle.processes.reporting.build import Line, Report, build, records_behind
from fettle.processes.reporting.layout import laid_out
from fettle.processes.reporting.patterns import SHORT_AGES
from fettle.processes.reporting.renderers import files
from fettle.processes.reporting.wording import number
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World
from fettle.standard import fits

READER = Actor.house("report", "incidents.see", "reporting.see", "services.see")
MARCH = periods.Days(date(2016, 2, 29), date(2016, 4, 1), "UTC")
CODES = [measure.code for block in fits.blocks().values() for measure in block]
pytestmark = pytest.mark.log
Counted = dict[str, tuple[int, int]]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> tuple[Report, Counted]:
    """The report over the real log, and of each count how many records it names and how many of them there are. Made
    once: the log is gone again before the first test.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        bring(LOG, founded())
        report, counted = build(READER, MARCH), {}
        for line in block(report, fits.REACTIVE):
            if line.value is not None and line.counts:
                behind = records_behind(READER, line.code, MARCH)[1].records()
                counted[line.code] = len(set(behind)), Record.objects.filter(pk__in=behind).count()
        transaction.set_rollback(True)
    return report, counted


def block(report: Report, name: str) -> tuple[Line, ...]:
    return next(lines for part, lines in report.blocks if part.name == name)


@pytest.fixture
def report(made: tuple[Report, Counted]) -> Report:
    return made[0]


def test_the_figures_are_those_of_the_second_reading(report: Report) -> None:
    told = expected(oracle.read(LOG), datetime(2016, 2, 29, tzinfo=UTC), datetime(2016, 4, 1, tzinfo=UTC))
    for code, value in told.items():
        assert report.line(code).value == (len(value) if isinstance(value, set) else value), code
    assert report.line("INC-1").value == 300


def test_the_shape_of_the_json(report: Report) -> None:
    data = json.loads(files.as_json(report))
    assert data["period"] == {
        "from": "2016-02-29",
        "to": "2016-04-01",
        "zone": "UTC",
        "state": "over",
        "previous": {"from": "2016-01-28", "to": "2016-02-29"},
    }
    blocks = {name: data[name] for name in tuple(fits.blocks())}
    assert [line["code"] for lines in blocks.values() for line in lines] == CODES
    for line in (line for lines in blocks.values() for line in lines):
        assert list(line) == ["code", "label", "unit", "value", "previous", "records", "by"]
        assert (line["value"] is None) == (line["records"] is None)
        assert line["previous"] is None, "nothing was known before the log begins"
    for code in ("INC-9", "INC-12", "REQ-1", "PRB-0", "CHG-1", "REL-5"):
        assert next(line for lines in blocks.values() for line in lines if line["code"] == code)["value"] is None
    opened = data["reactive"][0]["by"]
    assert set(opened) == {"priority", "category", "service", "team", "channel", "location"}
    assert all(sum(members.values()) == 300 for members in opened.values())


def test_the_records_behind_a_count_are_as_many(made: tuple[Report, Counted]) -> None:
    report, counted = made
    assert {"INC-1", "INC-2", "INC-3", "INC-4"} <= counted.keys()
    for code, (named, found) in counted.items():
        assert report.line(code).value == named == found, code


def test_the_api_lists_exactly_the_records_behind_every_figure(world: World) -> None:
    """``count`` is the value of a count, and page by page come the incidents that the second reading names."""
    bring(LOG, world.provider)
    call = caller_of(world, "manager")
    start, end = datetime(2016, 3, 5, tzinfo=UTC), datetime(2016, 4, 1, tzinfo=UTC)
    told = json.loads(call("GET", "/reports/fits?from=2016-03-05&to=2016-04-01&zone=UTC").content)
    known = expected(oracle.read(LOG), start, end)
    theirs = dict(Record.objects.filter(kind="incident").values_list("number", "incident__external_ref"))
    lines = [line for name in fits.blocks() for line in told[name]]
    assert [line["code"] for line in lines] == CODES
    for line in lines:
        assert (line["records"] is None) == (line["value"] is None), line["code"]
        if line["records"] is None:
            continue
        count, numbers = all_of(call, line["records"].removeprefix("/api/v1"))
        assert count == len(numbers) == len(set(numbers)), line["code"]
        if line["unit"] == "":
            assert count == line["value"], line["code"]
        if isinstance(named := known.get(line["code"]), set):
            assert {theirs[number] for number in numbers} == named, line["code"]
    assert sum(line["records"] is not None for line in lines) >= 9


def all_of(call: Any, path: str) -> tuple[int, list[str]]:
    """The count that is said, and the numbers from all pages."""
    numbers: list[str] = []
    cursor = ""
    while True:
        answer = json.loads(call("GET", f"{path}&limit=100{cursor}").content)
        numbers += [item["number"] for item in answer["items"]]
        if not answer["next"]:
            return answer["count"], numbers
        cursor = f"&cursor={answer['next']}"


Numbers = tuple[float | None, float | None, float | None]
"""Of this period, of the one before, and their difference."""


def halves(report: Report) -> tuple[Report, Report]:
    """The report, and one whose period before was measured, too: the log has none before its first month."""
    before = {"INC-1": 7, "INC-4": 0, "INC-7": 7012.4, "INC-8": 9999, "INC-6": report.line("INC-6").value}
    blocks = tuple(
        (part, tuple(replace(line, previous=before.get(line.code)) for line in lines)) for part, lines in report.blocks
    )
    return report, replace(report, blocks=blocks)


def test_all_files_hold_the_same_numbers(report: Report, tmp_path: Path) -> None:
    for each in halves(report):
        data = each.data()
        told = {line["code"]: numbers_of(line) for name in tuple(fits.blocks()) for line in data[name]}
        assert from_html(files.FILES["html"].write(each)) == told
        assert from_workbook(files.FILES["xlsx"].write(each)) == told
        assert from_paper(files.FILES["pdf"].write(each), tmp_path) == told
    assert {told["INC-1"], told["INC-6"][1:]} == {(300, 7, 293), (told["INC-6"][0], 0)}
    assert told["INC-7"][2] == round(told["INC-7"][0] - 7012.4, 1)


def numbers_of(line: dict[str, Any]) -> Numbers:
    known = line["value"] is not None and line["previous"] is not None
    return line["value"], line["previous"], round(line["value"] - line["previous"], 1) if known else None


def test_all_files_split_alike(report: Report, tmp_path: Path) -> None:
    """The workbook has every member of every split; page and paper the tables and bars that they show."""
    data = report.data()
    lines = [line for name in tuple(fits.blocks()) for line in data[name]]
    told = [
        (line["code"], by, member, value)
        for line in lines
        for by, members in line["by"].items()
        for member, value in members.items()
    ]
    sheet = load_workbook(BytesIO(files.FILES["xlsx"].write(report))).worksheets[1]
    rows = [(row[0], row[2], row[3], row[4]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert rows == told and len(told) > 50
    by = {line["code"]: line["by"] for line in lines}
    page = Splits()
    page.feed(files.FILES["html"].write(report).decode())
    paper = close(text_of(files.FILES["pdf"].write(report), tmp_path, "-layout"))
    ranks = sorted(by["INC-1"]["priority"].keys() | by["INC-2"]["priority"].keys())
    for rank in ranks:
        shown = next(row for row in page.rows if row[0] == rank)
        for cell, code in ((shown[1], "INC-1"), (shown[2], "INC-2")):
            assert int(cell) == by[code]["priority"].get(rank, 0), (rank, code)
        assert close("".join(shown)) in paper, rank
    for dimension in ("category", "channel"):
        for member, value in list(by["INC-1"][dimension].items())[:5]:
            assert [member, str(value)] in page.rows and close(f"{member}{value}") in paper, member
    bars = re.findall(r'aria-label="([^":]+): (\d+)"', files.FILES["html"].write(report).decode())
    for members in (by["INC-1"]["priority"].items(), zip(SHORT_AGES, by["INC-10"]["age"].values(), strict=True)):
        assert {(unescape(name), int(value)) for name, value in bars} >= set(members)


def close(text: str) -> str:
    """Without its spaces: how wide one is on paper is not what is compared."""
    return "".join(text.split())


class Splits(HTMLParser):
    """The text of each cell of every row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        self.inside = tag in ("td", "th") or (self.inside and tag == "a")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


class Rows(HTMLParser):
    """The text of each cell of the rows that carry a code."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[str]] = {}
        self.code = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.code = dict(attrs).get("data-code") or ""
            self.rows.setdefault(self.code, [])
        elif tag in ("td", "th"):
            self.rows.setdefault(self.code, []).append("")

    def handle_data(self, data: str) -> None:
        if self.code and self.rows[self.code]:
            self.rows[self.code][-1] += data


def value_of(text: str) -> float | None:
    said = text.strip().replace("−", "-").removeprefix("±").removeprefix("+")
    return float(said.split()[0]) if re.match(r"-?\d", said) else None


def from_html(content: bytes) -> dict[str, Numbers]:
    parser = Rows()
    parser.feed(content.decode())
    return {code: tuple(map(value_of, cells[2:5])) for code, cells in parser.rows.items() if code}  # type: ignore[misc]


def from_workbook(content: bytes) -> dict[str, Numbers]:
    rows = load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return {
        row[0]: tuple(None if isinstance(value, str) else value for value in row[3:6])  # type: ignore[misc]
        for row in rows
        if row[0] in CODES
    }


def text_of(content: bytes, folder: Path, *options: str) -> str:
    (folder / "report.pdf").write_bytes(content)
    command = ["pdftotext", *options, folder / "report.pdf", "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def from_paper(content: bytes, folder: Path) -> dict[str, Numbers]:
    """One line of text for each row of the tables, its columns apart; a difference that is not said is no column."""
    text = text_of(content, folder, "-layout")
    found: dict[str, Numbers] = {}
    for code in CODES:
        line = re.search(rf"^\s*{code}\s+(.*)$", text, re.MULTILINE)
        assert line, code
        cells = [*re.split(r"\s{3,}", line[1].strip())[1:], "", ""]
        found[code] = value_of(cells[0]), value_of(cells[1]), value_of(cells[2])
    return found


def test_the_paper_is_of_few_tagged_pages_that_name_the_source(report: Report, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(files.FILES["pdf"].write(report))
    told = subprocess.run(["pdfinfo", tmp_path / "report.pdf"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+[23]\n", told) and re.search(r"Tagged:\s+yes", told) and "A4" in told
    fonts = subprocess.run(["pdffonts", tmp_path / "report.pdf"], capture_output=True, text=True, check=True).stdout
    assert all("Inter" in row and " yes yes " in row for row in fonts.splitlines()[2:])
    text = subprocess.run(
        ["pdftotext", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    said = " ".join(text.split())
    assert "University of São Paulo" in said and "CC BY 4.0" in said
    order = [said.index(words) for words in ("Period", "Reactive work", "Proactive work", "Changes and new services")]
    assert order == sorted(order)


def test_what_looks_like_a_formula_stays_text(home: Organisation) -> None:  # noqa: F811
    Organisation.objects.filter(pk=home.pk).update(name='=HYPERLINK("http://x","y")')
    report = build(READER, MARCH)
    cells = [
        cell for sheet in load_workbook(BytesIO(files.FILES["xlsx"].write(report))) for row in sheet for cell in row
    ]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(cell.value == '=HYPERLINK("http://x","y")' for cell in cells)


def test_one_must_be_allowed_and_sees_only_what_one_may(world: World) -> None:
    with pytest.raises(Forbidden):
        build(world.actor("requester"), MARCH)
    assert build(world.actor("auditor"), MARCH).line("INC-1").value is None


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, {"from", "to"}),
        ({"from": "2016-04-01", "to": "2016-04-01"}, {"to"}),
        ({"from": "2016-04-01", "to": "2016-03-01"}, {"to"}),
        ({"from": "31-03-2016", "to": "2016-04-01"}, {"from"}),
        ({"from": "0001-01-01", "to": "2016-04-01"}, {"from"}),
        ({"from": "2016-03-01", "to": "2016-04-01", "zone": "Mars/Base"}, {"zone"}),
        ({"from": "2016-03-01", "to": "2016-04-01", "zone": "../../etc/passwd"}, {"zone"}),
    ],
)
def test_a_period_that_cannot_be_says_which_part(given: dict[str, str], wrong: set[str]) -> None:
    with pytest.raises(Invalid) as problem:
        periods.read(given, "UTC")
    assert set(problem.value.errors) == wrong


def test_the_usual_periods_are_whole_months_that_follow_each_other() -> None:
    for today in (date(2026, 1, 1), date(2026, 3, 31), date(2026, 11, 25), date(2028, 2, 29)):
        this, last, quarter, twelve, year = (days for _name, days in periods.usual(today, "Europe/Prague"))
        assert this.start <= today < this.end and last.end == this.start == twelve.end
        assert all(days.start.day == days.end.day == 1 for days in (this, last, quarter, twelve, year))
        assert quarter.end <= today and (quarter.end.month - 1) % 3 == 0 and 90 <= quarter.count <= 92
        assert year.start.month == 1 and year.end == today.replace(month=1, day=1) and 365 <= twelve.count <= 366


def test_days_are_those_of_the_zone() -> None:
    """A month with a change of the clocks is an hour shorter, and the month before has as many days."""
    march = periods.Days(date(2026, 3, 1), date(2026, 4, 1), "Europe/Prague")
    assert (march.moments.end - march.moments.start).total_seconds() == (31 * 24 - 1) * 3600
    assert march.previous == periods.Days(date(2026, 1, 29), date(2026, 3, 1), "Europe/Prague")
    assert number(7.0) == "7" and number(7.25) == "7.2"


def test_the_charts_speak_german(report: Report) -> None:
    with override("de"):
        chart = laid_out(report).charts[0]
    assert chart.categories == ("eröffnet", "gelöst", "geschlossen", "offen")
