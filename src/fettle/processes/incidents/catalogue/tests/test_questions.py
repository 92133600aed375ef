"""Which questions are asked: a property over any catalogue, and each rule of the table."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.kernel.records import Field
from fettle.kernel.records.values import Line
from fettle.processes.incidents.catalogue.definitions import QUESTIONS
from fettle.processes.incidents.catalogue.questions import Question, asked
from fettle.site.testing.world import World

ANSWERS = st.sampled_from(["", "a", "A ", "b", None, True, False])


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[list[Question], dict[str, Any]]:
    count = draw(st.integers(1, 7))
    questions = []
    for at in range(count):
        on = draw(st.sampled_from(["", *(f"q{before}" for before in range(at))]))
        answers = draw(st.sampled_from([(), ("a",), ("a", "b")])) if on else ()
        questions.append(Question(Field(f"q{at}", Line(40), f"Question {at}"), on, answers))
    return questions, {f"q{at}": draw(ANSWERS) for at in range(count)}


@given(catalogues())
def test_what_is_asked_hangs_on_answers_to_what_is_asked(made: tuple[list[Question], dict[str, Any]]) -> None:
    questions, given_ = made
    found = asked(questions, given_)
    names = {each.field.name for each in found}
    for each in questions:
        answer = str(given_.get(each.on) or "").strip().casefold()
        right = bool(answer) and (not each.answers or answer in each.answers)
        assert (each in found) is (not each.on or (each.on in names and right))
    assert [each for each in questions if each in found] == found


@given(catalogues())
def test_an_answer_that_is_not_asked_for_changes_nothing(made: tuple[list[Question], dict[str, Any]]) -> None:
    questions, given_ = made
    found = asked(questions, given_)
    names = {each.field.name for each in found}
    assert asked(questions, {name: value for name, value in given_.items() if name in names}) == found


def row(**values: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {field.name: None for field in QUESTIONS.shape.fields}
    return {**empty, "request": "software", "label": "Which?", "type": "line", "active": True, **values}


KIND = row(code="kind", type="choice", choices="ours, theirs")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([row(code="kind", type="choice")], "name the answers"),
        ([KIND, row(code="b", if_question="nothing")], "has the code “nothing”"),
        ([row(code="b", if_question="kind"), KIND], "has the code “kind”"),
        ([KIND, row(code="b", if_question="kind", if_answer="Ours, nobody's")], "“nobody's” is no answer"),
        ([row(code="b", if_answer="x")], "of which question"),
        ([row(code="a", type="flag"), row(code="b", if_question="a", if_answer="yes")], "leave the answer empty"),
        ([KIND, row(code="b", request="new_account", if_question="kind")], "same request"),
        ([KIND, KIND], "may stand once"),
    ],
)
def test_a_condition_that_can_never_hold_is_refused(world: World, rows: list[dict[str, Any]], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        QUESTIONS.clean(rows, world.actor("manager"))


def test_a_table_that_can_be_asked_is_kept(world: World) -> None:
    rows = [KIND, row(code="b", if_question="kind", if_answer="Ours"), row(code="c", if_question="b")]
    assert len(QUESTIONS.clean(rows, world.actor("manager"))) == 3
