"""What the worker does after each entry, and settings changed in a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fettle.edges.notify.deciding import decide
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings_actions
from fettle.kernel.settings.read import current
from fettle.processes.surveys import asking, following
from fettle.site.testing.world import World

Resolve = Callable[..., Record]
RULE = {"code": "all", "kind": None, "service": None, "after": "resolved", "wait_hours": 0, "share": 100}


def settle(world: World, key: str, value: Any) -> None:
    """Change a setting, all of it or some of its values."""
    whole = {**current()[key], **value} if isinstance(value, dict) else value
    settings_actions.redefine(world.actor("head"), key, value=whole, reason="Tried")


def deliver(record: Record, *facts: str) -> None:
    """What the worker does after entries of these facts."""
    for entry in Entry.objects.filter(record=record, fact__in=facts).order_by("pk"):
        for reaction in (asking.PLANNING, following.FOLLOWING):
            if reaction.wants(entry):
                reaction.run(entry)
                reaction.run(entry)  # everything may run twice
        if entry.fact in ("surveys.asked", "surveys.started", "surveys.reminded"):
            decide(entry)
