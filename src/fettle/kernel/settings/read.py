"""Reading settings: one tiny query says whether this process's copy is still true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from fettle.kernel.assembly import assembly
from fettle.kernel.settings.models import Setting


@dataclass(frozen=True)
class Snapshot:
    """All definitions as they stand at one moment; what is not stored yet has its default."""

    stamp: Any
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


_last: Snapshot | None = None


def current() -> Snapshot:
    """The settings in force now. Takes effect everywhere without a restart: the newest change is looked up each time."""
    global _last
    stamp = Setting.objects.aggregate(newest=Max("record__updated_at"))["newest"]
    kept = _last
    if kept is None or kept.stamp != stamp or stamp is None:
        values = {definition.key: definition.default for definition in assembly().definitions}
        values |= dict(Setting.objects.values_list("key", "value"))
        kept = _last = Snapshot(stamp, values)
    return kept
