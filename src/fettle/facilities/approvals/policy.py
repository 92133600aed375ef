"""From a policy, or from people who are named by hand, to the steps of a round with the people whom each asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from fettle.facilities.approvals import definitions, rules
from fettle.facilities.approvals.definitions import ALL, ANY
from fettle.kernel.access.models import Grant
from fettle.kernel.clock.calendar import WorkingCalendar, due_after
from fettle.kernel.clock.queries import latest
from fettle.kernel.orgs.models import Membership, Person
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Option
from fettle.kernel.settings.read import current


@dataclass(frozen=True)
class Planned:
    """A step that is about to be asked. ``kept`` is what the round keeps of it."""

    seats: tuple[int, ...]
    needed: int
    kept: dict[str, Any] = field(default_factory=dict)


def offered(record: Record) -> list[Option]:
    """The policies in use for a record of this kind."""
    found: dict[str, str] = {}
    for row in _rows(record):
        if row.get("active") is not False:
            found.setdefault(row["code"], row["label"])
    return [Option(code, label) for code, label in found.items()]


def label_of(record: Record, code: str) -> str:
    return next((option.label for option in offered(record) if option.code == code), "")


def by_policy(record: Record, code: str, barred: Collection[int]) -> list[Planned]:
    """The steps of a policy for this record. Raises Refusal where one cannot be asked."""
    rows = [row for row in _rows(record) if row["code"] == code and row.get("active") is not False]
    return [
        _planned(at, people_of(record, row), row["quorum"], row["count"], row["hours"], row["calendar"], barred)
        for at, row in enumerate(sorted(rows, key=lambda row: row["step"]), start=1)
    ]


def by_hand(people: Iterable[Person], quorum: str, hours: int | None, barred: Collection[int]) -> list[Planned]:
    """One step that asks these people."""
    return [_planned(1, [person.pk for person in people if person.is_active], quorum, None, hours, None, barred)]


def _planned(
    step: int,
    named: Iterable[int],
    quorum: str,
    count: int | None,
    hours: int | None,
    calendar: str | None,
    barred: Collection[int],
) -> Planned:
    named = sorted(set(named))
    seats = tuple(person for person in named if person not in barred)
    rules.somebody_else_decides(step, seats, named)
    needed = len(seats) if quorum == ALL else 1 if quorum == ANY else count or 1
    rules.there_are_enough(step, needed, len(seats))
    return Planned(seats, needed, {"needed": needed, "quorum": quorum, "hours": hours, "calendar": calendar or ""})


def people_of(record: Record, row: Mapping[str, Any]) -> set[int]:
    """The ids of the active people whom a row asks about this record."""
    found = set(Person.objects.filter(mail__in=definitions.addresses(row)).values_list("pk", flat=True))
    if row["team"]:
        found |= set(Membership.objects.filter(team_id=row["team"]).values_list("person_id", flat=True))
    if row["role"] == definitions.LEADER:
        leading = Membership.objects.filter(team_id=record.team_id or 0, leads=True)
        found |= set(leading.values_list("person_id", flat=True))
    elif row["role"]:
        above = [int(pk) for pk in record.organisation.path.strip("/").split("/")]
        grants = Grant.objects.filter(Q(team=None) | Q(team_id=record.team_id), role=row["role"])
        found |= set(grants.filter(organisation__in=above).values_list("person_id", flat=True))
    return set(Person.objects.filter(pk__in=found, is_active=True).values_list("pk", flat=True))


def due(kept: Mapping[str, Any], start: datetime) -> datetime | None:
    """When the deadline of a step passes that is asked at this moment; None where it has none. By working time where a
    calendar is named that is still there, else around the clock; under a calendar that never works it has none.
    """
    hours = kept.get("hours")
    if not hours:
        return None
    version = latest(kept["calendar"]) if kept.get("calendar") else None
    if version is None:
        return start + timedelta(hours=hours)
    return due_after(WorkingCalendar.from_data(version.data), start, hours * 3600)


def _rows(record: Record) -> list[dict[str, Any]]:
    key = definitions.key_of(record.kind)
    return current()[key] if key else []
