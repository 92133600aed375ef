"""Relations between items and services, components that are items, and how far a failure reaches over all of them."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone

from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import get
from fettle.kernel.errors import Forbidden, Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.processes.configuration import actions, queries
from fettle.processes.configuration.models import Binding, Item, Relation
from fettle.processes.configuration.structure import binding, drawing, reading, relations, slots, telling
from fettle.processes.configuration.structure.reach import Effect, Need
from fettle.processes.configuration.tests.test_items import enter, redefine
from fettle.processes.configuration.tests.test_reach import naive
from fettle.processes.levels.tests.test_served import browser
from fettle.processes.services import actions as services
from fettle.processes.services.models import Component
from fettle.processes.services.structure import components
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def relate(world: World, one: Record, how: str, other: Record, **more: Any) -> Record:
    return relations.add(world.actor("manager"), one.number, relation=how, other=other, **more)


def items(world: World, *names: str) -> list[Record]:
    return [enter(world, title=name) for name in names]


def impact(*starts: Record) -> dict[int, Any]:
    return queries.impacted_by([start.pk for start in starts]).found.hits


# --- saying it -------------------------------------------------------------------------------------------------------


def test_a_relation_stands_in_the_history_of_both_ends(world: World) -> None:
    web, host = items(world, "web", "host")
    relate(world, web, "runs_on", host)
    told = [Entry.objects.filter(record=each).order_by("-seq").first() for each in (web, host)]
    facts = [entry.said()[0] for entry in told if entry]
    assert [(fact.name, fact.other, fact.relation) for fact in facts] == [  # type: ignore[attr-defined]
        ("configuration.related", host.pk, "runs on"),
        ("configuration.related", web.pk, "carries"),
    ]
    agent = world.actor("agent")
    assert [relations.read(host, row).said for row in relations.of(agent, host)] == ["carries"]


def test_it_is_said_from_either_end(world: World) -> None:
    web, host = items(world, "web", "host")
    relate(world, host, "runs_on:back", web)
    row = Relation.objects.get()
    assert (row.source_id, row.target_id, row.type) == (web.pk, host.pk, "runs_on")
    with pytest.raises(Invalid, match="noted already"):
        relate(world, web, "runs_on", host)
    relate(world, web, "housed", host)


def test_what_is_no_relation_is_refused(world: World) -> None:
    web, host, old = items(world, "web", "host", "old")
    actions.retire(world.actor("manager"), old.number, reason="Old")
    with pytest.raises(Invalid, match="the same item"):
        relate(world, web, "runs_on", web)
    with pytest.raises(Invalid, match="is retired"):
        relate(world, web, "runs_on", old)
    with pytest.raises(Invalid, match="of which group"):
        relate(world, web, "runs_on", host, needed=2)
    with pytest.raises(Invalid, match="No more of “hosts” can be needed"):
        relate(world, web, "runs_on", host, group="hosts", needed=2)
    with pytest.raises(Invalid, match="empty the group"):
        relate(world, web, "licensed", host, group="hosts")
    with pytest.raises(Forbidden):
        relations.add(world.actor("agent"), web.number, relation="runs_on", other=host)
    assert not Relation.objects.exists()


def test_what_stands_in_for_each_other_has_one_role_and_one_number(world: World) -> None:
    web, first, second, third = items(world, "web", "first", "second", "third")
    for host in (first, second, third):
        relate(world, web, "runs_on", host, group="hosts")
    row = Relation.objects.get(target=third)
    manager = world.actor("manager")
    relations.change(manager, web.number, row=row.pk, group="hosts", needed=2, role="enhancing")
    assert set(Relation.objects.values_list("role", "needed")) == {("enhancing", 2)}
    relations.remove(manager, web.number, row=row.pk)
    with pytest.raises(Invalid, match="No more of “hosts”"):
        relations.remove(manager, web.number, row=Relation.objects.get(target=second).pk)
    with pytest.raises(Invalid, match="no such relation"):
        relations.remove(manager, web.number, row=row.pk)


def test_circles_may_be(world: World) -> None:
    one, two, three = items(world, "one", "two", "three")
    for above, below in ((one, two), (two, three), (three, one)):
        relate(world, above, "uses", below)
    assert impact(one) == {three.pk: Effect.FAILS, two.pk: Effect.FAILS}
    assert set(queries.depends_on([one.pk]).found.hits) == {two.pk, three.pk}


# --- how far it reaches ----------------------------------------------------------------------------------------------


def test_which_way_a_failure_passes(world: World) -> None:
    above, below, part, whole, licence = items(world, "above", "below", "part", "whole", "licence")
    relate(world, above, "runs_on", below)
    relate(world, part, "part_of", whole)
    relate(world, above, "licensed", licence)
    assert impact(below) == {above.pk: Effect.FAILS} and impact(above) == {}
    assert impact(part) == {whole.pk: Effect.FAILS} and impact(whole) == {} and impact(licence) == {}
    redefine(world, "configuration.relation_types", lambda rows: [{**row, "passes": "both"} for row in rows])
    assert impact(above) == {below.pk: Effect.FAILS, licence.pk: Effect.FAILS}


def test_services_stand_in_the_same_graph(world: World) -> None:
    manager = world.actor("manager")
    mail, network = services.register(manager, title="Mail"), world.service
    web, line, other = items(world, "web", "Line A", "Line B")
    components.add(manager, mail.number, role="enabling", service=network)
    for name in ("Line of provider A", "Line of provider B"):
        components.add(manager, network.number, role="enabling", name=name, group="Lines", needed=1)
    relate(world, web, "uses", mail)
    first, second = Component.objects.exclude(name="").order_by("pk")
    binding.bind(manager, line.number, component=first.pk)
    assert impact(line) == {network.pk: Effect.WEAKENED}, "the other line is still a name, and works"
    binding.bind(manager, other.number, component=str(second.pk))
    assert impact(line, other) == {network.pk: Effect.FAILS, mail.pk: Effect.FAILS, web.pk: Effect.FAILS}
    found = queries.depends_on([web.pk]).found.hits
    assert found == {
        mail.pk: Need.NEEDED,
        network.pk: Need.NEEDED,
        line.pk: Need.STANDS_IN,
        other.pk: Need.STANDS_IN,
    }
    way = queries.impacted_by([line.pk, other.pk]).found.way(web.pk)
    assert [step.tie.above for step in way] == [network.pk, mail.pk, web.pk]


def test_a_component_is_one_item(world: World) -> None:
    manager = world.actor("manager")
    components.add(manager, world.service.number, role="enabling", name="Line A")
    row = Component.objects.get()
    line, other = items(world, "Line A", "Line B")
    binding.bind(manager, line.number, component=row.pk)
    with pytest.raises(Invalid, match="bound to an item already"):
        binding.bind(manager, other.number, component=row.pk)
    binding.unbind(manager, line.number, bound=row.pk)
    told = Entry.objects.filter(record=world.service, fact__startswith="configuration.").order_by("seq")
    assert [entry.fact for entry in told] == ["configuration.bound", "configuration.unbound"]
    binding.bind(manager, other.number, component=row.pk)
    components.remove(manager, world.service.number, component=row.pk)
    assert not Binding.objects.exists()
    with pytest.raises(Invalid, match="no such component"):
        binding.bind(manager, line.number, component=row.pk)


def test_what_is_retired_neither_fails_nor_stands_in(world: World) -> None:
    manager = world.actor("manager")
    web, first, second, user = items(world, "web", "first", "second", "user")
    for host in (first, second):
        relate(world, web, "runs_on", host, group="hosts")
    relate(world, user, "uses", web)
    assert impact(first) == {web.pk: Effect.WEAKENED}
    actions.retire(manager, second.number, reason="Old")
    assert impact(first) == {web.pk: Effect.FAILS, user.pk: Effect.FAILS}
    assert impact(second) == {}
    actions.retire(manager, web.number, reason="Old")
    assert impact(first) == {}


def test_what_is_not_in_use_stands_in_for_nothing(world: World) -> None:
    """And asked about itself, it says what stands on it."""
    manager = world.actor("manager")
    web, first, second = items(world, "web", "first", "second")
    for host in (first, second):
        relate(world, web, "runs_on", host, group="hosts")
    actions.repair(manager, second.number, reason="The fan")
    assert impact(first) == {web.pk: Effect.FAILS}
    assert impact(second) == {web.pk: Effect.WEAKENED}
    actions.store(manager, web.number)
    assert impact(first) == {} and queries.depends_on([web.pk]).found.hits == {first.pk: Need.NEEDED}


def test_stated_and_confirmed_are_no_hits(world: World) -> None:
    web, host, user = items(world, "web", "host", "user")
    relate(world, web, "runs_on", host)
    relate(world, user, "uses", web)
    found = queries.impacted_by([host.pk], confirmed=[web.pk])
    assert found.found.hits == {user.pk: Effect.FAILS}
    assert [found.standing(each.pk) for each in (host, web, user)] == ["stated", "confirmed", "computed"]
    assert Entry.objects.filter(record=user).count() == 2, "an impact is written nowhere"


def test_more_than_is_reached_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many things, and so many steps."""
    chain = items(world, *"abcdef")
    for below, above in pairwise(chain):
        relate(world, above, "uses", below)
    read = reading.above([chain[0].pk], most=3)
    assert read.cut and {tie.above for tie in read.ties} >= {chain[1].pk, chain[2].pk}
    assert not reading.above([chain[0].pk]).cut and not reading.below([chain[-1].pk]).cut
    monkeypatch.setattr(reading, "DEEP", 2)
    read = reading.above([chain[0].pk])
    assert read.cut and {tie.above for tie in read.ties} == {each.pk for each in chain[1:4]}
    assert reading.below([chain[-1].pk]).cut and not reading.above([chain[3].pk]).cut


