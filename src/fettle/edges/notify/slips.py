"""What was taken back at once is told to nobody: neither the slip, while its mail has not left, nor what is only said
again by taking it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fettle.kernel.assembly import assembly
from fettle.kernel.history.models import Entry


def news(entry: Entry) -> Sequence[dict[str, Any]]:
    """The stored facts that somebody may be told of. Whoever takes a change back says again what held before it."""
    facts: list[dict[str, Any]] = entry.facts
    return facts[:1] if _takes_back(facts[0]["name"]) else facts


def taken_back(entry: Entry) -> bool:
    """Whether the next entry on the record took this one back."""
    after = Entry.objects.filter(record_id=entry.record_id, seq=entry.seq + 1)
    lead: dict[str, Any] = (after.values_list("facts", flat=True).first() or [{"name": ""}])[0]
    return _takes_back(lead["name"]) and bool(lead.get("data", {}).get("of") == entry.seq)


def later(entry: Entry) -> dict[str, datetime]:
    """When a mail leaves about what may still be taken back; nothing for what may not, such as a reply."""
    kind = assembly().fact_by_name.get(entry.facts[0]["name"])
    return {"next_at": entry.recorded_at + kind.settles} if kind and kind.settles else {}


def is_broadcast(fact: str) -> bool:
    """Whether somebody chose the people who get it: no loop, however many they are."""
    kind = assembly().fact_by_name.get(fact.partition(":")[0])
    return kind is not None and kind.broadcast


def _takes_back(name: str) -> bool:
    kind = assembly().fact_by_name.get(name)
    return kind is not None and kind.takes_back
