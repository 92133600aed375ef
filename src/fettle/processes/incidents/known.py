"""Well-known incidents and standardised requests, each with its steps (PR9.S8, PR9.S9); kept as settings (PR9.A2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.facilities.tasks.declare import Workflow, steps_of
from fettle.kernel.orgs.models import Team
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Flag, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Table
from fettle.kernel.settings.read import current
from fettle.processes.incidents import defaults, procedures
from fettle.processes.incidents.definitions import ACTIVE, CODE, LABEL, MANAGE


def _teams_are_there(rows: Sequence[dict[str, Any]]) -> None:
    """What stands after an arrow is a team."""
    for at, row in enumerate(rows, start=1):
        for step in steps_of(row["steps"]):
            if step.team and Team.objects.filter(active=True, name__iexact=step.team).count() != 1:
                sentence = _now("Row %(row)s: there is no active team “%(team)s”, which stands after an arrow.")
                raise ValueError(sentence % {"row": at, "team": step.team})


STEPS = Table(
    (
        CODE,
        LABEL,
        Field("category", Choice(lambda: options("incidents.categories")), _("category"), needed=True),
        Field(
            "steps",
            Text(10_000),
            _("steps from recording to closure"),
            _("Numbered lines become steps to tick off. “→ Name of a team” at the end gives one to that team."),
            needed=True,
        ),
        Field("in_order", Flag(), _("each step waits for the one before")),
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
    check=_teams_are_there,
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
    check=_teams_are_there,
)
OF_KIND = {"incident": KNOWN_INCIDENTS.key, "request": STANDARD_REQUESTS.key}


def workflows(record: Record) -> list[Workflow]:
    """What is known about records of this kind and category, as steps that can be laid out."""
    key = OF_KIND.get(record.kind)
    rows = _fitting(record) if key else []
    if not rows:
        return []
    found = Record.objects.filter(kind="setting", setting__key=key).values_list("version", flat=True).first()
    return [
        Workflow(row["code"], row["label"], found or 0, steps_of(row["steps"]), bool(row.get("in_order")))
        for row in rows
    ]


def _fitting(record: Record) -> list[dict[str, Any]]:
    rows = current()[OF_KIND[record.kind]] if record.item.category else ()
    return [row for row in rows if row["category"] == record.item.category and row.get("active") is not False]


def steps_for(record: Record) -> Sequence[tuple[str, str]]:
    """(name, steps in Markdown) of what is known about records of this kind and category."""
    return [(row["label"], row["steps"]) for row in _fitting(record)]
