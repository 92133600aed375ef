"""A risk is noted, assessed, treated or accepted by somebody else for a time; its levels follow from what happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fettle.facilities.cycles import queries as duties
from fettle.facilities.links import actions as links
from fettle.facilities.risks import actions, clockwork, queries
from fettle.facilities.risks.models import Risk
from fettle.facilities.risks.records import RISK
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history import replay
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings.actions import redefine
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

pytestmark = pytest.mark.django_db
JUDGED: dict[str, Any] = {"likelihood": "4", "impact": "4", "reason": "it happened twice"}


def noted(world: World, who: str = "agent", **values: Any) -> Record:
    return actions.register(world.actor(who), title="The line is cut", nature="threat", **values)


def assessed(world: World, **values: Any) -> Record:
    made = noted(world, assignee=world.people["colleague"])
    return actions.assess(world.actor("manager"), made.number, **{**JUDGED, **values})


def last(record: Record) -> Entry:
    return Entry.objects.filter(record=record).latest("seq")


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_whoever_hears_of_a_risk_notes_it_and_sees_it_alone(world: World) -> None:
    theirs, other = noted(world), noted(world, "manager")
    assert theirs.item.identified_by == world.people["agent"]
    assert list(visible(world.actor("agent"), RISK)) == [theirs]
    assert set(visible(world.actor("auditor"), RISK)) == {theirs, other}
    for who in ("agent", "auditor"):
        with pytest.raises(Forbidden):
            actions.revise(world.actor(who), theirs.number, title="Nothing to see")
    with pytest.raises(Forbidden):
        actions.note(world.actor("auditor"), about=world.service, title="Seen by somebody who changes nothing")
    for who in ("requester", "stranger", "classmate"):
        assert not visible(world.actor(who), RISK).exists()
        with pytest.raises(Forbidden):
            noted(world, who)


def test_the_matrix_gives_the_level_and_the_level_says_when_it_is_looked_at_again(world: World) -> None:
    risk = assessed(world)
    assert (risk.item.inherent, risk.item.residual, risk.item.rating, risk.rank) == (2, None, 2, 2)
    (duty,) = duties.of_record(risk)
    assert (duty.person, duty.every, duty.unit) == (world.people["colleague"], 3, "months")
    risk = actions.assess(world.actor("manager"), risk.number, **JUDGED, residual_likelihood="1", residual_impact="4")
    assert (risk.item.inherent, risk.item.residual, risk.item.rating, risk.rank) == (2, 4, 4, 4)
    (duty,) = duties.of_record(risk)
    assert (duty.every, duty.last_done_on) == (12, timezone.localdate())


def test_each_assessment_stays_in_the_history(world: World) -> None:
    risk = assessed(world)
    actions.assess(world.actor("manager"), risk.number, likelihood="1", impact="1", reason="two lines now")
    told = [entry for entry in Entry.objects.filter(record=risk).order_by("seq") if entry.fact == "risks.assessed"]
    assert [entry.changes["inherent"] for entry in told] == [[None, 2], [2, 4]]
    assert [entry.facts[0]["data"]["reason"] for entry in told] == ["it happened twice", "two lines now"]


def test_levels_and_matrix_that_could_not_work_are_refused(world: World) -> None:
    head = world.actor("head")
    levels = current()["risks.levels"]
    for rows in (list(reversed(levels)), levels[1:], [{**levels[0], "code": "first"}, *levels[1:]]):
        with pytest.raises(Invalid, match="Number the levels"):
            redefine(head, "risks.levels", value=rows)
    with pytest.raises(Invalid, match="“Very unlikely” and “Negligible” has no level"):
        redefine(head, "risks.matrix", value=current()["risks.matrix"][1:])


def test_a_changed_matrix_changes_no_past(world: World) -> None:
    risk = assessed(world)
    rows = [{**row, "level": "4"} for row in current()["risks.matrix"]]
    redefine(world.actor("head"), "risks.matrix", value=rows)
    assert replay.check(Record.objects.get(pk=risk.pk)) == []
    assert Record.objects.get(pk=risk.pk).item.rating == 2
    assert actions.assess(world.actor("manager"), risk.number, **JUDGED).item.rating == 4


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"residual_likelihood": "1"}, "residual_impact"),
        ({"residual_impact": "1"}, "residual_likelihood"),
        ({"residual_likelihood": "5", "residual_impact": "5"}, "residual_impact"),
        ({"likelihood": "9"}, "impact"),
    ],
)
def test_what_cannot_be_is_refused_and_named(world: World, values: dict[str, str], names: str) -> None:
    with pytest.raises(Invalid) as problem:
        assessed(world, **values)
    assert list(problem.value.errors) == [names]


def test_an_opportunity_may_grow_by_what_is_done(world: World) -> None:
    made = actions.register(world.actor("agent"), title="A grant", nature="opportunity")
    done = actions.assess(
        world.actor("manager"), made.number, likelihood="1", impact="3", reason="asked",
        residual_likelihood="5", residual_impact="4",
    )  # fmt: skip
    assert done.item.rating == 1


def test_it_is_treated_once_each_measure_is_done_and_somebody_owns_it(world: World) -> None:
    manager = world.actor("manager")
    treated = {"treatment": "reduce", "residual_likelihood": "1", "residual_impact": "4", "reason": "second line"}
    nobodys = actions.assess(manager, noted(world).number, **JUDGED)
    with pytest.raises(Refusal, match="owner"):
        actions.treat(manager, nobodys.number, **treated)
    risk = assessed(world)
    tasks.add(manager, risk.number, title="Order a second line", person=world.people["agent"])
    with pytest.raises(Refusal, match="Measures are open"):
        actions.treat(manager, risk.number, **treated)
    tasks.done(world.actor("agent"), risk.number, step=steps.steps(risk)[0].pk)
    risk = actions.treat(manager, risk.number, **treated)
    assert (risk.state, risk.is_open, risk.item.rating, risk.item.inherent) == ("treated", False, 4, 2)
    assert actions.close(manager, risk.number, reason="the building is given up").state == "closed"
    assert actions.reopen(manager, risk.number, reason="it is not").is_open


def test_nobody_accepts_what_they_noted_and_only_for_a_time(world: World) -> None:
    head = world.actor("head")
    theirs = noted(world, "head", assignee=world.people["agent"])
    actions.assess(world.actor("manager"), theirs.number, **JUDGED)
    with pytest.raises(Refusal, match="somebody else"):
        actions.accept(head, theirs.number, until=in_days(30), reason="dear")
    risk = assessed(world)
    with pytest.raises(Forbidden):
        actions.accept(world.actor("agent"), risk.number, until=in_days(30), reason="dear")
    for day in (in_days(0), in_days(-1), in_days(367)):
        with pytest.raises(Invalid) as problem:
            actions.accept(head, risk.number, until=day, reason="dear")
        assert "until" in problem.value.errors
    risk = actions.accept(head, risk.number, until=in_days(366), reason="dear")
    assert (risk.state, risk.is_open, risk.item.accepted_by) == ("accepted", False, world.people["head"])
    assert risk.item.treatment == "accept"


def test_an_acceptance_ends_by_itself_and_the_owner_is_told_before(world: World) -> None:
    risk = assessed(world)
    actions.accept(world.actor("head"), risk.number, until=in_days(60), reason="dear")
    assert clockwork.look(in_days(29)) == 0
    assert [clockwork.look(in_days(days)) for days in (30, 31, 60)] == [1, 0, 0]
    assert last(risk).fact == "risks.acceptance_ends"
    assert [clockwork.look(in_days(61)), clockwork.look(in_days(61))] == [1, 0]
    risk = Record.objects.get(pk=risk.pk)
    assert last(risk).fact == "risks.acceptance_ended"
    assert (risk.state, risk.is_open, risk.item.accepted_until, risk.item.treatment) == ("assessed", True, None, "")
    assert replay.check(risk) == []


def test_all_acceptances_end_in_one_night_however_many_they_are(world: World) -> None:
    """A day later the register would still say that they are accepted, and so would every export of that day."""
    first, until, now = assessed(world), in_days(1), timezone.now()
    count = 501
    rows = [
        Record(
            number=f"RSK-{900_000 + at}", kind="risk", title="Old", state="accepted", is_open=False,
            organisation=first.organisation, rank=2, opened_at=now, updated_at=now,
        )
        for at in range(count)
    ]  # fmt: skip
    made = Record.objects.bulk_create(rows)
    Risk.objects.bulk_create(Risk(record=record, nature="threat", accepted_until=until) for record in made)
    assert clockwork.look(in_days(2)) == count
    assert not Record.objects.filter(kind="risk", state="accepted").exists()


def test_a_new_assessment_opens_an_acceptance_again(world: World) -> None:
    risk = assessed(world)
    actions.accept(world.actor("head"), risk.number, until=in_days(60), reason="dear")
    risk = actions.assess(world.actor("manager"), risk.number, **JUDGED)
    assert (risk.state, risk.item.accepted_by, risk.item.accepted_until) == ("assessed", None, None)
    assert clockwork.look(in_days(90)) == 0


def test_other_rooms_note_a_risk_about_their_record_in_one_step(world: World) -> None:
    about = incidents.register(world.actor("agent"), INCIDENT, title="Dark", service=world.service)
    before = Entry.objects.count()
    risk = actions.note(world.actor("manager"), about=about, title="It comes again")
    assert Entry.objects.count() == before + 2
    assert (risk.service_id, risk.organisation_id) == (world.service.pk, about.organisation_id)
    assert list(queries.of_record(world.actor("auditor"), about)) == [risk]
    assert list(queries.of_record(world.actor("auditor"), world.service)) == [risk]
    assert list(queries.of_record(world.actor("requester"), world.service)) == []
    incidents.take(world.actor("agent"), about.number)


def test_a_record_that_is_not_there_is_refused(world: World) -> None:
    with pytest.raises(Invalid) as problem:
        noted(world, about="INC-009999")
    assert "about" in problem.value.errors


def test_only_a_risk_is_a_risk_for_something(world: World) -> None:
    about = incidents.register(world.actor("agent"), INCIDENT, title="Dark")
    other = incidents.register(world.actor("agent"), INCIDENT, title="Darker")
    with pytest.raises(Refusal, match="another relation"):
        links.link(world.actor("head"), about.number, other.number, "risk_of")
    risk = noted(world)
    for one, names in ((about, False), (risk, True)):
        with pytest.raises(Invalid) as problem:
            links.link(world.actor("head"), one.number, other.number, "nothing")
        assert ("risk_of" in problem.value.errors["relation"]) == names
        assert "has_risk" in problem.value.errors["relation"]
    links.link(world.actor("head"), risk.number, about.number, "risk_of")
    links.link(world.actor("head"), other.number, risk.number, "has_risk")
    assert [record.pk for record in queries.of_record(world.actor("head"), other)] == [risk.pk]


def test_a_new_owner_gets_the_review_and_sees_the_risk(world: World) -> None:
    risk = assessed(world)
    (before,) = duties.of_record(risk)
    actions.revise(world.actor("manager"), risk.number, assignee=world.people["agent"])
    (duty,) = duties.of_record(risk)
    assert (duty.person, duty.due_on) == (world.people["agent"], before.due_on)
    assert visible(world.actor("agent"), RISK).filter(pk=risk.pk).exists()


def test_what_is_over_is_looked_at_no_more(world: World) -> None:
    risk = assessed(world)
    actions.withdraw(world.actor("manager"), risk.number, reason="twice")
    assert duties.of_record(risk) == []
    with pytest.raises(Refusal):
        actions.assess(world.actor("manager"), risk.number, **JUDGED)


def test_a_risk_of_one_side_is_not_there_for_the_other(world: World) -> None:
    risk = noted(world, "manager", organisation=world.school)
    with pytest.raises(NotSeen):
        actions.assess(world.actor("stranger"), risk.number, **JUDGED)


CODES = st.sampled_from("12345")
DEEDS = st.lists(
    st.tuples(st.sampled_from(["assess", "remain", "treat", "accept", "end", "close", "reopen"]), CODES, CODES),
    max_size=8,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DEEDS)
def test_its_levels_follow_from_its_history(world: World, deeds: list[tuple[str, str, str]]) -> None:
    """Law: whatever is done in whatever order, the columns are those that the entries give."""
    manager, risk = world.actor("manager"), noted(world, assignee=world.people["colleague"])
    for name, one, two in deeds:
        remains = {"residual_likelihood": one, "residual_impact": two}
        said = {"reason": "so"}
        try:
            if name in ("assess", "remain"):
                worst = {"likelihood": "5", "impact": "5", **remains} if name == "remain" else {}
                actions.assess(manager, risk.number, **{"likelihood": one, "impact": two, **worst, **said})
            elif name == "treat":
                actions.treat(manager, risk.number, treatment="reduce", **remains, **said)
            elif name == "accept":
                actions.accept(world.actor("head"), risk.number, until=in_days(3), **said)
            elif name == "end":
                clockwork.look(in_days(4))
            else:
                actions.VERBS[name](manager, risk.number, **said)
        except (Refusal, Invalid):
            pass
    kept = Record.objects.get(pk=risk.pk)
    assert replay.check(kept) == []
    assert kept.rank == (kept.item.residual or kept.item.inherent or 1)
    assert (kept.item.accepted_until is not None) == (kept.state == "accepted")


def test_counts_are_those_of_the_register(world: World) -> None:
    for likelihood in ("1", "4", "4"):
        assessed(world, likelihood=likelihood)
    noted(world)
    auditor = world.actor("auditor")
    assert queries.counts(auditor) == {("1", "4"): 1, ("4", "4"): 2}
    assert (queries.unplaced(auditor), queries.unplaced(auditor, "residual")) == (1, 4)
    assert queries.counts(world.actor("requester")) == {}


def test_nobody_accepts_a_risk_by_editing_it(world: World) -> None:
    risk, manager = assessed(world), world.actor("manager")
    with pytest.raises(Invalid) as caught:
        actions.revise(manager, risk.number, treatment="accept")
    assert "treatment" in caught.value.errors
    assert actions.revise(manager, risk.number, treatment="reduce").item.treatment == "reduce"


def test_a_risk_is_about_what_somebody_works_on(world: World) -> None:
    """A setting would be at another version for whoever is editing it, and a risk has links of its own."""
    setting = Record.objects.filter(kind="setting").earliest("pk")
    for about in (setting, noted(world)):
        with pytest.raises(Invalid, match="setting or another risk"):
            actions.note(world.actor("manager"), about=about, title="Of what?")
