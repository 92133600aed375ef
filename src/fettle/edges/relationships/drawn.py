"""All that there was with a party, as pages and bodies show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fettle.edges.pages import addresses
from fettle.facilities.relationships import queries
from fettle.facilities.relationships.queries import PLACE, Met
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import whole


@dataclass(frozen=True)
class Row:
    """A record, where it is read, its state, and what was the last thing that happened to it."""

    record: Record
    url: str
    kind: Any
    state: Any
    who: str
    said: str
    at: datetime


def rows(actor: Actor, record: Record, before: str, count: int) -> tuple[list[Row], str]:
    """A page of them, and the address of where the next one begins; "" where this is the last."""
    found = queries.met(actor, record, place(before), count + 1)
    shown = [_row(each) for each in found[:count]]
    return shown, _named(found[count - 1].record) if len(found) > count else ""


def place(text: str) -> PLACE | None:
    """What ``_named`` wrote, else None: the beginning."""
    moment, comma, key = text.partition(",")
    number = whole(key, 18)
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, number) if comma and number is not None and at.tzinfo is not None else None


def _named(record: Record) -> str:
    return f"{record.opened_at.isoformat()},{record.pk}"


def _row(each: Met) -> Row:
    record, last = each.record, each.last
    said = [fact.says() for fact in last.said()] if last else []
    return Row(
        record,
        addresses.of(record),
        record.declared.label,
        record.declared.flow.by_state[record.state],
        last.who if last else "",
        said[0] if said else "",
        last.happened_at if last else record.opened_at,
    )
