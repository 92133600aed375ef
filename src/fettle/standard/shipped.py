"""Data that come with the house, in YAML. They are read by the loader in C, where it is installed: every start of a
process waits for it, and the one in Python takes far longer.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any

import yaml

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(file: Traversable) -> Any:
    """What the file holds. Only for files of our own: what people send is never YAML."""
    return yaml.load(file.read_text("utf-8"), Loader=LOADER)  # noqa: S506  # both loaders are safe ones
