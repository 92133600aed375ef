"""How far a failure reaches: compared with a naive reckoning over random graphs, with circles, groups, and things that
are over.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fettle.processes.configuration.structure import reach
from fettle.processes.configuration.structure.reach import Effect, Need, Tie

Graph = tuple[list[Tie], frozenset[int], frozenset[int]]
NODES = st.integers(0, 7)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Ties, what is over, and what fails. A group has one role and one number needed, and counts what is not over."""
    over = draw(st.frozensets(NODES, max_size=2))
    ends = draw(st.lists(st.tuples(NODES, NODES, st.sampled_from(["", "", "", "g", "h"])), max_size=24))
    ends = [(above, below, group) for above, below, group in ends if above != below]
    ties = []
    settled: dict[tuple[int, str], tuple[str, int]] = {}
    for above, below, group in ends:
        role, needed = draw(st.sampled_from(["enabling", "enabling", "enhancing"])), draw(st.integers(1, 3))
        if group:
            role, needed = settled.setdefault((above, group), (role, needed))
        of = sum((above, group) == (a, g) and b not in over for a, b, g in ends) if group else 1
        ties.append(Tie(above, below, role, group, needed if group else 1, of))
    return ties, over, draw(st.frozensets(NODES, min_size=1, max_size=2))


def left(ties: Sequence[Tie], tie: Tie, failing: Collection[int], over: Collection[int]) -> int:
    """How many of a tie's group still work."""
    alike = [each for each in ties if (each.above, each.group) == (tie.above, tie.group) and each.below not in over]
    return sum(each.below not in failing for each in alike)


def naive(ties: Sequence[Tie], over: Collection[int], starts: Collection[int]) -> dict[int, Effect]:
    """Looked at again and again until nothing more happens."""
    failing = set(starts) - set(over)
    while True:
        more = {
            tie.above
            for tie in ties
            if tie.role == "enabling"
            and tie.above not in over
            and tie.below in failing
            and (not tie.group or left(ties, tie, failing, over) < min(tie.needed, tie.of))
        } - failing
        if not more:
            break
        failing |= more
    harmed = {tie.above for tie in ties if tie.below in failing and tie.above not in over}
    found = dict.fromkeys(harmed - failing, Effect.WEAKENED)
    return {**found, **dict.fromkeys(failing, Effect.FAILS)}


@given(graphs())
def test_a_failure_reaches_what_a_naive_reckoning_says(graph: Graph) -> None:
    ties, over, starts = graph
    found = reach.above(starts, ties, over)
    said = naive(ties, over, starts)
    assert found.hits == {node: effect for node, effect in said.items() if node not in starts}


@given(graphs())
def test_each_hit_has_a_way_that_explains_it(graph: Graph) -> None:
    ties, over, starts = graph
    found = reach.above(starts, ties, over)
    failing = {*starts, *found.only(Effect.FAILS)}
    for node in found.hits:
        way = found.way(node)
        assert way[0].tie.below in starts and way[-1].tie.above == node
        assert all(one.tie.above == following.tie.below for one, following in pairwise(way))
        assert all(step.tie in ties and step.tie.below in failing - set(over) for step in way)
        assert all(found.hits[step.tie.above] == Effect.FAILS for step in way[:-1])
        for step in way:
            if found.hits[step.tie.above] == Effect.FAILS and step.tie.group:
                assert step.tie.of - step.lost < min(step.tie.needed, step.tie.of)


@given(graphs())
def test_the_order_of_the_ties_changes_no_effect(graph: Graph) -> None:
    ties, over, starts = graph
    assert reach.above(starts, ties, over).hits == reach.above(sorted(starts)[::-1], ties[::-1], over).hits


def closure(ties: Sequence[Tie], over: Collection[int], starts: Collection[int], strict: bool) -> set[int]:
    """All that is below along ties that are followed."""
    found = set(starts)
    while True:
        more = {
            tie.below
            for tie in ties
            if tie.above in found and tie.below not in over and (tie.strict if strict else tie.role == "enabling")
        } - found
        if not more:
            return found
        found |= more


@given(graphs())
def test_what_something_stands_on_is_all_that_is_below(graph: Graph) -> None:
    ties, over, starts = graph
    found = reach.below(starts, ties, over)
    needed = closure(ties, over, starts, strict=True)
    on = closure(ties, over, starts, strict=False)
    better = {tie.below for tie in ties if tie.above in on and tie.below not in over}
    assert set(found.only(Need.NEEDED)) == needed - starts
    assert set(found.only(Need.STANDS_IN)) == on - needed
    assert set(found.only(Need.BETTER)) == better - on
    for node in found.hits:
        way = found.way(node)
        assert way[0].tie.above in starts and way[-1].tie.below == node


@given(graphs())
def test_what_is_needed_takes_down_what_needs_it(graph: Graph) -> None:
    """Both directions say the same of the graph: whatever is needed is missed when it fails."""
    ties, over, starts = graph
    start = min(starts)
    if start in over:
        return
    for node in reach.below([start], ties, over).only(Need.NEEDED):
        assert reach.above([node], ties, over).hits.get(start) == Effect.FAILS


def test_two_lines_and_one_of_them_down() -> None:
    ties = [Tie(1, 2, group="lines", of=2), Tie(1, 3, group="lines", of=2), Tie(0, 1), Tie(9, 3, role="enhancing")]
    assert reach.above([2], ties).hits == {1: Effect.WEAKENED}
    assert reach.above([2, 3], ties).hits == {1: Effect.FAILS, 0: Effect.FAILS, 9: Effect.WEAKENED}
    (step, _onward) = reach.above([2, 3], ties).way(0)
    assert (step.lost, step.tie.of) == (2, 2)


def test_both_lines_in_one_duct() -> None:
    """What stands in for each other and stands on the same thing is no redundancy."""
    ties = [Tie(1, 2, group="lines", of=2), Tie(1, 3, group="lines", of=2), Tie(2, 4), Tie(3, 4)]
    assert reach.above([4], ties).only(Effect.FAILS) == [2, 3, 1]


def test_a_circle_is_gone_round_once() -> None:
    ties = [Tie(1, 2), Tie(2, 3), Tie(3, 1)]
    assert reach.above([1], ties).hits == {3: Effect.FAILS, 2: Effect.FAILS}
    assert reach.below([1], ties).hits == {2: Need.NEEDED, 3: Need.NEEDED}
