"""Services from a table: again and again the same file changes nothing, and our own export comes back unchanged."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fettle.edges.transfer import runs
from fettle.edges.transfer.outcome import Outcome
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.services import actions
from fettle.processes.services.importing import IMPORTER
from fettle.site.testing.world import World

FILE = (
    "name,owner e-mail,supporting team,hours,requestable,description\n"
    "Printing,agent@example.org,Campus desk,office,yes,Paper and toner\n"
    "Phones,,Network team,Office hours,no,\n"
)


def bring(world: World, content: str | bytes, who: str = "manager") -> Outcome:
    actor = world.actor(who)
    data = content.encode() if isinstance(content, str) else content
    run = runs.take(actor, IMPORTER, [data], file_name="services.csv", organisation=world.provider)
    outcome = runs.bring_in(actor, run)
    assert outcome is not None, run.problem
    return outcome


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.made, outcome.changed, outcome.same, len(outcome.refused)


def test_the_same_file_again_changes_nothing(world: World) -> None:
    assert counts(bring(world, FILE)) == (2, 0, 0, 0)
    printing = Record.objects.get(title="Printing")
    assert (printing.service_item.owner, printing.team) == (world.people["agent"], world.desk)
    assert not Record.objects.get(title="Phones").service_item.requestable
    assert counts(bring(world, FILE)) == (0, 0, 2, 0)
    changed = bring(world, FILE.replace("Paper and toner", "Paper"))
    assert counts(changed) == (0, 1, 1, 0) and changed.sample[0].number == printing.number
    printing.refresh_from_db()
    assert printing.version == 2 and printing.service_item.description == "Paper"


def test_a_name_means_the_service_of_its_organisation(world: World) -> None:
    other = actions.register(world.actor("manager"), title="Printing", organisation=world.school)
    assert counts(bring(world, FILE)) == (2, 0, 0, 0), "Printing of the school is another service"
    there = f"name,organisation,description\nprinting,{world.school.name},Of the school\n"
    assert counts(bring(world, there)) == (0, 1, 0, 0)
    other.refresh_from_db()
    assert other.service_item.description == "Of the school"


def test_two_of_a_name_need_the_number(world: World) -> None:
    manager = world.actor("manager")
    first, second = (actions.register(manager, title="Printing") for _ in range(2))
    refused = bring(world, FILE)
    assert counts(refused) == (1, 0, 0, 1) and "give the number" in refused.refused[0].reason
    named = bring(world, f"number,name,description\n{second.number},Printing,Second\n")
    assert counts(named) == (0, 1, 0, 0)
    first.refresh_from_db()
    assert first.version == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_own_export_comes_back_unchanged(world: World, caller: Callable[..., Callable], form: str) -> None:
    bring(world, FILE)
    actions.register(world.actor("manager"), title="=1+1", description="-5", organisation=world.school)
    exported = caller("agent")("GET", f"/services/export?format={form}")
    data = b"".join(exported) if exported.streaming else exported.content
    before = Entry.objects.filter(record__kind="service").count()
    assert counts(bring(world, data)) == (0, 0, 4, 0)
    assert Entry.objects.filter(record__kind="service").count() == before


def test_a_bad_row_stops_nothing(world: World) -> None:
    outcome = bring(world, FILE + "Wrong,nobody@example.org,No team,never,perhaps,\n,,,,,only words\n")
    assert counts(outcome) == (2, 0, 0, 2)
    reasons = [row.reason for row in outcome.refused]
    assert all(f"{column}: " in reasons[0] for column in ("owner e-mail", "supporting team", "hours", "requestable"))
    assert "name: Give a value." in reasons[1], "the column is called as the file calls it"
