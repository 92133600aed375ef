"""What is due on agreements."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles.declare import Cycle
from fettle.kernel.settings.read import current
from fettle.processes.levels.definitions import KEEPING, REVIEW
from fettle.processes.levels.records import AGREEMENT


def as_kept(record: Any) -> tuple[int, str]:
    """The interval of the settings."""
    return int(current()[KEEPING.key]["review_months"]), "months"


CYCLES = (Cycle(REVIEW, _("Review the agreement"), (AGREEMENT.key,), as_kept, lead_days=30),)
