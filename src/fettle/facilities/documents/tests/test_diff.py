"""Laws of the comparison of two texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fettle.facilities.documents.diff import Gap, Line, Piece, diff, folded

LINES = st.lists(
    st.sampled_from(["", "a", "The desk answers.", "The desk answers by phone.", "## Who", "- b"]), max_size=9
)
TEXTS = LINES.map("\n".join) | st.lists(st.sampled_from("ab \n."), max_size=30).map("".join)


def read(lines: list[Line], side: str) -> str:
    at = f"{side}_at"
    here = [line for line in lines if getattr(line, at) is not None]
    assert [getattr(line, at) for line in here] == list(range(1, len(here) + 1))
    return "\n".join("".join(piece.text for piece in getattr(line, side)) for line in here)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_it(old: str, new: str) -> None:
    lines = diff(old, new)
    assert read(lines, "old") == old and read(lines, "new") == new


@given(TEXTS, TEXTS)
def test_only_what_is_on_one_side_is_marked(old: str, new: str) -> None:
    for line in diff(old, new):
        assert {piece.mark for piece in line.old} <= {"", "gone"} and {piece.mark for piece in line.new} <= {"", "new"}
        kept = ["".join(piece.text for piece in side if not piece.mark) for side in (line.old, line.new)]
        assert kept[0] == kept[1]


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(line.same for line in diff(text, text))


@given(TEXTS, TEXTS)
def test_folding_leaves_out_nothing_that_changed(old: str, new: str) -> None:
    lines = diff(old, new)
    shown = list(folded(lines))
    assert [each for each in shown if isinstance(each, Line) and not each.same] == [x for x in lines if not x.same]
    assert sum(each.lines if isinstance(each, Gap) else 1 for each in shown) == len(lines)


def test_a_changed_line_is_marked_word_by_word() -> None:
    (line,) = diff("The desk answers.", "The desk answers by phone.")
    assert line.old == (Piece("The desk answers"), Piece("."))
    assert line.new == (Piece("The desk answers"), Piece(" by phone", "new"), Piece("."))


def test_long_texts_full_of_the_same_words_come_to_an_end() -> None:
    """Compared without a short cut, either takes hours."""
    lines = "\n".join(["the same", "and again", ""] * 10_000)
    words = "the same and again " * 10_000
    for old in (lines, words):
        new = old[:5_000] + "something new" + old[5_000:]
        found = diff(old, new)
        assert read(found, "old") == old and read(found, "new") == new
        assert not all(line.same for line in found)
