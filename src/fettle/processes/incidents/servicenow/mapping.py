"""The mapping file as values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from fettle.standard import shipped


@dataclass(frozen=True)
class Mapped:
    """``mapping.yaml``: states, channels, text columns, what is kept as the source said it."""

    missing: str
    time: str
    states: Mapping[str, Mapping[str, str]]
    unknown_state: Mapping[str, str]
    channels: Mapping[str, str]
    texts: Mapping[str, str]
    source: tuple[str, ...]
    attribution: Mapping[str, str]

    def owed(self, values: Mapping[str, str]) -> str:
        """The words that the licence of the log asks for, if this row is of a log that has one."""
        told = self.attribution
        return told["words"] if re.fullmatch(told["pattern"], values.get(told["column"], "")) else ""


def load() -> Mapped:
    """Read the file that stands beside this module."""
    data: dict[str, Any] = shipped.read(files(__package__).joinpath("mapping.yaml"))
    return Mapped(**{**data, "source": tuple(data["source"])})


MAPPING = load()
