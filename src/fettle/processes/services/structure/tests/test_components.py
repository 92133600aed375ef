"""What services are made of: no circle ever comes about, groups never need more than there are, and the picture says
what the table says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fettle.kernel.errors import Forbidden, Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.services import actions, queries
from fettle.processes.services.models import Component
from fettle.processes.services.structure import components, drawing, graph
from fettle.site.testing.world import World

EDGES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14)


def made(world: World, *names: str) -> list[Record]:
    return [actions.register(world.actor("manager"), title=name) for name in names]


def add(world: World, above: Record, below: Record | None, **values: Any) -> Record:
    return components.add(world.actor("manager"), above.number, service=below, **{"role": "enabling", **values})


def reached(edges: Iterable[tuple[int, int]], start: int) -> set[int]:
    """Everything below a service, by walking every edge again and again."""
    found = {start}
    while more := {below for above, below in edges if above in found} - found:
        found |= more
    return found


def test_a_circle_is_refused_and_named(world: World) -> None:
    wifi, network, power = made(world, "Wi-Fi", "Network", "Power")
    add(world, wifi, network)
    add(world, network, power)
    before = Entry.objects.count()
    with pytest.raises(Invalid) as refused:
        add(world, power, wifi)
    assert refused.value.errors == {
        "service": "That would be a circle: Power → Wi-Fi → Network → Power. Choose another component."
    }
    with pytest.raises(Invalid, match="Power → Power"):
        add(world, power, power)
    assert Entry.objects.count() == before and not Component.objects.filter(record=power).exists()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edges=EDGES)
def test_exactly_what_would_make_a_circle_is_refused(world: World, edges: list[tuple[int, int]]) -> None:
    """Against a walk over all edges, for any order of adding."""
    with transaction.atomic():
        services = made(world, *"abcdef")
        kept: set[tuple[int, int]] = set()
        for above, below in edges:
            if (above, below) in kept:
                continue
            if above in reached(kept, below):
                with pytest.raises(Invalid, match="circle"):
                    add(world, services[above], services[below])
            else:
                add(world, services[above], services[below])
                kept.add((above, below))
        ids = [each.pk for each in services]
        there = {(ids.index(a), ids.index(b)) for a, b in Component.objects.values_list("record_id", "service_id")}
        assert there == kept and all(at not in reached(kept, below) for at, below in kept)
        transaction.set_rollback(True)


def test_what_stands_in_for_each_other_has_one_number(world: World) -> None:
    line = {"group": "Lines", "needed": 1}
    service = made(world, "Internet")[0]
    with pytest.raises(Invalid, match="add the others first"):
        add(world, service, None, name="Fibre", group="Lines", needed=2)
    with pytest.raises(Invalid, match="of which group"):
        add(world, service, None, name="Fibre", needed=2)
    add(world, service, None, name="Fibre", **line)
    add(world, service, None, name="Radio", group="Lines", needed=2, role="enhancing")
    assert {(row.role, row.needed) for row in graph.components(service)} == {("enhancing", 2)}
    with pytest.raises(Invalid, match="add the others first"):
        components.remove(world.actor("manager"), service.number, component=graph.components(service)[0].pk)
    add(world, service, None, name="Satellite", group="Lines", needed=2)
    components.remove(world.actor("manager"), service.number, component=graph.components(service)[0].pk)
    (needs,) = queries.composition(service)
    assert needs[:2] == ("enabling", 2) and [row.name for row in needs[2]] == ["Radio", "Satellite"]


def test_a_component_is_named_or_a_service_and_stands_once(world: World) -> None:
    wifi, network = made(world, "Wi-Fi", "Network")
    with pytest.raises(Invalid, match="Name the component"):
        add(world, wifi, None)
    add(world, wifi, network)
    with pytest.raises(Invalid, match="Network is a component of it already"):
        add(world, wifi, network)
    with pytest.raises(Forbidden):
        components.add(world.actor("agent"), wifi.number, name="Air", role="enabling")
    row = graph.components(wifi)[0]
    version = Record.objects.get(pk=wifi.pk).version
    components.change(world.actor("manager"), wifi.number, component=row.pk, role="enabling")
    assert Record.objects.get(pk=wifi.pk).version == version, "without a difference nothing happens"
    components.change(world.actor("manager"), wifi.number, component=row.pk, role="enhancing")
    with pytest.raises(Invalid, match="no such component"):
        components.remove(world.actor("manager"), network.number, component=row.pk)


def test_a_planned_service_has_no_name_for_those_who_may_not_see_it(world: World) -> None:
    """Neither in the way round that a refusal names, nor in the picture."""
    secret = actions.propose(world.actor("manager"), title="Secret plan")
    wifi = made(world, "Wi-Fi")[0]
    add(world, wifi, secret)
    part = graph.around(world.actor("requester"), wifi)
    assert "Secret" not in drawing.svg(part) and "another service" in drawing.svg(part)
    assert graph.named(world.actor("requester"), [secret.pk], wifi) == ["Wi-Fi", "another service"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edges=EDGES,
    names=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=60), min_size=6, max_size=6
    ),
)
def test_the_picture_says_what_the_table_says(world: World, edges: list[tuple[int, int]], names: list[str]) -> None:
    """A box for each thing that a line names and no other, a line for each row, every name in full in the markup."""
    with transaction.atomic():
        services = made(world, *(f"{at} {name}".strip() for at, name in enumerate(names)))
        for above, below in {(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]}:
            add(world, services[above], services[below], role=("enabling", "enhancing")[(above + below) % 2])
        part = graph.around(world.actor("manager"), services[0])
        picture, rows = drawing.svg(part), drawing.table(part)
        assert picture.count("<rect") == len(part.boxes) and picture.count("<path") == len(rows) == len(part.lines)
        assert set(part.boxes) == {f"s{services[0].pk}"} | {
            key for line in part.lines for key in (line.above, line.below)
        }
        said = [unescape(title) for title in re.findall("<title>(.*?)</title>", picture, re.DOTALL)]
        assert sorted(said) == sorted(box.label for box in part.boxes.values())
        assert all(drawing.described(part).count(row.below.label) for row in rows)
        transaction.set_rollback(True)


def test_a_big_portfolio_is_drawn_as_far_as_it_fits(world: World) -> None:
    """As many statements for many as for one, and the rest is said to be left out."""
    service = made(world, "Campus")[0]
    counts = []
    for more in (1, 70):
        Component.objects.bulk_create(
            Component(record=service, name=f"Line {more}.{at}", role="enabling") for at in range(more)
        )
        actor = world.actor("manager")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            part = graph.around(actor, service)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4
    assert len(part.boxes) == graph.MOST and part.left_out


def test_of_many_lines_the_picture_reads_a_few_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (wifi,) = made(world, "Wi-Fi")
    for name in ("North", "South", "West"):
        components.add(world.actor("manager"), wifi.number, role="enabling", name=name, group="points", needed=1)
    whole = graph.around(world.actor("manager"), wifi)
    assert [line.of for line in whole.lines] == [3, 3, 3] and not whole.left_out
    monkeypatch.setattr(graph, "READ", 2)
    part = graph.around(world.actor("manager"), wifi)
    assert [line.of for line in part.lines] == [3, 3] and part.left_out, "the group is told whole"
