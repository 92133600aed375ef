"""The relations there are, and how each reads from either end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Option


@dataclass(frozen=True)
class Relation:
    """``code`` and ``label`` read from source to target, ``inverse`` and ``inverse_label`` back. Where the two codes
    are
    equal the ends are alike. A relation with ``no_circle`` may not lead back to where it started. One that is not
    ``by_hand`` follows from a step of a room. In a ``flat`` one no target has targets of its own, and each has one
    source. ``sources``: only records of these kinds stand at its beginning; none means all.
    """

    code: str
    label: Any
    inverse: str
    inverse_label: Any
    no_circle: bool = False
    by_hand: bool = True
    flat: bool = False
    sources: tuple[str, ...] = ()

    @property
    def alike(self) -> bool:
        return self.code == self.inverse


RISK_OF = Relation("risk_of", _("risk for"), "has_risk", _("has the risk"), sources=("risk",))
RELATIONS = (
    Relation("related", _("related to"), "related", _("related to")),
    Relation("duplicate_of", _("duplicate of"), "has_duplicate", _("has the duplicate"), no_circle=True),
    Relation("caused_by", _("caused by"), "causes", _("cause of"), no_circle=True),
    Relation("parent_of", _("parent of"), "child_of", _("part of"), no_circle=True, flat=True),
    Relation("follows_up", _("follows up"), "followed_by", _("followed up by"), no_circle=True),
    Relation("documented_by", _("documented by"), "documents", _("documents")),
    Relation("split_from", _("split from"), "split_into", _("split into"), no_circle=True),
    Relation("merged_into", _("merged into"), "merged_from", _("took in"), no_circle=True, by_hand=False),
    RISK_OF,
)
BY_CODE = {relation.code: relation for relation in RELATIONS}
BY_EITHER = {relation.inverse: relation for relation in RELATIONS} | BY_CODE


def label_of(code: str) -> Any:
    """How a relation reads, by the code of either direction."""
    relation = BY_EITHER[code]
    return relation.label if relation.code == code else relation.inverse_label


def options(kind: str = "") -> Sequence[Option]:
    """Both directions of every relation that a person chooses; of those that a record of this ``kind`` may have, where
    one is named.
    """
    return [
        Option(code, label_of(code))
        for code, relation in BY_EITHER.items()
        if relation.by_hand
        and not (kind and relation.sources and kind not in relation.sources and code == relation.code)
    ]
