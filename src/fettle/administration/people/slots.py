"""What people put on other pages; named in ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import tops
from fettle.kernel.records.models import Record
from fettle.kernel.settings import territory


def attention(actor: Actor, record: Record) -> dict[str, Any] | None:
    """Beside a record, for whoever may say so: whether the person for whom it is needs particular attention."""
    kind, reach = record.declared, tops(actor, territory.MARK)
    person = kind.value(record, kind.about) if kind.about and reach else None
    if person is None:
        return None
    theirs = record.organisation if person.organisation_id == record.organisation_id else person.organisation
    if not theirs.path.startswith(reach):
        return None
    return {"template": "administration/attention_of.html", "person": person}
