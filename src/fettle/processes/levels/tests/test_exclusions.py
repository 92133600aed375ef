"""What an agreement does not count: refused by row and field, kept with the version, shown where it is measured."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.kernel.errors import Invalid, Refusal
from fettle.kernel.records.models import Record
from fettle.kernel.settings.read import current
from fettle.processes.levels import actions
from fettle.processes.levels.definitions import EXCLUSIONS
from fettle.processes.levels.evaluation import actions as evaluating
from fettle.processes.levels.exclusions import Exclusions, about, mark
from fettle.processes.levels.models import AgreementVersion
from fettle.processes.levels.tests.agreed import in_force, renewed, sign, written
from fettle.processes.levels.tests.test_evaluating import month, promised
from fettle.processes.levels.tests.test_served import represents
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

PLANNED = {"kind": "planned", "words": "Sundays before noon", "targets": ["availability"]}


def read(world: World, who: str, path: str) -> str:
    browser = Client()
    browser.force_login(world.people[who])
    return html.unescape(browser.get(path).content.decode())


def newest(record: Record) -> AgreementVersion:
    return AgreementVersion.objects.filter(agreement=record.pk).latest("version")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({**PLANNED, "kind": "luck"}, "Row 2: kind: give one of planned, beyond"),
        ({**PLANNED, "kind": None}, "Row 2: kind"),
        ({**PLANNED, "targets": ["availability", "speed"]}, "Row 2: targets: give any of response, resolution"),
        ({**PLANNED, "targets": "availability"}, "Row 2: targets"),
        ({**PLANNED, "words": "x" * 501}, "Row 2: words: At most 500"),
        ({"kind": "other", "words": " ", "targets": []}, "Row 2: words: Say in words what is meant"),
        ({"kind": "planned"}, "Row 2: Give an object with kind, words, targets"),
        ("planned", "Row 2: Give an object"),
        ({"kind": "beyond", "words": "", "targets": ["notice"]}, "Row 2: kind: This is excluded already"),
    ],
)
def test_what_cannot_be_excluded_is_refused_by_row_and_field(world: World, row: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Exclusions().clean([{"kind": "beyond", "words": "", "targets": []}, row], None)


def test_targets_stand_once_and_in_their_order(world: World) -> None:
    row = {**PLANNED, "targets": ["notice", "response", "notice"]}
    assert Exclusions().clean([row], None)[0]["targets"] == ["response", "notice"]


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("availability", ["all", "availability"]),
        ("incident-1-response", ["all", "response"]),
        ("capacity-2", ["all", "capacity"]),
        ("reporting", ["all"]),
    ],
)
def test_a_target_knows_what_does_not_count_for_it(code: str, kinds: list[str]) -> None:
    rows = [{"kind": name, "words": "", "targets": [name]} for name in ("availability", "response", "capacity")]
    assert [row["kind"] for row in about([{"kind": "all", "words": "", "targets": []}, *rows], code)] == kinds


def test_it_is_excluded_while_nobody_has_signed_and_its_history_says_so(world: World) -> None:
    made, manager = written(world), world.actor("manager")
    actions.exclude(manager, made.number, kind="planned", words="Sundays before noon", targets=["availability"])
    with pytest.raises(Invalid, match="excluded already"):
        actions.exclude(manager, made.number, kind="planned", words="sundays before Noon")
    with pytest.raises(Invalid, match="Say in words"):
        actions.exclude(manager, made.number, kind="other")
    actions.exclude(manager, made.number, kind="beyond")
    assert newest(made).excluded == [PLANNED, {"kind": "beyond", "words": "", "targets": []}]
    page = read(world, "manager", f"/agreements/{made.number}")
    what = "Planned maintenance that was announced in time: Sundays before noon"
    assert page.count(what) >= 2 and f"Does not count: {what}" in page, "in the version and in the history"
    actions.count_again(manager, made.number, exclusion=mark(PLANNED))
    assert [row["kind"] for row in newest(made).excluded] == ["beyond"]
    with pytest.raises(Invalid, match="does not exclude this any more"):
        actions.count_again(manager, made.number, exclusion=mark(PLANNED))
    actions.negotiate(manager, made.number)
    sign(world, made)
    with pytest.raises(Refusal, match="signed already"):
        actions.exclude(manager, made.number, kind="customer")


def test_a_kind_that_is_no_longer_in_use_stays_and_is_not_agreed_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, other, manager = written(world, title="With"), written(world, title="Without"), world.actor("manager")
    actions.revise(manager, made.number, excluded=[PLANNED])
    for row in current()[EXCLUSIONS.key]:
        monkeypatch.setitem(row, "active", row["code"] != "planned")
    actions.revise(manager, made.number, excluded=[PLANNED, {"kind": "beyond", "words": "", "targets": []}])
    with pytest.raises(Invalid, match="no longer in use"):
        actions.revise(manager, other.number, excluded=[PLANNED])


def test_the_next_version_begins_with_it_and_shows_what_is_otherwise(world: World) -> None:
    made = in_force(world)
    manager, begins = world.actor("manager"), timezone.localdate()
    actions.begin_version(manager, made.number, reason="More")
    actions.exclude(manager, made.number, kind="customer", targets=["resolution"])
    actions.revise(manager, made.number, valid_from=begins)
    page = read(world, "auditor", f"/agreements/{made.number}")
    assert "Does not count: Faults that the customer or its users caused" in page
    assert "Exclude something" not in page, "who only reads is not offered it"
    actions.drop_version(manager, made.number, reason="Again")
    other = in_force(world, title="Other", covers=[world.service], valid_from=begins)
    actions.begin_version(manager, other.number, reason="More")
    actions.exclude(manager, other.number, kind="customer")
    actions.revise(manager, other.number, valid_from=begins)
    sign(world, other)
    actions.put_in_force(manager, other.number)
    renewed(world, other, begins)
    assert newest(other).version == 3 and newest(other).excluded[0]["kind"] == "customer"


def test_at_a_screen(world: World) -> None:
    made, browser = written(world), Client()
    browser.force_login(world.people["manager"])
    at = f"/agreements/{made.number}/exclusions"
    assert browser.post(f"{at}/add", {"kind": "other"}).status_code == 422
    sent = {"kind": "other", "words": "The pilot building", "for_availability": "on", "for_resolution": "on"}
    assert browser.post(f"{at}/add", sent).status_code == 303
    kept = newest(made).excluded
    assert kept == [{"kind": "other", "words": "The pilot building", "targets": ["resolution", "availability"]}]
    assert "Something else: The pilot building" in read(world, "manager", f"/agreements/{made.number}")
    assert browser.post(f"{at}/{mark(kept[0])}/remove").status_code == 303
    assert newest(made).excluded == []
    auditor = Client()
    auditor.force_login(world.people["auditor"])
    assert auditor.post(f"{at}/add", sent).status_code == 403


def test_the_customer_reads_it_and_it_stands_on_paper(world: World) -> None:
    made = written(world)
    actions.exclude(world.actor("manager"), made.number, kind="planned", words="Sundays before noon")
    represents(world, "classmate", world.school)
    represents(world, "stranger", world.rival)
    at, words = f"/portal/agreements/{made.number}", "Sundays before noon"
    assert words not in read(world, "classmate", at), "a draft is not offered yet"
    actions.negotiate(world.actor("manager"), made.number)
    assert words in read(world, "classmate", at) and words not in read(world, "stranger", at)
    assert "Exclude something" not in read(world, "classmate", at)
    call = caller_of(world, "manager")
    assert call("GET", f"/agreements/{made.number}/pdf").content.startswith(b"%PDF")
    assert call("GET", f"/agreements/{made.number}/versions").json()["items"][0]["excluded"][0]["kind"] == "planned"
    refused = call("PATCH", f"/agreements/{made.number}", {"excluded": [{**PLANNED, "kind": "luck"}]}, If_Match="*")
    assert refused.status_code == 422 and "Row 1: kind" in refused.content.decode()
    assert call("PATCH", f"/agreements/{made.number}", {"excluded": [PLANNED]}, If_Match="*").status_code == 200
    assert newest(made).excluded == [PLANNED]


def test_the_evaluation_shows_it_beside_what_was_measured(world: World) -> None:
    made = promised(world, measuring="By *probes*")
    made.item.versions.update(excluded=[PLANNED, {"kind": "beyond", "words": "", "targets": []}])
    page = read(world, "manager", f"/agreements/{made.number}/evaluation?period={month().key}")
    what = "Planned maintenance that was announced in time: Sundays before noon"
    assert f"Does not count: {what}" in page, "at the target that it is about"
    assert "force majeure" in page and "All targets" in page and "<em>probes</em>" in page
    call = caller_of(world, "manager")
    told = call("GET", f"/agreements/{made.number}/evaluation?period={month().key}").json()
    assert told["excluded"][0] == PLANNED
    evaluating.confirm(world.actor("manager"), made.number, period=month())
    told = call("GET", f"/agreements/{made.number}/evaluation?period={month().key}").json()
    assert told["confirmed"] and told["excluded"][0] == PLANNED
    paper = call("GET", f"/agreements/{made.number}/evaluation/pdf?period={month().key}")
    assert paper.content.startswith(b"%PDF")
