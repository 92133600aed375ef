"""Values that are whole JSON objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.records.values import Value, storable

MOST_FILES = 50


@dataclass(frozen=True)
class Names(Value):
    """Names and their values; the action checks them against what the administrator defined."""

    json = {"type": "object"}

    def clean(self, raw: Any, actor: Any) -> dict[str, Any]:
        """Every text inside can be stored. Raises ValueError."""
        waiting: list[Any] = [dict(raw)]
        while waiting:
            value = waiting.pop()
            if isinstance(value, str):
                storable(value)
            waiting += [*value.keys(), *value.values()] if isinstance(value, dict) else []
            waiting += value if isinstance(value, list) else []
        return dict(raw)


@dataclass(frozen=True)
class Files(Value):
    """Files of a record by their ids; the action knows which there are."""

    json = {"type": "array", "items": {"type": "integer"}, "maxItems": MOST_FILES}

    def clean(self, raw: Any, actor: Any) -> list[int]:
        """Raises ValueError."""
        if len(raw) > MOST_FILES:
            raise ValueError(_("At most %(count)s files go along: leave some out.") % {"count": MOST_FILES})
        if not all(isinstance(each, int) and not isinstance(each, bool) and 0 < each < 2**31 for each in raw):
            raise ValueError(_("Give the ids of files, as whole numbers."))
        return list(raw)


@dataclass(frozen=True)
class Anything(Value):
    """Any JSON; the action knows the shape."""

    json = {"description": "Of the shape that the definition has."}

    def clean(self, raw: Any, actor: Any) -> Any:
        return raw
