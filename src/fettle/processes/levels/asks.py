"""What is asked about what is covered and about what does not count, for pages and REST alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToRecord
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Flag, Line
from fettle.kernel.workflow import Ask
from fettle.processes.levels.definitions import exclusion_kinds
from fettle.processes.levels.exclusions import TARGETS, WORDS

SERVICE = Ask("service", ToRecord("service"), _("service"))
COMPONENT = Ask(
    "component",
    Line(120),
    _("component"),
    _("As it is called on the page of the service. Empty: the whole service."),
    needed=False,
)
COVER = (SERVICE, COMPONENT)


def covering(record: Record) -> Sequence[Ask]:
    """A customer is promised whole services."""
    return (SERVICE,) if record.item.type == "sla" else COVER


EXCLUDE = (
    Ask("kind", Choice(exclusion_kinds), _("What does not count")),
    Ask("words", WORDS, _("In words"), _("Where its limits are, such as how it is announced."), needed=False),
    Ask("for_response", Flag(), _("First response"), needed=False),
    Ask("for_resolution", Flag(), _("Resolution"), needed=False),
    Ask("for_availability", Flag(), _("Availability"), needed=False),
    Ask("for_reliability", Flag(), _("Reliability"), needed=False),
    Ask("for_capacity", Flag(), _("Capacity"), needed=False),
    Ask("for_notice", Flag(), _("Maintenance"), needed=False),
    Ask("for_reporting", Flag(), _("Reports"), _("Without any of these it holds for all targets."), needed=False),
)


def excluding(given: Mapping[str, Any]) -> dict[str, Any]:
    """The form as the action takes it: the ticks as a list of targets."""
    targets = [name for name in TARGETS if given.get(f"for_{name}")]
    return {"kind": given["kind"], "words": given["words"] or "", "targets": targets}
