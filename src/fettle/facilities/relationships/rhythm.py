"""How often relationships are reviewed: a table of importances, each with its months."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles.declare import Cycle
from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Line, Number, Option
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Table
from fettle.kernel.settings.read import current

MONTHS = 12
"""Where nobody settled anything else."""
SHAPE = Table(
    (
        Field("code", Line(40), _("code"), needed=True),
        Field("label", Line(80), _("importance"), needed=True),
        Field("months", Number(1, 120), _("months from one review to the next"), needed=True),
        Field("active", Flag(), _("in use")),
    )
)
DEFAULT: list[dict[str, Any]] = [
    {"code": "high", "label": _("High"), "months": 3, "active": True},
    {"code": "normal", "label": _("Normal"), "months": 12, "active": True},
    {"code": "low", "label": _("Low"), "months": 24, "active": True},
]


def importances(key: str) -> Callable[[], list[Option]]:
    """The choices that a definition holds."""
    return lambda: options(key)


def months(key: str, importance: str) -> int:
    """From one review to the next, by a definition's row."""
    found: list[dict[str, Any]] = [row for row in current()[key] if row["code"] == importance]
    return int(found[0]["months"]) if found else MONTHS


def cycle(code: str, label: Any, kind: str, key: str) -> Cycle:
    """The duty to review the relationship, as often as the importance of each says."""
    return Cycle(
        code, label, (kind,), usual=lambda record: (months(key, record.item.importance), "months"), lead_days=21
    )
