"""What an announcement is about, and how far an outage is: codes and their words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fettle.kernel.records.values import Option

OUTAGE, PLANNED, NOTICE = "outage", "planned", "notice"
INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED = "investigating", "identified", "monitoring", "resolved"
NATURES = {
    OUTAGE: gettext_lazy("Disruption"),
    PLANNED: gettext_lazy("Planned work"),
    NOTICE: gettext_lazy("Notice"),
}
STAGES = {
    INVESTIGATING: gettext_lazy("Looking for the cause"),
    IDENTIFIED: gettext_lazy("Cause found, being fixed"),
    MONITORING: gettext_lazy("Fixed, being watched"),
    RESOLVED: gettext_lazy("Working again"),
}
"""In the order in which a disruption goes through them."""


def natures() -> list[Option]:
    return [Option(code, words) for code, words in NATURES.items()]


def stages() -> list[Option]:
    return [Option(code, words) for code, words in STAGES.items()]


def stage_of(code: str) -> str:
    return str(STAGES.get(code, code))


def people(count: int) -> str:
    """`3 people report it`; nothing where nobody does."""
    said = ngettext("%(count)s person reports it", "%(count)s people report it", count)
    return said % {"count": count} if count else ""


def where(nature: str, stage: str, began: bool) -> str:
    """How it stands, in words for everybody."""
    if nature == OUTAGE:
        return stage_of(stage or INVESTIGATING)
    if nature == PLANNED:
        return _("In progress") if began else _("Planned")
    return str(NATURES.get(nature, nature))