@pytest.mark.parametrize("seed", range(6))
def test_the_statement_says_what_a_naive_reckoning_says(world: World, seed: int) -> None:
    """Items with groups and circles, some retired, from random starts: the database and the house say the same."""
    dice = random.Random(seed)
    nodes = [record.pk for record in items(world, *(f"item {at}" for at in range(14)))]
    over = set(dice.sample(nodes, 2))
    for pk in over:
        actions.retire(world.actor("manager"), Record.objects.get(pk=pk).number, reason="Old")
    rows = {}
    settled: dict[tuple[int, str], tuple[str, int]] = {}
    for _at in range(40):
        one, other = dice.sample(nodes, 2)
        kind = dice.choice(["runs_on", "uses", "part_of", "licensed"])
        group = dice.choice(["", "", "g", "h"]) if kind != "licensed" else ""
        dependent = other if kind == "part_of" else one
        role, needed = settled.setdefault(
            (dependent, group or str(len(rows))),
            (dice.choice(["enabling", "enabling", "enhancing"]), dice.randint(1, 2) if group else 1),
        )
        more = {"role": role, "group": group, "needed": needed}
        rows.setdefault((one, other, kind), Relation(source_id=one, target_id=other, type=kind, **more))
    Relation.objects.bulk_create(rows.values())
    every = reading.above(nodes).ties
    assert len(every) == sum(row.type != "licensed" for row in rows.values())
    for start in nodes:
        said = naive(every, over, {start})
        assert queries.impacted_by([start]).found.hits == {node: how for node, how in said.items() if node != start}
        below = {tie.below for tie in every if tie.above == start and tie.below not in over}
        assert below <= set(queries.depends_on([start]).found.hits)


