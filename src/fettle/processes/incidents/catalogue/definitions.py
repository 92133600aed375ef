"""What the process manager says of standard requests: the catalogue, and what each of them asks (PR9.S9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.values import Choice, Flag, Line, Number, Option, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Table
from fettle.kernel.settings.read import current
from fettle.processes.incidents import defaults, procedures
from fettle.processes.incidents.definitions import ACTIVE, CODE, LABEL, MANAGE, services, types
from fettle.processes.incidents.known import IN_ORDER, STEPS, teams_are_there

KEY = "incidents.standard_requests"
POLICIES = "incidents.approval_policies"
LISTED, TICKED = "choice", "flag"
"""The types of a question that has answers to choose from, and of one that is answered by yes or no."""


def _policies() -> list[Option]:
    found = {row["code"]: row for row in reversed(current()[POLICIES])}
    return [Option(code, row["label"], row.get("active") is not False) for code, row in reversed(found.items())]


STANDARD_REQUESTS = Definition(
    key=KEY,
    title=_("Request catalogue: standard requests"),
    hint=_("What people order by name, and how it is fulfilled. Staff see the steps on every request of the category."),
    process="PR9",
    fitsm=("PR9.S9", "PR9.A2", "PR9.O5"),
    may=MANAGE,
    shape=Table(
        (
            CODE,
            LABEL,
            Field("about", Text(2000), _("what people read about it")),
            Field("offered", Flag(), _("offered in the portal")),
            Field("service", Choice(services), _("service")),
            Field("category", Choice(lambda: options("incidents.categories")), _("category"), needed=True),
            Field(
                "subject",
                Line(200),
                _("subject of the record"),
                _("{code} stands for what was answered to that question. Empty: the name."),
            ),
            Field("approval", Choice(_policies), _("approval"), _("Asked for as soon as it is ordered.")),
            Field(
                "hours",
                Number(1, 10_000, _("hours")),
                _("to be fulfilled within"),
                _("Of working time. Empty: what the agreement promises for the priority."),
            ),
            STEPS,
            IN_ORDER,
            ACTIVE,
        )
    ),
    default=defaults.STANDARD_REQUESTS,
    procedure=procedures.STANDARD_REQUESTS,
    check=teams_are_there,
)


def _conditions_can_come_true(rows: Sequence[dict[str, Any]]) -> None:
    """A condition names a question of the same request that stands before, and one of its answers."""
    before: dict[tuple[str, str], dict[str, Any]] = {}
    for at, row in enumerate(rows, start=1):
        if row["type"] == LISTED and not parts(row["choices"]):
            raise ValueError(_now("Row %(row)s: name the answers to choose from, separated by commas.") % {"row": at})
        if code := row["if_question"]:
            other = before.get((row["request"], code))
            if other is None:
                sentence = _now("Row %(row)s: no question of the same request before it has the code “%(code)s”.")
                raise ValueError(sentence % {"row": at, "code": code})
            if other["type"] == TICKED and row["if_answer"]:
                sentence = _now("Row %(row)s: “%(label)s” is ticked or not: leave the answer empty.")
                raise ValueError(sentence % {"row": at, "label": other["label"]})
            known = [answer.casefold() for answer in parts(other["choices"])]
            for answer in parts(row["if_answer"]) if other["type"] == LISTED else ():
                if answer.casefold() not in known:
                    sentence = _now("Row %(row)s: “%(answer)s” is no answer of “%(label)s”.")
                    raise ValueError(sentence % {"row": at, "answer": answer, "label": other["label"]})
        elif row["if_answer"]:
            raise ValueError(_now("Row %(row)s: say of which question this is the answer.") % {"row": at})
        before[row["request"], row["code"]] = row


def parts(text: str | None) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


QUESTIONS = Definition(
    key="incidents.request_questions",
    title=_("Request catalogue: questions"),
    hint=_(
        "What each standard request asks whoever orders it, in this order; what has a condition only when it holds."
    ),
    process="PR9",
    fitsm=("PR9.S9",),
    may=MANAGE,
    shape=Table(
        (
            Field("request", Choice(lambda: options(KEY)), _("standard request"), needed=True),
            CODE,
            Field("label", Line(200), _("question"), needed=True),
            Field("type", Choice(types), _("type"), needed=True),
            Field("choices", Line(500), _("answers to choose from"), _("Separated by commas")),
            Field("hint", Line(300), _("hint")),
            Field("needed", Flag(), _("needed")),
            Field("if_question", Line(40), _("only if the question"), _("Its code. Empty: asked always.")),
            Field(
                "if_answer",
                Line(500),
                _("is answered by"),
                _("One or several answers, separated by commas. Empty: by anything, or ticked."),
            ),
            ACTIVE,
        ),
        key=("request", "code"),
    ),
    default=defaults.REQUEST_QUESTIONS,
    procedure=procedures.REQUEST_QUESTIONS,
    check=_conditions_can_come_true,
)
DEFINITIONS = (STANDARD_REQUESTS, QUESTIONS)
