"""What happens to the tags of a record. Which they were and are stands in the changes of the entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.facts import Fact
from fettle.kernel.records.values import STAFF


@dataclass(frozen=True)
class Tagged(Fact):
    """Tags were put on the record or taken off."""

    name: ClassVar[str] = "tags.tagged"
    words: ClassVar = _("changed the tags")
    audience: ClassVar[str] = STAFF
