"""What a standard request asks, and which of it: a question with a condition is asked only when it holds. Pure but for
the settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.records import Field
from fettle.kernel.settings.choices import label as shipped_label
from fettle.kernel.settings.read import current
from fettle.processes.incidents.catalogue.definitions import QUESTIONS, parts
from fettle.processes.incidents.definitions import type_of


@dataclass(frozen=True)
class Question:
    """One of them. ``on`` is the code of the question that it depends on, ``answers`` those under which it is asked,
    in lower case; none means any.
    """

    field: Field
    on: str = ""
    answers: tuple[str, ...] = ()

    def follows(self, answer: Any) -> bool:
        """Whether it is asked after this answer to the one it depends on."""
        if answer in (None, "", False):
            return False
        return not self.answers or str(answer).strip().casefold() in self.answers


def of(request: str) -> list[Question]:
    """The questions in use of a standard request, in their order."""
    rows = [row for row in current()[QUESTIONS.key] if row["request"] == request and row.get("active") is not False]
    labels = {row["code"]: row["label"] for row in rows}
    return [_question(row, labels) for row in rows] if request else []


def _question(row: Mapping[str, Any], labels: Mapping[str, str]) -> Question:
    answers = parts(row["if_answer"])
    hint = [row["hint"]] if row["hint"] else []
    if row["if_question"]:
        wanted = {"question": labels.get(row["if_question"], row["if_question"]), "answers": _(" or ").join(answers)}
        hint.append((_("Only if “%(question)s”: %(answers)s.") if answers else _("Only with “%(question)s”.")) % wanted)
    field = Field(
        row["code"], type_of(row), shipped_label(QUESTIONS.key, row), " ".join(hint), needed=bool(row["needed"])
    )
    return Question(field, row["if_question"] or "", tuple(answer.casefold() for answer in answers))


def asked(questions: Iterable[Question], given: Mapping[str, Any]) -> list[Question]:
    """Those that are asked after these answers. One that hangs on a question that is not asked itself is not either."""
    found: list[Question] = []
    names: set[str] = set()
    for question in questions:
        if not question.on or (question.on in names and question.follows(given.get(question.on))):
            found.append(question)
            names.add(question.field.name)
    return found
