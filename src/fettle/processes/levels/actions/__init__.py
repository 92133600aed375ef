"""Writes of agreements: the default one, and those with one party. Each writes one entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fettle.kernel.access.actor import Actor
from fettle.kernel.clock.models import Calendar
from fettle.kernel.records.models import Record
from fettle.processes.levels.actions import default, writing
from fettle.processes.levels.actions.covering import cover, uncover
from fettle.processes.levels.actions.default import agree_default, amend, latest
from fettle.processes.levels.actions.ending import drop_version, expire, give_notice, tell_of_ends, terminate, withdraw
from fettle.processes.levels.actions.excluding import count_again, exclude
from fettle.processes.levels.actions.paper import keep_paper, their_newest
from fettle.processes.levels.actions.signing import begin_version, countersign, negotiate, put_in_force, rework, sign
from fettle.processes.levels.actions.writing import change_version, register
from fettle.processes.levels.evaluation.outcomes import keep as keep_outcomes

Rows = list[dict[str, Any]]
VERBS: dict[str, Callable[..., Record]] = {
    "negotiate": negotiate,
    "sign": sign,
    "countersign": countersign,
    "put_in_force": put_in_force,
    "rework": rework,
    "begin_version": begin_version,
    "drop_version": drop_version,
    "give_notice": give_notice,
    "terminate": terminate,
    "expire": expire,
    "withdraw": withdraw,
}


def revise(
    actor: Actor,
    number: str,
    *,
    reason: str = "",
    targets: Rows | None = None,
    calendar: Calendar | None = None,
    **values: Any,
) -> Record:
    """Change an agreement. The default one has a new version in force for what is given, with a reason; of another one
    the fields are changed, and of what is signed those of the version that is negotiated.
    """
    if default.is_it(actor, number):
        return default.revise(actor, number, reason=reason, targets=targets, calendar=calendar, **values)
    return writing.revise(actor, number, targets=targets, calendar=calendar, **values)


__all__ = [
    "VERBS",
    "agree_default",
    "amend",
    "begin_version",
    "change_version",
    "count_again",
    "countersign",
    "cover",
    "drop_version",
    "exclude",
    "expire",
    "give_notice",
    "keep_outcomes",
    "keep_paper",
    "latest",
    "negotiate",
    "put_in_force",
    "register",
    "revise",
    "rework",
    "sign",
    "tell_of_ends",
    "terminate",
    "their_newest",
    "uncover",
    "withdraw",
]
