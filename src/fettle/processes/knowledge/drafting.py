"""What a new article begins with, taken over from a solved record without the people on it. Pure but for one read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import EVERYONE

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CALLED = re.compile(r"(?<![\w.])\+?\d[\d ()/-]{6,}\d")
SHORTEST = 3


def from_record(record: Record) -> dict[str, Any]:
    """Title, text, service and category; whoever writes reads them through before anything is saved."""
    people = Participant.objects.filter(record_id=record.pk).values_list("person__name", flat=True)
    names = list(people)
    symptoms = without_people(record.item.details, names)
    solution = without_people(record.item.resolution, names)
    parts = ((_("Symptoms"), symptoms or without_people(record.title, names)), (_("Solution"), solution))
    text = "\n\n".join(f"## {heading}\n\n{said}" for heading, said in parts).strip()
    return {
        "title": without_people(record.title, names),
        "text": text,
        "audience": EVERYONE,
        "service": record.service,
        "category": record.item.category,
    }


def without_people(text: str, names: Iterable[str]) -> str:
    """Mail addresses, telephone numbers and these people's names are replaced by an ellipsis."""
    for pattern in (ADDRESS, CALLED):
        text = pattern.sub("…", text)
    for name in names:
        for word in sorted({name, *name.split()}, key=len, reverse=True):
            if len(word) >= SHORTEST:
                text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text.strip()
