"""How reviews are held (PR7.S2), with the procedure beside it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.assembly import assembly
from fettle.kernel.records import Field
from fettle.kernel.records.values import Line, Text
from fettle.kernel.settings.declare import Definition, Form
from fettle.processes.reviews import procedures

KEY = "reviews.holding"


def codes(text: str | None) -> list[str]:
    """``INC-1, CMP-3`` as a list."""
    return [part.strip().upper() for part in (text or "").split(",") if part.strip()]


def known(value: dict[str, Any]) -> None:
    """Each code is one that some process measures. Raises ValueError."""
    measured = {figure.code for figure in assembly().figures}
    for name in ("figures", "listed"):
        for code in codes(value[name]):
            if code not in measured:
                raise ValueError(
                    _now("“%(code)s” is measured nowhere: give codes such as %(some)s.")
                    % {"code": code, "some": ", ".join(sorted(measured)[:3])}
                )


HOLDING = Definition(
    key=KEY,
    title=_("How reviews with customers and suppliers are held"),
    process="PR7",
    fitsm=("PR7.S2",),
    may="customers.manage",
    shape=Form(
        (
            Field(
                "figures",
                Line(400),
                _("figures on the agenda"),
                _("Their codes with commas between, read since the last review; what is not measured is left out."),
            ),
            Field(
                "listed",
                Line(200),
                _("figures whose records are listed"),
                _("Codes too: the records behind them stand on the agenda by number and title."),
            ),
            Field("agenda", Text(10_000), _("what stands on every agenda"), _("Markdown")),
        )
    ),
    default={
        "figures": "INC-1, INC-2, INC-9, REQ-1, REQ-2, REQ-9, AGR-1, AGR-2, CMP-1, CMP-3, CMP-6, "
        "SUP-1, SUP-2, SUP-3, SUP-4",
        "listed": "INC-12, CMP-6, SUP-3",
        "agenda": procedures.AGENDA,
    },
    procedure=procedures.HOLDING,
    check=known,
)
DEFINITIONS = (HOLDING,)
