"""The pages and the REST of evaluations and violations."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.levels.evaluation import actions
from fettle.processes.levels.tests.test_evaluating import decided, month, promised
from fettle.processes.levels.violations import actions as violations
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.levels.violations.workflow import CAUSES
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def read(browser: Client, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, path
    return html.unescape(answer.content.decode())


def client(world: World, who: str = "manager") -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


RULE = {"missed": "2", "of": "3", "unit": "month", "action": "tell", "days": ""}


def ruled(*rows: dict[str, str], **more: str) -> dict[str, str]:
    """What the form of the rules sends."""
    cells = {f"r{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    return {"rows": str(len(rows)), **cells, **more}


def test_from_the_list_to_the_records_and_back_to_a_violation(world: World) -> None:
    made, browser = promised(world), client(world)
    decided(world, made, month(), kept=1, missed=1)
    page = read(browser, f"/agreements/evaluations?period={month().key}")
    assert made.title in page and "Missed" in page
    assert made.title in read(browser, f"/agreements/evaluations?period={month().key}&only=missed")
    at = f"/agreements/{made.number}"
    page = read(browser, f"{at}/evaluation?period={month().key}")
    assert "50 %" in page and "Not confirmed yet" in page and "enter the value with its source" in page
    rows = read(browser, f"{at}/evaluation/records?period={month().key}&target=incident-1-resolution")
    assert "Jam 0" in rows and "Jam 1" in rows
    assert "No record stands behind" in read(browser, f"{at}/evaluation/records?target=nothing")
    assert '<option value="availability">Availability: at least 99.5 % each month</option>' in read(
        browser, f"{at}/measure"
    )
    sent: dict[str, Any] = {"period": month().key, "target": "availability", "value": "99,7", "source": "Probe"}
    assert browser.post(f"{at}/measure", {**sent, "value": "many"}).status_code == 422
    assert browser.post(f"{at}/measure", sent).status_code == 303
    assert browser.post(f"{at}/evaluate", {"period": month().moved(3).key}).status_code == 422
    assert browser.post(f"{at}/evaluate", {"period": month().key}).status_code == 303
    page = read(browser, f"{at}/evaluation?period={month().key}")
    assert "Run 1: confirmed by Manager" in page and "99.7 %" in page and "VIO-" in page
    assert browser.post(f"{at}/following", ruled({"missed": "9"})).status_code == 422
    assert browser.post(f"{at}/following", ruled(RULE)).status_code == 303
    assert "Missed in 2 of 3 periods (month): those concerned are told." in read(browser, f"{at}/evaluation")
    assert browser.get(f"{at}/evaluation/pdf?period={month().key}").content.startswith(b"%PDF")
    assert made.title in read(browser, "/violations")
    for text in ("2026-13", "x"):
        assert browser.get(f"{at}/evaluation?period={text}").status_code == 404


def test_whoever_was_told_acknowledges_on_a_page(world: World) -> None:
    made = promised(world)
    decided(world, made, month(), kept=0, missed=1)
    actions.confirm(world.actor("manager"), made.number, period=month())
    number = Record.objects.get(kind="violation").number
    theirs = client(world, "requester")
    assert theirs.get(f"/violations/{number}").status_code == 404
    violations.notify(world.actor("manager"), number, person=world.people["requester"], notice="We missed it")
    page = read(theirs, f"/violations/{number}")
    assert "We missed it" in page and "I have read it" in page and "Write down" not in page
    assert theirs.post(f"/violations/{number}/do/confirm_reading").status_code == 303
    assert client(world, "stranger").get(f"/violations/{number}").status_code == 404
    assert "Acknowledged" in read(client(world), f"/violations/{number}")


def test_the_same_over_rest(world: World) -> None:
    made, call = promised(world), caller_of(world, "manager")
    decided(world, made, month(), kept=1, missed=1)
    key = month().key
    listed = call("GET", f"/agreements/evaluations?period={key}").json()["items"]
    assert [row["missed"] for row in listed if row["agreement"] == made.number] == [1]
    at = f"/agreements/{made.number}"
    given = {"period": key, "target": "availability", "value": 99.7, "source": "Probe"}
    assert call("POST", f"{at}/measure", given).status_code == 200
    assert call("POST", f"{at}/evaluate", {"period": "soon"}).status_code == 422
    told = call("POST", f"{at}/evaluate", {"period": key}).json()
    assert told["confirmed"] and len(told["runs"]) == 1 and told["targets"][0]["records"] in (0, 2)
    found = call("GET", f"{at}/evaluation/records?period={key}&target=incident-1-resolution").json()
    assert found["count"] == 2
    assert call("GET", f"{at}/evaluation/records?period={key}&target=none").status_code == 404
    rule = {"missed": 2, "of": 3, "unit": "month", "action": "review", "days": 14}
    assert call("POST", f"{at}/following", {"follows": [rule]}).json()["follows"] == [rule]
    assert call("POST", f"{at}/following", {"follows": [{**rule, "missed": 4}]}).status_code == 422
    assert call("GET", "/violations").json()["items"][0]["state"] == "noted"


def test_why_targets_were_missed_is_known_when_a_violation_is_closed(world: World) -> None:
    made, browser, call = promised(world), client(world), caller_of(world, "manager")
    decided(world, made, month(), kept=0, missed=1)
    actions.confirm(world.actor("manager"), made.number, period=month())
    number = Record.objects.get(kind="violation").number
    at, told = f"/violations/{number}", {"person": world.people["requester"], "notice": "We missed it"}
    violations.notify(world.actor("manager"), number, **told)
    violations.confirm_reading(world.actor("requester"), number)
    assert 'name="cause"' in read(browser, f"{at}/do/close")
    page = browser.post(f"{at}/do/close", {})
    assert page.status_code == 422 and "Why the targets were missed" in html.unescape(page.content.decode())
    refused = call("POST", f"{at}/close", {"cause": "fate"})
    assert refused.status_code == 422 and "cause" in refused.json()["errors"]
    before = call("PATCH", at, {"cause": "supplier"}, If_Match="*")
    assert before.json()["cause"] == "supplier", "it may be known before"
    assert '<option value="supplier" selected>' in read(browser, f"{at}/do/close")
    assert browser.post(f"{at}/do/close", {"cause": "change"}).status_code == 303
    assert "A change went wrong" in read(browser, at)
    assert number in read(browser, "/violations?state=closed&cause=change")
    assert number not in read(browser, "/violations?state=closed&cause=supplier")
    assert b",change," in b"".join(browser.get("/violations/export?format=csv"))  # type: ignore[arg-type]
    assert "A change went wrong" not in read(client(world, "requester"), at), "the other side does not read it"


def test_the_manager_settles_why_targets_are_missed(world: World) -> None:
    rows = [{**row, "active": row["code"] != "team"} for row in current()[CAUSES]]
    own = {"code": "own", "label": "As we call it", "active": True}
    settings.redefine(world.actor("manager"), CAUSES, value=[*rows, own])
    field = VIOLATION.by_name["cause"].type
    offered = [option.code for option in field.options() if option.active]
    assert "team" not in offered and "own" in offered and field.text("own") == "As we call it"


def test_what_follows_is_settled_in_rows(world: World) -> None:
    made, browser = promised(world), client(world)
    at = f"/agreements/{made.number}/following"
    kept = [{"missed": 2, "of": 3, "unit": "month", "action": "review", "days": 14}]
    actions.settle_following(world.actor("manager"), made.number, follows=kept)
    page = read(browser, at)
    assert 'name="r0-missed" value="2"' in page and '<option value="review" selected>' in page
    year = {**RULE, "missed": "1", "of": "2", "unit": "year"}
    sooner = {**RULE, "action": "review", "days": "14"}
    page = html.unescape(browser.post(at, ruled(sooner, do="add")).content.decode())
    assert 'name="r1-missed"' in page and "Not saved yet" in page
    page = html.unescape(browser.post(at, ruled(sooner, year, do="up-1")).content.decode())
    assert 'name="r0-missed" value="1"' in page
    made.refresh_from_db()
    assert Record.objects.get(pk=made.pk).item.follows == kept, "only saving stores"
    empty = dict.fromkeys(RULE, "")
    assert browser.post(at, ruled(year, sooner, empty)).status_code == 303
    follows = Record.objects.get(pk=made.pk).item.follows
    assert follows == [{"missed": 1, "of": 2, "unit": "year", "action": "tell", "days": 0}, *kept]
    assert browser.post(at, ruled()).status_code == 303 and Record.objects.get(pk=made.pk).item.follows == []


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({**RULE, "missed": ""}, "Row 1, missed in: give a value"),
        ({**RULE, "missed": "many"}, "Row 1, missed in: "),
        ({**RULE, "of": "99"}, "Row 1, of so many periods: "),
        ({**RULE, "unit": "week"}, "Row 1, period: "),
        ({**RULE, "missed": "4"}, "Row 1: Targets cannot be missed in more periods than are looked at."),
        ({**RULE, "action": "review", "days": ""}, "Row 1: Say within how many days the agreement is reviewed."),
    ],
)
def test_a_rule_that_cannot_be_says_why(world: World, row: dict[str, str], sentence: str) -> None:
    made, browser = promised(world), client(world)
    answer = browser.post(f"/agreements/{made.number}/following", ruled(row))
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and sentence in page
    assert f'name="r0-missed" value="{row["missed"]}"' in page, "what was written is still there"
    assert Record.objects.get(pk=made.pk).item.follows == []
