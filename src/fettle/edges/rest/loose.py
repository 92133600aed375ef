"""Values that are whole JSON objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fettle.kernel.records.values import Value, storable


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
class Anything(Value):
    """Any JSON; the action knows the shape."""

    json = {"description": "Of the shape that the definition has."}

    def clean(self, raw: Any, actor: Any) -> Any:
        return raw
