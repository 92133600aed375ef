"""What is due on a report's specification: the report itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles.declare import Cycle
from fettle.processes.reporting.records import SPECIFICATION

EVERY = {"weekly": (1, "weeks"), "monthly": (1, "months"), "quarterly": (3, "months"), "yearly": (1, "years")}


def as_agreed(record: Any) -> tuple[int, str]:
    """The interval of the agreed frequency."""
    return EVERY.get(record.item.frequency, (1, "months"))


MAKE = "report.make"
CYCLES = (Cycle(MAKE, _("Make and deliver the report"), (SPECIFICATION.key,), as_agreed, lead_days=3),)
