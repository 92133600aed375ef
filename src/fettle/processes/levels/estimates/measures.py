"""What is estimated of a service, one row each: its name, its unit, and which figure measures it later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Option
from fettle.processes.levels.models import LevelEstimate

COUNT, MINUTES, SHARE = "count", "minutes", "share"


@dataclass(frozen=True)
class Measure:
    """``name`` is the column of an estimate. ``figure`` is the code of the figure that measures it, "" where none does.
    What is a ``COUNT`` adds up over months.
    """

    name: str
    label: Any
    unit: str
    figure: str = ""
    lacking: Any = ""
    """Why there is no value, where no figure tells."""


NO_MEASUREMENT = _("no availability was entered for an agreement that names it")
NO_CHANGES = _("not measured yet: there are no records of changes")
MEASURES = (
    Measure("incidents", _("Incidents a month"), COUNT, "INC-1"),
    Measure("requests", _("Requests a month"), COUNT, "REQ-1"),
    Measure("respond", _("Time to respond"), MINUTES, "INC-16", _("nothing answered")),
    Measure("resolve", _("Time to fix"), MINUTES, "INC-8", _("nothing resolved")),
    Measure("availability", _("Availability"), SHARE, lacking=NO_MEASUREMENT),
    Measure("changes", _("Changes a month"), COUNT, lacking=NO_CHANGES),
)
NAMES = tuple(measure.name for measure in MEASURES)


def confidences() -> list[Option]:
    """How sure somebody is of an estimate."""
    return [
        Option(LevelEstimate.Confidence.LOW, _("Low: a first guess")),
        Option(LevelEstimate.Confidence.MEDIUM, _("Medium: from experience")),
        Option(LevelEstimate.Confidence.HIGH, _("High: from records")),
    ]
