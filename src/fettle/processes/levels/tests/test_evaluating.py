"""Evaluating agreements: live, by hand, confirmed, done anew; violations; what follows over several periods."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from fettle.facilities.cycles import queries as duties
from fettle.facilities.tasks import actions as steps
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels import actions as agreements
from fettle.processes.levels import figures
from fettle.processes.levels.evaluation import actions, results, spans, wording
from fettle.processes.levels.evaluation.spans import QUARTER, Span, last_month
from fettle.processes.levels.models import Counted, Evaluation, Measurement, Outcome
from fettle.processes.levels.tests.agreed import in_force, renewed
from fettle.processes.levels.violations import actions as violations
from fettle.processes.levels.violations.records import VIOLATION
from fettle.site.testing.world import World

SOONER = {"missed": 2, "of": 3, "unit": "month", "action": "review", "days": 14}
SHARE = [{"kind": "availability", "percent": 99.5, "period": "month"}]


def promised(world: World, **values: object) -> Record:
    """An SLA of the school in force for years: one priority, and a share of availability."""
    made = in_force(world, valid_from=date(2020, 1, 1), **values)
    made.item.versions.update(promises=SHARE)
    return made


def decided(
    world: World, agreement: Record, span: Span, kept: int, missed: int, clock: str = "resolution"
) -> list[int]:
    """Records whose clocks were decided in the middle of a period; their ids."""
    at = datetime.combine(span.start + timedelta(days=10), time(12), ZoneInfo("Europe/Prague"))
    ids = []
    for number in range(kept + missed):
        made = incidents.register(world.actor("agent"), INCIDENT, title=f"Jam {number}", priority=1)
        Counted.objects.create(record=made, version=Record.objects.get(pk=made.pk).version)
        said = {
            "place": len(clock),
            "clock": clock,
            "kind": "incident",
            "rank": 1,
            "version": 1,
            "decided_at": at,
            "kept": number < kept,
        }
        Outcome.objects.create(record=made, agreement_id=agreement.pk, **said)
        ids.append(made.pk)
    return ids


def month() -> Span:
    return last_month(spans.today())


def test_an_evaluation_is_live_until_it_is_confirmed_and_then_stays(world: World) -> None:
    manager, made = world.actor("manager"), promised(world)
    ids = decided(world, made, month(), kept=8, missed=2)
    world.agreement.item.versions.update(made_at=timezone.now() - timedelta(days=100))
    live = results.live(month(), [made.pk])[0]
    row = next(row for row in live.rows if row.code == "incident-1-resolution")
    assert (row.measured, row.met, row.count) == (Decimal(80), False, 10) and list(live.behind[row.code]) == ids
    assert results.live(month(), [world.agreement.pk])[0].missed == 0, "the default agreement set none of them"
    before = Entry.objects.filter(record=made).count()
    actions.confirm(manager, made.number, period=month())
    assert Entry.objects.filter(record=made).count() == before + 1
    Outcome.objects.filter(kept=False).update(kept=True)
    stands = results.standing(month(), [made.pk])[0]
    assert stands.confirmed is not None and stands.missed == 1, "what was confirmed stays"
    with pytest.raises(Invalid, match="say why"):
        actions.confirm(manager, made.number, period=month())
    actions.confirm(manager, made.number, period=month(), reason="Two were recorded wrongly")
    first, second = Evaluation.objects.order_by("run")
    assert (first.missed, second.missed, second.reason) == (1, 0, "Two were recorded wrongly")
    old, new = results.frozen(live, first).rows, results.frozen(live, second).rows
    assert [each.code for each in results.differences(old, new)] == ["incident-1-resolution"]


def test_what_is_running_uncounted_or_was_not_in_force_is_not_confirmed(world: World) -> None:
    manager, made = world.actor("manager"), promised(world)
    with pytest.raises(Invalid, match="not over yet"):
        actions.confirm(manager, made.number, period=month().moved(1))
    with pytest.raises(Invalid, match="not in force"):
        actions.confirm(manager, made.number, period=Span("month", date(2019, 12, 1)))
    Record.objects.filter(pk=incidents.register(manager, INCIDENT, title="Late").pk).update(
        opened_at=timezone.now() - timedelta(days=62)
    )
    with pytest.raises(Refusal, match="still being counted"):
        actions.confirm(manager, made.number, period=month())
    with pytest.raises((Forbidden, NotSeen)):
        actions.confirm(world.actor("agent"), made.number, period=month())
    assert not Evaluation.objects.exists()


def test_a_period_is_over_when_it_is_over_for_the_provider(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A manager whose day begins earlier waits; the job of the first night, too, where the provider's begins later."""
    made, span = promised(world), month()
    midnight = span.moments("Europe/Prague").end
    monkeypatch.setattr(timezone, "now", lambda: midnight - timedelta(hours=2))
    with timezone.override("Pacific/Auckland"), pytest.raises(Invalid, match="not over yet"):
        actions.confirm(world.actor("manager"), made.number, period=span)
    assert spans.today() == span.last
    monkeypatch.setattr(timezone, "now", lambda: midnight)
    with timezone.override("America/Los_Angeles"):
        actions.confirm(world.actor("manager"), made.number, period=span)
    assert Evaluation.objects.get().start == span.start


