"""Articles for tests: written by one, approved by another, and found at once."""

from __future__ import annotations

from typing import Any

from fettle.facilities.documents import actions as texts
from fettle.facilities.search.jobs import catch_up
from fettle.kernel.records.models import Record
from fettle.processes.knowledge import actions
from fettle.site.testing.world import World

PRINTER = "Printer prints stripes"


def draft(world: World, title: str = PRINTER, **more: Any) -> str:
    text = more.pop("text", "Clean the cartridge with a dry cloth.")
    values = {"audience": "everyone", **more}
    return actions.register(world.actor("agent"), title=title, text=text, **values).number


def article(world: World, title: str = PRINTER, **more: Any) -> Record:
    number = draft(world, title, **more)
    texts.submit(world.actor("agent"), number)
    texts.approve(world.actor("manager"), number)
    catch_up.run(timestamp=0)
    return Record.objects.get(number=number)
