"""Which of the register's pages its reader may open: only those are links. A number in braces names no page."""

from __future__ import annotations

from collections.abc import Iterable

from fettle.edges.transfer.runs import importers
from fettle.governance.coverage.register import Row
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.assembly import assembly

SETTINGS, IMPORT = "/settings/", "/import/"
SEE_SETTINGS, PEOPLE = "settings.see", "people.administer"
MAKING = ("new", "propose")
"""The pages on which a record is made."""


def opened(actor: Actor, rows: Iterable[Row]) -> frozenset[str]:
    """The addresses among the pages of these rows that answer to the actor."""
    screens = {screen for row in rows if row.covered for screen in row.covered.screens}
    return frozenset(screen for screen in screens if "{" not in screen and _opens(actor, screen))


def _opens(actor: Actor, screen: str) -> bool:
    if screen.startswith(SETTINGS):
        return may(actor, SEE_SETTINGS)
    if screen == IMPORT:
        return bool(importers(actor)) or may(actor, PEOPLE)
    makes = {f"/{kind.path}/{page}": kind for kind in assembly().kinds for page in MAKING}
    kind = makes.get(screen)
    return kind is None or (may(actor, kind.may.register) and may(actor, kind.may.revise))
