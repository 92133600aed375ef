"""The life of an agreement: each step in its order, each refusal with what mends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fettle.edges.pages import wording
from fettle.facilities.cycles import actions as duties
from fettle.facilities.cycles.models import Duty
from fettle.facilities.cycles.queries import cycles_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Forbidden, Invalid, Refusal
from fettle.kernel.history.facts import read
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.processes.levels import actions, overlaps, queries
from fettle.processes.levels.models import Agreement, Signature
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.tests.agreed import FAST, in_force, sign, written
from fettle.processes.levels.tests.test_served import browser, represents
from fettle.processes.services import actions as services
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import TARGETS, World

DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def facts(record: Record) -> list[str]:
    return [entry.fact.partition(".")[2] for entry in Entry.objects.filter(record=record).order_by("seq")]


def item(record: Record) -> Agreement:
    return Agreement.objects.get(pk=record.pk)


def test_from_the_draft_to_the_end(world: World) -> None:
    manager = world.actor("manager")
    made = written(world, covers=[world.service])
    assert (made.state, made.is_open) == ("draft", True)
    with pytest.raises(Refusal, match="is “Draft”"):
        actions.sign(manager, made.number, function="Head")
    actions.negotiate(manager, made.number)
    with pytest.raises(Refusal, match="not signed for us yet"):
        actions.put_in_force(manager, made.number)
    actions.sign(manager, made.number, function="Head of IT")
    with pytest.raises(Refusal, match="signed for us already"):
        actions.sign(manager, made.number, function="Head of IT")
    with pytest.raises(Refusal, match="not signed for the other party"):
        actions.put_in_force(manager, made.number)
    with pytest.raises(Invalid, match="still to come"):
        actions.countersign(manager, made.number, name="Ann", function="Director", signed_on=today() + DAY)
    actions.countersign(manager, made.number, name="Ann", function="Director", signed_on=today())
    with pytest.raises(Refusal, match="signed already by one side"):
        actions.revise(manager, made.number, targets=[])
    with pytest.raises(Refusal, match="signed already by one side"):
        actions.cover(manager, made.number, service=world.service)
    held = actions.put_in_force(manager, made.number)
    assert (held.state, held.is_open, item(made).latest, item(made).draft) == ("in_force", False, 1, None)
    assert Duty.objects.get(record=made).code == "agreement.review"
    with pytest.raises(Refusal, match="no new version"):
        actions.revise(manager, made.number, targets=[])
    with pytest.raises(Refusal, match="no new version"):
        actions.revise(manager, made.number, terms="Other words")
    assert actions.revise(manager, made.number, title="The school's").title == "The school's"
    assert actions.terminate(manager, made.number, reason="Both agree").state == "terminated"
    assert facts(made) == [
        "drawn_up",
        "version_changed",
        "version_changed",
        "negotiated",
        "signed",
        "signed",
        "put_in_force",
        "revised",
        "terminated",
    ]


def test_the_history_says_whose_signature_it_is(world: World) -> None:
    made = in_force(world)
    signed = Entry.objects.filter(record=made, fact="levels.signed").order_by("seq")
    assert [read(entry.facts[0]).says() for entry in signed] == [
        "signed it",
        "recorded the signature of the other party",
    ]


def test_all_agreements_are_evaluated_by_one_duty_on_the_default_one(world: World) -> None:
    made, base = in_force(world), Record.objects.get(agreement_item__is_default=True)
    offered = {record: {cycle.code for cycle in cycles_of(record)} for record in (made, base)}
    assert offered == {made: {"agreement.review"}, base: {"agreement.review", "agreement.evaluation"}}
    said: dict[str, Any] = {"due_on": today() + DAY, "every": 1, "unit": "months"}
    with pytest.raises(Invalid, match=r"Choose one of: agreement\.review\."):
        duties.set_duty(world.actor("manager"), made.number, code="agreement.evaluation", **said)


def test_what_has_to_be_said_before_it_is_negotiated(world: World) -> None:
    manager = world.actor("manager")
    made = actions.register(manager, title="Own", type="sla", organisation=world.school, targets=[])
    with pytest.raises(Refusal, match="contact point"):
        actions.negotiate(manager, made.number)
    actions.revise(manager, made.number, contact="the office, extension 12")
    with pytest.raises(Refusal, match="No target is promised"):
        actions.negotiate(manager, made.number)
    actions.revise(manager, made.number, promises=[{"kind": "availability", "percent": 99.5, "period": "month"}])
    with pytest.raises(Refusal, match="from which day"):
        actions.negotiate(manager, made.number)
    with pytest.raises(Invalid, match="before it starts"):
        actions.revise(manager, made.number, valid_from=today(), valid_until=today() - DAY)
    actions.revise(manager, made.number, valid_from=today())
    assert actions.negotiate(manager, made.number).state == "negotiation"


@pytest.mark.parametrize("kind", ["incident", "request"])
def test_nobody_is_answered_after_the_end(world: World, kind: str) -> None:
    """A first response that is due after the resolution or fulfilment is refused wherever targets are agreed."""
    manager, made = world.actor("manager"), written(world)
    late = [{**FAST[0], "kind": kind, "response_minutes": 61}]
    told = "Row 1: response_minutes is longer than resolution_minutes: give at most 60, or a longer resolution_minutes."
    calendar = world.agreement.item.versions.get().calendar
    said: dict[str, Any] = {"title": "x", "targets": late}
    Agreement.objects.update(is_default=False)
    ways: list[Callable[[], Record]] = [
        lambda: actions.register(manager, type="ola", team=world.desk, calendar=calendar.calendar, **said),
        lambda: actions.revise(manager, made.number, targets=late),
        lambda: actions.change_version(manager, made.number, targets=late),
        lambda: actions.agree_default(manager, calendar=calendar, **said),
    ]
    for way in ways:
        with pytest.raises(Invalid) as refused:
            way()
        assert refused.value.errors == {"targets": told}
    Agreement.objects.filter(pk=world.agreement.pk).update(is_default=True)
    with pytest.raises(Invalid, match="Row 1: response_minutes"):
        actions.revise(manager, world.agreement.number, targets=late, reason="x")
    call = caller_of(world, "manager")
    for number in (made.number, world.agreement.number):
        refused = call("PATCH", f"/agreements/{number}", {"targets": late, "reason": "x"}, If_Match="*")
        assert refused.status_code == 422 and refused.json()["errors"] == {"targets": told}, refused.content
    assert queries.default().targets == TARGETS and item(made).versions.get().targets == FAST
    for even in ({"response_minutes": 60}, {"resolution_minutes": None}, {"response_minutes": None}):
        rows = [{**late[0], **even}]
        assert actions.revise(manager, made.number, targets=rows).item.versions.get().targets == rows


def test_a_late_answer_that_was_agreed_before_stays_until_its_row_is_changed(world: World) -> None:
    manager, late = world.actor("manager"), [{**FAST[0], "response_minutes": 61}]
    world.agreement.item.versions.update(targets=late)
    actions.revise(manager, world.agreement.number, terms="In other words", reason="Clearer")
    assert queries.default().targets == late
    made = actions.register(manager, title="Own", type="sla", organisation=world.school)
    assert made.item.versions.get().targets == late
    with pytest.raises(Invalid, match="give at most 60"):
        actions.revise(manager, made.number, targets=[{**late[0], "response_minutes": 62}])


def test_the_database_keeps_the_days_in_order(world: World) -> None:
    made = written(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=made.pk).update(valid_from=today(), valid_until=today() - DAY)


def test_an_sla_begins_with_the_default_targets_and_the_template(world: World) -> None:
    made = actions.register(world.actor("manager"), title="Own", type="sla", organisation=world.school)
    assert made.item.versions.get().targets == TARGETS
    assert "What we provide" in made.item.terms


def test_with_whom_which_agreement_is_made(world: World) -> None:
    manager = world.actor("manager")
    supplier = orgs.add_organisation("Cable", world.provider, is_supplier=True)
    member = orgs.add_organisation("Site", world.provider, is_member=True)
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"type": "sla"}, "Choose the other party"),
        ({"type": "sla", "organisation": supplier}, "with a customer"),
        ({"type": "ua", "organisation": world.school}, "with a supplier"),
        ({"type": "ola", "organisation": world.school}, "a team or a member"),
        ({"type": "sla", "organisation": world.school, "team": world.desk}, "with a team"),
        ({"type": "ola", "organisation": member, "team": world.desk}, "another organisation"),
    )
    for values, sentence in wrong:
        with pytest.raises(Invalid, match=sentence):
            actions.register(manager, title="x", **values)
    ola = actions.register(manager, title="Desk", type="ola", team=world.desk)
    assert (ola.organisation, ola.team, ola.item.versions.get().targets) == (world.provider, world.desk, [])
    assert actions.register(manager, title="Cable", type="ua", organisation=supplier).organisation == supplier
    assert actions.register(manager, title="Site", type="ola", organisation=member).organisation == member


def test_only_an_ola_or_ua_covers_a_single_component(world: World) -> None:
    manager, sla = world.actor("manager"), written(world)
    with pytest.raises(Invalid, match="whole services"):
        actions.cover(manager, sla.number, service=world.service, component="Fibre")
    ola = written(world, type="ola", organisation=None, team=world.desk)
    actions.cover(manager, ola.number, service=world.service, component="Fibre")
    row = ola.item.versions.get().covers.get()
    assert row.component == "Fibre"
    actions.uncover(manager, ola.number, cover=row.pk)
    with pytest.raises(Invalid, match="any more"):
        actions.uncover(manager, ola.number, cover=row.pk)


def test_what_overlaps_is_refused_by_its_number(world: World) -> None:
    manager = world.actor("manager")
    first = in_force(world, covers=[world.service])
    other = written(world, covers=[world.service], title="Once more")
    actions.negotiate(manager, other.number)
    sign(world, other)
    with pytest.raises(Refusal, match=f"Valid from: {first.number}") as refused:
        actions.put_in_force(manager, other.number)
    assert (refused.value.rule, refused.value.field) == ("it_overlaps_with_none", "valid_from")
    in_force(world, title="For all services")  # what names the service comes before it, so nobody has to guess
    in_force(world, organisation=world.rival, covers=[world.service])
    actions.terminate(manager, first.number, reason="Both agree")
    assert actions.put_in_force(manager, other.number).state == "in_force"


def test_an_overlap_is_told_before_anybody_signs(world: World) -> None:
    """On the page to staff and over REST, from when the version is written; the refusal names the field."""
    manager, call = world.actor("manager"), caller_of(world, "manager")
    first = in_force(world, covers=[world.service])
    other = written(world, covers=[world.service], title="Once more", valid_from=today() + 5 * DAY)
    represents(world, "classmate", world.school)
    staff, customer = browser(world, "manager"), browser(world, "classmate")
    at = f"/agreements/{other.number}"

    def told() -> list[str]:
        (version,) = call("GET", f"{at}/versions").json()["items"]
        numbers: list[str] = version["overlaps"]
        assert ("this version cannot be put in force" in staff.get(at).content.decode()) == bool(numbers)
        return numbers

    assert told() == [first.number]
    actions.revise(manager, other.number, valid_from=today() - 20 * DAY, valid_until=today() - 10 * DAY)
    assert told() == []
    actions.change_version(manager, other.number, valid_from=today() + 5 * DAY, valid_until=None)
    actions.negotiate(manager, other.number)
    sign(world, other)
    assert told() == [first.number]
    refused = call("POST", f"{at}/put_in_force", {})
    body = refused.json()
    assert (refused.status_code, body["rule"], list(body["errors"])) == (409, "it_overlaps_with_none", ["valid_from"])
    assert first.number in body["errors"]["valid_from"]
    assert f"Valid from: {first.number}" in staff.post(f"{at}/do/put_in_force").content.decode()
    assert customer.get(f"/portal{at}").status_code == 200
    assert "cannot be put in force" not in customer.get(f"/portal{at}").content.decode()
    theirs = caller_of(world, "classmate")("GET", f"{at}/versions").json()["items"]
    assert [version["overlaps"] for version in theirs] == [[]]
    actions.give_notice(manager, first.number, ends_on=today() + 4 * DAY, reason="Another one")
    assert told() == []
    assert actions.put_in_force(manager, other.number).state == "in_force"


def test_how_many_overlap_costs_nothing_more(world: World) -> None:
    other = written(world, covers=[world.service], title="Once more")

    def spent() -> int:
        record = Record.objects.select_related("agreement_item").get(pk=other.pk)
        version = record.item.versions.get()
        with CaptureQueriesContext(connection) as asked:
            overlaps.found(record, version)
        return len(asked)

    in_force(world, title="For all services")
    one = spent()
    for at in range(4):
        service = services.register(world.actor("manager"), title=f"Service {at}")
        in_force(world, title=f"Of service {at}", covers=[service])
    assert spent() == one == 2


def test_what_follows_in_time_does_not_overlap(world: World) -> None:
    in_force(world, valid_until=today() + 10 * DAY)
    assert in_force(world, valid_from=today() + 11 * DAY).state == "in_force"


def test_a_signature_does_not_stand_under_what_was_changed_after_it(world: World) -> None:
    manager = world.actor("manager")
    made = written(world)
    actions.negotiate(manager, made.number)
    actions.sign(manager, made.number, function="Head")
    actions.rework(manager, made.number, reason="They want more")
    assert item(made).draft == 2
    assert [row.version.version for row in Signature.objects.filter(version__agreement=made.pk)] == [1]
    actions.revise(manager, made.number, promises=[{"kind": "notice", "hours": 48}])
    actions.negotiate(manager, made.number)
    with pytest.raises(Refusal, match="not signed for us"):
        actions.put_in_force(manager, made.number)


def test_a_new_version_holds_from_its_first_day(world: World) -> None:
    manager = world.actor("manager")
    made = in_force(world, covers=[world.service])
    actions.begin_version(manager, made.number, reason="Slower is enough")
    slow = [{**FAST[0], "response_minutes": 50}]
    actions.revise(manager, made.number, targets=slow, valid_from=today() + 5 * DAY)
    sign(world, made)
    actions.put_in_force(manager, made.number)

    def response(on: date) -> tuple[int, int]:
        found = queries.target_for("incident", 1, world.service, world.school, on=on)
        return (found.response, found.version_of) if found else (0, 0)

    assert response(today()) == (5, 1)
    assert response(today() + 4 * DAY) == (5, 1)
    assert response(today() + 5 * DAY) == (50, 2)


def test_a_dropped_version_leaves_what_is_in_force(world: World) -> None:
    manager = world.actor("manager")
    made = in_force(world)
    actions.begin_version(manager, made.number, reason="Perhaps")
    with pytest.raises(Refusal, match="Version 2 is being negotiated"):
        actions.begin_version(manager, made.number, reason="Twice")
    actions.drop_version(manager, made.number, reason="No")
    assert (item(made).draft, item(made).latest) == (None, 1)
    actions.begin_version(manager, made.number, reason="After all")
    assert item(made).draft == 3


def test_notice_keeps_its_period_and_ends_by_itself(world: World) -> None:
    manager = world.actor("manager")
    made = in_force(world, notice_days=30)
    earliest = wording.day(today() + 30 * DAY)
    with pytest.raises(Invalid, match=f"notice period is 30 days: give {earliest} or a later day"):
        actions.give_notice(manager, made.number, ends_on=today() + 29 * DAY, reason="Too dear")
    actions.give_notice(manager, made.number, ends_on=today() + 30 * DAY, reason="Too dear")
    with pytest.raises(Refusal, match="given already"):
        actions.give_notice(manager, made.number, ends_on=today() + 40 * DAY, reason="Too dear")
    actions.tell_of_ends(today() + 30 * DAY)
    assert Record.objects.get(pk=made.pk).state == "in_force"


def test_notice_for_what_has_not_begun_is_refused(world: World) -> None:
    made = in_force(world, valid_from=today() + 30 * DAY)
    with pytest.raises(Invalid, match="begins only on"):
        actions.give_notice(world.actor("manager"), made.number, ends_on=today() + 3 * DAY, reason="Too early")


def test_it_warns_once_and_then_expires(world: World) -> None:
    made = in_force(world, valid_from=today() - 9 * DAY, valid_until=today() - DAY)
    soon = in_force(world, organisation=world.rival, valid_until=today() + 3 * DAY)
    assert actions.tell_of_ends(today()) == 2
    assert actions.tell_of_ends(today()) == 0
    assert Record.objects.get(pk=made.pk).state == "expired"
    assert facts(soon)[-1] == "runs_out"
    actions.begin_version(world.actor("manager"), made.number, reason="Renewed")
    actions.revise(world.actor("manager"), made.number, valid_from=today())
    sign(world, made)
    assert actions.put_in_force(world.actor("manager"), made.number).state == "in_force"


def test_notice_that_is_over_terminates(world: World) -> None:
    made = in_force(world)
    Agreement.objects.filter(pk=made.pk).update(
        valid_from=today() - 5 * DAY, valid_until=today() - DAY, notice_on=today() - 4 * DAY
    )
    actions.tell_of_ends(today())
    assert Record.objects.get(pk=made.pk).state == "terminated"


def test_the_default_agreement_is_left_to_the_settings(world: World) -> None:
    manager = world.actor("manager")
    for name in ("begin_version", "give_notice", "terminate"):
        asked = {"give_notice": {"ends_on": today(), "reason": "x"}}.get(name, {"reason": "x"})
        with pytest.raises(Refusal, match="in the settings"):
            actions.VERBS[name](manager, world.agreement.number, **asked)
    with pytest.raises(Refusal, match="in the settings"):
        actions.sign(manager, world.agreement.number, function="Head")


def test_who_may_manage_does_not_sign_without_the_right(world: World) -> None:
    made = written(world)
    actions.negotiate(world.actor("manager"), made.number)
    house = Actor.house("tests", "levels.see", "levels.manage")
    with pytest.raises(Forbidden):
        actions.sign(house, made.number, function="Head")
    with pytest.raises(Forbidden):
        actions.negotiate(world.actor("agent"), made.number)


def test_two_organisations_are_blind_to_each_other(world: World) -> None:
    ours, theirs = written(world), written(world, organisation=world.rival)
    home = orgs.add_person("Local", world.school, "local@example.org", may_sign_in=True)
    Grant.objects.create(person=home, role="agent", organisation=world.school)
    seen = set(visible(Actor.of(home), AGREEMENT).values_list("number", flat=True))
    assert ours.number in seen and theirs.number not in seen
