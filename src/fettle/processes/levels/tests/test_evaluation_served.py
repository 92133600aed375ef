"""What the customer reads of how its agreement was kept: what was confirmed, and nothing of the staff's."""

from __future__ import annotations

import html
from decimal import Decimal
from typing import Any

from django.utils import timezone

from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.levels import actions as agreements
from fettle.processes.levels.evaluation import actions
from fettle.processes.levels.evaluation.spans import QUARTER, Span
from fettle.processes.levels.models import Evaluation
from fettle.processes.levels.tests.agreed import in_force
from fettle.processes.levels.tests.test_evaluating import decided, month, promised
from fettle.processes.levels.tests.test_served import browser, represents
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

INTERNAL = ("Probe of the line", "Without the night", "Looked at again", "they are late", "Manager")


def evaluated(world: World) -> Record:
    """Confirmed twice for the last month, with words of staff wherever there are any."""
    manager, made = world.actor("manager"), promised(world, exclusions="The sea", title="Network of the school")
    agreements.begin_version(manager, made.number, reason="More")
    agreements.exclude(manager, made.number, kind="customer", words="The old printer", targets=["availability"])
    excluded = made.item.versions.latest("version").excluded
    agreements.drop_version(manager, made.number, reason="No")
    made.item.versions.update(excluded=excluded)
    decided(world, made, month(), kept=1, missed=1)
    said: dict[str, Any] = {"target": "availability", "source": "Probe of the line", "reason": "Without the night"}
    actions.measure(manager, made.number, period=month(), value=Decimal("99.7"), **said)
    actions.confirm(manager, made.number, period=month())
    actions.confirm(manager, made.number, period=month(), reason="Looked at again")
    rule = {"missed": 2, "of": 3, "unit": "month", "action": "review", "days": 14}
    actions.settle_following(manager, made.number, follows=[rule])
    return made


def test_the_customer_reads_each_target_and_what_was_left_out(world: World) -> None:
    represents(world, "classmate", world.school)
    made, theirs = evaluated(world), browser(world, "classmate")
    at = f"/portal/agreements/{made.number}"
    page = html.unescape(theirs.get(at).content.decode())
    assert "How it was kept" in page and month().words in page and "Targets missed" in page
    page = html.unescape(theirs.get(f"{at}/evaluation").content.decode())
    told = ("50 %", "99.7 %", "Missed", "Met", "The old printer", "The sea", "We entered this value", month().words)
    assert not [words for words in told if words not in page]
    assert not [words for words in INTERNAL if words in page]
    assert "/evaluation/records" not in page and f"/agreements/{made.number}/evaluate" not in page
    before = theirs.get(f"{at}/evaluation?period={month().moved(-1).key}").content.decode()
    assert "Nothing is confirmed for this period" in before and "50 %" not in before
    assert theirs.get(f"{at}/evaluation?period=soon").status_code == 404


def test_what_is_not_confirmed_and_what_is_others_is_not_read(world: World) -> None:
    represents(world, "classmate", world.school)
    represents(world, "stranger", world.rival)
    made, theirs = promised(world), browser(world, "classmate")
    decided(world, made, month(), kept=0, missed=1)
    at = f"/portal/agreements/{made.number}/evaluation"
    assert "Nothing is confirmed" in theirs.get(f"{at}?period={month().key}").content.decode()
    told = caller_of(world, "classmate")("GET", f"/agreements/{made.number}/evaluation?period={month().key}").json()
    assert (told["confirmed"], told["targets"], told["runs"]) == (False, [], [])
    actions.confirm(world.actor("manager"), made.number, period=month())
    assert browser(world, "stranger").get(at).status_code == 404
    stranger = caller_of(world, "stranger")
    assert stranger("GET", f"/agreements/{made.number}/evaluation").status_code == 404
    assert stranger("GET", f"/agreements/evaluations?period={month().key}").json()["items"] == []
    for path in ("", "/records", "/pdf"):
        assert theirs.get(f"/agreements/{made.number}/evaluation{path}").status_code == 404


def test_nothing_is_read_of_what_stands_below(world: World) -> None:
    represents(world, "classmate", world.school)
    Organisation.objects.filter(pk=world.school.pk).update(is_member=True, is_supplier=True)
    world.school.refresh_from_db()
    made = in_force(world, type="ua", covers=[world.service])
    counts = {"met": 1, "missed": 0, "unknown": 0}
    said: dict[str, Any] = {"unit": "month", "start": month().start, "version": 1, "rows": [], "behind": {}}
    Evaluation.objects.create(agreement_id=made.pk, **said, **counts)
    call, theirs = caller_of(world, "classmate"), browser(world, "classmate")
    assert theirs.get(f"/portal/agreements/{made.number}/evaluation").status_code == 404
    assert call("GET", f"/agreements/{made.number}/evaluation?period={month().key}").status_code == 404
    assert call("GET", f"/agreements/evaluations?period={month().key}").json()["items"] == []


def test_the_same_over_rest(world: World) -> None:
    represents(world, "classmate", world.school)
    made, call = evaluated(world), caller_of(world, "classmate")
    told = call("GET", f"/agreements/{made.number}/evaluation?period={month().key}")
    body = told.json()
    by_code = {row["target"]: row for row in body["targets"]}
    assert by_code["availability"]["met"] is True and by_code["incident-1-resolution"]["measured"] == 50
    assert body["excluded"][0]["words"] == "The old printer" and body["confirmed"] is True
    assert [(run["run"], run["reason"]) for run in body["runs"]] == [(2, "")] and body["follows"] == []
    assert not [words for words in INTERNAL if words in told.content.decode()]
    ours = caller_of(world, "manager")("GET", f"/agreements/{made.number}/evaluation?period={month().key}").json()
    assert set(body) == set(ours), "one description for both"
    listed = call("GET", f"/agreements/evaluations?period={month().key}").json()["items"]
    assert [(row["agreement"], row["missed"], row["confirmed"]) for row in listed] == [(made.number, 1, True)]
    assert call("POST", f"/agreements/{made.number}/evaluate", {"period": month().key}).status_code in (403, 404)
    assert caller_of(world, "requester")("GET", "/agreements/evaluations").status_code == 403


def test_many_periods_are_read_in_pages(world: World) -> None:
    represents(world, "classmate", world.school)
    made = promised(world)
    quarter = Span(QUARTER, timezone.localdate().replace(month=1, day=1))
    said: dict[str, Any] = {"version": 1, "rows": [], "behind": {}, "met": 1, "missed": 0, "unknown": 0}
    for span in [*month().before(30), *quarter.before(2)]:
        Evaluation.objects.create(agreement_id=made.pk, unit=span.unit, start=span.start, **said)
    at, theirs = f"/portal/agreements/{made.number}/evaluation", browser(world, "classmate")
    page = html.unescape(theirs.get(f"{at}?period={month().key}").content.decode())
    assert "Earlier periods" in page and month().moved(-29).words not in page
    assert month().moved(-29).words in html.unescape(theirs.get(f"{at}?page=2").content.decode())
