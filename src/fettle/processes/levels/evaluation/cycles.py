"""What is due of evaluations: the month before is confirmed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles.declare import Cycle
from fettle.processes.levels.records import AGREEMENT

EVALUATE = "agreement.evaluation"


def monthly(record: Any) -> tuple[int, str]:
    """Once a month, whatever anybody sets."""
    return 1, "months"


def of_all(record: Any) -> bool:
    """One duty for all agreements, on the default one."""
    return bool(record.item.is_default)


CYCLES = (
    Cycle(
        EVALUATE,
        _("Evaluate the agreements of the month before"),
        (AGREEMENT.key,),
        monthly,
        lead_days=10,
        suits=of_all,
    ),
)
