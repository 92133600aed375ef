"""The kinds of report that are made of records, as data: blocks of measures, and the pictures and tables beside them.

A further kind of report is a further Pattern: its page, files, REST and command are drawn from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fettle.kernel.settings.declare import Definition
from fettle.processes.reporting.definitions import (
    AGREEMENT_TEMPLATE,
    COMPLAINT_TEMPLATE,
    INCIDENT_TEMPLATE,
    SATISFACTION_TEMPLATE,
    TEMPLATE,
)
from fettle.standard import fits
from fettle.standard.fits import Measure


@dataclass(frozen=True)
class Both:
    """Bars of several measures, of this period and the one before; each code with what stands below its bars."""

    title: Any
    codes: Mapping[str, Any]


@dataclass(frozen=True)
class Bars:
    """Bars of one measure by the members of a dimension. ``names`` are short words for members in a fixed order."""

    title: Any
    code: str
    by: str
    names: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Beside:
    """A table of several measures side by side, a row for each member of a dimension; each code with its heading."""

    title: Any
    by: str
    head: Any
    columns: Mapping[str, Any]


@dataclass(frozen=True)
class Most:
    """A table of the members of which one measure says most."""

    title: Any
    by: str
    head: Any
    code: str
    column: Any


@dataclass(frozen=True)
class Named:
    """A list of the records behind a measure, newest first; ``name`` is what JSON calls it. ``fields`` are columns and
    ``note`` is a long text below the title, by the names of the kind's declaration: whoever may not read a field is not
    shown it.
    """

    name: str
    title: Any
    code: str
    kind: str
    fields: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A block of the report. ``name`` is its name in JSON."""

    name: str
    title: Any
    lead: Any
    measures: Sequence[Measure]
    charts: tuple[Both | Bars, ...] = ()
    splits: tuple[Beside | Most, ...] = ()
    listed: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Pattern:
    """A kind of report. ``key`` stands in addresses; ``template`` is the definition that keeps the words around it."""

    key: str
    title: Any
    lead: Any
    template: Definition
    parts: tuple[Part, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Those of all blocks, in the order of the report."""
        return tuple(measure for part in self.parts for measure in part.measures)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(measure.code for measure in self.measures)


def _of(prefix: str, *numbers: int) -> tuple[Measure, ...]:
    """Measures that some process offers, by their codes."""
    return tuple(Measure(f"{prefix}-{number}") for number in numbers)


SHORT_AGES = (_("≤ 1 d"), _("≤ 2 d"), _("≤ 5 d"), _("> 5 d"))
"""The age bands of FITS, short enough to stand under a bar."""
PRIORITY, SERVICE, CATEGORY = _("Priority"), _("Service"), _("Category")
OPENED, WITHIN, MEDIAN = _("Opened"), _("Within target"), _("Median time")


def _incidents_beside(title: Any, by: str, head: Any) -> Beside:
    return Beside(title, by, head, {"INC-1": OPENED, "INC-2": _("Resolved"), "INC-9": WITHIN, "INC-8": MEDIAN})


def _requests_beside(title: Any, by: str, head: Any) -> Beside:
    return Beside(title, by, head, {"REQ-1": OPENED, "REQ-2": _("Fulfilled"), "REQ-9": WITHIN, "REQ-8": MEDIAN})


INCIDENT_CHARTS = (
    Both(
        _("Incidents"),
        {
            "INC-1": _("opened"),
            "INC-2": _("resolved"),
            "INC-3": _("closed"),
            "INC-4": pgettext_lazy("incidents", "open"),
        },
    ),
    Bars(_("Opened by priority"), "INC-1", "priority"),
    Bars(_("Open at the end by age"), "INC-10", "age", SHORT_AGES),
)
FITS = Pattern(
    fits.NAME,
    _("Service report"),
    _("The service of a period in the blocks of FITS: incidents and requests, proactive work, changes, money."),
    TEMPLATE,
    (
        Part(
            fits.REACTIVE,
            _("Reactive work"),
            _("How incidents and requests were handled."),
            fits.blocks()[fits.REACTIVE],
            INCIDENT_CHARTS,
            (
                _incidents_beside(_("Incidents by priority"), "priority", PRIORITY),
                Most(_("Opened by category"), "category", CATEGORY, "INC-1", OPENED),
                Most(_("Opened by team"), "team", _("Team"), "INC-1", OPENED),
                Most(_("Opened by channel"), "channel", _("Channel"), "INC-1", OPENED),
                Most(_("Opened by service"), "service", SERVICE, "INC-1", OPENED),
                Most(_("Opened by location"), "location", _("Location"), "INC-1", OPENED),
                Most(_("Furthest from level estimates"), "service", SERVICE, "SLM-2", _("Mean deviation, %")),
            ),
        ),
        Part(
            fits.PROACTIVE,
            _("Proactive work"),
            _("What was done so that things do not break."),
            fits.blocks()[fits.PROACTIVE],
        ),
        Part(
            fits.CHANGE,
            _("Changes and new services"),
            _("Technical improvements and what is new."),
            fits.blocks()[fits.CHANGE],
        ),
        Part(
            fits.FINANCE,
            _("Money"),
            _("What the services of the period cost, for whoever may see it."),
            fits.blocks()[fits.FINANCE],
            splits=(
                Most(_("Cost by service"), "service", SERVICE, "FIN-2", _("Cost")),
                Most(_("Cost of ownership by component"), "component", _("Component"), "FIN-4", _("Cost")),
            ),
        ),
    ),
)
INCIDENTS = Pattern(
    "incidents",
    _("Incident report"),
    _("How the desk did: incidents, requests, major incidents with their reviews, approvals and knowledge."),
    INCIDENT_TEMPLATE,
    (
        Part(
            "incidents",
            _("Incidents"),
            _("What broke, and how soon it worked again."),
            _of("INC", 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 9, 10, 11, 13, 14),
            INCIDENT_CHARTS,
            (
                _incidents_beside(_("Incidents by priority"), "priority", PRIORITY),
                _incidents_beside(_("Incidents by service"), "service", SERVICE),
                Most(_("Opened by category"), "category", CATEGORY, "INC-1", OPENED),
                Most(_("Opened by channel"), "channel", _("Channel"), "INC-1", OPENED),
                Most(_("Opened by team"), "team", _("Team"), "INC-1", OPENED),
            ),
        ),
        Part(
            "major",
            _("Major incidents"),
            _("Those that were declared in the period, how they were led, and what their reviews found."),
            (*_of("INC", 12), *_of("MAJ", 1, 2, 3)),
            listed=(
                Named(
                    "major_incidents",
                    _("Major incidents of the period"),
                    "INC-12",
                    "incident",
                    ("opened_at", "resolved_at", "service", "major"),
                    "review",
                ),
            ),
        ),
        Part(
            "requests",
            _("Service requests"),
            _("What was asked for, and how soon it was there."),
            _of("REQ", 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 9, 10, 13, 14),
            (
                Both(
                    _("Requests"),
                    {
                        "REQ-1": _("opened"),
                        "REQ-2": _("fulfilled"),
                        "REQ-3": _("closed"),
                        "REQ-4": pgettext_lazy("incidents", "open"),
                    },
                ),
                Bars(_("Opened by priority"), "REQ-1", "priority"),
                Bars(_("Open at the end by age"), "REQ-10", "age", SHORT_AGES),
            ),
            (
                _requests_beside(_("Requests by priority"), "priority", PRIORITY),
                _requests_beside(_("Requests by service"), "service", SERVICE),
                Most(_("Opened by category"), "category", CATEGORY, "REQ-1", OPENED),
                Most(_("Opened by channel"), "channel", _("Channel"), "REQ-1", OPENED),
                Most(_("Opened by team"), "team", _("Team"), "REQ-1", OPENED),
            ),
        ),
        Part(
            "approvals",
            _("Approvals"),
            _("What could not begin before somebody agreed."),
            _of("APR", 1, 2, 3, 4),
        ),
        Part(
            "knowledge",
            _("Knowledge"),
            _("What articles spared people and the desk."),
            _of("KNO", 1, 2, 3, 4, 5),
            splits=(
                Most(_("Articles that solved most"), "article", _("Article"), "KNO-2", _("Solved")),
                Most(_("Articles that did not help most often"), "article", _("Article"), "KNO-3", _("Did not help")),
            ),
        ),
    ),
)
COMPLAINTS = Pattern(
    "complaints",
    _("Complaint report"),
    _("What customers complained of in a period, how soon they were answered, and what followed from it."),
    COMPLAINT_TEMPLATE,
    (
        Part(
            "complaints",
            _("Complaints"),
            _("What customers were not content with."),
            _of("CMP", 1, 2, 3, 4, 5, 6),
            (
                Both(
                    _("Complaints"),
                    {
                        "CMP-1": _("received"),
                        "CMP-2": _("answered"),
                        "CMP-4": _("closed"),
                        "CMP-6": pgettext_lazy("incidents", "open"),
                    },
                ),
            ),
            (
                Most(_("Complaints by customer"), "customer", _("Customer"), "CMP-1", _("Received")),
                Most(_("Complaints by service"), "service", SERVICE, "CMP-1", _("Received")),
            ),
            (
                Named(
                    "received",
                    _("Complaints of the period"),
                    "CMP-1",
                    "complaint",
                    ("opened_at", "organisation", "service", "outcome", "progress"),
                ),
                Named("open", _("Still open at the end"), "CMP-6", "complaint", ("opened_at", "assignee", "due_at")),
            ),
        ),
    ),
)
_SATISFIED = {
    "SAT-2": _("Ratings"),
    "SAT-4": _("Mean"),
    "SAT-5": _("Satisfied, %"),
    "SAT-6": _("Low"),
}
SATISFACTION = Pattern(
    "satisfaction",
    _("Satisfaction report"),
    _("How satisfied customers are with what they get, how many answered, and what followed from it."),
    SATISFACTION_TEMPLATE,
    (
        Part(
            "satisfaction",
            _("Satisfaction"),
            _("What people said of how their incidents and requests were handled, and in surveys."),
            _of("SAT", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            (
                Both(
                    _("Ratings"),
                    {"SAT-1": _("asked"), "SAT-2": _("rated"), "SAT-6": _("low"), "SAT-7": _("followed up")},
                ),
            ),
            (
                Beside(_("Satisfaction by service"), "service", SERVICE, _SATISFIED),
                Beside(_("Satisfaction by customer"), "customer", _("Customer"), _SATISFIED),
            ),
            (
                Named(
                    "opened",
                    _("Follow-ups of the period"),
                    "SAT-7",
                    "follow_up",
                    ("opened_at", "organisation", "score", "assignee"),
                ),
                Named("open", _("Still open at the end"), "SAT-8", "follow_up", ("opened_at", "assignee", "ends_on")),
                Named("closed", _("Surveys closed"), "SAT-9", "survey", ("closed_at", "organisation", "progress")),
            ),
        ),
    ),
)
AGREEMENTS = Pattern(
    "agreements",
    _("Agreement report"),
    _("How agreements were kept: evaluations confirmed in a period, violations, and notices that were acknowledged."),
    AGREEMENT_TEMPLATE,
    (
        Part(
            "agreements",
            _("Agreements"),
            _("What was promised to customers, and by teams, members and suppliers to us, and what became of it."),
            _of("AGR", 1, 2, 3),
            listed=(
                Named(
                    "violations",
                    _("Violations noted in the period"),
                    "AGR-2",
                    "violation",
                    ("organisation", "start", "told_at", "acknowledged_at", "cause"),
                    "missed",
                ),
            ),
        ),
    ),
)
PATTERNS: Mapping[str, Pattern] = {
    pattern.key: pattern for pattern in (FITS, INCIDENTS, COMPLAINTS, SATISFACTION, AGREEMENTS)
}