# --- what is told ----------------------------------------------------------------------------------------------------


def test_retiring_names_what_stands_on_it(world: World) -> None:
    web, host, spare = items(world, "web", "host", "spare")
    relate(world, web, "runs_on", host)
    relate(world, host, "uses", spare, role="enhancing")
    manager = world.actor("manager")
    assert slots.left_standing(manager, get(manager, host.number), "retire") == [
        ("“web” stands on it.", f"/items/{web.number}")
    ]
    assert slots.left_standing(manager, get(manager, spare.number), "retire") == []
    steps = caller_of(world, "manager")("GET", f"/items/{host.number}").json()["steps"]
    left = [{"words": "“web” stands on it.", "page": f"/items/{web.number}"}]
    assert {step["verb"]: step["leaves"] for step in steps} == dict.fromkeys(slots.LEAVING, left)


def test_on_screen(world: World) -> None:
    client = browser(world, "manager")
    components.add(world.actor("manager"), world.service.number, role="enabling", name="Line A")
    web, host = items(world, "web-01", "host-01")
    assert "carries" in client.get(f"/items/{web.number}/relations/add").content.decode()
    sent = {"relation": "runs_on", "other": host.number, "role": "enabling", "group": "", "needed": ""}
    assert client.post(f"/items/{web.number}/relations/add", sent).status_code == 303
    page = client.get(f"/items/{host.number}").content.decode()
    assert "carries" in page and "web-01" in page
    told = client.get(f"/items/{host.number}/impact").content.decode()
    assert "Services that fail with it: 0 · items that fail: 1" in told and "runs on" in told and "<svg" in told
    assert (
        "Services that it needs: 0 · items that it needs: 1"
        in client.get(f"/items/{web.number}/impact?way=down").content.decode()
    )
    row = Component.objects.get(name="Line A")
    assert "Campus network: Line A" in client.get(f"/items/{host.number}/components/add").content.decode()
    client.post(f"/items/{host.number}/components/add", {"component": str(row.pk)})
    assert "Campus network" in client.get(f"/items/{host.number}").content.decode()
    assert "host-01" in client.get(f"/services/{world.service.number}").content.decode()
    assert (
        "Services that fail with it: 1 · items that fail: 1"
        in client.get(f"/items/{host.number}/impact").content.decode()
    )
    assert "“web-01” stands on it." in client.get(f"/items/{host.number}/do/retire").content.decode()
    relation = Relation.objects.get()
    form = {"role": "enhancing", "group": "", "needed": ""}
    assert client.post(f"/items/{web.number}/relations/{relation.pk}/change", form).status_code == 303
    assert client.post(f"/items/{web.number}/relations/{relation.pk}/remove").status_code == 303
    assert client.post(f"/items/{host.number}/components/{row.pk}/unbind").status_code == 303
    assert not Relation.objects.exists() and not Binding.objects.exists()


