"""The procedure of a definition, to be read on the page on which people work by it, and the way to where it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from fettle.administration.definitions import queries
from fettle.edges.pages import prose
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import NotSeen


@dataclass(frozen=True)
class Procedure:
    """Controlled text as HTML, and the key of the setting that keeps it. ``changeable`` by who reads it."""

    key: str
    text: SafeString
    changeable: bool


def of(actor: Actor, key: str) -> Procedure | None:
    """None for somebody who does not read the settings of the whole house."""
    try:
        kept = queries.kept(actor, key)
    except NotSeen:
        return None
    return Procedure(key, prose.shown(kept.procedure), kept.changeable)
