"""The incident report: what stands in it, the same in every file, for whom, and what it costs to make."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import load_workbook

from fettle.facilities.approvals import actions as approvals
from fettle.kernel.access.models import Grant
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.reporting.build import Report, build
from fettle.processes.reporting.layout import laid_out
from fettle.processes.reporting.named import in_one
from fettle.processes.reporting.patterns import FITS, INCIDENTS
from fettle.processes.reporting.periods import Days
from fettle.processes.reporting.renderers import files
from fettle.processes.reporting.tests.test_pages import browser, today
from fettle.processes.reporting.tests.test_report import Rows, text_of, value_of
from fettle.processes.services import actions as services
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

ZONE = "Europe/Prague"
FINDINGS = "The switch had no spare. <b>Buy one</b> until May."
BESIDE = {f"{kind}-{n}" for kind in ("INC", "REQ") for n in range(13, 17)}
BESIDE |= {f"MAJ-{n}" for n in (1, 2, 3)} | {f"KNO-{n}" for n in range(1, 6)}
"""Figures that are none of FITS."""


def lasting() -> Days:
    day = timezone.localdate()
    return Days(day - timedelta(days=1), day + timedelta(days=400), ZONE)


@pytest.fixture
def desk(world: World) -> World:
    """Three incidents, one of them major and reviewed, a request that somebody approved."""
    agent, manager, user = world.actor("agent"), world.actor("manager"), world.actor("requester")
    for title in ("Printer", "Screen", "No network"):
        made = incidents.register(user, INCIDENT, title=title, service=world.service)
    incidents.declare_major(agent, made.number, criterion="service_down", reason="Nobody can work")
    incidents.resolve(agent, made.number, resolution="Changed it", closure_code="solved")
    incidents.VERBS["review_major"](manager, made.number, review=FINDINGS)
    wanted = incidents.register(user, REQUEST, title="A program", service=world.service)
    incidents.take(agent, wanted.number)
    asked = approvals.ask(agent, wanted.number, person=world.people["manager"], hours=24, question="May they?")
    approvals.decide(manager, asked.number, approve=True)
    return world


def made(world: World, who: str = "manager") -> Report:
    return build(world.actor(who), lasting(), INCIDENTS)


def test_every_figure_of_the_desk_stands_in_it_once(db: None) -> None:
    """Those of FITS about incidents and requests, and all that the house offers beside FITS."""
    codes = [measure.code for measure in INCIDENTS.measures]
    assert len(codes) == len(set(codes)) and set(codes) <= set(assembly().figure_by_code)
    offered = {
        code for code in assembly().figure_by_code if code.partition("-")[0] in ("INC", "REQ", "MAJ", "KNO", "APR")
    }
    assert set(codes) == offered and offered >= BESIDE
    fits = FITS.codes
    assert {f"REQ-{n}" for n in range(1, 11)} | {f"INC-{n}" for n in range(1, 13)} <= fits and not fits & BESIDE


def test_it_says_what_happened(desk: World) -> None:
    report = made(desk)
    told = {line.code: line.value for line in report.lines}
    assert (told["INC-1"], told["INC-2"], told["INC-4"], told["INC-12"], told["MAJ-3"]) == (3, 1, 2, 1, 0)
    assert [told[f"APR-{n}"] for n in (1, 2, 3, 4)] == [1, 1, 0, 0] and told["REQ-1"] == 1
    assert told["KNO-1"] is None, "there is no article yet"
    lead = laid_out(report).lead
    assert "3 incidents were opened" in lead and "1 request came in, 0 fulfilled." in lead
    assert lead.endswith("There was 1 major incident.")
    (named,) = report.listed["major"]
    assert named.total == 1 and named.rows[0].note == FINDINGS and "Reviewed" in named.rows[0].values


def test_what_was_asked_about_twice_counts_once(desk: World) -> None:
    wanted = Record.objects.get(kind="request").number
    approvals.ask(desk.actor("agent"), wanted, person=desk.people["manager"], hours=24, question="And this?")
    assert [made(desk).line(f"APR-{n}").value for n in (1, 2)] == [1, 1]


def test_every_file_has_the_same_numbers_and_names_the_major_incident(desk: World, tmp_path: Path) -> None:
    report = made(desk)
    told = {line["code"]: line["value"] for part, _lines in report.blocks for line in report.data()[part.name]}
    assert set(told) == INCIDENTS.codes
    page = files.FILES["html"].write(report).decode()
    parser = Rows()
    parser.feed(page)
    assert {code: value_of(cells[2]) for code, cells in parser.rows.items() if code} == told
    book = load_workbook(BytesIO(files.FILES["xlsx"].write(report)))
    rows = {row[0]: row[3] for row in book.worksheets[0].iter_rows(values_only=True) if row[0] in told}
    assert {code: None if isinstance(value, str) else value for code, value in rows.items()} == told
    number, paper = report.listed["major"][0].rows[0].record.number, text_of(files.FILES["pdf"].write(report), tmp_path)
    listed = [str(cell) for row in book.worksheets[2].iter_rows(values_only=True) for cell in row if cell]
    assert number in paper and number in listed and FINDINGS in listed
    assert number in page and "&lt;b&gt;Buy one&lt;/b&gt;" in page and "<b>Buy one" not in page
    said = " ".join(paper.split())
    assert (
        said.index("Incidents")
        < said.index("Major incidents")
        < said.index("Service requests")
        < said.index("Knowledge")
    )
    with translation.override("de"):
        assert "Störungsbericht" in files.FILES["html"].write(made(desk)).decode()


def test_the_page_leads_to_the_records_and_to_the_major_incident(desk: World) -> None:
    client = browser(desk, "auditor")
    page = client.get("/reports/incidents", today())
    text = page.content.decode()
    assert page.status_code == 200 and "style=" not in text
    major = Record.objects.get(incident__major="reviewed")
    assert f'href="/incidents/{major.number}"' in text and "Buy one" in text
    counts = re.findall(r'<a href="(/reports/incidents/records[^"]+)">(\d+)</a>', text)
    assert len(counts) > 12
    for address, number in counts:
        behind = client.get(address.replace("&amp;", "&")).content.decode()
        found = set(re.findall(r'href="/(?:incidents|requests)/([A-Z]+-\d+)"', behind))
        assert len(found) == int(number) and 'href="/reports/incidents?' in behind, address
    charts = re.findall(r'<figure class="x-chart.*?</figure>', text, re.DOTALL)
    assert charts and all('<td class="x-end"><a href="/reports/incidents/records' in chart for chart in charts)
    file = client.get("/reports/incidents.pdf", today())
    assert file.content.startswith(b"%PDF") and "incidents-" in file["Content-Disposition"]
    assert client.get("/reports/incidents", {"from": "2026-03-31", "until": "2026-03-01"}).status_code == 422


def test_over_rest_it_is_the_same(desk: World) -> None:
    call = caller_of(desk, "auditor")
    query = "&".join(f"{name}={value}" for name, value in today().items())
    told = json.loads(call("GET", f"/reports/incidents?{query}").content)
    assert [part.name for part in INCIDENTS.parts] == [name for name in told if isinstance(told[name], list)][:5]
    assert told["major_incidents"][0]["review"] == FINDINGS
    for line in (line for part in INCIDENTS.parts for line in told[part.name]):
        if line["records"] and line["unit"] == "" and not line["code"].startswith("KNO"):
            behind = json.loads(call("GET", line["records"].removeprefix("/api/v1")).content)
            assert behind["count"] == line["value"], line["code"]
    assert call("GET", f"/reports/incidents/file?{query}&format=json").status_code == 200
    assert call("GET", f"/reports/incidents/file?{query}&format=docx").status_code == 422


def test_whoever_may_not_read_a_field_does_not_read_it_here(desk: World) -> None:
    """A customer's representative sees their own part of the world, and neither where reviews stand nor their words."""
    Grant.objects.create(person=desk.people["classmate"], role="representative", organisation=desk.school)
    Grant.objects.create(person=desk.people["stranger"], role="representative", organisation=desk.rival)
    mine, theirs = (
        json.loads(browser(desk, who).get("/reports/incidents.json", today()).content)
        for who in ("classmate", "stranger")
    )
    assert mine["incidents"][0]["value"] == 3 and mine["approvals"][0]["value"] == 1
    assert mine["major_incidents"][0]["title"] == "No network"
    assert "Buy one" not in json.dumps(mine) and "Reviewed" not in json.dumps(mine)
    assert theirs["incidents"][0]["value"] == 0 and theirs["major_incidents"] == []
    assert theirs["approvals"][0]["value"] == 0
    assert made(desk, "stranger").line("APR-1").value == 0, "also where the second wall does not stand"
    assert browser(desk, "requester").get("/reports/incidents", today()).status_code == 403


