"""Costs from a table: again and again the same file changes nothing, and our own export comes back unchanged."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fettle.edges.transfer import runs
from fettle.edges.transfer.outcome import Outcome
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.money.importing import IMPORTER
from fettle.processes.services import actions as services
from fettle.site.testing.world import World

HEAD = "title,nature,service,component,price,stage,begins,source\n"


def bring(world: World, content: str | bytes) -> Outcome:
    actor = world.actor("manager")
    data = content.encode() if isinstance(content, str) else content
    run = runs.take(actor, IMPORTER, [data], file_name="costs.csv", organisation=world.provider)
    outcome = runs.bring_in(actor, run)
    assert outcome is not None, run.problem
    return outcome


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.made, outcome.changed, outcome.same, len(outcome.refused)


def row(world: World, **values: str) -> str:
    told = {"title": "Licence", "nature": "operation", "service": world.service.number, "component": ""}
    told |= {"price": '"1.234,50"', "stage": "spent", "begins": "2026-01-05", "source": "R 1"} | values
    return ",".join(told.values()) + "\n"


def test_the_same_file_again_changes_nothing(world: World) -> None:
    file = HEAD + row(world) + row(world, service="", component="Server room", price="USD 5")
    first = bring(world, file)
    assert counts(first) == (1, 0, 0, 1) and "rate" in first.refused[0].reason
    assert Record.objects.get(kind="cost").item.price == "EUR 1234.50"
    assert counts(bring(world, file)) == (0, 0, 1, 1)


def test_the_same_line_for_another_service_is_another_cost(world: World) -> None:
    other = services.register(world.actor("manager"), title="Storage")
    file = HEAD + row(world) + row(world, service=other.number) + row(world, service="", component="Line")
    assert counts(bring(world, file)) == (3, 0, 0, 0)
    assert counts(bring(world, file)) == (0, 0, 3, 0)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_own_export_comes_back_unchanged(world: World, caller: Callable[..., Callable], form: str) -> None:
    bring(world, HEAD + row(world) + row(world, service="", component="Line", source=""))
    exported = caller("manager")("GET", f"/costs/export?format={form}")
    data = b"".join(exported) if exported.streaming else exported.content
    before = Entry.objects.filter(record__kind="cost").count()
    assert counts(bring(world, data)) == (0, 0, 2, 0)
    assert Entry.objects.filter(record__kind="cost").count() == before


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"price": "12 dollars"}, "price: "),
        ({"service": "SVC-999999"}, "service: "),
        ({"begins": "5.1.2026"}, "begins: "),
        ({"price": "12\x00"}, "cannot be stored"),
        ({"component": "Line"}, "component: "),
    ],
)
def test_a_bad_row_is_refused_with_its_sentence(world: World, values: dict[str, str], says: str) -> None:
    outcome = bring(world, HEAD + row(world) + row(world, **values))
    assert counts(outcome) == (1, 0, 0, 1) and says in outcome.refused[0].reason