def test_values_that_no_record_tells_are_entered_and_kept(world: World) -> None:
    manager, made = world.actor("manager"), promised(world)
    said = {"period": month(), "target": "availability", "source": "Probe"}
    actions.measure(manager, made.number, value=Decimal("99.9"), **said)
    actions.measure(manager, made.number, value=Decimal("99.4"), reason="Without the night of the move", **said)
    row = next(row for row in results.live(month(), [made.pk])[0].rows if row.code == "availability")
    assert row.met is False and row.measured == Decimal("99.4") and row.source == "Probe"
    assert Measurement.objects.count() == 2 and Entry.objects.filter(fact="levels.measured").count() == 2
    for wrong, match in (
        ({"target": "incident-1-response"}, "Give one of: availability"),
        ({"value": Decimal(101)}, "at most 100"),
        ({"period": Span(QUARTER, date(2024, 1, 1))}, "entered by hand"),
    ):
        with pytest.raises(Invalid, match=match):
            actions.measure(manager, made.number, **{"value": Decimal(99), **said, **wrong})


def test_the_version_of_the_period_counts(world: World) -> None:
    made = promised(world)
    renewed(world, made, timezone.localdate())
    made.item.versions.filter(version=2).update(targets=[])
    assert results.live(month(), [made.pk])[0].version.version == 1
    assert results.live(month().moved(1), [made.pk])[0].version.version == 2


def test_one_that_ended_counts_until_its_last_day(world: World) -> None:
    made = promised(world)
    agreements.terminate(world.actor("manager"), made.number, reason="Both agree")
    assert results.live(month().moved(1), [made.pk]), "it held for a part of this month"
    assert not results.live(month().moved(2), [made.pk])


def test_a_missed_target_is_told_once_and_acknowledged_by_whoever_was_told(world: World) -> None:
    manager, made = world.actor("manager"), promised(world)
    decided(world, made, month(), kept=1, missed=1)
    actions.confirm(manager, made.number, period=month())
    record = Record.objects.get(kind="violation")
    assert record.organisation == world.school and "50" in record.item.missed and "{" not in record.item.notice
    said = {"notice": "We missed it"}
    with pytest.raises(Invalid, match="who is told"):
        violations.notify(manager, record.number, **said)
    with pytest.raises(Invalid, match="does not belong"):
        violations.notify(manager, record.number, person=world.people["stranger"], **said)
    requester = world.actor("requester")
    assert not visible(requester, VIOLATION).exists(), "nobody of theirs sees it before they are told"
    violations.notify(manager, record.number, person=world.people["requester"], **said)
    with pytest.raises(Refusal):
        violations.notify(manager, record.number, person=world.people["requester"], **said)
    with pytest.raises(Refusal, match="sent"):
        violations.revise(manager, record.number, notice="Another")
    assert not visible(world.actor("stranger"), VIOLATION).exists()
    assert not visible(world.actor("classmate"), VIOLATION).exists()
    violations.confirm_reading(requester, record.number)
    record = Record.objects.get(pk=record.pk)
    assert record.state == "acknowledged" and record.item.acknowledged_by == "Requester"
    steps.add(manager, record.number, title="More spares", person=world.people["agent"])
    with pytest.raises(Refusal, match="More spares"):
        violations.close(manager, record.number, cause="supplier")
    actions.confirm(manager, made.number, period=month(), reason="Again")
    assert Record.objects.filter(kind="violation").count() == 1, "no notice is sent twice"


def test_what_was_promised_and_what_was_measured_are_told_with_their_unit(world: World) -> None:
    manager, made = world.actor("manager"), promised(world)
    actions.measure(manager, made.number, period=month(), target="availability", value=Decimal(97), source="Probe")
    row = next(row for row in results.live(month(), [made.pk])[0].rows if row.code == "availability")
    assert wording.line(row) == "Availability: at least 99.5 % promised, 97 % measured"