def test_the_words_around_it_are_its_own(desk: World) -> None:
    words = {"title": "Our month", "opening": "Read it together.", "closing": "Ask the desk."}
    settings.redefine(desk.actor("manager"), "reporting.incidents", value=words, reason="So")
    report, fits = made(desk), build(desk.actor("manager"), lasting())
    assert (report.title, report.opening, report.closing) == tuple(words.values())
    assert fits.title == "Service report" and not fits.opening


def test_more_records_and_more_members_ask_no_more_of_the_database(desk: World) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            files.FILES["html"].write(made(desk))
        return len(asked)

    statements()
    few = statements()
    agent, user = desk.actor("agent"), desk.actor("requester")
    for at in range(12):
        service = services.register(desk.actor("manager"), title=f"Service {at}", team=desk.desk)
        for kind in (INCIDENT, REQUEST):
            number = incidents.register(user, kind, title=f"Broken {at}", service=service, location=f"{at}").number
        bad = incidents.register(user, INCIDENT, title=f"Down {at}", service=service).number
        incidents.declare_major(agent, bad, criterion="service_down", reason="All of it")
        asked = approvals.ask(agent, number, person=desk.people["manager"], hours=24, question="May they?")
        approvals.decide(desk.actor("manager"), asked.number, approve=False, comment="No")
    report = made(desk)
    assert report.line("INC-12").value == 13 and report.line("APR-3").value == 12
    assert statements() == few
    table = next(split for split in laid_out(report).blocks[0].splits if split.title == "Incidents by service")
    assert len(table.rows) == 11 and table.rows[-1][0].text == "3 others"
    assert sum(int(row[1].text) for row in table.rows) == report.line("INC-1").value


