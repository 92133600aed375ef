"""Configuration items: what is noted of each type, refused with the name of what is wrong; their life; and that those
whom we serve see nothing of them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fettle.edges.notify.models import Notice
from fettle.edges.transfer import runs
from fettle.edges.transfer.outcome import Outcome
from fettle.facilities.cycles.models import Duty
from fettle.facilities.cycles.queries import cycles_of
from fettle.facilities.search import documents as indexing
from fettle.facilities.search import queries as search
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.configuration import actions, attributes
from fettle.processes.configuration.importing import IMPORTER
from fettle.processes.configuration.records import ITEM
from fettle.processes.levels.tests.test_served import browser
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def enter(world: World, title: str = "web-01", type: str = "server", **values: Any) -> Record:
    return actions.register(world.actor("manager"), title=title, type=type, **values)


def redefine(world: World, key: str, change: Any) -> None:
    """Another value of a setting, made by ``change`` from the one that holds."""
    settings.redefine(world.actor("manager"), key, value=change([dict(row) for row in current()[key]]))


# --- what is noted ---------------------------------------------------------------------------------------------------


def test_it_is_entered_with_what_its_type_asks_for(world: World) -> None:
    noted = {"serial": " 47 11 ", "memory": "64", "address": "2001:DB8:0::17", "bought": "2026-03-31"}
    made = enter(world, attributes=noted, place="Rack 3", owner=world.people["agent"])
    assert (made.number[:3], made.state, made.is_open) == ("CI-", "in_use", False)
    assert made.item.attributes == {
        "serial": "47 11",
        "bought": "2026-03-31",
        "memory": 64,
        "address": "2001:db8::17",
    }
    entry = Entry.objects.get(record=made, seq=1)
    assert entry.fact == "configuration.added" and entry.changes["attributes"] == [None, made.item.attributes]
    said = dict(attributes.told(made))
    assert said["Memory"] == "64 GB" and said["Serial number"] == "47 11"


@pytest.mark.parametrize(
    ("type", "given", "sentence"),
    [
        ("server", {"memory": "much"}, "Memory: Give a number."),
        ("server", {"memory": True}, "Memory: Give a text."),
        ("server", {"memory": "0.1234567"}, "Memory: Give a number with at most six digits"),
        ("server", {"memory": "NaN"}, "Memory: Give a number"),
        ("server", {"address": "300.1.2.3"}, "IP address: Give an IP address"),
        ("server", {"bought": "yesterday"}, "Bought on: Give the date as 2026-03-31."),
        ("licence", {"sort": "stolen"}, "Kind of licence: “stolen” is not one of"),
        ("software", {"page": "javascript:alert(1)"}, "Address of its page: Give an address that begins with"),
        ("database", {"keeps_personal_data": "perhaps"}, "Keeps personal data: Give yes or no."),
        ("document", {"keeper": "nobody@example.org"}, "Kept by: Nobody is known as"),
        ("server", {"colour": "red"}, "There is no attribute “colour” of this type"),
        ("certificate", {"names": "www"}, "Valid until: give a value."),
    ],
)
def test_what_an_attribute_does_not_take_is_refused_by_its_name(
    world: World, type: str, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        enter(world, type=type, attributes=given)
    assert sentence in " ".join(refused.value.errors.values())
    name = next(iter(given)) if type != "certificate" else "expires"
    assert list(refused.value.errors) == [f"attributes.{name}"]
    assert not Record.objects.filter(kind="item").exists()


def test_all_that_is_wrong_is_said_at_once(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        enter(world, attributes={"memory": "x", "cores": "y", "colour": "z"})
    assert set(refused.value.errors) == {"attributes.memory", "attributes.cores", "attributes.colour"}


def test_attributes_that_are_not_given_stay(world: World) -> None:
    made = enter(world, attributes={"serial": "1", "memory": 64})
    actions.revise(world.actor("manager"), made.number, attributes={"memory": "128.5"})
    actions.revise(world.actor("manager"), made.number, attributes={"serial": None}, place="Rack 4")
    found = get(world.actor("agent"), made.number)
    assert found.item.attributes == {"memory": 128.5} and found.item.place == "Rack 4"
    told = [each.changes.get("attributes") for each in Entry.objects.filter(record=made).order_by("seq")][1:]
    assert told == [
        [{"serial": "1", "memory": 64}, {"serial": "1", "memory": 128.5}],
        [{"serial": "1", "memory": 128.5}, {"memory": 128.5}],
    ]


def test_what_is_unique_stands_on_one_item_of_a_type(world: World) -> None:
    first = enter(world, attributes={"serial": "4711"})
    with pytest.raises(Invalid, match=f"Serial number: {first.number} has this already"):
        enter(world, title="web-02", attributes={"serial": "4711"})
    enter(world, title="laptop", type="computer", attributes={"serial": "4711"})
    second = enter(world, title="web-02", attributes={"serial": "4712"})
    with pytest.raises(Invalid, match="has this already"):
        actions.revise(world.actor("manager"), second.number, attributes={"serial": "4711"})
    actions.revise(world.actor("manager"), first.number, attributes={"serial": "4711"}, place="Rack 3")
    actions.retire(world.actor("manager"), first.number, reason="Broken")
    actions.revise(world.actor("manager"), second.number, attributes={"serial": "4711"})
    with pytest.raises(Invalid, match="has this already"):
        actions.bring_back(world.actor("manager"), first.number, reason="Mended")


def test_what_is_retired_in_the_settings_stays_readable(world: World) -> None:
    made = enter(world, attributes={"serial": "1", "memory": 64})

    def without(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        off = [{**row, "active": False} if (row["type"], row["code"]) == ("server", "memory") else row for row in rows]
        return [row for row in off if (row["type"], row["code"]) != ("server", "serial")]

    redefine(world, "configuration.attributes", without)
    assert attributes.told(get(world.actor("agent"), made.number)) == [("Memory", "64 GB"), ("serial", "1")]
    with pytest.raises(Invalid, match="no attribute “memory”"):
        enter(world, title="web-02", attributes={"memory": 32})
    actions.revise(world.actor("manager"), made.number, place="Rack 4")
    assert get(world.actor("agent"), made.number).item.attributes == {"memory": 64, "serial": "1"}


def test_a_stricter_definition_stops_nobody_from_correcting_the_rest(world: World) -> None:
    made = enter(world, attributes={"model": "R740"})

    def stricter(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        strict = {"kind": "number", "needed": True}
        return [row | (strict if (row["type"], row["code"]) == ("server", "model") else {}) for row in rows]

    redefine(world, "configuration.attributes", stricter)
    actions.revise(world.actor("manager"), made.number, attributes={"model": "R740", "memory": 8})
    assert get(world.actor("agent"), made.number).item.attributes == {"model": "R740", "memory": 8}
    with pytest.raises(Invalid, match="Model: Give a number"):
        actions.revise(world.actor("manager"), made.number, attributes={"model": "R750"})


@pytest.mark.parametrize(
    ("key", "row", "sentence"),
    [
        ("types", {"code": "Big Server", "label": "x", "icon": "", "active": True}, "small letters"),
        ("attributes", {"type": "server", "code": "c", "label": "x", "kind": "choice"}, "name the choices"),
        (
            "attributes",
            {"type": "server", "code": "c", "label": "x", "kind": "text", "expires": "licence"},
            "only a day",
        ),
        ("attributes", {"type": "nothing", "code": "c", "label": "x", "kind": "text"}, "is not one of"),
        ("relation_types", {"code": "a:b", "label": "x", "inverse": "y", "passes": "back"}, "small letters"),
        ("relation_types", {"code": "a", "label": "x", "inverse": "y", "passes": "up"}, "is not one of"),
    ],
)
def test_a_definition_that_cannot_be_is_refused(world: World, key: str, row: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        redefine(world, f"configuration.{key}", lambda rows: [*rows, row])


def test_only_who_keeps_the_configuration_defines_it(world: World) -> None:
    with pytest.raises(Forbidden):
        settings.redefine(world.actor("agent"), "configuration.types", value=[])


# --- its life --------------------------------------------------------------------------------------------------------


def test_from_planned_to_retired(world: World) -> None:
    manager = world.actor("manager")
    made = enter(world, begins="planned")
    assert actions.put_to_use(manager, made.number).state == "in_use"
    assert actions.repair(manager, made.number, reason="Fan").state == "under_repair"
    assert actions.store(manager, made.number).state == "in_store"
    assert actions.put_to_use(manager, made.number, reason="Mended").state == "in_use"
    assert actions.retire(manager, made.number, reason="Old").state == "retired"
    with pytest.raises(Refusal, match="bring it back first"):
        actions.revise(manager, made.number, place="Rack 4")
    assert actions.bring_back(manager, made.number, reason="Needed").state == "in_store"
    assert actions.withdraw(manager, made.number, reason="Entered twice").state == "withdrawn"
    with pytest.raises(Refusal):
        actions.put_to_use(manager, made.number)
    assert not Record.objects.get(pk=made.pk).is_open


def test_its_team_is_told_when_it_goes(world: World) -> None:
    made = enter(world, team=world.desk)
    actions.repair(world.actor("manager"), made.number, reason="Fan")
    actions.store(world.actor("manager"), made.number)
    actions.retire(world.actor("manager"), made.number, reason="Old")
    for entry in Entry.objects.filter(record=made).order_by("seq"):
        deliver.run(entry.pk)
    told = Notice.objects.filter(entry__record=made, person=world.people["agent"]).order_by("entry__seq")
    assert [each.entry.fact for each in told] == ["configuration.sent_to_repair", "configuration.retired"]


def test_nobody_else_changes_it_and_nobody_whom_we_serve_sees_it(world: World) -> None:
    made = enter(world)
    with pytest.raises(Forbidden):
        actions.revise(world.actor("agent"), made.number, place="Rack 4")
    with pytest.raises(Forbidden):
        actions.register(world.actor("agent"), title="x", type="server")
    for who in ("requester", "classmate", "stranger"):
        with pytest.raises(NotSeen):
            get(world.actor(who), made.number)
        assert not visible(world.actor(who), ITEM).exists()
        assert browser(world, who).get(f"/items/{made.number}").status_code == 404


# --- what ends on a day ----------------------------------------------------------------------------------------------


def duty(record: Record, code: str) -> Duty | None:
    return Duty.objects.filter(record=record, code=code, ended_at=None).first()


def test_the_end_of_a_warranty_is_a_duty(world: World) -> None:
    manager, agent = world.actor("manager"), world.people["agent"]
    made = enter(world, attributes={"warranty": "2027-05-01"})
    found = duty(made, "item.warranty")
    assert found is not None
    assert (found.due_on, found.role, found.person, found.lead_days) == (
        date(2027, 5, 1),
        "configuration_manager",
        None,
        30,
    )
    actions.revise(manager, made.number, attributes={"warranty": "2028-05-01"}, owner=agent)
    found = duty(made, "item.warranty")
    assert found is not None and (found.due_on, found.person, found.role) == (date(2028, 5, 1), agent, "")
    told = Entry.objects.filter(record=made).order_by("-seq").first()
    assert told is not None
    assert [fact["name"] for fact in told.facts] == ["configuration.updated", "cycles.set"]
    assert [each.code for each in cycles_of(get(manager, made.number))] == ["item.warranty"]
    actions.revise(manager, made.number, attributes={"warranty": None})
    assert duty(made, "item.warranty") is None and not cycles_of(get(manager, made.number))


def test_of_several_days_the_first_counts(world: World) -> None:
    extra = {"type": "server", "code": "care", "label": "Care pack until", "kind": "day", "expires": "warranty"}
    redefine(world, "configuration.attributes", lambda rows: [*rows, extra])
    made = enter(world, attributes={"warranty": "2027-05-01", "care": "2026-12-31"})
    found = duty(made, "item.warranty")
    assert found is not None and found.due_on == date(2026, 12, 31)


# --- found and taken along -------------------------------------------------------------------------------------------


def numbers(call: Any, query: str) -> list[str]:
    answer = call("GET", f"/items?{query}")
    assert answer.status_code == 200, answer.json()
    return sorted(row["number"] for row in answer.json()["items"])


def test_the_list_is_narrowed_by_type_and_attribute(world: World) -> None:
    first = enter(world, attributes={"serial": "4711", "memory": 64})
    second = enter(world, title="web-02", attributes={"serial": "4712", "memory": 64})
    third = enter(world, title="Line A", type="line", attributes={"rate": 1000})
    call = caller_of(world, "agent")
    assert numbers(call, "type=line") == [third.number]
    assert numbers(call, "attributes=memory%3D64") == sorted([first.number, second.number])
    assert numbers(call, "attributes=memory%3D64%3Bserial%3D4711") == [first.number]
    assert numbers(call, "attributes=serial%3D4711&attributes=rate%3D1000") == sorted([first.number, third.number])
    assert call("GET", "/items?attributes=4711").status_code == 422
    page = browser(world, "agent").get("/items?attributes=serial%3D4711").content.decode()
    assert first.number in page and second.number not in page


def test_words_of_attributes_are_found(world: World) -> None:
    made = enter(world, attributes={"serial": "XJ94711"})
    indexing.index(made.pk)
    assert made.pk in [
        each.record_id
        for each in search.any_of(
            world.actor("agent"), ["xj94711"], ITEM, visible(world.actor("agent"), ITEM).order_by(), 5
        )
    ]


FILE = (
    "name,type,place,owner,serial number,memory\n"
    "web-01,server,Rack 3,agent@example.org,4711,64\n"
    "web-02,Server,Rack 3,,4712,\n"
)


def bring(world: World, content: str | bytes) -> Outcome:
    actor = world.actor("manager")
    data = content.encode() if isinstance(content, str) else content
    run = runs.take(actor, IMPORTER, [data], file_name="items.csv", organisation=world.provider)
    outcome = runs.bring_in(actor, run)
    assert outcome is not None, run.problem
    return outcome


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.made, outcome.changed, outcome.same, len(outcome.refused)


def test_the_same_file_again_changes_nothing(world: World) -> None:
    assert counts(bring(world, FILE)) == (2, 0, 0, 0)
    first = Record.objects.get(title="web-01")
    assert first.configuration_item.attributes == {"serial": "4711", "memory": 64}
    assert counts(bring(world, FILE)) == (0, 0, 2, 0)
    assert counts(bring(world, FILE.replace("4711,64", "4711,128"))) == (0, 1, 1, 0)
    refused = bring(
        world, FILE.replace("4711,128", "4711,much").replace("web-02", "web-03").replace("4711,64", "4711,much")
    )
    assert [each.reason for each in refused.refused] == [
        "memory: Memory: Give a number.",
        f"serial number: Serial number: {Record.objects.get(title='web-02').number} has this already. "
        "Give another value, or look at that item.",
    ]


def test_our_own_export_comes_back_unchanged(world: World) -> None:
    enter(world, attributes={"serial": "a; b=c", "memory": 64}, owner=world.people["agent"])
    enter(world, title="=1+1", type="line")
    exported = b"".join(browser(world, "manager").get("/items/export?format=csv").streaming_content)  # type: ignore[arg-type]
    assert counts(bring(world, exported)) == (0, 0, 2, 0)


def test_over_rest(world: World) -> None:
    call = caller_of(world, "manager")
    body = {"title": "web-01", "type": "server", "begins": "planned", "attributes": {"memory": 64, "serial": "4711"}}
    made = call("POST", "/items", body)
    assert made.status_code == 201, made.json()
    number = made.json()["number"]
    assert (made.json()["state"], made.json()["attributes"]) == ("planned", {"serial": "4711", "memory": 64})
    wrong = call("POST", "/items", body | {"attributes": {"memory": "much", "list": "x"}})
    assert wrong.status_code == 422
    assert wrong.json()["errors"] == {
        "attributes.memory": "Memory: Give a number.",
        "attributes.list": "There is no attribute “list” of this type: remove it.",
    }
    assert call("POST", "/items", body | {"attributes": {"memory": [1]}}).status_code == 422
    assert call("POST", "/items", body | {"attributes": "memory=1"}).status_code == 422
    assert call("POST", f"/items/{number}/put_to_use", {}).json()["state"] == "in_use"


def test_on_screen(world: World) -> None:
    client = browser(world, "manager")
    assert "?type=server" in client.get("/items/new").content.decode()
    form = client.get("/items/new?type=server").content.decode()
    assert "Serial number" in form and "Circuit number" not in form
    wrong = client.post(
        "/items/new", {"type": "server", "title": "web-01", "attributes.memory": "much", "begins": "in_use"}
    )
    assert wrong.status_code == 422 and "Give a number." in wrong.content.decode()
    sent = {"type": "document", "title": "Plan", "attributes.keeper": "agent@example.org", "begins": "in_use"}
    client.post("/items/new", sent)
    made = Record.objects.get(title="Plan")
    assert made.configuration_item.attributes == {"keeper": f"person:{world.people['agent'].pk}"}
    page = client.get(f"/items/{made.number}").content.decode()
    assert "Kept by" in page and "Agent" in page and "Document" in page
    edited = client.post(
        f"/items/{made.number}/edit",
        {"title": "Plan", "attributes.page": "https://example.org/plan", "attributes.keeper": "", "version": "1"},
    )
    assert edited.status_code == 302, edited.content.decode()
    made.refresh_from_db()
    assert made.configuration_item.attributes == {"page": "https://example.org/plan"}
    assert "Where it stands" in client.get(f"/items/{made.number}").content.decode()
