"""What is due on articles."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.cycles.declare import Cycle
from fettle.kernel.settings.read import current
from fettle.processes.knowledge.definitions import KEEPING
from fettle.processes.knowledge.records import ARTICLE

REVIEW = "knowledge.review"


def usual(record: Any) -> tuple[int, str]:
    """As the process manager settled it."""
    return current()[KEEPING.key]["review_months"], "months"


CYCLES = (Cycle(REVIEW, _("Review the article"), (ARTICLE.key,), usual=usual, lead_days=14),)
