"""Texts of mails have placeholders and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.notify.texts import Named, one_line, parse, render

BRACELESS = st.text().filter(lambda text: "{" not in text and "}" not in text)


@given(BRACELESS)
def test_a_text_without_braces_is_itself(text: str) -> None:
    assert render(text, {}) == text


@given(st.text(max_size=400))
def test_a_value_is_put_in_as_it_is(value: str) -> None:
    assert render("a{title}b", {"title": value}) == f"a{value or '–'}b"


@given(st.text(alphabet="{}ab_.()|!%$ ", max_size=60))
def test_nothing_but_a_name_of_the_list_is_ever_taken(text: str) -> None:
    try:
        parts = parse(text)
    except ValueError as problem:
        assert "{" in str(problem) or "placeholder" in str(problem)
        return
    assert not any(isinstance(part, Named) for part in parts)


@pytest.mark.parametrize("text", ["{title.__class__}", "{0}", "{}", "{title!r}", "{title:>9}", "{", "}", "{password}"])
def test_what_other_engines_would_run_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Are you satisfied?", "May we ask: Are you satisfied? Thank you."),
        ("Help!", "May we ask: Help! Thank you."),
        ("Wait…", "May we ask: Wait… Thank you."),
        ("Well.", "May we ask: Well. Thank you."),
        ("The network", "May we ask: The network. Thank you."),
        ("", "May we ask: –. Thank you."),
    ],
)
def test_a_value_that_ends_a_sentence_is_followed_by_no_full_stop(value: str, line: str) -> None:
    assert render("May we ask: {title}. Thank you.", {"title": value}) == line


def test_what_stands_elsewhere_in_the_text_stays() -> None:
    assert render("{title} {reason}.", {"title": "Why?", "reason": "So"}) == "Why? So."
    assert render("{title}{reason}.", {"title": "Why?", "reason": "So"}) == "Why?So."
    assert render("{title}: x.", {"title": "Why?"}) == "Why?: x."


def test_doubled_braces_are_braces_and_values_are_not_read_again() -> None:
    assert render("{{{title}}}", {"title": "{number}"}) == "{{number}}"


@given(st.text())
def test_a_subject_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line) <= 200 and all(char.isprintable() for char in line)
