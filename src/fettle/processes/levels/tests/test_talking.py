"""What both sides write about an agreement and about a violation, and who reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from fettle.facilities.discussion import queries as talk
from fettle.kernel.access.models import Grant
from fettle.kernel.errors import Forbidden, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.levels import actions, talking
from fettle.processes.levels.evaluation import actions as evaluating
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.tests.agreed import written
from fettle.processes.levels.tests.test_served import browser
from fettle.processes.levels.violations import actions as violations
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


@pytest.fixture
def offered(world: World) -> Record:
    """An SLA that the school is offered, which the classmate represents, as the stranger does the rival."""
    for who, home in (("classmate", world.school), ("stranger", world.rival)):
        Grant.objects.create(person=world.people[who], role="representative", organisation=home)
    made = written(world)
    actions.negotiate(world.actor("manager"), made.number)
    return made


def told(record: Record) -> list[dict[str, Any]]:
    return [fact for entry in Entry.objects.filter(record=record).order_by("seq") for fact in entry.facts]


def test_both_sides_write_while_it_is_negotiated_and_notes_stay_with_staff(world: World, offered: Record) -> None:
    manager, customer = world.actor("manager"), world.actor("classmate")
    talking.reply(customer, offered.number, text="We need help until six.")
    talking.reply(manager, offered.number, text="Until five we can do.")
    talking.note(manager, offered.number, text="Ask the team about six.")
    read = [each.text for each in talk.comments(customer, offered)]
    assert read == ["We need help until six.", "Until five we can do."]
    assert len(talk.comments(manager, offered)) == 3
    wrote = [fact["data"]["people"] for fact in told(offered) if fact["name"] == "levels.wrote"]
    assert wrote == [[world.people["classmate"].pk]], "the other side is told of what we write"
    with pytest.raises(Forbidden):
        talking.note(customer, offered.number, text="For me")
    for who in ("stranger", "requester"):
        with pytest.raises(NotSeen):
            talking.reply(world.actor(who), offered.number, text="Me too")
    with pytest.raises(Forbidden):
        talking.reply(world.actor("agent"), offered.number, text="I read it, and do not keep it")


def test_nobody_is_written_to_who_does_not_read_it(world: World, offered: Record) -> None:
    manager = world.actor("manager")
    actions.rework(manager, offered.number, reason="Once more")
    with pytest.raises(Refusal, match="write a note"):
        talking.reply(manager, offered.number, text="Do you see this?")
    ola = written(world, type="ola", organisation=None, team=world.desk, title="Of the desk")
    actions.negotiate(manager, ola.number)
    with pytest.raises(Refusal, match="contact point"):
        talking.reply(manager, ola.number, text="Do you see this?")
    talking.note(manager, ola.number, text="Called them.")


def test_they_may_write_to_us_also_when_we_reach_nobody_of_theirs(
    world: World, offered: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talking, "readers", lambda record: [])
    with pytest.raises(Refusal, match="contact point"):
        talking.reply(world.actor("manager"), offered.number, text="Do you see this?")
    talking.reply(world.actor("classmate"), offered.number, text="We do see it.")


def test_in_the_portal_on_its_page_and_over_rest(world: World, offered: Record) -> None:
    customer, staff, portal = browser(world, "classmate"), browser(world, "manager"), "/portal/agreements/"
    address = f"{portal}{offered.number}"
    assert "Write about this agreement" in customer.get(address).content.decode()
    assert customer.post(f"{address}/reply", {"text": ""}).status_code == 422
    assert customer.post(f"{address}/reply", {"text": "Help until six."}).status_code == 302
    page = staff.get(f"/agreements/{offered.number}").content.decode()
    assert "Help until six." in page and "Only staff will see this" in page
    assert "To the other party" in page and "Reply to requester" not in page
    staff.post(f"/agreements/{offered.number}/reply", {"text": "Until five."})
    staff.post(f"/agreements/{offered.number}/note", {"text": "NOTE-MARKER"})
    page = customer.get(address).content.decode()
    assert "Until five." in page and "NOTE-MARKER" not in page
    call = caller_of(world, "manager")
    assert call("POST", f"/agreements/{offered.number}/reply", {"text": "Or half past."}).status_code == 200
    assert browser(world, "stranger").post(f"{address}/reply", {"text": "x"}).status_code == 404
    refused = caller_of(world, "classmate")("POST", f"/agreements/{offered.number}/note", {"text": "x"})
    assert refused.status_code == 403


def test_about_a_violation_with_whoever_was_told(world: World) -> None:
    manager, customer = world.actor("manager"), world.actor("requester")
    month = spans.last_month(spans.today())
    made = written(world, valid_from=month.start)
    actions.revise(
        manager, made.number, promises=[{"kind": "availability", "percent": 99, "period": "month"}], targets=[]
    )
    actions.negotiate(manager, made.number)
    actions.sign(manager, made.number, function="Head of IT")
    signed = {"name": "Ann Head", "function": "Director", "signed_on": timezone.localdate()}
    actions.countersign(manager, made.number, **signed)
    actions.put_in_force(manager, made.number)
    value = {"target": "availability", "value": 98, "source": "Probe"}
    evaluating.measure(manager, made.number, period=month, **value)
    evaluating.confirm(manager, made.number, period=month)
    violation = Record.objects.get(kind="violation")
    with pytest.raises(Refusal, match="write a note"):
        talking.reply_on_violation(manager, violation.number, text="Soon")
    violations.notify(manager, violation.number, notice="The line was down.", person=world.people["requester"])
    talking.reply_on_violation(customer, violation.number, text="Which line?")
    call = caller_of(world, "manager")
    assert call("POST", f"/violations/{violation.number}/reply", {"text": "The old one."}).status_code == 200
    page = browser(world, "requester").get(f"/violations/{violation.number}").content.decode()
    assert "The old one." in page and "Which line?" in page
