"""Values that are whole JSON objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fettle.kernel.records.values import Value


@dataclass(frozen=True)
class Names(Value):
    """Names and their values; the action checks them against what the administrator defined."""

    json = {"type": "object"}

    def clean(self, raw: Any, actor: Any) -> dict[str, Any]:
        return dict(raw)


@dataclass(frozen=True)
class Anything(Value):
    """Any JSON; the action knows the shape."""

    json = {"description": "Of the shape that the definition has."}

    def clean(self, raw: Any, actor: Any) -> Any:
        return raw
