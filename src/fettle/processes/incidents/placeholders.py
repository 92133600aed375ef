"""What stands in braces in a text that is used again: names from one fixed list, each filled in as it is and once.

No expressions, no engine: braces in a value mean nothing, and braces around anything else stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import wording
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record

NAMES = {
    "caller": _("who asked"),
    "number": _("number of the record"),
    "title": _("its subject"),
    "agent": _("who writes"),
    "service": _("the service"),
    "team": _("the team it is with"),
    "due": _("when it is due"),
    "whole": _("number of the record that it is part of"),
    "resolution": _("what was done"),
}
_TOKEN = re.compile(r"\{([a-z]{3,12})\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with what ``values`` name; a name without a value stays, so that its reader sees what is missing."""
    return _TOKEN.sub(lambda token: values.get(token[1]) or token[0], text)


def values_of(actor: Actor, record: Record) -> dict[str, str]:
    """What a record and whoever writes on it put in."""
    item = record.item
    due = record.due_at
    return {
        "caller": item.requester.name if item.requester else "",
        "number": record.number,
        "title": record.title,
        "agent": actor.label,
        "service": record.service.title if record.service else "",
        "team": record.team.name if record.team else "",
        "due": wording.relative(timezone.localtime(due), timezone.localtime()) if due else "",
    }
