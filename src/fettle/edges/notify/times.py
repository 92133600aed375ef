"""When mails leave for somebody: what they chose on their profile, else what the house begins with.

``Person.notices`` holds it beside what was declined: {"quiet": {"from": "20:00", "until": "07:00", "weekends": true},
"digest": {"on": true, "at": "16:00", "days": ["monday", ...]}}. What is not there is as the house has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fettle.edges.notify.pace import MINUTE, Digest, Quiet, after_quiet, next_digest
from fettle.kernel.clock.calendar_data import DAYS
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings.read import current

KEY = "notify.times"
QUIET, DIGEST = "quiet", "digest"
NO_QUIET: dict[str, Any] = {"from": None, "until": None, "weekends": False}
AT_ONCE: dict[str, Any] = {"on": False, "at": "07:30", "days": list(DAYS[:5])}


@dataclass(frozen=True)
class Leaves:
    """When a mail leaves, and for which reason of ``wording.LATER`` not at once."""

    at: datetime
    reason: str = ""


def of(person: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """Quiet hours and digest that hold for this person."""
    quiet, digest = chosen(person, QUIET), chosen(person, DIGEST)
    if quiet is None or digest is None:
        house = of_house()
    return quiet if quiet is not None else house[0], digest if digest is not None else house[1]


def chosen(person: Person, what: str) -> dict[str, Any] | None:
    """What the person chose, None: as the house has it."""
    kept = person.notices.get(what) if isinstance(person.notices, dict) else None
    return {**(NO_QUIET if what == QUIET else AT_ONCE), **kept} if isinstance(kept, dict) else None


def of_house() -> tuple[dict[str, Any], dict[str, Any]]:
    """What holds for everybody who did not choose."""
    row = current()[KEY]
    quiet = {"from": row["quiet_from"], "until": row["quiet_until"], "weekends": bool(row["quiet_weekends"])}
    return quiet, {
        "on": bool(row["digest"]),
        "at": row["digest_at"] or AT_ONCE["at"],
        "days": [day for day in DAYS if row[day]],
    }


def leaves(person: Person, moment: datetime) -> Leaves:
    """When a mail that is not urgent and could leave at ``moment`` does."""
    if at := _digest_after(person, moment):
        return Leaves(at, DIGEST)
    at = end_of_quiet(person, moment)
    return Leaves(at, QUIET if at > moment else "")


def _digest_after(person: Person, moment: datetime) -> datetime | None:
    """The next digest that does not fall into quiet hours; when all of them do, the end of the hours it falls into."""
    _hours, daily = of(person)
    wanted = Digest(minute(daily["at"]), _days(daily["days"]) if daily["on"] else frozenset())
    first = at = next_digest(moment, wanted, person.settled_zone)
    for _day in DAYS:
        if at is None or end_of_quiet(person, at) == at:
            return at
        at = next_digest(at, wanted, person.settled_zone)
    return end_of_quiet(person, first) if first else None


def end_of_quiet(person: Person, moment: datetime) -> datetime:
    """The first moment from this one on that lies outside the person's quiet hours."""
    hours, _daily = of(person)
    return after_quiet(moment, _quiet(hours), person.settled_zone)


def minute(clock: str) -> int:
    """Of the day: "07:30" is 450."""
    hours, _colon, minutes = clock.partition(":")
    return int(hours) * MINUTE + int(minutes)


def _quiet(hours: Mapping[str, Any]) -> Quiet:
    if hours["from"] and hours["until"]:
        return Quiet(minute(hours["from"]), minute(hours["until"]), hours["weekends"])
    return Quiet(weekends=hours["weekends"])


def _days(names: Any) -> frozenset[int]:
    return frozenset(DAYS.index(name) for name in names if name in DAYS)