def test_others_lead_nowhere_when_there_are_too_many_to_name(desk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(12):
        service = services.register(desk.actor("manager"), title=f"Service {at}", team=desk.desk)
        incidents.register(desk.actor("requester"), INCIDENT, title="Broken", service=service)

    def others() -> str:
        table = next(each for each in laid_out(made(desk), "").blocks[0].splits if each.title == "Incidents by service")
        assert table.rows[-1][0].text.endswith("others")
        return str(table.rows[-1][1].url)

    assert others().count("member=") > 1
    monkeypatch.setattr("fettle.processes.reporting.drawn.NAMED", 1)
    assert others() == ""


def test_a_list_of_many_says_how_many_more(desk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fettle.processes.reporting.named.MOST", 1)
    agent = desk.actor("agent")
    bad = incidents.register(desk.actor("requester"), INCIDENT, title="Down", service=desk.service).number
    incidents.declare_major(agent, bad, criterion="service_down", reason="All of it")
    (table,) = laid_out(made(desk), "").blocks[1].lists
    assert [row[0].text for row in table.rows][1] == "1 further" and "code=INC-12" in table.rows[1][0].url


def test_a_long_text_is_told_in_one_paragraph() -> None:
    assert in_one("## Cause\n\nA switch failed.\n\n### What helped: \n- A spare\n* Luck") == (
        "Cause: A switch failed. What helped: A spare; Luck"
    )


def test_what_looks_like_a_formula_stays_text(desk: World) -> None:
    Record.objects.filter(incident__major="reviewed").update(title='=HYPERLINK("http://x","y")')
    book = load_workbook(BytesIO(files.FILES["xlsx"].write(made(desk))))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(cell.value == '=HYPERLINK("http://x","y")' for cell in cells)


def test_a_desk_without_anything_says_nought_or_nothing(world: World) -> None:
    report = made(world)
    layout = laid_out(report)
    assert report.line("INC-1").value == 0 and report.line("REQ-1").value is None
    assert report.line("APR-1").value == 0 and layout.lead.startswith("The period is still running.")
    assert all(not block.lists for block in layout.blocks)
    for kind in files.FILES.values():
        assert kind.write(report)
