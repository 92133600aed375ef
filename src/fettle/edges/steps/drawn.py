"""Steps as pages draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fettle.edges.pages import prose
from fettle.facilities.tasks import queries
from fettle.facilities.tasks.models import Step
from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.wording import Sentence, never_due
from fettle.kernel.records.models import Record

SHAPES = {"open": "ring", "done": "done", "skipped": "stop"}


@dataclass(frozen=True)
class Standing:
    label: str
    shape: str


@dataclass(frozen=True)
class Drawn:
    """A step in words. ``may_do`` and ``may_arrange`` decide on buttons; ``holds`` is the one that it waits for;
    ``never`` says why one that has a time of its own is never due.
    """

    step: Step
    standing: Standing
    who: str
    text: SafeString | str
    page: str
    late: bool
    never: Sentence
    holds: str
    may_do: bool
    may_arrange: bool
    first: bool
    last: bool


def draw(actor: Actor, record: Record, rows: Sequence[Step], works: bool) -> list[Drawn]:
    """All of them. ``works``: the actor may arrange them."""
    now = timezone.now()
    made = []
    for at, row in enumerate(rows):
        before = rows[at - 1] if at else None
        waits = row.waits and before is not None and before.state == Step.State.OPEN
        made.append(
            Drawn(
                row,
                standing(row, waits),
                who(row, record),
                prose.shown(row.text) if row.text else "",
                f"/steps/{record.number}/{row.pk}/",
                row.state == Step.State.OPEN and row.due_at is not None and row.due_at < now,
                never_due() if row.hours and row.due_at is None and row.state == Step.State.OPEN and not waits else "",
                before.title if waits and before else "",
                record.is_open and (works or queries.is_mine(actor, row, record)),
                record.is_open and works,
                at == 0,
                at == len(rows) - 1,
            )
        )
    return made


def standing(row: Step, waits: bool = False) -> Standing:
    """Shape and word."""
    words = {"open": _("To do"), "done": _("Done"), "skipped": _("Left out")}
    return Standing(_("Waits"), "pause") if waits else Standing(words[row.state], SHAPES[row.state])


def who(row: Step, record: Record) -> str:
    """Whose it is."""
    owner = row.person or row.team or record.assignee or record.team
    return owner.name if owner else ""
