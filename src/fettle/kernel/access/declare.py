"""Role: a named set of permissions, as FitSM-3 names roles. The table itself is ``site/roles.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Role:
    """``staff`` roles read what is meant for staff. ``implicit`` ones are granted to nobody: ``anyone`` signed in has
    them, a ``participant`` on the records that name them, a ``member`` of an organisation on what is meant for it or
    for one above it. ``fitsm`` is the role's name in FitSM-3, where it has one.
    """

    key: str
    label: Any
    permissions: frozenset[str]
    duties: Any = ""
    staff: bool = False
    implicit: str = ""
    fitsm: str = ""
