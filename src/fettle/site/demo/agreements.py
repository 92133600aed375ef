"""The agreements of a demo: with customers, teams, members and suppliers; some in force, some still negotiated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.models import Calendar
from fettle.kernel.records.models import Record
from fettle.processes.incidents.outcomes import catch_up
from fettle.processes.levels import actions
from fettle.processes.levels.evaluation import actions as evaluating
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.models import AgreementVersion
from fettle.processes.levels.violations import actions as violations
from fettle.processes.services.demands import actions as demands
from fettle.site.demo.parties import House, targets

TEXTS = ("title", "type", "terms", "contact", "notice_days", "exclusions", "measuring", "reporting", "reference")


def agree(house: House, plan: Mapping[str, Any]) -> int:
    """Write and sign what the plan says. Returns how many there are."""
    told: Mapping[str, Any] = plan["agreements"]
    manager = Actor.of(house.people[told["manager"]])
    for row in told.get("organisations", []):
        house.make(row)
    for row in told["all"]:
        _agreement(house, manager, {**row, "terms": told["texts"][row["title"]]})
    return len(told["all"])


def _agreement(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    party: dict[str, Any] = {"organisation": house.organisations[row["party"]]} if "party" in row else {}
    party |= {"team": house.teams[row["team"]]} if "team" in row else {}
    made = actions.register(manager, **{name: row[name] for name in TEXTS if name in row}, **party)
    number, today = made.number, timezone.localdate()
    said: dict[str, Any] = {
        "targets": targets(row.get("targets", [])),
        "promises": row.get("promises", []),
        "excluded": [{"words": "", "targets": []} | each for each in row.get("excluded", [])],
        "valid_from": today + timedelta(days=row["from"]),
        "valid_until": today + timedelta(days=row["until"]) if "until" in row else None,
    }
    if "calendar" in row:
        said["calendar"] = Calendar.objects.get(key=row["calendar"])
    actions.revise(manager, number, **said)
    for covered in row.get("covers", []):
        service = house.services[covered["service"]]
        actions.cover(manager, number, service=service, component=covered.get("component", ""))
    for required in row.get("requirements", []):
        home = house.organisations[row["party"]]
        asked = demands.register(manager, nature="requirement", organisation=home, **required)
        demands.take_up(manager, asked.number, agreement=made)
    if row.get("state", "in_force") == "draft":
        return
    actions.negotiate(manager, number)
    if row.get("state", "in_force") == "negotiation":
        return
    actions.sign(manager, number, function=row["function"], override=row.get("override"))
    actions.countersign(manager, number, name=row["signer"], function=row["theirs"], signed_on=today)
    actions.put_in_force(manager, number)
    if "notice" in row:
        ends = today + timedelta(days=row["notice"]["in_days"])
        actions.give_notice(manager, number, ends_on=ends, reason=row["notice"]["reason"])
    if "next" in row:
        _next_version(manager, number, row["next"])


def _next_version(manager: Actor, number: str, row: Mapping[str, Any]) -> None:
    """The version that comes next, written while the one before is in force."""
    first = timezone.localdate() + timedelta(days=row["from"])
    actions.begin_version(manager, number, reason=row["reason"])
    actions.revise(manager, number, promises=row["promises"], valid_from=first)


def evaluate(house: House, plan: Mapping[str, Any]) -> int:
    """Last month is evaluated for the agreements of which the plan says what was measured, and who was told of what
    was missed. Returns how many. The default agreement held while the past happened that is told.
    """
    told: Mapping[str, Any] = plan["agreements"]
    manager, now = Actor.of(house.people[told["manager"]]), timezone.now()
    begun = now - timedelta(days=400)
    AgreementVersion.objects.filter(agreement__is_default=True).update(made_at=begun)
    catch_up(now)
    rows = [row for row in told["all"] if "measured" in row]
    for row in rows:
        _evaluated(house, manager, row)
    if "default" in told:
        _for_each_customer(house, manager, told["default"])
    return len(rows)


def _for_each_customer(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    """The default agreement, and who of the customers for whom it was missed is told."""
    record = Record.objects.get(kind="agreement", agreement_item__is_default=True)
    month, person = spans.last_month(spans.today()), house.people[row["told"]]
    for target, value in row["values"].items():
        entered = {"target": target, "value": Decimal(str(value)), "source": row["source"]}
        evaluating.measure(manager, record.number, period=month, **entered)
    evaluating.confirm(manager, record.number, period=month)
    missed = Record.objects.filter(kind="violation", violation__agreement=record, organisation=person.organisation)
    if (violation := missed.first()) is not None:
        violations.notify(manager, violation.number, notice=violation.item.notice, person=person)


def _evaluated(house: House, manager: Actor, row: Mapping[str, Any]) -> None:
    number = Record.objects.get(kind="agreement", title=row["title"]).number
    month, said = spans.last_month(spans.today()), row["measured"]
    if "follows" in row:
        evaluating.settle_following(manager, number, follows=row["follows"])
    for target, value in said["values"].items():
        entered = {"target": target, "value": Decimal(str(value)), "source": said["source"]}
        evaluating.measure(manager, number, period=month, **entered)
    evaluating.confirm(manager, number, period=month)
    violation = Record.objects.filter(kind="violation", violation__agreement__number=number).first()
    if violation is not None and (how := said.get("told", "")):
        violations.notify(manager, violation.number, notice=violation.item.notice, how=how)
        _followed(manager, violation.number, said)


def _followed(manager: Actor, number: str, said: Mapping[str, Any]) -> None:
    """The other side acknowledged the notice, and it is known why the target was missed, as far as the plan says so."""
    if who := said.get("acknowledged"):
        today = timezone.localdate()
        violations.note_acknowledgement(manager, number, name=who, how="By mail", acknowledged_on=today)
    if cause := said.get("cause"):
        violations.close(manager, number, cause=cause)
