"""Laws of the outcome: it agrees with another way of working it out, and what was reached stays."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fettle.facilities.approvals.outcome import APPROVED, OPEN, REFUSED, Given, Standing, Step, evaluate
from fettle.facilities.approvals.tests.oracle import ends

PEOPLE = st.integers(1, 5)
STEPS = st.lists(
    st.frozensets(PEOPLE, min_size=1, max_size=4).flatmap(
        lambda seats: st.builds(Step, st.just(seats), st.integers(1, len(seats)))
    ),
    min_size=1,
    max_size=3,
)
DECISIONS = st.lists(
    st.builds(Given, st.integers(0, 3), PEOPLE, PEOPLE, st.sampled_from([True, True, True, False])),
    max_size=14,
)


@given(STEPS, DECISIONS)
@settings(max_examples=400, deadline=None)
def test_it_agrees_with_the_oracle(steps: list[Step], decisions: list[Given]) -> None:
    found = evaluate(steps, decisions)
    assert (found.outcome, -1 if found.last is None else found.last) == ends(steps, decisions)


@given(STEPS, DECISIONS, DECISIONS)
@settings(max_examples=200, deadline=None)
def test_what_comes_later_changes_no_outcome(steps: list[Step], first: list[Given], later: list[Given]) -> None:
    before = evaluate(steps, first)
    if before.outcome != OPEN:
        assert evaluate(steps, [*first, *later]) == before


@given(STEPS, DECISIONS)
@settings(max_examples=200, deadline=None)
def test_an_open_round_waits_for_somebody(steps: list[Step], decisions: list[Given]) -> None:
    found = evaluate(steps, decisions)
    assert bool(found.waiting) == (found.outcome == OPEN)
    assert found.waiting <= steps[found.step].seats


@given(STEPS)
def test_if_all_approve_it_is_approved_and_if_the_first_refuses_it_is_refused(steps: list[Step]) -> None:
    everybody = [Given(at, seat, seat, True) for at, step in enumerate(steps) for seat in sorted(step.seats)]
    assert evaluate(steps, everybody).outcome == APPROVED
    first = min(steps[0].seats)
    assert evaluate(steps, [Given(0, first, first, False), *everybody]).outcome == REFUSED


def test_a_later_step_waits_for_the_earlier_one() -> None:
    steps = [Step(frozenset({1}), 1), Step(frozenset({2}), 1)]
    assert evaluate(steps, [Given(1, 2, 2, True)]) == Standing(OPEN, 0, frozenset({1}))
    assert evaluate(steps, [Given(1, 2, 2, False), Given(0, 1, 1, True)]) == Standing(OPEN, 1, frozenset({2}))


def test_one_person_counts_once_in_a_step() -> None:
    """Also as somebody's delegate."""
    both = [Step(frozenset({1, 2}), 2)]
    assert evaluate(both, [Given(0, 1, 1, True), Given(0, 2, 1, True)]).outcome == OPEN
