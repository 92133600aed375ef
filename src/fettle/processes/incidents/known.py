"""Well-known incidents and standardised requests, each with its steps (PR9.S8, PR9.S9); kept as settings (PR9.A2)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Table
from fettle.kernel.settings.read import current
from fettle.processes.incidents import defaults, procedures
from fettle.processes.incidents.definitions import ACTIVE, CODE, LABEL, MANAGE

STEPS = Table(
    (
        CODE,
        LABEL,
        Field("category", Choice(lambda: options("incidents.categories")), _("category"), needed=True),
        Field("steps", Text(10_000), _("steps from recording to closure"), needed=True),
        ACTIVE,
    )
)
KNOWN_INCIDENTS = Definition(
    key="incidents.known_incidents",
    title=_("Well-known incidents, step by step"),
    hint=_("Staff see the steps on every incident of the category."),
    process="PR9",
    fitsm=("PR9.S8", "PR9.A2", "PR9.O5"),
    may=MANAGE,
    shape=STEPS,
    default=defaults.KNOWN_INCIDENTS,
    procedure=procedures.KNOWN_INCIDENTS,
)
STANDARD_REQUESTS = Definition(
    key="incidents.standard_requests",
    title=_("Standard requests, step by step"),
    hint=_("Staff see the steps on every request of the category."),
    process="PR9",
    fitsm=("PR9.S9", "PR9.A2", "PR9.O5"),
    may=MANAGE,
    shape=STEPS,
    default=defaults.STANDARD_REQUESTS,
    procedure=procedures.STANDARD_REQUESTS,
)
OF_KIND = {"incident": KNOWN_INCIDENTS.key, "request": STANDARD_REQUESTS.key}


def steps_for(record: Record) -> Sequence[tuple[str, str]]:
    """(name, steps in Markdown) of what is known about records of this kind and category."""
    rows = current()[OF_KIND[record.kind]] if record.item.category else ()
    return [
        (row["label"], row["steps"])
        for row in rows
        if row["category"] == record.item.category and row.get("active") is not False
    ]
