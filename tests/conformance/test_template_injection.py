"""Hundred attacks on template engines and format strings stay the letters that they are (bar T28): in titles, names,
messages and canned replies; on pages, over REST, in mails, exports and the report's PDF.
"""

from __future__ import annotations

import csv
import html
import io
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.texts import PLACEHOLDERS, parse, render
from fettle.edges.transfer.cells import bare
from fettle.facilities.documents import actions as written
from fettle.governance.documents import actions as documents
from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.services import actions as services
from fettle.site.testing.api import caller_of
from fettle.site.testing.hostile import PROOF, TEMPLATES, packed
from fettle.site.testing.world import World

VALUES = dict.fromkeys(PLACEHOLDERS, "value")
NAME = 110
"""Characters of a name that hold for a person, a team and a service."""
ON_ONE = 5


def attacked(world: World) -> list[Record]:
    """An incident for each attack, which stands in its title, place and details; on every fifth also five messages."""
    agent, person = world.actor("agent"), world.people["requester"]
    made = []
    for at, text in enumerate(TEMPLATES):
        record = incidents.register(agent, INCIDENT, title=text, requester=person, details=text, location=text)
        made.append(record)
        if at % ON_ONE == 0:
            for each in TEMPLATES[at : at + ON_ONE]:
                incidents.reply(agent, record.number, text=each)
    return made


def test_there_are_a_hundred() -> None:
    assert len(set(TEMPLATES)) >= 100 and not any(PROOF in text for text in TEMPLATES)


def test_they_appear_literally_on_pages_over_rest_and_in_mails(world: World) -> None:
    records = attacked(world)
    call, browser = caller_of(world, "agent"), Client()
    browser.force_login(world.people["agent"])
    for record, text in zip(records, TEMPLATES, strict=True):
        shown = call("GET", f"/incidents/{record.number}").json()
        assert [shown[name] for name in ("title", "location", "details")] == [text] * 3
    for at in range(0, len(records), ON_ONE):
        record, texts = records[at], TEMPLATES[at : at + ON_ONE]
        page = browser.get(f"/incidents/{record.number}").content.decode()
        assert all(text in html.unescape(page) for text in texts) and PROOF not in page, texts
        _deliver(record)
        said = [mail.subject + mail.body for mail in OutgoingMail.objects.filter(record=record)]
        assert all(any(text in mail for mail in said) for text in texts) and PROOF not in "".join(said), texts


def _deliver(record: Record) -> None:
    for entry in Entry.objects.filter(record=record):
        deliver.run(entry.pk)


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_text_of_ours_is_a_sentence_or_refused(text: str) -> None:
    """What an administrator writes as the text of a mail: only our placeholders mean something."""
    try:
        parts = parse(text)
    except ValueError:
        return
    said = render(text, VALUES)
    assert PROOF not in said and len(said) < 100
    if all(isinstance(part, str) for part in parts):
        assert said == text.replace("{{", "{").replace("}}", "}")


def test_a_value_is_never_read_again() -> None:
    for text in TEMPLATES:
        assert render("{title}|{number}", {**VALUES, "title": text}) == f"{text}|value"


def test_canned_replies_are_offered_as_they_are(world: World) -> None:
    rows = [
        {"code": f"c{at}", "label": f"Reply {at} {text}"[:60], "text": text, "active": True}
        for at, text in enumerate(TEMPLATES)
    ]
    settings.redefine(world.actor("manager"), "incidents.canned_replies", value=rows)
    assert [row["text"] for row in current()["incidents.canned_replies"]] == list(TEMPLATES)
    number = incidents.register(world.actor("agent"), INCIDENT, title="Broken").number
    browser = Client()
    browser.force_login(world.people["agent"])
    page = html.unescape(browser.get(f"/incidents/{number}").content.decode())
    assert all(text in page for text in TEMPLATES) and PROOF not in page


def test_names_of_people_teams_and_services_stay_as_they_are(world: World) -> None:
    """On the record that names them, in its list, and over REST."""
    agent, browser, call = world.actor("agent"), Client(), caller_of(world, "agent")
    browser.force_login(world.people["agent"])
    names = packed(TEMPLATES, NAME)
    for at, name in enumerate(names):
        person = orgs.add_person(name, world.school, f"person{at}@example.org")
        team = orgs.add_team(name, world.provider)
        orgs.join(world.people["agent"], team)
        service = services.register(world.actor("manager"), title=name, team=team)
        record = incidents.register(agent, INCIDENT, title="Broken", requester=person, service=service, team=team)
        page = html.unescape(browser.get(f"/incidents/{record.number}").content.decode())
        shown = call("GET", f"/incidents/{record.number}").content.decode()
        assert page.count(name) >= 3 and PROOF not in page + shown, name
        assert call("GET", f"/people?q=person{at}@example.org").json()["items"][0]["name"] == name
    listed = html.unescape(browser.get("/incidents").content.decode())
    assert sum(name in listed for name in names) > 5 and PROOF not in listed


def test_an_export_holds_them_as_they_are(world: World) -> None:
    attacked(world)
    answer = caller_of(world, "agent")("GET", "/incidents/export?format=csv")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    for name in ("title", "location", "details"):
        assert {bare(row[name]) for row in rows} == set(TEMPLATES)
    assert PROOF not in content


def paper(content: bytes, folder: Path) -> str:
    """What stands on a PDF, without blanks: a line may end anywhere."""
    (folder / "page.pdf").write_bytes(content)
    told = subprocess.run(["pdftotext", folder / "page.pdf", "-"], capture_output=True, text=True, check=True)
    return _close(told.stdout)


def _close(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_report_and_a_document_print_them_as_they_are(world: World, tmp_path: Path) -> None:
    """In the words around the figures, the names in its tables, and a text of the management system."""
    manager, browser = world.actor("manager"), Client()
    browser.force_login(world.people["manager"])
    opening, closing = (" ".join(half) for half in (TEMPLATES[::2], TEMPLATES[1::2]))
    said = {"title": TEMPLATES[0], "opening": opening, "closing": closing}
    settings.redefine(manager, "reporting.template", value=said)
    names = packed(TEMPLATES, NAME)[:5]
    for name in names:
        service = services.register(manager, title=name)
        incidents.register(world.actor("agent"), INCIDENT, title="Broken", service=service)
    until = date.today().replace(day=28)
    answer = browser.get(f"/reports/fits.pdf?from={until.replace(day=1)}&to={until.replace(year=until.year + 1)}")
    printed = paper(answer.content, tmp_path)
    for text in (*TEMPLATES, *names):
        assert _close(text) in printed, text
    assert PROOF not in printed

    number = documents.register(manager, title=names[0], type="policy").number
    written.write(manager, number, text="\n\n".join(f"    {text}" for text in TEMPLATES))
    printed = paper(browser.get(f"/documents/{number}/pdf").content, tmp_path)
    assert all(_close(text) in printed for text in (*TEMPLATES, names[0])) and PROOF not in printed
