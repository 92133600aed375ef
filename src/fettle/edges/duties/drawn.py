"""Duties as pages and files tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fettle.edges.pages import addresses
from fettle.edges.papers.asks import ROLE
from fettle.facilities.cycles import queries
from fettle.facilities.cycles.models import Duty
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.records.models import Record


@dataclass(frozen=True)
class Drawn:
    """One duty in words. ``when`` is late, soon or later; ``may_do`` and ``may_change`` decide on buttons."""

    duty: Duty
    label: str
    when: str
    who: str
    interval: str
    url: str
    page: str
    may_do: bool
    may_change: bool


def draw(actor: Actor, duty: Duty, today: date | None = None) -> Drawn:
    record = duty.record
    changes = may(actor, queries.permission(record), record)
    return Drawn(
        duty,
        queries.label_of(duty.code),
        queries.when(duty, today or timezone.localdate()),
        duty.person.name if duty.person else ROLE.text(duty.role),
        interval(duty.every, duty.unit),
        addresses.short(record),
        f"/duties/{record.number}/{duty.code}/",
        changes or queries.is_mine(actor, duty),
        changes,
    )


def interval(every: int, unit: str) -> str:
    """`every month`, `every 3 months`."""
    words = {
        "days": ngettext("every day", "every %(count)s days", every),
        "weeks": ngettext("every week", "every %(count)s weeks", every),
        "months": ngettext("every month", "every %(count)s months", every),
        "years": ngettext("every year", "every %(count)s years", every),
    }
    return words.get(unit, unit) % {"count": every}


def possible(actor: Actor, record: Record) -> Sequence[tuple[str, str]]:
    """Address and words of the duties that this actor may set on a record and that it does not have."""
    if not may(actor, queries.permission(record), record):
        return ()
    there = {duty.code for duty in queries.of_record(record)}
    return [
        (f"/duties/{record.number}/{cycle.code}/", str(cycle.label))
        for cycle in queries.cycles_of(record)
        if cycle.code not in there
    ]


def table(rows: Iterable[Drawn]) -> Iterator[list[Any]]:
    """The head, then a row for each duty, for a file."""
    yield [_("Due on"), _("Duty"), _("Record"), _("Title"), _("Responsible"), _("Interval"), _("Last done on")]
    for row in rows:
        duty = row.duty
        last = duty.last_done_on.isoformat() if duty.last_done_on else ""
        record = duty.record
        yield [duty.due_on.isoformat(), row.label, record.number, record.title, row.who, row.interval, last]
