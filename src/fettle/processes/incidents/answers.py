"""The saved answers that suit a record, filled in: those of the house, and one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.kernel.settings.choices import label
from fettle.kernel.settings.read import current
from fettle.processes.incidents import own_answers, placeholders
from fettle.processes.incidents.definitions import CANNED_REPLIES


def answers(actor: Actor, record: Record) -> list[tuple[str, str, str]]:
    """(code, name, text) of each."""
    values = placeholders.values_of(actor, record)
    return [(code, name, placeholders.fill(text, values)) for code, name, text in _suiting(actor, record)]


def _suiting(actor: Actor, record: Record) -> Iterator[tuple[str, str, str]]:
    for row in current()[CANNED_REPLIES.key]:
        if row.get("active") is not False and suits(row, record):
            yield row["code"], label(CANNED_REPLIES.key, row), row["text"]
    for own in own_answers.of(actor):
        yield f"own-{own.pk}", own.name, own.text


def suits(row: Mapping[str, Any], record: Record) -> bool:
    """Whether an answer is for such a record: of its kind, service and team, where it names one."""
    stands = {
        "kind": record.kind,
        "service": record.service.number if record.service else None,
        "team": record.team.name if record.team else None,
    }
    return all(not row.get(name) or row[name] == value for name, value in stands.items())
