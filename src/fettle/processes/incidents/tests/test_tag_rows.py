"""Tags come in from a table: for records that one may change, each row by itself, tried before it is kept."""

from __future__ import annotations

from typing import Any

import pytest

from fettle.edges.transfer.models import ImportRun
from fettle.edges.transfer.outcome import NothingRead, Outcome
from fettle.facilities.tags import actions as tags
from fettle.facilities.tags import queries
from fettle.facilities.tags.models import Tag
from fettle.kernel.errors import Forbidden
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions, tag_rows
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.world import World


def made(world: World, kind: Any = INCIDENT, who: str = "requester", **values: Any) -> Record:
    return actions.register(world.actor(who), kind, title="Beamer broken", **values)


def brought(world: World, *lines: str, head: str = "number,tags", who: str = "manager", keep: bool = True) -> Outcome:
    run = ImportRun(organisation=world.provider)
    content = "\n".join((head, *lines)).encode()
    return tag_rows.bring(world.actor(who), run, content, keep=keep)


def names(record: Record) -> set[str]:
    return {tag.name for tag in queries.on(Record.objects.get(pk=record.pk))}


def test_a_row_says_all_tags_of_a_record(world: World) -> None:
    first, second = made(world), made(world, REQUEST)
    tags.tag(world.actor("agent"), first.number, add="old, Both")
    lines = (f'{first.number},"both, new"', f"{second.number},new")
    told = brought(world, *lines, keep=False)
    assert (told.changed, told.same, len(told.refused)) == (2, 0, 0) and names(first) == {"old", "Both"}
    assert not Tag.objects.filter(name="new").exists(), "a trial takes it all back"
    told = brought(world, *lines)
    assert names(first) == {"Both", "new"} and names(second) == {"new"} and told.sample[0].fields == ("tags",)
    before = Entry.objects.count()
    assert brought(world, *lines).same == 2 and Entry.objects.count() == before, "the same file may come again"
    brought(world, f"{first.number},")
    assert names(first) == set()


def test_what_is_refused_stops_no_other(world: World) -> None:
    record, agent = made(world), world.actor("agent")
    tags.tag(agent, record.number, add="gone")
    tags.change(world.actor("manager"), Tag.objects.get(name="gone"), retired=True)
    other = made(world)
    told = brought(
        world, "INC-999999,x", f"{other.number},gone", ",x", f"{other.number},{'x' * 41}", f"{record.number},new"
    )
    assert [row.line for row in told.refused] == [2, 3, 4, 5] and names(record) == {"new"} and names(other) == set()
    assert "was retired" in told.refused[1].reason and "Give the number" in told.refused[2].reason


def test_a_record_is_meant_by_its_number_elsewhere(world: World) -> None:
    record, twin, third = made(world), made(world), made(world)
    for each, ref in ((record, "T-1"), (twin, "T-2"), (third, "T-2")):
        actions.revise(world.actor("agent"), each.number, external_ref=ref)
    told = brought(world, "T-1,new", "T-2,new", "T-3,new", head="external_ref,tags")
    assert names(record) == {"new"} and names(twin) == names(third) == set()
    assert ["Several records" in row.reason or "No record" in row.reason for row in told.refused] == [True, True]


@pytest.mark.parametrize("head", ["number", "tags", "number,tags,title", ""])
def test_other_tables_are_refused(world: World, head: str) -> None:
    with pytest.raises(NothingRead):
        brought(world, ",".join(["x"] * (head.count(",") + 1)), head=head)


def test_others_change_nothing(world: World) -> None:
    record = made(world)
    for who in ("requester", "auditor", "agent"):
        with pytest.raises(Forbidden):
            brought(world, f"{record.number},new", who=who)
    assert names(record) == set()
