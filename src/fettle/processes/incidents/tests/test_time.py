"""Time spent: noted, corrected and withdrawn by further entries; the sum follows, and only staff read of it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone

from fettle.edges.pages.tests.test_frame import client
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Forbidden, Invalid, Refusal
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents import actions, spent
from fettle.processes.incidents.figures import FIGURES
from fettle.processes.incidents.tests.desk import fresh
from fettle.site.testing.world import World


def total(record: Record) -> int | None:
    assert check(fresh(record)) == []
    minutes: int | None = fresh(record).incident.spent_minutes
    return minutes


def test_the_sum_follows_what_is_noted_corrected_and_withdrawn(world: World, record: Record) -> None:
    agent = world.actor("agent")
    assert total(record) is None
    first = actions.note_time(agent, record.number, minutes=15, what="Looked").version
    second = actions.note_time(world.actor("colleague"), record.number, minutes=30).version
    assert total(record) == 45
    actions.correct_time(agent, record.number, entry=first, minutes=20, what="Looked twice")
    assert total(record) == 50
    actions.withdraw_time(world.actor("manager"), record.number, entry=second, reason="Twice")
    assert total(record) == 20 and [(row.minutes, row.what, row.corrected) for row in spent.on(record)] == [
        (20, "Looked twice", True)
    ]
    actions.withdraw_time(agent, record.number, entry=first, reason="Not mine")
    assert total(record) == 0 and spent.on(record) == []
    with pytest.raises(Invalid, match="No time stands there"):
        actions.correct_time(agent, record.number, entry=first, minutes=1)
    assert Entry.objects.filter(record=record).count() == 6, "nothing is overwritten"


@pytest.mark.parametrize("minutes", [0, -5, 1441, 10**9])
def test_no_time_negative_time_and_more_than_a_day_are_refused(world: World, record: Record, minutes: int) -> None:
    with pytest.raises(Invalid, match="from 1 to 1440"):
        actions.note_time(world.actor("agent"), record.number, minutes=minutes)
    with pytest.raises(Invalid):
        actions.reply(world.actor("agent"), record.number, text="Hello", minutes=minutes)
    with pytest.raises(Invalid, match="future"):
        actions.note_time(world.actor("agent"), record.number, minutes=5, day=timezone.localdate() + timedelta(days=1))
    assert Entry.objects.filter(record=record).count() == 1


def test_everybody_corrects_their_own_and_the_people_we_serve_note_none(world: World, record: Record) -> None:
    entry = actions.note_time(world.actor("agent"), record.number, minutes=15).version
    with pytest.raises(Refusal, match="Somebody else noted"):
        actions.correct_time(world.actor("colleague"), record.number, entry=entry, minutes=5)
    for deed in (
        lambda who: actions.note_time(who, record.number, minutes=5),
        lambda who: actions.reply(who, record.number, text="Hi", minutes=5),
    ):
        with pytest.raises(Forbidden):
            deed(world.actor("requester"))


def test_the_people_on_it_read_of_it_only_where_the_setting_says_so(world: World, record: Record, caller: Any) -> None:
    actions.reply(world.actor("agent"), record.number, text="At it", minutes=17)
    portal = client(world, "requester").get(f"/portal/requests/{record.number}").content.decode()
    assert "At it" in portal and "Time spent" not in portal
    call = caller("requester")
    shown = call("GET", f"/incidents/{record.number}").content.decode()
    shown += call("GET", f"/records/{record.number}/entries").content.decode()
    assert "spent_minutes" not in shown and "time_spent" not in shown
    assert call("GET", f"/incidents/{record.number}/time").status_code == 403
    value = {"category_needed": False, "service_needed": False, "time_shown": True}
    settings.redefine(Actor.house("tests", "incidents.manage"), "incidents.handling", value=value)
    portal = client(world, "requester").get(f"/portal/requests/{record.number}").content.decode()
    assert "17 minutes" in portal


def test_it_is_noted_with_a_note_and_on_its_own_page(world: World, record: Record) -> None:
    browser, page = client(world, "agent"), f"/incidents/{record.number}"
    assert 'name="minutes"' in browser.get(page).content.decode()
    refused = browser.post(f"{page}/note", {"text": "Looked", "minutes": "ten"})
    text = refused.content.decode()
    assert refused.status_code == 422 and "whole minutes" in text and 'value="ten"' in text and "Looked" in text
    assert browser.post(f"{page}/note", {"text": "Looked", "minutes": "1500"}).status_code == 422
    assert browser.post(f"{page}/note", {"text": "Looked", "minutes": "10"}).status_code == 303
    assert browser.post(f"{page}/time", {"minutes": "-3"}).status_code == 422
    assert browser.post(f"{page}/time", {"minutes": "5", "what": "Drove there"}).status_code == 303
    assert total(record) == 15
    rows = browser.get(f"{page}/time").content.decode()
    entry = spent.on(record)[1].entry
    assert "Drove there" in rows and f"{page}/time/{entry}" in rows
    assert browser.post(f"{page}/time/{entry}", {"minutes": "7", "what": "Drove"}).status_code == 303
    assert browser.post(f"{page}/time/{entry}/withdraw", {"reason": ""}).status_code == 422
    assert browser.post(f"{page}/time/{entry}/withdraw", {"reason": "Twice"}).status_code == 303
    assert total(record) == 10 and "withdrew 7 minutes of work" in browser.get(page).content.decode()
    listed = browser.get("/incidents?columns=title,spent_minutes").content.decode()
    assert "Time spent" in listed


def test_sums_by_person_are_for_the_process_manager(world: World, record: Record, caller: Any) -> None:
    agent = world.actor("agent")
    entry = actions.note_time(agent, record.number, minutes=15).version
    actions.note_time(world.actor("colleague"), record.number, minutes=30)
    actions.correct_time(world.actor("manager"), record.number, entry=entry, minutes=20)
    for who in ("agent", "requester"):
        assert caller(who)("GET", "/time-spent").status_code == 403
        assert client(world, who).get("/desk/time").status_code == 403
    sums = caller("manager")("GET", "/time-spent").json()
    assert [(row["person"]["name"], row["minutes"]) for row in sums["items"]] == [("Colleague", 30), ("Agent", 20)]
    assert caller("manager")("GET", "/time-spent?from=2026-02-30").status_code == 422
    assert caller("manager")("GET", "/time-spent?from=2020-01-01&to=2026-01-01").status_code == 422
    page = client(world, "manager").get("/desk/time").content.decode()
    assert "Colleague" in page and "50" in page


def test_the_figure_counts_a_correction_when_it_was_made(world: World, record: Record, then: Any) -> None:
    now = timezone.now()
    entry = actions.note_time(world.actor("agent"), record.number, minutes=60).version
    then(now + timedelta(days=2))
    actions.correct_time(world.actor("agent"), record.number, entry=entry, minutes=45)
    figure = next(each for each in FIGURES if each.code == "INC-14")
    auditor = world.actor("auditor")
    days = [now - timedelta(days=1), now + timedelta(days=1), now + timedelta(days=3)]
    read = [figure.compute(Period(start, end), Scope(auditor)) for start, end in pairwise(days)]
    assert [one.value for one in read] == [60, -15]
    assert list(read[0].records()) == [record.pk]
