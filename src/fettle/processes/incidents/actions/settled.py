"""Writing with the derived columns settled: what clocks and counts follow from the entry is computed before it is
written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.facilities.approvals import actions as approvals
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import allow
from fettle.kernel.columns import stored
from fettle.kernel.history import write as history
from fettle.kernel.history.facts import Fact, plain
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import in_order
from fettle.kernel.records.models import Record
from fettle.processes.incidents.catalogue import queries as catalogue
from fettle.processes.incidents.clocks import Happened, Happening, derive, soon
from fettle.processes.incidents.definitions import row_of
from fettle.processes.incidents.facts import Paused
from fettle.processes.incidents.records import DESK
from fettle.processes.levels import queries as levels


def begin(actor: Actor, number: str, verb: str) -> Record:
    """The record, locked and seen, if the verb may run on it now."""
    record = history.lock(actor, number, *DESK)
    allow(actor, record, verb)
    return record


def write(
    actor: Actor,
    record: Record,
    *facts: Fact,
    set: Mapping[str, Any] | None = None,
    parts: Iterable[Any] = (),
    at: datetime | None = None,
    audience: str = "",
) -> Entry:
    """``history.write`` with every derived column recomputed over the entries so far and this one. What is over is no
    longer asked to be approved, on whatever way it came to its end.
    """
    values = dict(set or {})
    if "state" in values and not record.declared.flow.by_state[values["state"]].open:
        facts += approvals.end(record)
    now = at or timezone.now()
    if record.silent:
        facts += _promised(record)
    facts += _beside(record, values)
    before = in_order(record)
    coming = _coming(record, facts, values, now)
    past: list[Happened] = sorted([*before, coming], key=lambda entry: (entry.happened_at, entry.seq))
    derived = {**(record.declared.derive or derive)(past), "soon_at": soon(past)}
    return history.write(actor, record, *facts, set={**values, **derived}, parts=parts, at=now, audience=audience)


def paused(reason: str) -> Paused:
    """That it waits for this reason, and whether the clocks stand still meanwhile."""
    row = row_of("incidents.pause_reasons", reason)
    stops, of_team = bool(row.get("stops_clock", True)), bool(row.get("stops_team", False))
    return Paused(reason=reason, stops_clock=stops, stops_team=of_team)


def _promised(record: Record) -> tuple[Fact, ...]:
    """A restored record wakes: its clocks run from this moment."""
    standard, home = getattr(record.item, "standard", ""), record.organisation
    promise = catalogue.promise(record.kind, record.rank, record.service, home, standard, _("woken"))
    return (promise,) if promise else ()


def _beside(record: Record, values: Mapping[str, Any]) -> tuple[Fact, ...]:
    """What OLA and UA promise: asked when another team or supplier has it, and when what it is about is another."""

    def comes(owner: Any, name: str, column: str) -> tuple[Any, bool]:
        before = getattr(owner, column)
        now = plain(values[name]) if name in values else before
        return now, now != before

    rank, urgent = comes(record, "rank", "rank")
    service, other = comes(record, "service", "service_id")
    again = urgent or other or record.silent
    asked = (("ola", *comes(record, "team", "team_id")), ("ua", *comes(record.item, "supplier", "supplier_id")))
    found = (
        levels.supporting(type, whom, record.kind, rank, service)
        for type, whom, moved in asked
        if whom is not None and (moved or again)
    )
    return tuple(fact for fact in found if fact is not None)


def first(facts: Iterable[Fact], values: Mapping[str, Any], opened: datetime, now: datetime) -> dict[str, Any]:
    """The derived columns of a record that is about to be made."""
    changes = {name: [None, plain(value)] for name, value in values.items() if history.filled(value)}
    changes["state"] = [None, "new"]
    changes["opened_at"] = [None, opened.isoformat()]
    entries = [Happening(now, 1, [fact.stored() for fact in facts], changes)]
    return derive(entries) | {"soon_at": soon(entries)}


def _coming(record: Record, facts: Iterable[Fact], values: Mapping[str, Any], at: datetime) -> Happening:
    """The entry as replay will see it."""
    changes = {}
    for name, value in values.items():
        owner = record if record.declared.on_record(name) else record.item
        old, new = plain(stored(owner, name)), plain(value)
        if old != new:
            changes[name] = [old, new]
    return Happening(at, record.version + 1, [fact.stored() for fact in facts], changes)
