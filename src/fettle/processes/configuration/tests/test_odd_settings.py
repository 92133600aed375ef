"""Settings that changed after something was noted, and input of the wrong shape: a sentence or the rest of the page,
never a stack trace, and nothing that nobody said.
"""

from __future__ import annotations

from typing import Any

import pytest

from fettle.edges.pages.values import names_in
from fettle.facilities.cycles.models import Duty
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import get
from fettle.kernel.errors import Invalid, Refusal
from fettle.processes.configuration import actions, attributes
from fettle.processes.configuration.definitions import kinds
from fettle.processes.configuration.models import Binding, Relation
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.structure import binding, relations
from fettle.processes.configuration.structure.reach import Effect
from fettle.processes.configuration.tests.test_items import enter, numbers, redefine
from fettle.processes.configuration.tests.test_relations import impact, items, relate
from fettle.processes.configuration.values import Measure
from fettle.processes.levels.tests.test_served import browser
from fettle.processes.services import actions as services
from fettle.processes.services.models import Component
from fettle.processes.services.structure import components
from fettle.site.testing.api import caller_of
from fettle.site.testing.cast import make_cast
from fettle.site.testing.forms import Forms
from fettle.site.testing.world import World

GIVEN: dict[str, Any] = {
    "text": "R740",
    "number": 64,
    "day": "2027-05-01",
    "choice": "site",
    "flag": True,
    "address": "192.0.2.17",
    "page": "https://example.org/",
    "person": "agent@example.org",
}


def of_kind(world: World, kind: str, **more: Any) -> None:
    """The model of a server is of another kind from now on."""
    new = {"kind": kind, "choices": "site, free" if kind == "choice" else None, "expires": None, **more}

    def changed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row | (new if (row["type"], row["code"]) == ("server", "model") else {}) for row in rows]

    redefine(world, "configuration.attributes", changed)


def resave(world: World, number: str, **posted: str) -> dict[str, Any]:
    """What is noted after somebody changed the place and sent the form as the browser fills it."""
    client = browser(world, "manager")
    page = client.get(f"/items/{number}/edit").content.decode()
    sent = next(form.values for form in Forms(page).found if "title" in form.values)
    answer = client.post(f"/items/{number}/edit", {**sent, "place": "Rack 9", **posted})
    assert answer.status_code == 302, answer.content.decode()
    found = get(world.actor("manager"), number).item
    assert found.place == "Rack 9"
    return dict(found.attributes)


def test_every_kind_can_become_every_other(world: World) -> None:
    """Pages, REST, export and a change of the place go on; what was noted stays as it was."""
    assert set(GIVEN) == {option.code for option in kinds()}
    call, client, manager = caller_of(world, "manager"), browser(world, "manager"), world.actor("manager")
    kept: dict[str, tuple[str, Any]] = {}
    for was, value in GIVEN.items():
        of_kind(world, was)
        number = enter(world, title=f"was {was}", attributes={"model": value}).number
        kept[was] = number, get(manager, number).item.attributes
    for now in GIVEN:
        of_kind(world, now, expires="warranty" if now == "day" else None)
        assert [client.get(f"/items{each}").status_code for each in ("", "/export?format=csv")] == [200, 200], now
        for was, (number, noted) in kept.items():
            for page in (f"/items/{number}", f"/items/{number}/edit"):
                assert client.get(page).status_code == 200, (was, now)
            assert call("GET", f"/items/{number}").status_code == 200, (was, now)
            assert actions.revise(manager, number, place=f"Rack {now}").item.attributes == noted, (was, now)
            told = dict(attributes.told(get(manager, number)))["Model"]
            assert told not in ("Yes", "No") or was == "flag", (was, now, told)


def test_a_form_takes_nothing_away_that_it_cannot_draw(world: World) -> None:
    """A choice that is offered no more, and a value that is none of its kind any more, are there after saving."""
    of_kind(world, "choice")
    made = enter(world, attributes={"model": "site"})
    of_kind(world, "choice", choices="free, per person")
    page = browser(world, "manager").get(f"/items/{made.number}/edit").content.decode()
    assert '<option value="site" selected>site</option>' in page
    assert resave(world, made.number) == {"model": "site"}
    of_kind(world, "number", needed=True)
    assert resave(world, made.number) == {"model": "site"}


def test_what_became_needed_stops_nobody_from_correcting_the_rest_on_screen(world: World) -> None:
    made = enter(world)
    of_kind(world, "text", needed=True)
    assert resave(world, made.number) == {}
    actions.revise(world.actor("manager"), made.number, attributes={"model": "R740"})
    sent = {"title": "web-01", "place": "Rack 9", "version": "3", "attributes.model": ""}
    emptied = browser(world, "manager").post(f"/items/{made.number}/edit", sent)
    assert emptied.status_code == 422 and "Give a value." in emptied.content.decode()


def test_saving_what_stands_there_writes_no_entry(world: World) -> None:
    made = enter(world, attributes={"memory": 64})
    client = browser(world, "manager")
    page = client.get(f"/items/{made.number}/edit").content.decode()
    sent = next(form.values for form in Forms(page).found if "title" in form.values)
    assert client.post(f"/items/{made.number}/edit", sent).status_code == 302
    assert get(world.actor("manager"), made.number).version == made.version


