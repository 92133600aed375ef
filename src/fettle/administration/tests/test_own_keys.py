"""One's own single keys: chosen, refused, shown wherever a key is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fettle.edges.pages import keys
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

As = Callable[[str], Client]


def agent(world: World) -> Person:
    return Person.objects.get(pk=world.people["agent"].pk)


def posted(person: Person, **other: str) -> dict[str, str]:
    return keys.held(person) | other


def test_what_is_chosen_is_kept_and_only_where_it_differs(world: World, as_: As) -> None:
    before = Entry.objects.count()
    assert as_("agent").post("/me/keys/", posted(agent(world), reply=" Ö ", note="", edit="E")).status_code == 302
    assert agent(world).own_keys == {"reply": "ö", "note": ""}
    assert as_("agent").post("/me/keys/", {"standard": "1"}).status_code == 302
    assert agent(world).own_keys == {} and Entry.objects.count() == before, "as for other choices of one's own"


def test_two_keys_change_places_at_once(world: World, as_: As) -> None:
    as_("agent").post("/me/keys/", posted(agent(world), reply="n", note="r"))
    assert agent(world).own_keys == {"reply": "n", "note": "r"}


def test_one_key_for_two_actions_is_refused_by_a_sentence_that_names_both(world: World, as_: As) -> None:
    answer = as_("agent").post("/me/keys/", posted(agent(world), reply="n"))
    said = unescape(answer.content.decode())
    assert answer.status_code == 422 and "“N” stands for “Reply” already: give “Note” another key, or none." in said
    assert agent(world).own_keys == {} and re.search(r'name="reply" value="n"', said), "what was typed stays"


@pytest.mark.parametrize("key", ["ab", "  g i ", "\x07", "\u0301", "🙂🙂", "🙂", "\x00", "ﬁx"])
def test_what_is_no_single_key(world: World, key: str) -> None:
    with pytest.raises(Invalid):
        keys.choose(world.actor("agent"), agent(world), {"reply": key})


def test_a_second_key_is_free_of_the_single_ones_but_not_of_the_views(world: World) -> None:
    actor = world.actor("agent")
    assert keys.choose(actor, agent(world), {"go_i": "r", "go": "+"}).own_keys == {"go_i": "r", "go": "+"}
    for wrong in ({"go_k": "3"}, {"go_k": "r"}, {"nothing": "q"}):
        with pytest.raises(Invalid):
            keys.choose(actor, agent(world), wrong)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([each.name for each in keys.SINGLE]), st.sampled_from([*"abcgkör/?.[", ""])))
def test_law_every_key_that_is_accepted_means_one_action(world: World, wanted: dict[str, str]) -> None:
    Person.objects.filter(pk=world.people["agent"].pk).update(own_keys={})
    try:
        person = keys.choose(world.actor("agent"), agent(world), wanted)
    except Invalid as problem:
        assert problem.errors.keys() <= wanted.keys(), "said beside what was asked for"
        return
    held = {name: key for name, key in keys.held(person).items() if key and not name.startswith("go_")}
    pressed = json.loads(keys.of(person).pressed or "{}")
    standards = {each.name: each.standard for each in keys.SINGLE}
    for name, key in held.items():
        assert pressed.get(key, key) == standards[name]
    for gone in set(standards.values()) - set(held.values()):
        assert pressed[gone] == ""


def test_pages_sheet_and_palette_show_them(world: World, as_: As) -> None:
    number = actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi down").number
    keys.choose(world.actor("agent"), agent(world), {"reply": "ö", "new": "+", "go_i": "q", "more": "", "note": "ß"})
    page = unescape(as_("agent").get(f"/incidents/{number}").content.decode())
    drawn = json.loads(re.search(r'data-own-keys="({[^}]*})"', page)[1])
    assert drawn == {"r": "", "ö": "r", "c": "", "+": "c", ".": "", "n": "", "ß": "n"}
    assert 'data-key="r" aria-keyshortcuts="Ö"' in page and "<dt><kbd>Ö</kbd></dt><dd>Reply</dd>" in page
    assert re.search(r"<kbd[^>]*>\+</kbd></a>", page) and "<dt>–</dt><dd>More actions</dd>" in page
    assert 'data-key="n" aria-keyshortcuts="ß"' in page and "<kbd>G</kbd> <kbd>Q</kbd>" in page
    assert 'data-key="." title="More actions" aria-label' in page
    found = as_("agent").get("/palette?q=", headers={"HX-Request": "true"}).content.decode()
    assert ">G Q</kbd>" in found and ">+</kbd>" in found and ">G I</kbd>" not in found


def test_without_own_keys_a_page_says_the_standard_and_nothing_when_they_are_off(world: World, as_: As) -> None:
    page = as_("agent").get("/desk/").content.decode()
    assert "data-own-keys" not in page and 'data-key="c" aria-keyshortcuts="C"' in page and 'title="G I"' in page
    Person.objects.filter(pk=agent(world).pk).update(single_keys=False)
    page = as_("agent").get("/desk/").content.decode()
    assert "aria-keyshortcuts" not in page and 'title="G I"' not in page
    assert "these hold once they are on again" in as_("agent").get("/me/keys/").content.decode()


def test_over_rest_one_by_one(world: World, caller: Callable[..., Callable]) -> None:
    call = caller("agent", "write")
    listed = call("GET", "/me/keys").json()["items"]
    assert {"action": "reply", "label": "Reply", "group": "record", "key": "r", "standard": "r"} in listed
    changed = call("POST", "/me/keys", {"action": "reply", "key": "Ö"}).json()["items"]
    assert [row["key"] for row in changed if row["action"] == "reply"] == ["ö"]
    assert "“Note”" in call("POST", "/me/keys", {"action": "edit", "key": "n"}).json()["errors"]["key"]
    assert call("POST", "/me/keys", {"action": "x"}).json()["errors"].keys() == {"action"}
    assert call("POST", "/me/keys", {"action": "note", "key": ""}).status_code == 200
    assert agent(world).own_keys == {"reply": "ö", "note": ""}
    assert call("POST", "/me/keys", {"action": "reply", "key": None}).status_code == 200
    assert agent(world).own_keys == {"note": ""}
    assert caller("agent", "read")("POST", "/me/keys", {"action": "reply", "key": "q"}).status_code == 403


def test_who_works_on_the_portal_has_none(world: World, as_: As, caller: Callable[..., Callable]) -> None:
    assert as_("requester").get("/me/keys/").status_code == 404
    assert "/me/keys/" not in as_("requester").get("/me/").content.decode()
    assert caller("requester", "write")("GET", "/me/keys").status_code == 404
