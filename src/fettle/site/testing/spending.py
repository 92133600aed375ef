"""Costs and budgets of a side, each in the state that is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.money import actions, budgets
from fettle.processes.money.workflow import ENTER, SEE
from fettle.site.testing.world import World

BOOKS = Actor.house("tests", SEE, ENTER)
"""Draws up what anybody with the right may then approve."""


def cost(world: World, home: Organisation, word: str, state: str) -> Record:
    """A cost of the service of the world, paid by one side."""
    values: dict[str, Any] = {
        "title": f"Cable {word}",
        "nature": "purchase",
        "price": "1234.50",
        "begins": date(2026, 1, 5),
        "source": f"Invoice {word}",
        "notes": f"As the {word} said",
    }
    stage = "spent" if state == "withdrawn" else state
    manager = world.actor("manager")
    made = actions.register(manager, organisation=home, service=world.service, stage=stage, **values)
    if state == "withdrawn":
        actions.withdraw(manager, made.number, reason=f"Twice {word}")
    made.refresh_from_db()
    return made


def budget(world: World, home: Organisation, word: str, state: str) -> Record:
    """A budget of one side that nobody of it drew up."""
    values: dict[str, Any] = {"title": f"Budget {word}", "year": 2026, "part": "q1", "price": "5000"}
    made = budgets.register(BOOKS, organisation=home, notes=f"For the {word}", **values)
    if state == "approved":
        budgets.approve(world.actor("head"), made.number)
    if state == "over":
        budgets.withdraw(BOOKS, made.number, reason=f"No {word}")
    made.refresh_from_db()
    return made
