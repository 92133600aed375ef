"""Problems and known errors of a side, each in the state that is asked for."""

from __future__ import annotations

from typing import Any

from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.problems import actions
from fettle.processes.problems.known_errors import actions as known
from fettle.site.testing.world import World

CAUSE: tuple[str, dict[str, Any]] = ("name_cause", {"root_cause": "Too old", "causes": "It stops\nIt is full"})
RESOLVED: tuple[str, dict[str, Any]] = ("resolve", {"way": "accepted", "solution": "We live with it"})
TAKEN: tuple[str, dict[str, Any]] = ("take", {})
LOOKED_INTO: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "recorded": (),
    "in_work": (TAKEN,),
    "cause_known": (CAUSE,),
    "known_error": (CAUSE, ("declare", {})),
    "resolved": (TAKEN, RESOLVED),
    "closed": (TAKEN, RESOLVED, ("close", {"outcome": "fewer"})),
    "withdrawn": (("withdraw", {"reason": "none"}),),
}
KEPT: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "current": (),
    "solved": (("solve", {"reason": "a new one"}),),
    "removed": (("remove", {"reason": "wrong"}),),
}
"""The steps into each state."""


def problem(world: World, home: Organisation, word: str, state: str) -> Record:
    """A problem of one side, of which everything is known; with a way round it, so that it can be declared."""
    manager = world.actor("manager")
    values: dict[str, Any] = {"title": f"The {word} stops", "details": f"All of the {word}", "source": "trend"}
    made = actions.register(manager, organisation=home, impact="much", urgency="soon", category="network", **values)
    known.register(manager, problem=made, organisation=home, title=f"The {word} is slow", workaround="Wait")
    if state in ("in_work", "resolved"):
        actions.take(manager, made.number)
        actions.revise(manager, made.number, investigation=f"Looked at the {word}")
    for verb, given in LOOKED_INTO[state]:
        if verb != "take" or Record.objects.get(pk=made.pk).state == "recorded":
            actions.VERBS[verb](manager, made.number, **given)
    made.refresh_from_db()
    return made


def known_error(world: World, home: Organisation, word: str, state: str) -> Record:
    """A known error of one side, with what users are told."""
    manager = world.actor("manager")
    said: dict[str, Any] = dict.fromkeys(("symptoms", "cause", "workaround", "for_users"), f"About the {word}")
    behind = actions.register(manager, organisation=home, title=f"Behind the {word}", source="trend")
    made = known.register(manager, problem=behind, organisation=home, title=f"The {word} stands still", **said)
    for verb, given in KEPT[state]:
        known.VERBS[verb](manager, made.number, **given)
    made.refresh_from_db()
    return made
