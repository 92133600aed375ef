"""Major incidents: the criteria, and the two steps that one has beside all others (PR9.S7, PR9.A1.7)."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Choice, Option, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Table
from fettle.kernel.workflow import Ask, Verb, Workflow
from fettle.processes.incidents import defaults, procedures, rules
from fettle.processes.incidents.definitions import ACTIVE, CODE, LABEL, MANAGE
from fettle.processes.incidents.workflow import REASON, UNDONE, WORK

DECLARED, REVIEWED = "declared", "reviewed"
CLOSING = ("close", "confirm")

CRITERIA = Definition(
    key="incidents.major",
    title=_("Criteria of a major incident"),
    process="PR9",
    fitsm=("PR9.S7",),
    may=MANAGE,
    shape=Table((CODE, LABEL, ACTIVE)),
    default=defaults.MAJOR,
    procedure=procedures.MAJOR,
)

DECLARE = Verb(
    "declare_major",
    _("Declare major incident"),
    UNDONE,
    None,
    WORK,
    (rules.is_not_major_yet,),
    asks=(Ask("criterion", Choice(lambda: options(CRITERIA.key)), _("Which criterion is met?")), REASON),
    icon="flame",
)
REVIEW = Verb(
    "review_major",
    _("Review major incident"),
    {"resolved", "closed"},
    None,
    MANAGE,
    (rules.is_major,),
    asks=(
        Ask(
            "review",
            Text(20_000),
            _("Findings"),
            _("What happened and why, what helped, what did not, and who changes what until when."),
        ),
    ),
    icon="clipboard-check",
)


def standings() -> list[Option]:
    """Where a major incident stands with its review."""
    return [Option(DECLARED, _now("Declared, review to come")), Option(REVIEWED, _now("Reviewed"))]


def with_major(flow: Workflow) -> Workflow:
    """The workflow with both steps; closing waits for the review."""
    verbs = (
        replace(verb, needs=(*verb.needs, rules.a_major_incident_is_reviewed)) if verb.name in CLOSING else verb
        for verb in flow.verbs
    )
    return Workflow(flow.states, (*verbs, DECLARE, REVIEW))