def test_only_whoever_was_told_says_so_and_others_write_it_down(world: World) -> None:
    manager, made = world.actor("manager"), promised(world)
    decided(world, made, month(), kept=0, missed=1)
    actions.confirm(manager, made.number, period=month())
    number = Record.objects.get(kind="violation").number
    violations.notify(manager, number, how="By letter", notice="We missed it")
    with pytest.raises((Refusal, Forbidden)):
        violations.confirm_reading(manager, number)
    said = {"name": "Ann Head", "how": "on the phone"}
    with pytest.raises(Invalid, match="still to come"):
        violations.note_acknowledgement(
            manager, number, acknowledged_on=timezone.localdate() + timedelta(days=1), **said
        )
    violations.note_acknowledgement(manager, number, acknowledged_on=timezone.localdate(), **said)
    assert violations.close(manager, number, cause="supplier").state == "closed"


def test_an_unsent_violation_says_what_is_missed_now(world: World) -> None:
    manager, made = world.actor("manager"), promised(world)
    decided(world, made, month(), kept=0, missed=1)
    actions.confirm(manager, made.number, period=month())
    decided(world, made, month(), kept=0, missed=1, clock="response")
    actions.confirm(manager, made.number, period=month(), reason="One more")
    assert len(Record.objects.get(kind="violation").item.missed.splitlines()) == 2


def test_the_default_agreement_is_evaluated_and_nobody_of_ours_is_told(world: World) -> None:
    decided(world, world.agreement, month(), kept=0, missed=1)
    world.agreement.item.versions.update(made_at=timezone.now() - timedelta(days=100))
    actions.confirm(world.actor("manager"), world.agreement.number, period=month())
    assert Evaluation.objects.get().missed == 1 and not Record.objects.filter(kind="violation").exists()


def test_targets_missed_again_and_again_bring_the_review_forward(world: World) -> None:
    manager, made = world.actor("manager"), promised(world)
    actions.settle_following(manager, made.number, follows=[SOONER])
    for back in (2, 1, 0):
        decided(world, made, month().moved(-back), kept=back % 2, missed=(back + 1) % 2)
    due = duties.of_record(made)[0].due_on
    for back in (2, 1):
        actions.confirm(manager, made.number, period=month().moved(-back))
        assert not Entry.objects.filter(record=made, facts__contains=[{"name": "levels.missed_again"}]).exists()
    actions.confirm(manager, made.number, period=month())
    assert Entry.objects.filter(record=made, facts__contains=[{"name": "levels.missed_again"}]).count() == 1
    now = duties.of_record(made)[0].due_on
    assert now == spans.today() + timedelta(days=14) < due


def test_the_month_is_prepared_once_and_the_manager_has_the_duty(world: World) -> None:
    promised(world)
    assert actions.prepare(timezone.localdate()) == 1 and actions.prepare(timezone.localdate()) == 0
    assert Entry.objects.filter(record=world.agreement, fact="levels.prepared").count() == 1
    duty = duties.of_record(world.agreement)[0]
    assert duty.role == "service_level_manager" and duty.due_on.day == 10


def test_figures_tell_of_what_was_confirmed_noted_and_acknowledged(world: World) -> None:
    manager, made = world.actor("manager"), promised(world)
    decided(world, made, month(), kept=0, missed=1)
    period = Period(timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1))
    scope = Scope(Actor.house("report", "levels.see", "violations.see"))
    assert figures.kept(period, scope).value is None and figures.kept(period, scope).because
    actions.confirm(manager, made.number, period=month())
    decided(world, made, month().moved(-1), kept=1, missed=0)
    actions.confirm(manager, made.number, period=month().moved(-1))
    record = Record.objects.get(kind="violation")
    assert figures.kept(period, scope).value == 50 and figures.noted(period, scope).records() == (record.pk,)
    violations.notify(manager, record.number, how="By letter", notice="Missed")
    assert figures.acknowledged(period, scope).value == 0
    violations.note_acknowledgement(
        manager, record.number, name="Ann", how="mail", acknowledged_on=timezone.localdate()
    )
    assert figures.acknowledged(period, scope).value == 100
    other = Scope(scope.actor, world.rival.path)
    assert figures.noted(period, other).value == 0 and figures.kept(period, other).value is None


def test_staff_of_another_organisation_see_neither_evaluation_nor_violation(world: World) -> None:
    manager, made = world.actor("manager"), promised(world)
    decided(world, made, month(), kept=0, missed=1)
    actions.confirm(manager, made.number, period=month())
    from fettle.kernel.access.models import Grant

    person = orgs.add_person("Elsewhere", world.rival, "else@example.org", may_sign_in=True)
    Grant.objects.create(person=person, role="service_level_manager", organisation=world.rival)
    other = Actor.of(person)
    with pytest.raises(NotSeen):
        actions.confirm(other, made.number, period=month(), reason="Mine")
    assert not visible(other, VIOLATION).exists()