def test_nobody_says_no_by_saying_nothing(world: World) -> None:
    """Yes or no is noted when somebody chose it: neither a new item nor a change of the place notes No."""
    client = browser(world, "manager")
    client.post("/items/new", {"type": "database", "title": "Grades", "begins": "in_use"})
    made = get(world.actor("manager"), "CI-000001")
    assert made.item.attributes == {}
    assert resave(world, made.number) == {}
    sent = {"attributes.keeps_personal_data": "False"}
    assert resave(world, made.number, **sent) == {"keeps_personal_data": False}
    assert resave(world, made.number) == {"keeps_personal_data": False}
    assert resave(world, made.number, **{"attributes.keeps_personal_data": "True"}) == {"keeps_personal_data": True}
    assert dict(attributes.told(get(world.actor("manager"), made.number))) == {"Keeps personal data": "Yes"}
    assert numbers(caller_of(world, "agent"), "attributes=keeps_personal_data%3Dyes") == [made.number]
    assert resave(world, made.number, **{"attributes.keeps_personal_data": ""}) == {}


def test_a_text_that_ends_a_warranty_later_sets_no_duty_until_it_is_a_day(world: World) -> None:
    made = enter(world, attributes={"model": "R740"})
    of_kind(world, "day", expires="warranty")
    actions.revise(world.actor("manager"), made.number, place="Rack 4")
    assert not Duty.objects.exists()
    actions.revise(world.actor("manager"), made.number, attributes={"model": "2027-05-01"})
    assert Duty.objects.get().code == "item.warranty"


@pytest.mark.parametrize("raw", ["1e9999999", "-1e9999999", "1e-9999999", "9" * 5000, "1e13", "Infinity"])
def test_a_number_beyond_all_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match="Give a number"):
        Measure().clean(raw, None)


@pytest.mark.parametrize(
    "given",
    [
        '{"memory": NaN}',
        '{"memory": 1e999}',
        '{"memory": ' + "[" * 2000 + "]" * 2000 + "}",
        '{"memory": [1]}',
        '{"memory": {"a": 1}}',
        '{"memory": "\\ud800"}',
        '{"\\u0000": 1}',
        "[1]",
        "{",
        "memory=1e9999999",
        "memory=" + "9" * 4500,
    ],
)
def test_attributes_of_a_wrong_shape_are_refused_by_a_sentence(world: World, given: str) -> None:
    call = caller_of(world, "agent")
    answer = call.client.get("/api/v1/items", {"attributes": given}, headers={"Authorization": f"Bearer {call.secret}"})
    assert answer.status_code == (200 if given.startswith("memory=") else 422), answer.content
    assert browser(world, "agent").get("/items", {"attributes": given}).status_code == 200


@pytest.mark.parametrize("body", [[], 1, "x", None, {"memory": {}}, {"memory": []}, {"": 1}, {"memory": 10**400}])
def test_a_body_of_a_wrong_shape_is_refused_by_a_sentence(world: World, body: Any) -> None:
    answer = caller_of(world, "manager")("POST", "/items", {"title": "x", "type": "server", "attributes": body})
    assert answer.status_code == 422, answer.content


def test_a_type_that_is_gone_leaves_its_items_readable(world: World) -> None:
    made, other = enter(world, attributes={"serial": "1"}), enter(world, title="Line A", type="line")
    relate(world, made, "uses", other)
    redefine(world, "configuration.attributes", lambda rows: [row for row in rows if row["type"] != "server"])
    redefine(world, "configuration.types", lambda rows: [row for row in rows if row["code"] != "server"])
    client, call = browser(world, "manager"), caller_of(world, "manager")
    for rest in ("", "/edit", "/impact", "/impact?way=down", "/relations"):
        assert client.get(f"/items/{made.number}{rest}").status_code == 200, rest
    assert "server" in client.get(f"/items/{made.number}").content.decode()
    assert call("GET", f"/items/{made.number}").json()["type"] == "server"
    assert resave(world, made.number) == {"serial": "1"}


# --- relations -------------------------------------------------------------------------------------------------------


def passing(world: World, code: str, passes: str | None) -> None:
    """A failure passes another way along a type of relations from now on; None: the type is gone."""
    redefine(
        world,
        "configuration.relation_types",
        lambda rows: [
            row | ({"passes": passes} if row["code"] == code else {})
            for row in rows
            if row["code"] != code or passes is not None
        ],
    )


