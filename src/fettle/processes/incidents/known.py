"""Well-known incidents and standardised requests, each with its steps (PR9.S8, PR9.S9); kept as settings (PR9.A2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.facilities.tasks.declare import Workflow, steps_of
from fettle.kernel.orgs.models import Team
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Flag, Line, Text
from fettle.kernel.settings.choices import label, options
from fettle.kernel.settings.declare import Definition, Table
from fettle.kernel.settings.read import current
from fettle.processes.incidents import defaults, procedures
from fettle.processes.incidents.definitions import ACTIVE, CODE, LABEL, MANAGE, services
from fettle.processes.levels import queries as levels


def teams_are_there(rows: Sequence[dict[str, Any]]) -> None:
    """What stands after an arrow is a team."""
    for at, row in enumerate(rows, start=1):
        for step in steps_of(row["steps"]):
            if step.team and Team.objects.filter(active=True, name__iexact=step.team).count() != 1:
                sentence = _now("Row %(row)s: there is no active team “%(team)s”, which stands after an arrow.")
                raise ValueError(sentence % {"row": at, "team": step.team})


STEPS = Field(
    "steps",
    Text(10_000),
    _("steps from recording to closure"),
    _(
        "Numbered lines become steps to tick off. At the end “→ Name of a team” gives one to that team, "
        "“(4 h)” so much working time."
    ),
    needed=True,
)
IN_ORDER = Field("in_order", Flag(), _("each step waits for the one before"))
KNOWN_INCIDENTS = Definition(
    key="incidents.known_incidents",
    title=_("Well-known incidents, step by step"),
    hint=_("Staff see the steps on every incident of the category, and may begin a new one from it."),
    process="PR9",
    fitsm=("PR9.S8", "PR9.A2", "PR9.O5"),
    may=MANAGE,
    shape=Table(
        (
            CODE,
            LABEL,
            Field("category", Choice(lambda: options("incidents.categories")), _("category"), needed=True),
            Field("service", Choice(services), _("service")),
            Field("subject", Line(200), _("subject of the record"), _("Empty: the name.")),
            Field("details", Text(5000), _("details to begin with"), _("What the desk asks for, to be filled in.")),
            STEPS,
            IN_ORDER,
            ACTIVE,
        )
    ),
    default=defaults.KNOWN_INCIDENTS,
    procedure=procedures.KNOWN_INCIDENTS,
    check=teams_are_there,
)
OF_KIND = {"incident": KNOWN_INCIDENTS.key, "request": "incidents.standard_requests"}
"""Where the steps of a kind stand."""


def workflows(record: Record) -> list[Workflow]:
    """What is known about records of this kind and category, as steps that can be laid out."""
    key = OF_KIND.get(record.kind)
    rows = _fitting(record) if key else []
    if not rows:
        return []
    found = Record.objects.filter(kind="setting", setting__key=key).values_list("version", flat=True).first()
    return [
        Workflow(
            row["code"],
            row["label"],
            found or 0,
            steps_of(row["steps"]),
            bool(row.get("in_order")),
            partial(levels.calendar_for, record.service),
        )
        for row in rows
    ]


def templates() -> list[dict[str, Any]]:
    """The well-known incidents that a new one may begin from."""
    return [row for row in current()[KNOWN_INCIDENTS.key] if row.get("active") is not False]


def begun_from(code: str) -> dict[str, Any]:
    """The values with which a new incident begins; none where the code is not known."""
    row = next((row for row in templates() if row["code"] == code), None)
    if row is None:
        return {}
    service = Record.objects.filter(kind="service", number=row["service"] or "").first()
    title = row["subject"] or label(KNOWN_INCIDENTS.key, row)
    return {"title": title, "details": row["details"] or "", "category": row["category"], "service": service}


def _fitting(record: Record) -> list[dict[str, Any]]:
    """Those of the record's category; of what was ordered by name first of all its own."""
    category, ordered = record.item.category, getattr(record.item, "standard", "")
    rows = current()[OF_KIND[record.kind]] if category or ordered else ()
    used = [row for row in rows if row.get("active") is not False]
    own = [row for row in used if row["code"] == ordered]
    return own + [row for row in used if row not in own and category and row["category"] == category]


def steps_for(record: Record) -> Sequence[tuple[str, str]]:
    """(name, steps in Markdown) of what is known about records of this kind and category."""
    return [(row["label"], row["steps"]) for row in _fitting(record)]
