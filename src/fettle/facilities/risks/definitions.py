"""What those who manage risks define on a screen: steps, levels, the matrix, categories, and how acceptance ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.facilities.risks import defaults
from fettle.facilities.risks.procedures import ACCEPTING, ASSESSING
from fettle.kernel.records import Field
from fettle.kernel.records.values import Choice, Flag, Line, Number, Option
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Form, Table
from fettle.kernel.settings.read import current

MANAGE = "risks.manage"
CODE = Field("code", Line(40), _("code"), needed=True)
LABEL = Field("label", Line(80), _("name"), needed=True)
ACTIVE = Field("active", Flag(), _("in use"))


def tones() -> list[Option]:
    """In which colour a level is shown; the word always stands beside it."""
    return [
        Option("red", _now("Red")),
        Option("orange", _now("Orange")),
        Option("amber", _now("Yellow")),
        Option("green", _now("Green")),
        Option("blue", _now("Blue")),
    ]


def codes(key: str) -> Choice:
    """One of the rows of a table."""
    return Choice(lambda: options(key))


def steps(key: str) -> Choice:
    """The same with what each step means, for those who judge."""
    return Choice(lambda: [_meant(each, row) for each, row in zip(options(key), current()[key], strict=True)])


def _meant(option: Option, row: dict[str, Any]) -> Option:
    meaning = row.get("text")
    return replace(option, label=f"{option.label} – {meaning}") if meaning else option


def _numbered(rows: Sequence[dict[str, Any]]) -> None:
    if [str(row["code"]) for row in rows] != [str(at) for at in range(1, len(rows) + 1)]:
        raise ValueError(_now("Number the levels 1, 2, 3 and so on in this order, 1 the most severe."))


def _every_pair(rows: Sequence[dict[str, Any]]) -> None:
    given = {(row["likelihood"], row["impact"]) for row in rows}
    for likelihood in options("risks.likelihoods"):
        for impact in options("risks.impacts"):
            if likelihood.active and impact.active and (likelihood.code, impact.code) not in given:
                pair = {"likelihood": likelihood.label, "impact": impact.label}
                raise ValueError(_now("The pair “%(likelihood)s” and “%(impact)s” has no level: add it.") % pair)


def _steps(key: str, title: Any, default: list[dict[str, Any]]) -> Definition:
    return Definition(
        key=key,
        title=title,
        fitsm=("PR6.S5",),
        may=MANAGE,
        shape=Table((CODE, LABEL, Field("text", Line(200), _("what it means")), ACTIVE)),
        default=default,
        procedure=ASSESSING,
        hint=_("From the least to the most."),
    )


LIKELIHOODS = _steps("risks.likelihoods", _("Risks: how likely?"), defaults.LIKELIHOODS)
IMPACTS = _steps("risks.impacts", _("Risks: how bad?"), defaults.IMPACTS)
LEVELS = Definition(
    key="risks.levels",
    title=_("Risks: levels"),
    fitsm=("PR6.S5",),
    may=MANAGE,
    shape=Table(
        (
            CODE,
            LABEL,
            Field("tone", Choice(tones), _("colour"), needed=True),
            Field("months", Number(1, 120, _("months")), _("looked at again after"), needed=True),
            ACTIVE,
        )
    ),
    default=defaults.LEVELS,
    procedure=ASSESSING,
    check=_numbered,
)
MATRIX = Definition(
    key="risks.matrix",
    title=_("Risks: level from likelihood and impact"),
    hint=_("A changed matrix holds from the next assessment of each risk on."),
    fitsm=("PR6.S5",),
    may=MANAGE,
    shape=Table(
        (
            Field("likelihood", codes("risks.likelihoods"), _("likelihood"), needed=True),
            Field("impact", codes("risks.impacts"), _("impact"), needed=True),
            Field("level", codes("risks.levels"), _("level"), needed=True),
        ),
        key=("likelihood", "impact"),
    ),
    default=defaults.MATRIX,
    procedure=ASSESSING,
    check=_every_pair,
)
CATEGORIES = Definition(
    key="risks.categories",
    title=_("Risks: categories"),
    fitsm=("PR6.S5",),
    may=MANAGE,
    shape=Table((CODE, LABEL, ACTIVE)),
    default=defaults.CATEGORIES,
    procedure=ASSESSING,
)
HANDLING = Definition(
    key="risks.handling",
    title=_("Risks: acceptance"),
    may=MANAGE,
    shape=Form(
        (
            Field(
                "longest_days",
                Number(1, 3650, _("days")),
                _("a risk is accepted for at most"),
                needed=True,
            ),
            Field(
                "warn_days",
                Number(0, 365, _("days")),
                _("the owner is told before the acceptance ends"),
                needed=True,
            ),
        )
    ),
    default={"longest_days": 366, "warn_days": 30},
    procedure=ACCEPTING,
)
DEFINITIONS = (LIKELIHOODS, IMPACTS, LEVELS, MATRIX, CATEGORIES, HANDLING)


def level_of(likelihood: str, impact: str) -> int | None:
    """The level that the matrix gives now; None where it names no such pair."""
    rows = current()[MATRIX.key]
    return next((int(row["level"]) for row in rows if (row["likelihood"], row["impact"]) == (likelihood, impact)), None)


def level_row(level: int) -> dict[str, Any]:
    """The row of a level, empty when nobody defines it any more."""
    return next((row for row in current()[LEVELS.key] if row["code"] == str(level)), {})


def handling() -> dict[str, Any]:
    """How long a risk is accepted at most, and when its owner is told."""
    said: dict[str, Any] = current()[HANDLING.key]
    return said
