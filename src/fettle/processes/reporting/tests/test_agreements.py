"""The agreement report (PR2.A2, PR2.A3): made at once, with what was confirmed, missed, sent and acknowledged."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from fettle.edges.pages import wording
from fettle.kernel.access.models import Grant
from fettle.kernel.records.models import Record
from fettle.processes.levels.evaluation import actions
from fettle.processes.levels.tests.test_evaluating import decided, month, promised
from fettle.processes.levels.violations import actions as violations
from fettle.site.testing.world import World, day_there


def test_a_fresh_house_makes_it_at_once(world: World) -> None:
    made, manager = promised(world, title="Network of the school"), world.actor("manager")
    decided(world, made, month(), kept=0, missed=1)
    actions.confirm(manager, made.number, period=month())
    noted = Record.objects.get(kind="violation")
    violations.notify(manager, noted.number, person=world.people["requester"], notice="We missed it")
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    Grant.objects.create(person=world.people["stranger"], role="representative", organisation=world.rival)
    today = day_there()
    period = {"from": (today - timedelta(days=1)).isoformat(), "to": (today + timedelta(days=1)).isoformat()}
    counted = {
        "auditor": {"AGR-1": 0, "AGR-2": 1, "AGR-3": 0},
        "classmate": {"AGR-1": 0, "AGR-2": None, "AGR-3": None},
        "stranger": {"AGR-1": None, "AGR-2": None, "AGR-3": None},
    }
    for who, lines in counted.items():
        browser = Client(raise_request_exception=True)
        browser.force_login(world.people[who])
        for ending in ("", ".json", ".xlsx", ".pdf"):
            answer = browser.get(f"/reports/agreements{ending}", period)
            assert answer.status_code == 200, (who, ending)
        told = browser.get("/reports/agreements.json", period).json()
        assert {line["code"]: line["value"] for line in told["agreements"]} == lines
        assert [row["number"] for row in told["violations"]] == ([noted.number] if who == "auditor" else [])
        page = browser.get("/reports/agreements", period).content.decode()
        assert (noted.number in page) == (who == "auditor")
        assert (wording.day(month().start) in page) == (who == "auditor"), "as every day of the report"
        assert ("0 % of the evaluations that were confirmed miss no target." in page) == (who != "stranger")
        assert ("1 violation was noted." in page) == (who == "auditor")
        assert ("not for you to see" in page) == (who != "auditor"), "nought would not be true"
    browser.force_login(world.people["manager"])
    assert "/reports/agreements" in browser.get("/reports").content.decode()
    assert 'value="agreements"' in browser.get("/reports/new").content.decode()


def test_nothing_is_made_up_where_nothing_was_confirmed(world: World) -> None:
    browser, today = Client(), day_there()
    browser.force_login(world.people["auditor"])
    period = {"from": (today - timedelta(days=1)).isoformat(), "to": (today + timedelta(days=1)).isoformat()}
    page = browser.get("/reports/agreements", period).content.decode()
    assert "No evaluation was confirmed. 0 violations were noted." in page
    early = browser.get("/reports/agreements", {"from": "2001-01-01", "to": "2001-02-01"}).content.decode()
    assert "Agreements were not measured in this period yet." in early
