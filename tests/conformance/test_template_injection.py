"""Hundred attacks on template engines and format strings stay the letters that they are (bar T28): in titles, names,
messages and canned replies; on pages, over REST, in mails, exports and the report's PDF.
"""

from __future__ import annotations

import html

import pytest
from django.test import Client

from fettle.edges.notify.models import OutgoingMail
from fettle.edges.notify.texts import PLACEHOLDERS, parse, render
from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.api import caller_of
from fettle.site.testing.hostile import PROOF, TEMPLATES
from fettle.site.testing.world import World

VALUES = dict.fromkeys(PLACEHOLDERS, "value")


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
