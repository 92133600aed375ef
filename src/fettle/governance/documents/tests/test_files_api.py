"""What pages give as a file or a register, REST gives too: the report, a document on paper, the coverage of FitSM."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fettle.facilities.documents import actions as texts
from fettle.governance.documents import actions
from fettle.site.testing.world import World

Callers = Callable[..., Callable]
JANUARY = "from=2026-01-01&to=2026-02-01"


@pytest.mark.parametrize(
    ("ending", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>"), ("json", b"{")]
)
def test_the_report_as_a_file(world: World, caller: Callers, ending: str, begins: bytes) -> None:
    answer = caller("manager")("GET", f"/reports/fits/file?{JANUARY}&format={ending}")
    assert answer.status_code == 200 and answer.content.lower().startswith(begins.lower())
    assert "attachment" in answer["Content-Disposition"]


def test_the_report_is_for_those_who_read_reports(world: World, caller: Callers) -> None:
    assert caller("requester")("GET", f"/reports/fits/file?{JANUARY}").status_code == 403
    wrong = caller("manager")("GET", f"/reports/fits/file?{JANUARY}&format=odd")
    assert wrong.status_code == 422 and wrong["Content-Type"] == "application/problem+json"


def test_a_document_on_paper_for_those_who_see_it(world: World, caller: Callers) -> None:
    head = world.actor("head")
    made = actions.register(head, title="Policy of the rival", type="policy", organisation=world.rival)
    texts.write(head, made.number, text="How we serve")
    path = f"/documents/{made.number}/pdf"
    answer = caller("head")("GET", path)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF"), answer.content
    assert caller("head")("GET", f"{path}?version=9").status_code == 404
    assert caller("head")("GET", f"{path}?page=1").status_code == 422
    assert caller("requester")("GET", path).status_code == 404, "of another organisation"


def test_the_coverage_of_the_standard(world: World, caller: Callers) -> None:
    rows = caller("head")("GET", "/coverage?process=PR9&covered=yes").json()["items"]
    assert {row["process"] for row in rows} == {"PR9"} and all(row["route"].startswith(("GET", "P")) for row in rows)
    assert len(caller("head")("GET", "/coverage").json()["items"]) == 307
    assert caller("requester")("GET", "/coverage").status_code == 403