def test_over_rest(world: World) -> None:
    call = caller_of(world, "manager")
    web, host = items(world, "web-01", "host-01")
    made = call("POST", f"/items/{host.number}/relations", {"relation": "runs_on:back", "other": web.number})
    assert made.status_code == 200, made.json()
    (row,) = made.json()["items"]
    assert (row["relation"], row["said"], row["other"]) == ("runs_on:back", "carries", web.number)
    eats = call("POST", f"/items/{host.number}/relations", {"relation": "eats", "other": web.number})
    assert eats.status_code == 422 and list(eats.json()["errors"]) == ["relation"]
    found = call("GET", f"/items/{host.number}/impact").json()
    assert found["hits"] == [
        {
            "number": web.number,
            "title": "web-01",
            "kind": "item",
            "type": "Server",
            "standing": "computed",
            "effect": "fails",
            "distance": 1,
            "way": [{"name": "host-01", "how": ""}, {"name": "web-01", "how": "runs on"}],
        }
    ]
    assert call("GET", f"/items/{web.number}/impact?way=down").json()["hits"][0]["effect"] == "needed"
    assert call("GET", f"/items/{web.number}/impact?way=left").status_code == 422
    assert call("GET", f"/services/{world.service.number}/impact").json()["hits"] == []
    for wrong in (f"/services/{web.number}", f"/items/{world.service.number}"):
        assert [call("GET", f"{wrong}/{each}").status_code for each in ("impact", "relations")] == [404, 404]
    listed = call("GET", f"/items/{web.number}/relations").json()
    assert (listed["count"], listed["items"][0]["relation"]) == (1, "runs_on")
    assert call("GET", f"/services/{world.service.number}/relations").json()["items"] == []
    changed = call("POST", f"/items/{web.number}/relations/{row['id']}/change", {"role": "enhancing"})
    assert changed.json()["items"][0]["role"] == "enhancing"
    assert call("POST", f"/items/{web.number}/relations/{row['id']}/remove").json() == {"items": []}
    components.add(world.actor("manager"), world.service.number, role="enabling", name="Line A")
    key = Component.objects.get().pk
    bound = call("POST", f"/items/{host.number}/components", {"component": key})
    assert bound.json()["items"] == [{"component": key, "name": "Line A", "service": world.service.number}]
    assert call("POST", f"/items/{host.number}/components/{key}/unbind").json() == {"items": []}
    assert caller_of(world, "requester")("GET", f"/services/{world.service.number}/impact").status_code == 404


