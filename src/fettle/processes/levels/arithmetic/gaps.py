"""Which needed components promise nothing of a kind: they are named, and never taken as kept in silence."""

from __future__ import annotations

from collections.abc import Iterable

from fettle.processes.levels.arithmetic.answers import Gap
from fettle.processes.levels.arithmetic.model import Model
from fettle.processes.levels.arithmetic.targets import Kind


def gaps(model: Model, kind: Kind, codes: Iterable[str]) -> tuple[Gap, ...]:
    """Those of these components without a target of this kind."""
    return tuple(
        Gap(code, model.by_code[code].agreement) for code in codes if getattr(model.by_code[code].targets, kind) is None
    )
