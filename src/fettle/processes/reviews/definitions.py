"""How reviews are held (PR7.S2), with customers and with suppliers, each with the procedure beside it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.assembly import assembly
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line, Text
from fettle.kernel.settings.declare import Definition, Form
from fettle.kernel.settings.read import current
from fettle.processes.reviews import procedures

KEYS = {"PR7": "reviews.holding", "PR8": "reviews.suppliers"}
"""Of which process a relationship is, and the definition that its manager keeps."""


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


SHAPE = Form(
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
)


def holding(relationship: Record) -> dict[str, Any]:
    """How reviews with this party are held, by the manager of its process."""
    settled: dict[str, Any] = current()[KEYS[relationship.declared.process]]
    return settled


def _holding(process: str, title: Any, may: str, figures: str, listed: str, procedure: Any, **more: Any) -> Definition:
    begins = {"figures": figures, "listed": listed, "agenda": procedures.AGENDA}
    return Definition(KEYS[process], title, SHAPE, begins, procedure, may, process=process, check=known, **more)


DEFINITIONS = (
    _holding(
        "PR7",
        _("How reviews with customers are held"),
        "customers.manage",
        "INC-1, INC-2, INC-9, REQ-1, REQ-2, REQ-9, AGR-1, AGR-2, CMP-1, CMP-3, CMP-6, SAT-2, SAT-4, SAT-5",
        "INC-12, CMP-6",
        procedures.CUSTOMERS,
        fitsm=("PR7.S2",),
    ),
    _holding(
        "PR8",
        _("How reviews with suppliers are held"),
        "suppliers.manage",
        "SUP-1, SUP-2, SUP-3, SUP-4, SUP-5, SUP-6, SUP-7, AGR-1, AGR-2, SUP-8",
        "SUP-3, SUP-6",
        procedures.SUPPLIERS,
    ),
)