def test_a_picture_of_many_stays_readable(world: World) -> None:
    """Five hundred hits: at most 150 boxes, a number for the rest, and all of them in the table page by page."""
    hub, now = enter(world, title="hub", type="switch"), timezone.now()
    alike: dict[str, Any] = {"kind": "item", "state": "in_use", "is_open": False, "organisation": world.provider}
    alike |= {"opened_at": now, "updated_at": now, "version": 1}
    many = Record.objects.bulk_create(
        Record(number=f"CI-9{at:05}", title=f"point {at:03}", **alike) for at in range(500)
    )
    Item.objects.bulk_create(Item(record=each, type="access_point") for each in many)
    Relation.objects.bulk_create(Relation(source=each, target=hub, type="connected") for each in many)
    made = drawing.picture(telling.told(world.actor("agent"), queries.impacted_by([hub.pk])))
    assert (made.left, str(made.svg).count("<rect")) == (351, 151) and "351 more: Access" in str(made.svg)
    client = browser(world, "agent")
    said = [client.get(f"/items/{hub.number}/impact?page={page}").content.decode() for page in range(10)]
    rows = [row for page in said for row in re.findall(r'<th scope="row"><a[^>]*>(point \d+)<', page)]
    assert rows == [each.title for each in many]
    assert len(caller_of(world, "agent")("GET", f"/items/{hub.number}/impact").json()["hits"]) == 500


def test_what_the_reader_does_not_see_is_counted(world: World) -> None:
    """A failure goes through what somebody may not see, and says neither its name nor its number."""
    hidden = enter(world, title="secret", organisation=world.rival)
    host, web = items(world, "host", "web")
    relate(world, hidden, "runs_on", host, group="Hosts of the secret")
    relate(world, web, "uses", hidden)
    person = orgs.add_person("Of the school", world.school, "school@example.org", may_sign_in=True)
    Record.objects.filter(pk__in=[host.pk, web.pk]).update(organisation=world.school)
    Grant.objects.create(person=person, role="agent", organisation=world.school)
    told = telling.told(Actor.of(person, Channel.SCREEN), queries.impacted_by([host.pk]))
    assert [hit.named.title for hit in told.hits] == ["web"] and told.unseen == 1
    assert told.way(told.hits[0]) == [("host", ""), ("another item", "runs on"), ("web", "uses")]
    assert "secret" not in str(drawing.picture(told).svg)
