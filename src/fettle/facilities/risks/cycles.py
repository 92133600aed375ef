"""What is due on risks: looking at them again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles.declare import Cycle
from fettle.facilities.risks.definitions import level_row
from fettle.facilities.risks.records import RISK

REVIEW = "risk.review"


def interval(level: int) -> tuple[int, str]:
    """How often a risk of a level is looked at again; once a year, where nobody says so."""
    return int(level_row(level).get("months") or 12), "months"


def usual(record: Any) -> tuple[int, str]:
    """As its level says."""
    return interval(record.item.rating or 0)


CYCLES = (Cycle(REVIEW, _("Look at the risk again"), (RISK.key,), usual=usual),)
