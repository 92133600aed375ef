"""Duties: set, done, skipped, ended, told; on pages, as files, over REST."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from fettle.edges.notify.recipients import Recipients
from fettle.facilities.cycles import actions, queries
from fettle.facilities.cycles.models import Duty
from fettle.governance.documents.tests.test_life import entered, published
from fettle.kernel.errors import Forbidden, Invalid, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.reporting import actions as reporting
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World, day_there

REVIEW = "document.review"


def client(world: World, who: str) -> Client:
    browser = Client()
    browser.force_login(world.people[who])
    return browser


def html(browser: Client, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return page.content.decode()


def set_on(world: World, number: str, days: int, **more: object) -> Duty:
    day = day_there() + timedelta(days=days)
    wish = {"person": world.people["agent"], **more}
    actions.set_duty(world.actor("manager"), number, code=REVIEW, due_on=day, **wish)  # type: ignore[arg-type]
    return Duty.objects.get(record__number=number, ended_at=None)


def test_a_published_document_is_reviewed_within_a_year(world: World) -> None:
    duty = Duty.objects.get(record__number=published(world))
    today = day_there()
    assert (duty.code, duty.due_on.year, duty.person) == (REVIEW, today.year + 1, world.people["manager"])
    assert Entry.objects.filter(record=duty.record).latest("seq").facts[1]["name"] == "cycles.set"


def test_done_skipped_and_ended(world: World) -> None:
    number = entered(world)
    set_on(world, number, -3)
    today = day_there()
    actions.done(world.actor("agent"), number, code=REVIEW, remark="Still true", on=date(2024, 2, 29))
    assert Duty.objects.get().due_on == date(2025, 2, 28) and Duty.objects.get().last_done_on == date(2024, 2, 29)
    actions.skip(world.actor("agent"), number, code=REVIEW, reason="Moved house")
    assert Duty.objects.get().due_on == date(2026, 2, 28)
    with pytest.raises(Invalid):
        actions.done(world.actor("agent"), number, code=REVIEW, on=today + timedelta(days=1))
    with pytest.raises(Forbidden):
        actions.end(world.actor("agent"), number, code=REVIEW, reason="No")
    actions.end(world.actor("manager"), number, code=REVIEW, reason="Given up")
    with pytest.raises(Invalid):
        actions.done(world.actor("agent"), number, code=REVIEW)
    entries = Entry.objects.filter(record__number=number).order_by("seq")
    names = [fact["name"] for entry in entries for fact in entry.facts]
    assert names[-4:] == ["cycles.set", "cycles.done", "cycles.skipped", "cycles.ended"]


def test_somebody_elses_duty_stays_theirs(world: World) -> None:
    number = entered(world)
    set_on(world, number, 3)
    with pytest.raises(Refusal, match="Somebody else"):
        actions.done(world.actor("colleague"), number, code=REVIEW)
    set_on(world, number, 3, person=None, role="auditor")
    actions.done(world.actor("auditor"), number, code=REVIEW)


def test_what_cannot_be_is_refused(world: World) -> None:
    number = entered(world)
    for wish in (
        {"code": "report.make"},
        {"role": "auditor"},
        {"person": None},
        {"every": 400},
    ):
        with pytest.raises(Invalid):
            actions.set_duty(
                world.actor("head"),
                number,
                **{"code": REVIEW, "due_on": date(2027, 1, 1), "person": world.people["agent"], **wish},  # type: ignore[arg-type]
            )
    before = Record.objects.get(number=number).version
    set_on(world, number, 3)
    set_on(world, number, 3)
    assert Record.objects.get(number=number).version == before + 1


def test_the_responsible_are_told_once_before_and_once_after(world: World) -> None:
    number = entered(world)
    duty = set_on(world, number, 10, lead_days=7)
    today = day_there()
    told = {day: actions.tell(today + timedelta(days=day)) for day in (0, 2, 3, 4, 10, 11, 12)}
    assert told == {0: 0, 2: 0, 3: 1, 4: 0, 10: 0, 11: 1, 12: 0}
    entries = list(Entry.objects.filter(record=duty.record, fact__in=("cycles.looms", "cycles.late")).order_by("seq"))
    assert [entry.fact for entry in entries] == ["cycles.looms", "cycles.late"]
    assert all(
        Recipients(entry.record, entry.facts).of("responsible") == [world.people["agent"].pk] for entry in entries
    )


def test_a_report_that_ended_is_no_longer_due(world: World) -> None:
    reporting.install()
    spec = Record.objects.get(kind="report_spec")
    manager = world.actor("manager")
    wish = {"code": "report.make", "due_on": date(2027, 1, 31), "role": "report_owner"}
    actions.set_duty(manager, spec.number, **wish)  # type: ignore[arg-type]
    duty = queries.of_record(spec)[0]
    assert (duty.every, duty.unit) == (1, "months") and queries.responsible(duty) == [world.people["manager"].pk]
    reporting.terminate(manager, spec.number, reason="Unread")
    assert not queries.duties(manager)


def test_the_calendar_and_what_is_done_there(world: World) -> None:
    number = entered(world)
    set_on(world, number, -1)
    agent = client(world, "agent")
    page = html(agent, "/duties/")
    assert "Overdue" in page and number in page and "Review the document" in page
    assert number in html(agent, "/my-work/") and "Due again" in html(agent, f"/documents/{number}")
    assert number not in html(client(world, "colleague"), "/duties/?mine=1")
    done = agent.post(f"/duties/{number}/{REVIEW}/done", {"remark": "Read it", "on": ""})
    assert done.status_code == 303 and "Overdue" not in html(agent, "/duties/?mine=1")
    assert 'id="my-duties"' not in html(agent, "/my-work/")
    refused = client(world, "colleague").post(f"/duties/{number}/{REVIEW}/done", {}, follow=True)
    assert "Somebody else" in refused.content.decode()


def test_one_comes_back_to_where_one_was(world: World) -> None:
    number = entered(world)
    set_on(world, number, -1)
    agent = client(world, "agent")
    at = f"/duties/?mine=1&code={REVIEW}"
    assert f'value="{at.replace("&", "&amp;")}#overdue"' in html(agent, at)
    assert 'value="/my-work/#my-duties"' in html(agent, "/my-work/")
    step = f"/duties/{number}/{REVIEW}/done"
    assert agent.post(step, {"back": f"{at}#overdue"})["Location"] == f"{at}#overdue"
    assert agent.post(step, {"back": "https://elsewhere.example.org/"})["Location"] == "/duties/"


def test_many_duties_come_in_pages_and_cost_no_more_questions(
    world: World, django_assert_max_num_queries: Callable[..., AbstractContextManager[Any]]
) -> None:
    """Whatever they stand on: documents, and settings, whose permission is that of the setting."""
    agent = client(world, "manager")
    day = day_there() - timedelta(days=3)
    for record in Record.objects.filter(kind="setting").order_by("pk")[:40]:
        Duty.objects.create(
            record=record, code="setting.review", due_on=day, every=1, unit="years", lead_days=5, role="sms_manager"
        )
    html(agent, "/duties/")
    with django_assert_max_num_queries(14):
        few = html(agent, "/duties/")
    assert few.count('href="/SET-') == Duty.objects.count() > 20 and 'aria-label="Pages"' not in few
    document = Record.objects.get(number=entered(world))
    for at in range(500):
        Duty.objects.create(
            record=document, code=f"d{at}", due_on=day + timedelta(days=at), every=1, unit="years", lead_days=5,
            person=world.people["manager"],
        )  # fmt: skip
    with django_assert_max_num_queries(14):
        many = html(agent, "/duties/")
    assert (
        many.count('class="x-number"') == 50 and f"1–50 of {Duty.objects.count()}" in many and 'href="?page=1"' in many
    )
    last = html(agent, "/duties/?page=999")
    assert (
        f"of {Duty.objects.count()}" in last
        and "Next" not in last.partition('aria-label="Pages"')[2].partition("</nav>")[0]
    )
    assert "1–50 of 500" in html(agent, "/duties/?mine=1")
    above = html(agent, "/my-work/").partition('id="my-duties"')[2].partition("</section>")[0]
    late_or_soon = 3 + 1 + 5
    assert above.count('class="x-number"') == late_or_soon
    Duty.objects.update(due_on=day)
    above = html(agent, "/my-work/").partition('id="my-duties"')[2].partition("</section>")[0]
    assert above.count('class="x-number"') == 20 and '<span class="x-count">500</span>' in above


def test_a_file_is_offered_to_whoever_may_take_it(world: World) -> None:
    for who, offered in (("manager", True), ("requester", False)):
        page, browser = html(client(world, who), "/duties/"), client(world, who)
        assert ("format=csv" in page) == offered == (browser.get("/duties/export?format=csv").status_code == 200)


def test_it_is_set_on_its_own_page_and_on_settings(world: World) -> None:
    number = entered(world)
    head = client(world, "head")
    sent = {"due_on": "2027-03-01", "every": "6", "unit": "months", "lead_days": "5", "person": "", "role": "auditor"}
    assert head.post(f"/duties/{number}/{REVIEW}/", sent).status_code == 303
    assert "every 6 months" in html(head, f"/documents/{number}")
    assert head.post(f"/duties/{number}/{REVIEW}/", {**sent, "role": ""}).status_code == 422
    assert head.get(f"/duties/{number}/report.make/").status_code == 404
    setting = Record.objects.get(setting__key="incidents.priorities")
    manager = client(world, "manager")
    assert "/duties/SET-" in html(manager, "/settings/incidents.priorities/")
    assert manager.post(f"/duties/{setting.number}/setting.review/", sent).status_code == 303
    assert client(world, "agent").post(f"/duties/{setting.number}/setting.review/", sent).status_code == 403


def test_files_and_rest(world: World) -> None:
    number = entered(world)
    set_on(world, number, 5)
    agent = client(world, "agent")
    assert number in b"".join(agent.get("/duties/export?format=csv")).decode()
    assert "BEGIN:VEVENT" in agent.get("/duties/export?format=ics").content.decode()
    call = caller_of(world, "agent")
    assert call("GET", "/duties").json()["items"][0]["record"] == number
    answer = call("POST", f"/duties/{number}/done", {"code": REVIEW, "remark": "ok"})
    assert answer.status_code == 200 and answer.json()["items"][0]["last_done_on"]
    assert call("POST", f"/duties/{number}/end", {"code": REVIEW, "reason": "x"}).status_code == 403


def test_what_is_not_seen_is_not_due(world: World) -> None:
    number = entered(world, restricted=True)
    set_on(world, number, 5, person=world.people["manager"])
    assert not queries.duties(world.actor("agent")) and number not in html(client(world, "agent"), "/duties/")
    assert client(world, "agent").get(f"/duties/{number}/{REVIEW}/").status_code == 404
