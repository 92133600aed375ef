"""What is asked about covered services, for pages and REST alike."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToRecord
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask

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
