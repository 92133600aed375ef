"""One's own page, and how pages follow it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from fettle.edges.notify import choices
from fettle.edges.rest import tokens
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.site.testing.world import World

MINE = {
    "name": "Agent",
    "language": "de",
    "zone": "America/New_York",
    "theme": "dark",
    "density": "compact",
    "signature": "",
}


def test_pages_follow_language_colours_and_density_of_their_reader(world: World, as_) -> None:
    client = as_("agent")
    assert client.post("/me/", MINE).status_code == 302
    page = client.get("/me/").content.decode()
    assert "Profil gespeichert" in page
    assert '<html lang="de"' in page and 'data-theme="dark"' in page and 'data-density="compact"' in page
    assert 'data-keys="off"' in page


def test_strangers_are_answered_in_the_language_of_their_browser(world: World) -> None:
    assert (
        '<html lang="de"' in Client().get("/sign-in/", headers={"accept-language": "de-AT,de;q=0.9"}).content.decode()
    )
    assert '<html lang="en"' in Client().get("/sign-in/").content.decode()


def test_only_a_change_of_name_is_everybodys_business(world: World, as_) -> None:
    client, before = as_("agent"), Entry.objects.count()
    client.post("/me/", MINE)
    assert Entry.objects.count() == before
    client.post("/me/", {**MINE, "name": "Agent B"})
    assert Entry.objects.count() == before + 1


def test_nobody_raises_themselves(world: World, as_) -> None:
    client = as_("requester")
    client.post("/me/", {**MINE, "name": "Requester", "may_sign_in": "on", "organisation": "1", "is_active": ""})
    person = Person.objects.get(pk=world.people["requester"].pk)
    assert person.organisation == world.school and person.is_active


def test_the_switch_in_the_top_bar_keeps_the_colours(world: World, as_) -> None:
    client = as_("agent")
    assert client.post("/me/theme/", {"theme": "dark"}, headers={"sec-fetch-mode": "cors"}).status_code == 204
    client.post("/me/theme/", {"theme": "pink"})
    assert Person.objects.get(pk=world.people["agent"].pk).theme == "dark"


def test_a_token_is_shown_once_and_ends_when_revoked(world: World, as_) -> None:
    client = as_("agent")
    page = client.post("/me/tokens/new/", {"name": "Script", "scope": "read", "days": "30"}).content.decode()
    secret = re.search(r'readonly value="([^"]+)"', page)[1]
    token = tokens.find(secret)
    assert token.person == world.people["agent"] and token.scopes == ["read"]
    assert secret not in client.get("/me/").content.decode()
    as_("colleague").post(f"/me/tokens/{token.pk}/revoke/")
    assert tokens.find(secret) is not None
    client.post(f"/me/tokens/{token.pk}/revoke/")
    assert tokens.find(secret) is None


def test_what_is_not_ticked_is_declined(world: World, as_) -> None:
    client, me = as_("agent"), world.people["agent"]
    offered = choices.of(me)
    assert offered and all(choice.mail and choice.screen for choice in offered)
    ticked = {f"screen-{choice.fact}": "on" for choice in offered} | {f"mail-{offered[0].fact}": "on"}
    assert client.post("/me/notices/", ticked).status_code == 302
    me.refresh_from_db()
    assert [choice.mail for choice in choices.of(me)] == [True] + [False] * (len(offered) - 1)
    assert all(choice.screen for choice in choices.of(me))
    assert client.get("/me/notices/").status_code == 200


def test_one_chooses_quiet_hours_and_a_digest(world: World, as_) -> None:
    client, me = as_("requester"), world.people["requester"]
    page = client.get("/me/times/").content.decode()
    assert "As the house: none" in page and "As the house: at once" in page
    night = {"quiet": "own", "quiet_from": "20:00", "quiet_until": "7:00", "quiet_weekends": "on"}
    daily = {"mails": "digest", "digest_at": "16:00", "digest_days": ["monday", "friday"]}
    assert client.post("/me/times/", {**night, **daily}).status_code == 302
    me.refresh_from_db()
    assert me.notices == {
        "quiet": {"from": "20:00", "until": "07:00", "weekends": True},
        "digest": {"on": True, "at": "16:00", "days": ["monday", "friday"]},
    }
    page = client.get("/me/times/").content.decode()
    assert 'value="20:00"' in page and page.count("checked") == 5
    assert client.post("/me/notices/", {}).status_code == 302
    me.refresh_from_db()
    assert me.notices["digest"]["on"] and me.notices["mail"], "what one declines is another matter"
    house = {"quiet": "house", "mails": "house"}
    assert client.post("/me/times/", house).status_code == 302
    me.refresh_from_db()
    assert me.notices.keys() == {"screen", "mail"}


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"quiet": "own", "quiet_from": "20:00", "mails": "house"}, "both ends"),
        ({"quiet": "own", "quiet_from": "20:00", "quiet_until": "20:00", "mails": "house"}, "two different times"),
        ({"quiet": "own", "mails": "house"}, "two different times"),
        ({"quiet": "house", "mails": "digest", "digest_at": "16:00"}, "at least one day"),
        ({"quiet": "house", "mails": "digest", "digest_days": ["monday"]}, "at what time"),
        ({"quiet": "own", "quiet_from": "25:99", "quiet_until": "07:00", "mails": "house"}, "valid time"),
        ({"quiet": "odd", "mails": "house"}, "odd"),
    ],
)
def test_times_that_cannot_be_are_refused_beside_their_field(world: World, as_, sent: dict, sentence: str) -> None:
    answer = as_("agent").post("/me/times/", sent)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    world.people["agent"].refresh_from_db()
    assert world.people["agent"].notices == {}
