"""The way to a root cause: a line for each answer to *why*."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.records.values import Text

MOST = 10
"""So many answers: who needs more looks into more than one problem."""


@dataclass(frozen=True)
class Causes(Text):
    """Lines in their order, the nearest cause first. Empty ones are left out."""

    longest: int = 5_000

    def clean(self, raw: Any, actor: Any) -> str:
        lines = [line.strip() for line in super().clean(raw, actor).split("\n") if line.strip()]
        if len(lines) > MOST:
            raise ValueError(_("At most %(count)s lines: leave out what explains nothing.") % {"count": MOST})
        return "\n".join(lines)