@pytest.mark.parametrize("passes", ["none", "both", None])
def test_a_group_of_before_can_be_taken_apart(world: World, passes: str | None) -> None:
    """Groups mean nothing once a failure passes both ways, or not at all: no row is held fast by them."""
    one, other, first, second = items(world, "one", "other", "first", "second")
    for web in (one, other):
        for host in (first, second):
            relate(world, web, "runs_on", host, group="hosts")
        row = Relation.objects.filter(source=web).first()
        assert row is not None
        relations.change(world.actor("manager"), web.number, row=row.pk, group="hosts", needed=2)
    passing(world, "runs_on", passes)
    client, call, manager = browser(world, "manager"), caller_of(world, "manager"), world.actor("manager")
    for item in (one, first):
        for rest in ("", "/impact", "/impact?way=down", "/relations"):
            assert client.get(f"/items/{item.number}{rest}").status_code == 200
        assert call("GET", f"/items/{item.number}/relations").status_code == 200
    row = Relation.objects.get(source=one, target=first)
    assert client.get(f"/items/{one.number}/relations/{row.pk}/change").status_code == 200
    relations.change(manager, one.number, row=row.pk, group="")
    for row in Relation.objects.filter(source=other):
        relations.remove(manager, other.number, row=row.pk)
    assert not Relation.objects.filter(source=other).exists()


def test_what_fails_both_ways_is_of_no_group(world: World) -> None:
    """What a failure passes both ways stands in for nothing, and is counted in no group."""
    web, first, second = items(world, "web", "first", "second")
    relate(world, web, "runs_on", first, group="hosts")
    relate(world, web, "uses", second, group="hosts")
    assert impact(first) == {web.pk: Effect.WEAKENED}
    passing(world, "uses", "both")
    assert impact(first) == {web.pk: Effect.FAILS, second.pk: Effect.FAILS}


def test_a_service_that_is_not_live_stands_in_for_nothing(world: World) -> None:
    manager = world.actor("manager")
    proposed, live = services.propose(manager, title="New"), services.register(manager, title="Old")
    for service in (proposed, live):
        components.add(manager, world.service.number, role="enabling", service=service, group="mirrors", needed=1)
    components.add(manager, proposed.number, role="enabling", service=live)
    assert impact(live) == {world.service.pk: Effect.FAILS}
    assert impact(proposed) == {world.service.pk: Effect.WEAKENED}


def test_what_is_retired_keeps_its_relations(world: World) -> None:
    """They are changed from the other end; a component of a service goes on to what replaces it."""
    web, host, spare = items(world, "web", "host", "spare")
    manager = world.actor("manager")
    relate(world, web, "runs_on", host)
    components.add(manager, world.service.number, role="enabling", name="Line A")
    component, row = Component.objects.get(), Relation.objects.get()
    binding.bind(manager, host.number, component=component.pk)
    actions.retire(manager, host.number, reason="Old")
    for change in (relations.change, relations.remove):
        with pytest.raises(Refusal, match="bring it back first"):
            change(manager, host.number, row=row.pk)
    page = browser(world, "manager").get(f"/items/{host.number}").content.decode()
    assert f"/items/{host.number}/components/{component.pk}/unbind" in page
    assert f"/relations/{row.pk}/remove" not in page and "Bind to a component" not in page
    binding.unbind(manager, host.number, bound=component.pk)
    with pytest.raises(Invalid, match="still there"):
        binding.bind(manager, host.number, component=component.pk)
    binding.bind(manager, spare.number, component=component.pk)
    assert Binding.objects.get().item_id == spare.pk
    relations.remove(manager, web.number, row=row.pk)


# --- what the history says -------------------------------------------------------------------------------------------


def test_the_history_names_people(world: World) -> None:
    manager, agent = world.actor("manager"), world.people["agent"]
    made = enter(world, title="Plan", type="document", attributes={"keeper": "agent@example.org"})
    actions.revise(manager, made.number, attributes={"keeper": "colleague@example.org"})
    page = browser(world, "manager").get(f"/items/{made.number}").content.decode()
    assert f"person:{agent.pk}" not in page and "Colleague" in page


def test_a_text_written_like_the_key_of_a_person_names_nobody_whom_the_reader_does_not_know(world: World) -> None:
    stranger, theirs = world.people["stranger"], make_cast(world).people["agent_a"]
    made = enter(world, attributes={"model": f"person:{stranger.pk}"})
    asked = [{"attributes": [None, made.item.attributes]}]
    assert names_in(world.actor("manager"), ITEM, asked) == {("inside", stranger.pk): stranger.name}
    assert names_in(Actor.of(theirs), ITEM, asked) == {}


def test_what_nobody_changed_is_called_as_its_reader_calls_it(world: World) -> None:
    """Attributes and both readings of a relation, as types are; what somebody wrote stands as it was written."""
    line, wall = enter(world, title="A", type="line", attributes={"rate": 500}), enter(world, type="firewall")
    relate(world, wall, "connected", line)
    actions.revise(world.actor("manager"), line.number, attributes={"rate": 1000})
    client = browser(world, "manager")
    people = world.people["manager"]
    people.language = "de"
    people.save(update_fields=["language"])
    page = client.get(f"/items/{line.number}").content.decode()
    assert "Leitung" in page and "verbindet" in page and page.count("Datenrate") == 2 and "Data rate" not in page
    assert "Datenrate" in client.get(f"/items/{line.number}/edit").content.decode()
    redefine(
        world,
        "configuration.attributes",
        lambda rows: [row | ({"label": "Tempo"} if row["code"] == "rate" else {}) for row in rows],
    )
    assert "Tempo" in client.get(f"/items/{line.number}").content.decode()
