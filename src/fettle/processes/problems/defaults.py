"""The data with which a new installation begins. Every row can be changed on a screen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

Rows = list[dict[str, Any]]

SOURCES: Rows = [
    {"code": code, "label": label, "proactive": proactive, "active": True}
    for code, label, proactive in (
        ("trend", _("Trend of incidents"), True),
        ("incident", _("Incident"), False),
        ("request", _("Request"), False),
        ("major", _("Review of a major incident"), False),
        ("complaint", _("Complaint"), False),
        ("change", _("A change"), True),
        ("release", _("A release"), True),
        ("monitoring", _("Monitoring"), True),
        ("maintenance", _("Maintenance"), True),
        ("supplier", _("Supplier"), True),
        ("person", _("Somebody noticed it"), True),
    )
]
IMPACTS: Rows = [
    {"code": "little", "label": _("Little: few incidents, soon helped"), "active": True},
    {"code": "much", "label": _("Much: many incidents, or long ones"), "active": True},
    {"code": "service", "label": _("A service fails, or many cannot work"), "active": True},
]
URGENCIES: Rows = [
    {"code": "can_wait", "label": _("Can wait: there is a good way round it"), "active": True},
    {"code": "soon", "label": _("Soon: it comes again, or its way round costs time"), "active": True},
    {"code": "now", "label": _("Now: it goes on, and nothing helps"), "active": True},
]
PRIORITIES: Rows = [
    {"code": "1", "label": _("Critical"), "days": 1, "active": True},
    {"code": "2", "label": _("High"), "days": 5, "active": True},
    {"code": "3", "label": _("Medium"), "days": 20, "active": True},
    {"code": "4", "label": _("Low"), "days": None, "active": True},
]
_RANKS = {"little": "432", "much": "321", "service": "211"}
MATRIX: Rows = [
    {"impact": impact, "urgency": urgency, "priority": rank}
    for impact, ranks in _RANKS.items()
    for urgency, rank in zip(("can_wait", "soon", "now"), ranks, strict=True)
]
WAYS: Rows = [
    {"code": "removed", "label": _("The cause is removed"), "removes": True, "active": True},
    {"code": "gone", "label": _("Gone with something else that was replaced"), "removes": True, "active": True},
    {"code": "accepted", "label": _("Accepted as it is"), "removes": False, "active": True},
    {"code": "not_ours", "label": _("Passed on to the supplier, and followed there"), "removes": False, "active": True},
]
OUTCOMES: Rows = [
    {"code": "stopped", "label": _("The incidents stopped"), "active": True},
    {"code": "fewer", "label": _("There are fewer incidents"), "active": True},
    {"code": "bearable", "label": _("They go on, and there is a way round"), "active": True},
    {"code": "nothing", "label": _("Nothing came of it"), "active": True},
]
