"""Questions of a survey as text, a line each, and as data; and how a rating is asked for in a language. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

RATING, CHOICE, TEXT = "rating", "choice", "text"
TYPES = (RATING, CHOICE, TEXT)
SCORES = (5, 4, 3, 2, 1)
"""Best first, as people are asked."""
FACES = {5: "😀", 4: "🙂", 3: "😐", 2: "🙁", 1: "😠"}
MOST, LONGEST = 20, 300
Question = dict[str, Any]


def read(text: str) -> list[Question]:
    """``rating: …``, ``choice: … | one | another``, ``text: …``. Raises ValueError with a sentence that names the
    line.
    """
    found = []
    for at, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            found.append(_one(at, line.strip()))
    if len(found) > MOST:
        raise ValueError(_("At most %(count)s questions fit into a survey.") % {"count": MOST})
    return found


def _one(at: int, line: str) -> Question:
    kind, colon, rest = line.partition(":")
    kind = kind.strip().lower()
    if not colon or kind not in TYPES:
        raise ValueError(_("Line %(line)s: begin with “rating:”, “choice:” or “text:”.") % {"line": at})
    words, *answers = [part.strip() for part in rest.split("|")]
    answers = list(dict.fromkeys(answer for answer in answers if answer))
    if not words:
        raise ValueError(_("Line %(line)s: write the question after the colon.") % {"line": at})
    if len(words) > LONGEST or any(len(answer) > 200 for answer in answers):
        raise ValueError(_("Line %(line)s: this is too long, shorten it.") % {"line": at})
    if kind == CHOICE and len(answers) < 2:
        raise ValueError(_("Line %(line)s: give at least two answers, with “|” before each.") % {"line": at})
    if kind != CHOICE and answers:
        raise ValueError(_("Line %(line)s: only “choice:” has answers to choose from.") % {"line": at})
    return {"type": kind, "text": words, "answers": answers}


def spoken(rows: Sequence[dict[str, Any]], language: str) -> dict[str, Any]:
    """The row of a language, else the English one, else the first."""
    for wanted in (language, "en"):
        for row in rows:
            if row["language"] == wanted:
                return row
    return rows[0]


def word(row: dict[str, Any], score: int, faces: bool) -> str:
    """What a score is called, with a face before it where that is wanted."""
    said = str(row[f"score_{score}"])
    return f"{FACES[score]} {said}" if faces else said
