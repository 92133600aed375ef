"""Reads of the catalogue: what is offered to whom, and what an order promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation, Team
from fettle.kernel.records.models import Record
from fettle.kernel.settings.choices import label
from fettle.kernel.settings.read import current
from fettle.processes.incidents.catalogue.definitions import KEY
from fettle.processes.levels import queries as levels
from fettle.processes.levels.facts import ClockSet, TargetsSet
from fettle.processes.services import queries as services


@dataclass(frozen=True)
class Item:
    """A standard request that somebody may order. ``service`` is None where it belongs to none."""

    code: str
    name: str
    about: str
    service: Record | None
    row: dict[str, Any]


def row_of(code: str) -> dict[str, Any]:
    """What the catalogue says of a standard request that is in use; empty where it says nothing."""
    rows = current()[KEY] if code else ()
    return next((row for row in rows if row["code"] == code and row.get("active") is not False), {})


def offered(actor: Actor) -> list[Item]:
    """What the actor finds in the portal, in the order of the catalogue: all that belongs to no service, or to one that
    is offered to them.
    """
    rows = [row for row in current()[KEY] if row["offered"] and row.get("active") is not False]
    there = _named(rows, services.requestable(actor))
    return [_item(row, there) for row in rows if not row["service"] or row["service"] in there]


def orderable(actor: Actor) -> list[Item]:
    """What staff may order for somebody: all that is in use."""
    rows = [row for row in current()[KEY] if row.get("active") is not False]
    there = _named(rows, services.live(actor))
    return [_item(row, there) for row in rows]


def codes(actor: Actor, staff: bool) -> frozenset[str]:
    """The codes of what the actor may order."""
    return frozenset(item.code for item in (orderable if staff else offered)(actor))


def _named(rows: Iterable[dict[str, Any]], offered: QuerySet[Record]) -> dict[str, Record]:
    """The services that the rows name, as far as they are offered, by number."""
    wanted = {row["service"] for row in rows if row["service"]}
    return {each.number: each for each in offered.filter(number__in=wanted)} if wanted else {}


def _item(row: dict[str, Any], there: dict[str, Record]) -> Item:
    return Item(row["code"], label(KEY, row), row["about"] or "", there.get(row["service"] or ""), row)


def promise(
    kind: str, rank: int, service: Record | None, home: Organisation, standard: str, why: str
) -> TargetsSet | None:
    """What is promised for a record: by its agreement, and where its standard request has a time of its own, that."""
    return promises(kind, rank, service, home, standard, None, why)[0]


def promises(
    kind: str, rank: int, service: Record | None, home: Organisation, standard: str, team: Team | None, why: str
) -> tuple[TargetsSet | None, ClockSet | None]:
    """The same, and what the team that gets it promises by its OLA. One statement."""
    found, ola = levels.promised(kind, rank, service, home, team.pk if team else None, why)
    hours = row_of(standard).get("hours")
    return (replace(found, resolution=hours * 60) if found and hours else found), ola
