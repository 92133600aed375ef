"""What a step leaves behind, told before it is taken: on its page, and over REST beside the step."""

from __future__ import annotations

from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Record

LEAVES = "verb.leaves"
"""The slot for what a step leaves behind: functions of an actor, a record and the name of the step, giving sentences,
each with the address where one sees to it. They tell of what the actor sees, and forbid nothing.
"""


def told(actor: Actor, record: Record, name: str) -> list[tuple[str, str]]:
    """Sentences with the addresses of pages; nothing for most steps, which then ask nothing."""
    return [each for slot in assembly().slots.get(LEAVES, ()) for each in slot(actor, record, name)]
