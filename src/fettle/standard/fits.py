"""The blocks of the FITS service report and their measures, read from ``fits.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext_noop

from fettle.standard import shipped

NAME = "fits"
REACTIVE, PROACTIVE, CHANGE, FINANCE = "reactive", "proactive", "change", "finance"


@dataclass(frozen=True)
class Measure:
    """One line of the report. ``label`` is English and translated where it is shown; ``unit`` is "", "min", "%" or
    "minor". Both may be left out of a measure that some process offers: it says them itself.
    """

    code: str
    label: str = ""
    unit: str = ""


@cache
def blocks() -> dict[str, tuple[Measure, ...]]:
    """The measures of each block, in the report's order."""
    rows = shipped.read(files(__package__).joinpath("fits.yaml"))
    return {row["block"]: tuple(Measure(**measure) for measure in row["measures"]) for row in rows}


WORDS = (
    gettext_noop("Configuration items in the database when verified"),
    gettext_noop("Physical items found by the verification"),
    gettext_noop("Incorrect configuration records"),
    gettext_noop("Free disk space of servers"),
    gettext_noop("Weekly network reports"),
    gettext_noop("Yearly reviews of monitoring"),
    gettext_noop("Requests for change"),
    gettext_noop("Changes approved"),
    gettext_noop("Changes rejected"),
    gettext_noop("Changes implemented with success"),
    gettext_noop("Changes that failed"),
    gettext_noop("Builds installed"),
    gettext_noop("Builds created"),
    gettext_noop("Builds documented"),
    gettext_noop("Services whose build is not documented"),
)
"""The labels of measures that no process offers yet, written out so that they are found for translation."""
