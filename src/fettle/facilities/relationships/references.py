"""A value that points at a relationship of either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fettle.facilities.relationships.queries import is_relationship
from fettle.kernel.access.references import ToRecord
from fettle.kernel.assembly import assembly


@dataclass(frozen=True)
class ToRelationship(ToRecord):
    """A customer or a supplier, by its number or its name."""

    kind: str = "relationship"

    def kinds(self) -> tuple[Any, ...]:
        return tuple(kind for kind in assembly().kinds if is_relationship(kind))

    @property
    def called(self) -> Any:
        return _("customer or supplier")
