"""A record with parts: which of them a step on the whole may go on to, and whom a message to all of them reaches.

What goes on is declared (setting "Whole and parts"), always looked at first, and done part by part by the same rules
as on its own page. Each part keeps its clocks and its history; its entry names the whole's as its cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.facilities.links import queries as links
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Refusal
from fettle.kernel.records import Field
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import Choice, Flag, Line, Number, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.settings.declare import Definition, Form
from fettle.kernel.settings.read import current
from fettle.kernel.workflow import Ask, Verb
from fettle.processes.incidents import procedures
from fettle.processes.incidents.definitions import MANAGE
from fettle.processes.incidents.merging import SERVED
from fettle.processes.incidents.records import DESK
from fettle.processes.incidents.workflow import UNDONE, WORK

PARTS = "parent_of"
"""The code of the relation."""
PROPAGATION = Definition(
    key="incidents.propagation",
    title=_("Whole and parts: what goes on to the parts"),
    hint=_("In the text, {whole}, {resolution}, {number}, {caller} and {agent} are filled in."),
    process="PR9",
    may=MANAGE,
    shape=Form(
        (
            Field("resolve", Flag(), _("resolving the whole offers to resolve its parts")),
            Field("tell", Flag(), _("one message may go to all parts")),
            Field("text", Text(5000), _("what the people on the parts are told when it is resolved")),
        )
    ),
    default={
        "resolve": True,
        "tell": True,
        "text": _("What you reported was part of something larger, which is solved now: {resolution}"),
    },
    procedure=procedures.PROPAGATION,
)
CAUSE = Ask("cause", Number(0), _("Entry that caused it"), needed=False)
RESOLVE = Verb(
    "resolve_part",
    _("Resolve the parts"),
    UNDONE,
    None,
    WORK,
    asks=(
        Ask("resolution", Text(20_000), _("What was done")),
        Ask("closure_code", Choice(lambda: options("incidents.closure_codes")), _("Closure code")),
        Ask("text", Text(5000), _("What the people on the parts are told"), needed=False),
        CAUSE,
    ),
    icon="check",
)
TELL = Verb(
    "tell_part",
    _("Write to all parts"),
    {*UNDONE, "resolved"},
    None,
    WORK,
    asks=(Ask("text", Text(100_000), _("Your reply")), CAUSE),
    icon="message",
)
JOIN = Verb(
    "make_part",
    _("Make part of"),
    {*UNDONE, "resolved"},
    None,
    WORK,
    asks=(Ask("whole", Line(20), _("Number of the whole")),),
    icon="sitemap",
)
STEPS = (RESOLVE, TELL, JOIN)
BY_NAME = {step.name: step for step in STEPS}


def it_is_declared(step: Verb) -> None:
    """Nothing goes on to the parts that the process manager has not declared. Raises Refusal."""
    if not current()[PROPAGATION.key]["tell" if step is TELL else "resolve"]:
        raise Refusal(
            _now("This does not go on to parts here: change it part by part, or the setting “Whole and parts”."),
            rule="it_is_declared",
        )


def parts_of(actor: Actor, record: Record) -> list[Record]:
    """Its parts that the actor sees, the oldest first."""
    keys = links.targets_of(PARTS, [record.pk])
    found = visible(actor, *DESK).filter(pk__in=keys).select_related("organisation").order_by("pk")
    return list(found.only("number", "kind", "title", "state", "is_open", "organisation", "team_id", "updated_at"))


def counted(actor: Actor, record: Record) -> tuple[int, int]:
    """How many parts it has that the actor sees, and how many of them are to be worked on."""
    states = list(
        visible(actor, *DESK).filter(pk__in=links.targets_of(PARTS, [record.pk])).values_list("state", flat=True)
    )
    return len(states), sum(state in UNDONE for state in states)


@dataclass(frozen=True)
class Reach:
    """The parts that a step goes on to, those left out, and by name who reads what is written to them."""

    ready: tuple[Record, ...]
    left: tuple[Record, ...]
    readers: tuple[str, ...]


def reach(actor: Actor, record: Record, step: Verb) -> Reach:
    """What a step on the whole would reach now."""
    parts = parts_of(actor, record)
    ready = tuple(part for part in parts if part.state in step.sources)
    left = tuple(part for part in parts if part.state not in step.sources)
    return Reach(ready, left, _readers(part.pk for part in ready))


def _readers(records: Iterable[int]) -> tuple[str, ...]:
    rows = Participant.objects.filter(record_id__in=list(records), part__in=SERVED).order_by("person__name")
    return tuple(rows.values_list("person__name", flat=True).distinct())
