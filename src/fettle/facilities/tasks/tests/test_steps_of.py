"""How a Markdown text becomes steps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fettle.facilities.tasks.declare import Planned, steps_of


def test_numbered_lines_are_steps_and_what_stands_below_belongs_to_them() -> None:
    text = "Before you begin: breathe.\n\n1. Ask for the name\n   and the room.\n2) Unlock it → Network team\n\nDone."
    assert steps_of(text) == (
        Planned("Ask for the name", "and the room."),
        Planned("Unlock it", "Done.", "Network team"),
    )


def test_a_text_without_numbers_has_no_steps() -> None:
    assert steps_of("Look at it.\n- and again\n1.5 metres of cable") == ()


def test_a_long_line_loses_nothing() -> None:
    long = "word " * 80
    (step,) = steps_of(f"1. {long}")
    assert len(step.title) <= 201
    assert step.text == long.strip()


@given(st.lists(st.text(st.characters(codec="ascii", categories=["Ll", "Lu"]), min_size=1, max_size=60), max_size=20))
def test_as_many_steps_as_lines(words: list[str]) -> None:
    assert [step.title for step in steps_of("\n".join(f"{at}. {word}" for at, word in enumerate(words, 1)))] == words
